"""The types of change notes, from the one table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import Version

from tools.changelogs import notes, versions
from tools.documentation.markdown import page, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INTRODUCTION = """
A change that users of a package see comes with a note, `packages/NAME/changes/ID.TYPE.md`, in which
`ID` is an issue's number or, where there is none, `+some-words`. The type says under which heading
of the changelog the note will stand, and what the next version is at least. The table is `type` of
`[tool.towncrier]` in `pyproject.toml`; [`changelog add`](programs.md#changelog) writes a note.
"""
AFTER = """
While a package is below 1.0, what asks for a major version makes a minor one. An `internal` note
says on purpose that users see nothing: it satisfies the check and is left out of the changelog.
"""


def pages(root: Path) -> Mapping[str, str]:
    """One page of note types."""
    rows = [
        (f"`{kind.name}`", kind.heading or "none", kind.level or "none", _example(kind.level))
        for kind in notes.types(root).values()
    ]
    listed = table(["type", "heading in the changelog", "level", "1.2.3 becomes"], rows)
    return {"reference/note-types.md": page("Note types", INTRODUCTION, listed, AFTER)}


def _example(level: str) -> str:
    return str(versions.following(Version("1.2.3"), level)) if level else "not released"
