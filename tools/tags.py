"""Names of release tags, made and parsed here alone: ``core-v1.3.0`` is ``core`` 1.3.0."""

from __future__ import annotations

from typing import NamedTuple

from packaging.version import InvalidVersion, Version

SEPARATOR = "-v"


class ReleaseTag(NamedTuple):
    """The name of a tag that releases one package."""

    package: str
    version: Version

    def __str__(self) -> str:
        """The tag's name, with the version in its normal form (PEP 440)."""
        return f"{self.package}{SEPARATOR}{self.version}"


def parse(name: str) -> ReleaseTag | None:
    """The release that a tag names; None for any other tag.

    Only normal forms count, so that each version has one name. No normal form holds the separator,
    hence the last one splits: ``core-v2-v1.0.0`` is 1.0.0 of the package ``core-v2``.
    """
    package, separator, number = name.rpartition(SEPARATOR)
    if not (package and separator):
        return None
    try:
        version = Version(number)
    except InvalidVersion:
        return None
    return (
        ReleaseTag(package, version) if str(version) == number and version.local is None else None
    )
