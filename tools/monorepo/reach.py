"""Everything that depends on some packages, parsing no more declarations than the answer takes.

A ``pyproject.toml`` is parsed only where the name of a distribution in question stands in it
somewhere. A file with escapes, which could hide a name, is always parsed. Standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.monorepo import declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Affected(NamedTuple):
    """The answer.

    Attributes:
        base: The commit compared with; None when git could not tell.
        everything: Whether all packages count, for the reason given.
        reason: Why these packages.
        changed: Packages with a changed path, sorted.
        affected: These and all that depend on them, sorted; packages that are gone are in neither.
    """

    base: str | None
    everything: bool
    reason: str
    changed: list[str]
    affected: list[str]


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
        self.texts = {name: _searchable(content) for name, content in self.contents.items()}
        self.parsed: dict[str, Declaration] = {}

    def dependents(self, changed: Iterable[str], gone: Iterable[str] = ()) -> set[str]:
        """The changed packages and all that declare one of them, directly or not.

        Args:
            changed: Names of packages.
            gone: Distributions that no package makes any more.

        Raises:
            ToolError: A declaration that matters cannot be understood.
        """
        reached = set(changed)
        others = {name: text for name, text in self.texts.items() if name not in reached}
        wanted = [*gone, *(self._declaration(name).distribution for name in sorted(reached))]
        while wanted:
            for name in list(self._declaring(wanted.pop(), others)):
                del others[name]
                reached.add(name)
                wanted.append(self._declaration(name).distribution)
        return reached

    def _declaring(self, distribution: str, texts: dict[str, str]) -> Iterator[str]:
        for name, text in texts.items():
            mentioned = distribution in text or "\\" in text
            if mentioned and distribution in self._declaration(name).required:
                yield name

    def _declaration(self, name: str) -> Declaration:
        if name not in self.parsed:
            tables = declared.parse(name, self.contents[name])
            distribution = declared.distribution(name, tables)
            self.parsed[name] = Declaration(distribution, declared.required(name, tables))
        return self.parsed[name]


def _searchable(content: bytes) -> str:
    """A file in which each name is spelt as `declared.normalise` spells it."""
    return declared.normalise(content.decode(errors="surrogateescape"))
