"""All that a plan follows from: packages, tags, changelogs, notes, branch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.changelogs import notes, sections
from tools.monorepo import workspace
from tools.version_control import git, history, tags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from packaging.version import Version

    from tools.changelogs.notes import Note, Problem
    from tools.monorepo.workspace import Package
    from tools.version_control.history import Released


@dataclass(frozen=True)
class State:
    """The repository as a plan sees it.

    Attributes:
        packages: By name.
        order: Their names, dependencies first.
        released: What is out, for packages that have a release tag in HEAD's history.
        notes: The valid notes of each package.
        problems: Files among the notes that are none, of each package.
        heads: The version of each changelog's first section.
        tags: Every tag's name, reached by HEAD or not.
        known: Paths of notes that the current pre-release already tells of.
        branch: The branch that is checked out.
    """

    packages: Mapping[str, Package]
    order: tuple[str, ...]
    released: Mapping[str, Released] = field(default_factory=dict)
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    heads: Mapping[str, Version] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    branch: str | None = None

    def current(self, name: str) -> Version | None:
        """The package's highest version that is out."""
        found = self.released.get(name)
        return found.current if found else None

    def final(self, name: str) -> Version | None:
        """The package's highest version that is out and no pre-release."""
        found = self.released.get(name)
        return found.final if found else None

    def prepared(self, name: str) -> Version | None:
        """The version that the package's changelog announces and no tag names yet."""
        head, current = self.heads.get(name), self.current(name)
        if head is None or str(tags.ReleaseTag(name, head)) in self.tags:
            return None
        return head if current is None or head > current else None


def read(root: Path) -> State:
    """The state of the repository at ``root``.

    Raises:
        ToolError: The packages, the table of note types or the tags cannot be read.
    """
    # Git walks the history on one core while the packages are read on another.
    with git.TagList(root, reached=True) as reached, git.ask_tag_names(root) as named:
        packages = workspace.packages(root)
        order = tuple(workspace.topological_order(packages))
        types = notes.types(root)
        found = {name: notes.read(root, name, types) for name in order}
        heads = {name: _head(packages[name].path) for name in order}
        repository = git.is_repository(root)
        tag_names = git.lines(named.answer()) if repository else []
        released = history.released(git.reached(root, reached))
    own_notes = {name: tuple(own) for name, (own, _) in found.items()}
    return State(
        packages=packages,
        order=order,
        released=released,
        notes=own_notes,
        problems={name: tuple(problems) for name, (_, problems) in found.items() if problems},
        heads={name: head for name, head in heads.items() if head is not None},
        tags=frozenset(tag_names),
        known=_known(root, released, own_notes),
        branch=git.branch(root) if repository else None,
    )


def _known(
    root: Path, released: Mapping[str, Released], found: Mapping[str, tuple[Note, ...]]
) -> frozenset[str]:
    """Notes that are, word for word, in the tree of their package's current pre-release."""
    asked = [
        (f"{known.commit}:{note.path}", note)
        for name, known in released.items()
        if known.current.is_prerelease
        for note in found.get(name, ())
    ]
    if not asked:
        return frozenset()
    contents = git.contents(root, [question for question, _ in asked])
    pairs = zip(asked, contents, strict=True)
    return frozenset(
        note.path
        for (_, note), content in pairs
        if content is not None and content.replace(b"\r\n", b"\n") == note.text.encode()
    )


def _head(folder: Path) -> Version | None:
    return sections.head(sections.read(folder / sections.FILE))
