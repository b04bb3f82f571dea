"""Which packages there are, what they declare, and who depends on whom.

A package is a folder ``packages/NAME`` with a ``pyproject.toml``; NAME is what tags and commands
call it. Standard library only, so that it answers before any environment is made.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import ToolError
from tools.monorepo.declared import FOLDER, NAME, Dependency, distribution, metadata, siblings
from tools.monorepo.root import find_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Package", "dependents", "find_root", "names", "packages", "topological_order"]


class Package(NamedTuple):
    """A package of the workspace and the siblings it declares."""

    name: str
    folder: str
    distribution: str
    dependencies: tuple[Dependency, ...]
    metadata: dict[str, Any]

    @property
    def path(self) -> Path:
        """The package's folder."""
        from pathlib import Path  # slow to import, and seldom needed

        return Path(self.folder)


def names(root: str | os.PathLike[str]) -> list[str]:
    """Names of the packages, sorted, without reading what they declare.

    Raises:
        ToolError: A folder has a name that no tag or command could carry.
    """
    with os.scandir(f"{os.fspath(root)}/{FOLDER}") as entries:
        found = [entry.name for entry in entries if os.path.isfile(f"{entry.path}/pyproject.toml")]
    for name in found:
        if not NAME.fullmatch(name):
            raise ToolError(
                f"{FOLDER}/{ascii(name)[1:-1]}: name a package's folder with ASCII letters, digits,"
                " dots, hyphens and underscores"
            )
    return sorted(found)


def packages(root: str | os.PathLike[str]) -> dict[str, Package]:
    """Every package by name, in the order of names.

    Raises:
        ToolError: A ``pyproject.toml`` cannot be read, or two packages share a distribution name.
    """
    read = {name: metadata(root, name) for name in names(root)}
    by_distribution: dict[str, str] = {}
    for name, declared in read.items():
        first = by_distribution.setdefault(distribution(name, declared), name)
        if first != name:
            raise ToolError(
                f"{FOLDER}/{first} and {FOLDER}/{name} are both the distribution"
                f" {declared['project']['name']}; rename one in its pyproject.toml"
            )
    return {
        name: Package(
            name=name,
            folder=os.path.join(root, FOLDER, name),
            distribution=declared["project"]["name"],
            dependencies=tuple(siblings(name, declared, by_distribution)),
            metadata=declared,
        )
        for name, declared in read.items()
    }


def dependents(found: Mapping[str, Package], changed: Iterable[str]) -> set[str]:
    """The changed packages and everything that declares one of them, directly or not."""
    declaring: dict[str, list[str]] = {}
    for package in found.values():
        for dependency in package.dependencies:
            declaring.setdefault(dependency.package, []).append(package.name)
    reached: set[str] = set()
    waiting = list(changed)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(declaring.get(name, ()))
    return reached


def with_siblings(found: Mapping[str, Package], names: Iterable[str]) -> list[str]:
    """The named packages and every sibling that they declare, directly or not, dependencies first."""
    needed: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(dependency.package for dependency in found[name].dependencies)
    return [name for name in topological_order(found) if name in needed]


def topological_order(found: Mapping[str, Package]) -> list[str]:
    """Names such that each package comes after every sibling that must be out before it.

    Raises:
        ToolError: Packages require each other in a circle.
    """
    from graphlib import CycleError, TopologicalSorter

    edges = {
        name: {needed.package for needed in found[name].dependencies if needed.orders}
        for name in sorted(found)
    }
    sorter = TopologicalSorter(edges)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise ToolError(
            f"packages require each other in a circle: {circle}; none could be published first,"
            " take one requirement out"
        ) from None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
