"""Change notes: their names, types and levels.

A note is a file ``packages/NAME/changes/ID.TYPE.md`` with what its users should know;
``+words.TYPE.md`` when there is no issue to name, ``ID.TYPE.2.md`` when an issue has several. The
types, their changelog headings and their levels stand in one table, ``type`` of
``[tool.towncrier]`` in the root ``pyproject.toml``. ``ID.internal.md`` says on purpose that users
see nothing.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tools.changelogs import versions
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "changes"
INTERNAL = "internal"
LARGEST = 64 * 1024
"""Bytes that a note may have: more is a file that was put there by mistake."""

_NAME = re.compile(
    r"(?P<id>0|[1-9][0-9]*|\+?[A-Za-z_][\w-]*)\.(?P<type>[a-z]+)(?:\.(?P<counter>[1-9][0-9]*))?\.md",
    re.ASCII,
)
# What towncrier leaves alone too.
_NO_NOTES = {".gitignore", ".gitkeep", ".keep", "readme", "readme.md", "readme.rst"}


class NoteType(NamedTuple):
    """A kind of change.

    Attributes:
        name: As it stands in a note's file name.
        heading: The changelog heading that gathers its notes.
        level: ``major``, ``minor`` or ``patch``; empty for ``internal``, which asks for no release.
    """

    name: str
    heading: str
    level: str


class Note(NamedTuple):
    """One change note of one package."""

    package: str
    path: str
    identifier: str
    type: NoteType
    text: str

    @property
    def summary(self) -> str:
        """Its first line."""
        return self.text.strip().partition("\n")[0]


class Problem(NamedTuple):
    """A file among the notes that is no valid note: what is wrong, and what mends it."""

    path: str
    problem: str
    remedy: str


def types(root: Path) -> dict[str, NoteType]:
    """The table of note types by name, in the order of the changelog, ``internal`` last.

    Raises:
        ToolError: The table is missing or incomplete.
    """
    try:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        rows = [
            NoteType(row["directory"], row["name"], row["level"])
            for row in settings["tool"]["towncrier"]["type"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ToolError(
            "pyproject.toml: [tool.towncrier] needs a list type whose entries have directory, name"
            f" and level ({type(error).__name__}: {error})"
        ) from None
    for row in rows:
        if row.level not in versions.LEVELS:
            raise ToolError(
                f"pyproject.toml: note type {row.name} has level {row.level!r}; it must be one of"
                f" {', '.join(versions.LEVELS)}"
            )
    return {row.name: row for row in [*rows, NoteType(INTERNAL, "", "")]}


def read(root: Path, package: str, known: dict[str, NoteType]) -> tuple[list[Note], list[Problem]]:
    """The package's notes in the order of their names, and what lies among them and is none."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for name in names(root, package):
        found = load(root, package, name, known)
        if isinstance(found, Note):
            notes.append(found)
        else:
            problems.append(found)
    return notes, problems


def names(root: Path, package: str) -> list[str]:
    """File names in the package's folder of notes, sorted, without those that are never notes."""
    try:
        found = [path.name for path in (root / "packages" / package / FOLDER).iterdir()]
    except FileNotFoundError:
        return []
    return sorted(name for name in found if counts(name))


def counts(name: str) -> bool:
    """Whether a file among the notes should be one; some, such as .gitkeep, never are."""
    return name.lower() not in _NO_NOTES


def shown(package: str, name: str) -> str:
    """A note's path from the root."""
    return f"packages/{package}/{FOLDER}/{name}"


def load(root: Path, package: str, name: str, known: dict[str, NoteType]) -> Note | Problem:
    """The note of that file name, or what is wrong with it."""
    return parse(package, name, _content(root / shown(package, name)), known)


def parse(
    package: str, name: str, content: bytes | None, known: dict[str, NoteType]
) -> Note | Problem:
    """The note that a file holds, or what is wrong with it."""
    path = shown(package, name)
    match = _NAME.fullmatch(name)
    if not match:
        return Problem(
            path,
            "is not named ID.TYPE.md",
            f"rename it, such as 123.feature.md or +words.bugfix.md, or take it out of {FOLDER}/",
        )
    if match["type"] not in known:
        return Problem(path, f"has the unknown type {match['type']}", _rename(match["type"], known))
    if content is None or len(content) > LARGEST:
        return Problem(
            path,
            f"is no file of at most {LARGEST // 1024} KiB",
            "write a short text, or take it out",
        )
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Problem(path, f"is not UTF-8 (byte {error.start + 1})", "save it as UTF-8")
    if not text.strip() or "\0" in text:
        return Problem(path, "holds no text", "write what users should know, in a sentence")
    return Note(package, path, match["id"], known[match["type"]], text)


def level(notes: list[Note]) -> str | None:
    """The greatest level that the notes ask for; None when users see nothing."""
    return versions.highest([note.type.level for note in notes if note.type.level])


def _content(path: Path) -> bytes | None:
    if path.is_symlink():
        return None  # what it leads to may lie outside of the repository, and would be published
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        return None


def _rename(given: str, known: dict[str, NoteType]) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    guess = f"did you mean {near[0]}? " if near else ""
    return f"{guess}the types are {', '.join(known)}"
