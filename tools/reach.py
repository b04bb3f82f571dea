"""Everything that depends on some packages, parsing no more declarations than the answer takes.

Each ``pyproject.toml`` is scanned for the names that its strings begin with; only where one of them
is a distribution in question is the file parsed. A file with escapes, which could hide a name from
the scan, is always parsed. Standard library only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools import declared

if TYPE_CHECKING:
    from collections.abc import Iterable

_STRING_START = re.compile(r"""["']\s*([A-Za-z0-9][A-Za-z0-9._-]*)""")


class Declaration(NamedTuple):
    """What a package is on the index, and what it declares there."""

    distribution: str
    required: set[str]


class Scan:
    """The packages' declarations, read but not parsed."""

    def __init__(self, root: str, names: list[str]) -> None:
        """Read them all.

        Raises:
            ToolError: One cannot be read.
        """
        self.root = root
        self.contents = {name: declared.content(root, name) for name in names}
        self.parsed: dict[str, Declaration] = {}
        self.mentions: dict[str, list[str]] = {}
        for name, content in self.contents.items():
            for mentioned in self._names_in(name, content):
                self.mentions.setdefault(mentioned, []).append(name)

    def dependents(self, changed: Iterable[str], gone: Iterable[str] = ()) -> set[str]:
        """The changed packages and all that declare one of them, directly or not.

        Args:
            changed: Names of packages.
            gone: Distributions that no package makes any more.

        Raises:
            ToolError: A declaration that matters cannot be understood.
        """
        reached = set(changed)
        wanted = [*gone, *(self._declaration(name).distribution for name in sorted(reached))]
        while wanted:
            distribution = wanted.pop()
            for name in self.mentions.get(distribution, ()):
                if name not in reached and distribution in self._declaration(name).required:
                    reached.add(name)
                    wanted.append(self._declaration(name).distribution)
        return reached

    def _names_in(self, name: str, content: bytes) -> set[str]:
        if b"\\" in content:
            return self._declaration(name).required
        starts = set(_STRING_START.findall(content.decode("utf-8", "surrogateescape")))
        return {_normalise(start) for start in starts}

    def _declaration(self, name: str) -> Declaration:
        if name not in self.parsed:
            tables = declared.parse(name, self.contents[name])
            distribution = declared.distribution(name, tables)
            self.parsed[name] = Declaration(distribution, declared.required(name, tables))
        return self.parsed[name]


def _normalise(name: str) -> str:
    """As `declared.normalise`, at a fifth of its price for the plain names that most are."""
    plain = name.lower().replace("_", "-").replace(".", "-")
    return declared.normalise(plain) if "--" in plain else plain
