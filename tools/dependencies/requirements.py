"""What each lock must hold: the third-party requirements that the repository declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from tools.dependencies.ranges import requirement
from tools.errors import ToolError
from tools.monorepo import settings, workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RUNTIME = "runtime"
"""The lock of what the packages require, extras left out."""


def declared(root: Path) -> dict[str, list[str]]:
    """Lock name to its sorted requirements: `RUNTIME`, and one for each dependency group.

    Raises:
        ToolError: A settings file cannot be read, a requirement is none, or a group includes one
            that does not exist.
    """
    packages = workspace.packages(root).values()
    siblings = {canonicalize_name(package.distribution) for package in packages}
    groups = settings.read(root / "pyproject.toml").get("dependency-groups", {})
    of_members = _outside(siblings, (line for package in packages for line in _all_of(package)))
    with_members = _groups_with_members(root)
    locks = {RUNTIME: _outside(siblings, (line for package in packages for line in _own(package)))}
    for group in groups:
        wanted = {*_expand(groups, group), *(of_members if group in with_members else ())}
        locks[group] = sorted(wanted)
    return locks


def _own(package: workspace.Package) -> list[str]:
    """What the package requires wherever it is installed."""
    lines: list[str] = settings.lookup(package.metadata, "project", "dependencies", default=[])
    return lines


def _all_of(package: workspace.Package) -> Iterable[str]:
    """What the package requires with every extra and its test group."""
    yield from _own(package)
    extras = settings.lookup(package.metadata, "project", "optional-dependencies", default={})
    for wanted in extras.values():
        yield from wanted
    yield from settings.lookup(package.metadata, "dependency-groups", "test", default=[])


def _outside(siblings: set[Any], lines: Iterable[str]) -> list[str]:
    """The requirements that no sibling meets."""
    return sorted(
        {line for line in lines if canonicalize_name(requirement(line).name) not in siblings}
    )


def _groups_with_members(root: Path) -> set[str]:
    """Groups of the environments that hold the packages too."""
    environments = settings.lookup(settings.read(root / "hatch.toml"), "envs", default={})
    return {
        group
        for environment in environments.values()
        if "workspace" in environment
        for group in environment.get("dependency-groups", [])
    }


def _expand(groups: Mapping[str, list[Any]], name: str) -> set[str]:
    if name not in groups:
        raise ToolError(f"pyproject.toml: [dependency-groups] has no {name}, which one includes")
    lines: set[str] = set()
    for entry in groups[name]:
        lines |= {entry} if isinstance(entry, str) else _expand(groups, entry["include-group"])
    return lines
