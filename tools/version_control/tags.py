"""Names of release tags, made and parsed here alone: ``core-v1.3.0`` is ``core`` 1.3.0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from packaging.version import Version

SEPARATOR = "-v"

# The normal form of a public version, in every part, as PEP 440 has it in its appendix B.
_NUMBER = "(?:0|[1-9][0-9]*)"
_NORMAL = re.compile(
    rf"(?:[1-9][0-9]*!)?{_NUMBER}(?:\.{_NUMBER})*"
    rf"(?P<pre>(?:a|b|rc){_NUMBER})?(?:\.post{_NUMBER})?(?P<dev>\.dev{_NUMBER})?",
)


class ReleaseTag(NamedTuple):
    """The name of a tag that releases one package."""

    package: str
    version: Version

    def __str__(self) -> str:
        """The tag's name, with the version in its normal form (PEP 440)."""
        return f"{self.package}{SEPARATOR}{self.version}"


class Parts(NamedTuple):
    """What a release tag says, in plain strings.

    Attributes:
        package: The package's name.
        version: The version in its normal form.
        prerelease: Whether the version is a pre-release or a development release.
    """

    package: str
    version: str
    prerelease: bool


def split(name: str) -> Parts | None:
    """The parts of a release tag; None for any other tag. Standard library only.

    Only normal forms count, so that each version has one name. No normal form holds the separator,
    hence the last one splits: ``core-v2-v1.0.0`` is 1.0.0 of the package ``core-v2``.
    """
    package, _, number = name.rpartition(SEPARATOR)
    normal = _NORMAL.fullmatch(number)
    if not (package and normal):
        return None
    return Parts(package, number, bool(normal["pre"] or normal["dev"]))


def rank(version: str) -> tuple[int, tuple[int, ...], int]:
    """What orders final versions in their normal form, post-releases among them. Standard library only."""
    epoch, _, public = version.rpartition("!")
    release, _, post = public.partition(".post")
    numbers = tuple(map(int, re.sub(r"(\.0)+$", "", release).split(".")))
    return int(epoch or 0), numbers, int(post or -1)


def parse(name: str) -> ReleaseTag | None:
    """The release that a tag names, its version ready to compare; None for any other tag."""
    parts = split(name)
    if parts is None:
        return None
    from packaging.version import Version

    return ReleaseTag(parts.package, Version(parts.version))
