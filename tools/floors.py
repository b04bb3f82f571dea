"""The lowest versions that a package declares, as pins.

Third parties are resolved to the lowest release that the package's own requirements allow. A sibling
is pinned to the lowest version that a release tag of this repository names and the package accepts;
one without such a tag is not out yet, and gets no pin.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools import git, tags, workspace
from tools.declared import normalise
from tools.process import environment_without_locks, output_of, uv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from packaging.version import Version

    from tools.workspace import Package

_PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")


def pins(root: Path, package: Package, packages: Mapping[str, Package]) -> list[str]:
    """``name==version`` for each requirement of a package that can be pinned to its lowest.

    A sibling that is not out comes from the tree, so what it requires counts as well.

    Raises:
        ToolError: No versions fit what is required.
    """
    siblings = {normalise(other.distribution): name for name, other in packages.items()}
    released = _released(root)
    lowest = {
        siblings[normalise(line.name)]: _lowest(
            line, released.get(siblings[normalise(line.name)], ())
        )
        for line in _requirements(package)
        if normalise(line.name) in siblings
    }
    out = {name: version for name, version in lowest.items() if version is not None}
    together = [
        name for name in workspace.with_siblings(packages, [package.name]) if name not in out
    ]
    outside = [
        line
        for name in together
        for line in _requirements(packages[name])
        if normalise(line.name) not in siblings
    ]
    ours = [f"{normalise(packages[name].distribution)}=={version}" for name, version in out.items()]
    return [*ours, *_third_parties(outside, root)]


def _requirements(package: Package) -> list[Requirement]:
    return [Requirement(line) for line in package.metadata["project"].get("dependencies", [])]


def _released(root: Path) -> dict[str, list[Version]]:
    """Every version that a release tag names, by package."""
    found: dict[str, list[Version]] = {}
    for tag in map(tags.parse, git.tag_names(root) if git.is_repository(root) else ()):
        if tag is not None:
            found.setdefault(tag.package, []).append(tag.version)
    return found


def _lowest(requirement: Requirement, versions: Iterable[Version]) -> Version | None:
    return min(requirement.specifier.filter(versions), default=None)


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
