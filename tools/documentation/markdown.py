"""Write Markdown: tables, fences, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell may hold any text of one line."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def fence(text: str, language: str = "text") -> str:
    """A block of code, whatever it holds."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}\n"


def code(texts: Iterable[str]) -> str:
    """Each text as code, with commas between."""
    return ", ".join(f"`{text}`" for text in texts)


def page(title: str, introduction: str, *sections: str) -> str:
    """A page of one title."""
    return "\n".join([f"# {title}\n", *(f"{part.strip()}\n" for part in (introduction, *sections))])
