"""A security advisory: what its TOML file has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from tools.errors import ToolError
from tools.monorepo import settings, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

REQUIRED = ("package", "title", "severity", "affected", "summary", "impact")
OPTIONAL = ("patched", "workaround", "cve", "credits")
SEVERITIES = ("low", "moderate", "high", "critical")
"""As GitHub's advisories call them."""


def read(root: Path, path: Path) -> dict[str, Any]:
    """An advisory with every key, and the distribution's name.

    Raises:
        ToolError: The file is no TOML, or says too little, too much or what cannot be.
    """
    given = settings.read(path)
    if problems := list(_problems(root, given)):
        raise ToolError("; ".join(f"{path.name}: {problem}" for problem in problems))
    distribution = workspace.packages(root)[given["package"]].distribution
    return {**dict.fromkeys(OPTIONAL), **given, "distribution": distribution}


def _problems(root: Path, given: Mapping[str, Any]) -> Iterator[str]:
    for key in REQUIRED:
        if key not in given:
            yield f"{key} is missing; add it"
    for key, value in given.items():
        yield from _unfit(key, value)
    if not {"package", "severity"} - given.keys():
        yield from _unknown(root, given)
    yield from _versions(given)


def _unfit(key: str, value: object) -> Iterator[str]:
    """Whether a key is none, or its value is not of its kind."""
    if key not in REQUIRED + OPTIONAL:
        yield f"{key} is unknown; there are {', '.join(REQUIRED + OPTIONAL)}"
    elif key == "credits":
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            yield "credits must be a list of names"
    elif not isinstance(value, str) or not value.strip():
        yield f"{key} must be text"


def _unknown(root: Path, given: Mapping[str, Any]) -> Iterator[str]:
    names = workspace.names(root)
    if given["package"] not in names:
        yield f"there is no package {given['package']!r}; there are {', '.join(names)}"
    if given["severity"] not in SEVERITIES:
        yield f"severity must be one of {', '.join(SEVERITIES)}"


def _versions(given: Mapping[str, Any]) -> Iterator[str]:
    """A fixed version that is affected would send users from one hole into the same."""
    try:
        affected = SpecifierSet(str(given.get("affected", "")), prereleases=True)
        patched = Version(str(given["patched"])) if "patched" in given else None
    except (InvalidSpecifier, InvalidVersion) as error:
        yield f"{error}; write a range such as >=0.1,<0.1.2 and a version such as 0.1.2"
        return
    if "affected" in given and patched is not None and patched in affected:
        yield f"patched {patched} is among the affected {affected}; one of the two is wrong"
