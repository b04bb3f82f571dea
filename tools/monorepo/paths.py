"""What a path of the repository belongs to: a package, none, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGES = "packages"
PROSE = (".md", ".rst")
PROSE_FOLDERS = ("", ".github")
"""Where such a file is prose and no more; in a package it is part of what is built."""

SILENT = ("docs/", ".github/ISSUE_TEMPLATE/", ".vscode/")
"""Folders that no package is made of."""


class Touched(NamedTuple):
    """What some paths belong to.

    Attributes:
        packages: Names of packages, whether these exist or not.
        other: The first path that belongs to none and may bear on all; empty if there is none.
    """

    packages: set[str]
    other: str


def touched(paths: Iterable[str]) -> Touched:
    """Sort paths by what they belong to; prose, documents, issue forms and an editor's settings to nothing."""
    packages: set[str] = set()
    other = ""
    for path in paths:
        package = package_of(path)
        if package:
            packages.add(package)
        elif not other and not _silent(path):
            other = path
    return Touched(packages, other)


def package_of(path: str) -> str:
    """The package in whose folder a path lies; empty outside of all."""
    folder, _, rest = path.partition("/")
    name, slash, _ = rest.partition("/")
    return name if folder == PACKAGES and slash else ""


def shown(path: str) -> str:
    """A path as one line of plain characters, whatever is in its name."""
    return ascii(path)[1:-1]


def _silent(path: str) -> bool:
    prose = path.rpartition("/")[0] in PROSE_FOLDERS and path.lower().endswith(PROSE)
    return prose or path.startswith(SILENT)
