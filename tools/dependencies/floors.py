"""The lowest versions that a package declares.

Third parties are resolved to the lowest release that the package's own requirements allow, as pins.
A sibling stands at the lowest version that a release tag of this repository names and the package
accepts; one without such a tag is not out yet, and has none.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools.execution.process import environment_without_locks, output_of, uv
from tools.monorepo import workspace
from tools.monorepo.declared import normalise
from tools.version_control import git, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tools.monorepo.workspace import Package
    from tools.version_control.tags import ReleaseTag

_PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")


def siblings(root: Path, package: Package, packages: Mapping[str, Package]) -> list[ReleaseTag]:
    """The lowest release that will do, of each sibling that the package requires and that is out."""
    names = _by_distribution(packages)
    released = _released(root)
    lowest = (
        _lowest(line, released.get(names[normalise(line.name)], ()))
        for line in _requirements(package)
        if normalise(line.name) in names
    )
    return [tag for tag in lowest if tag is not None]


def pins(
    root: Path, package: Package, packages: Mapping[str, Package], out: Iterable[ReleaseTag]
) -> list[str]:
    """``name==version`` for each third party of a package, at its lowest.

    A sibling that is not ``out`` comes from the tree, so what it requires counts as well.

    Raises:
        ToolError: No versions fit what is required.
    """
    ours = _by_distribution(packages)
    released = {tag.package for tag in out}
    outside = [
        line
        for name in workspace.with_siblings(packages, [package.name])
        if name not in released
        for line in _requirements(packages[name])
        if normalise(line.name) not in ours
    ]
    return _third_parties(outside, root)


def _by_distribution(packages: Mapping[str, Package]) -> dict[str, str]:
    return {normalise(other.distribution): name for name, other in packages.items()}


def _requirements(package: Package) -> list[Requirement]:
    return [Requirement(line) for line in package.metadata["project"].get("dependencies", [])]


def _released(root: Path) -> dict[str, list[ReleaseTag]]:
    """Every release that a tag names, by package."""
    found: dict[str, list[ReleaseTag]] = {}
    for tag in map(tags.parse, git.tag_names(root) if git.is_repository(root) else ()):
        if tag is not None:
            found.setdefault(tag.package, []).append(tag)
    return found


def _lowest(requirement: Requirement, releases: Iterable[ReleaseTag]) -> ReleaseTag | None:
    by_version = {tag.version: tag for tag in releases}
    lowest = min(requirement.specifier.filter(by_version), default=None)
    return by_version[lowest] if lowest is not None else None


def _third_parties(wanted: list[Requirement], root: Path) -> list[str]:
    if not wanted:
        return []
    command = [
        uv(), "pip", "compile", "--quiet", "--resolution", "lowest-direct", "--no-header",
        "--no-annotate", "--python", sys.executable, "-",
    ]  # fmt: skip
    printed = output_of(
        command,
        folder=root / "locks",
        environment=environment_without_locks(),
        stdin="\n".join(map(str, wanted)),
    )
    names = {normalise(line.name) for line in wanted}
    return [
        f"{normalise(match[1])}=={match[2]}"
        for match in map(_PIN.match, printed.splitlines())
        if match and normalise(match[1]) in names
    ]
