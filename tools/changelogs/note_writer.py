"""Write a new change note."""

from __future__ import annotations

import itertools
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from tools.changelogs import notes
from tools.errors import ToolError, UsageError
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = 5
_IDENTIFIER = re.compile(r"[1-9][0-9]*|[A-Za-z_][A-Za-z0-9_-]*")


def path_for(root: Path, package: str, kind: str, text: str, identifier: str | None) -> str:
    """Where the note goes: a name that is not taken, from its issue or its first words.

    Raises:
        UsageError: There is no such package or type, or the issue cannot be part of a file name.
        ToolError: The text is no note.
    """
    names = workspace.names(root)
    if package not in names:
        raise UsageError(f"no package is called {package!a}; there are {', '.join(names)}")
    known = notes.types(root)
    if kind not in known:
        raise UsageError(f"no note type is called {kind!a}; there are {', '.join(known)}")
    if identifier is not None and not _IDENTIFIER.fullmatch(identifier):
        raise UsageError(
            f"{identifier!a} is no issue: use a number, or letters, digits and hyphens"
        )
    stem = f"{identifier or '+' + slug(text)}.{kind}"
    candidates = itertools.chain([f"{stem}.md"], (f"{stem}.{n}.md" for n in itertools.count(2)))
    taken = set(notes.names(root, package))
    name = next(name for name in candidates if name not in taken)
    note = notes.parse(package, name, content(text), known)
    if isinstance(note, notes.Problem):
        raise ToolError(f"{note.path} {note.problem}; {note.remedy}")
    return note.path


def write(root: Path, path: str, text: str) -> None:
    """Write the note, whole or not at all; a file that somebody else put there is left alone.

    Raises:
        ToolError: It cannot be written.
    """
    file = root / path
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content(text))
    except OSError as error:
        if not isinstance(error, FileExistsError):
            with suppress(OSError):  # what a full disk had room for is no note
                file.unlink()
        raise ToolError(f"{path}: cannot be written ({error.strerror})") from None


def content(text: str) -> bytes:
    """The bytes of a note: its text, ended by one newline.

    Raises:
        UsageError: The text came in another encoding than UTF-8.
    """
    try:
        return f"{text.strip()}\n".encode()
    except UnicodeEncodeError:
        raise UsageError(f"{text!a} is no UTF-8; say it in a terminal that speaks it") from None


def slug(text: str) -> str:
    """The first words of a text as part of a file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_WORDS]
    named = "-".join(words)[:60].strip("-")
    return named if named[:1].isalpha() else f"note-{named}".strip("-")
