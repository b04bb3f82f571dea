"""What a page has to have, by the folder it stands in (https://diataxis.fr)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERBS = frozenset(
    """
    add adopt bring build change check choose debug depend fix fork install keep make measure move
    profile publish pull put raise read release remove rename replace run set take test try undo
    update upgrade use work write yank
    """.split()  # noqa: SIM905 -- words are added here, and read best as words
)
"""What a how-to's title may begin with; a new one is added here."""


class Fault(NamedTuple):
    """What is wrong with a page, where, and what mends it."""

    path: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}; {self.remedy}"


def faults(path: str, text: str) -> Iterator[Fault]:
    """What the type of a page asks for and the page has not."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("# "):
        yield Fault(path, 1, "the first line is no title", "begin with `# Title`")
        return
    for folder, check in TYPES.items():
        if path.startswith(f"docs/{folder}/"):
            yield from check(path, lines)


def _tutorial(path: str, lines: list[str]) -> Iterator[Fault]:
    beginning = next(
        (number for number, line in enumerate(lines) if line.startswith("## ")), len(lines)
    )
    introduction = lines[1:beginning]
    if not any(line.startswith("At the end ") for line in introduction):
        yield Fault(
            path, 3, "a tutorial says first what there will be", "begin with `At the end …`"
        )
    if not any(line.startswith("**You need**") for line in introduction):
        yield Fault(path, 3, "a tutorial says what it needs", "add a line `**You need** …`")


def _how_to(path: str, lines: list[str]) -> Iterator[Fault]:
    if _first_word(lines[0]) not in VERBS:
        yield Fault(
            path, 1, f"a how-to's title begins with a verb, not with {_first_word(lines[0])!r}",
            "say what the reader does; if it is a verb, add it to VERBS in tools/documentation/page_types.py",
        )  # fmt: skip


def _explanation(path: str, lines: list[str]) -> Iterator[Fault]:
    if _first_word(lines[0]) in VERBS:
        yield Fault(
            path, 1, "an explanation's title is no command", "name the subject, or move it to how-to"
        )  # fmt: skip


def _reference(path: str, lines: list[str]) -> Iterator[Fault]:
    if not any(line.startswith("::: ") for line in lines):
        yield Fault(
            path, 1, "a page of the reference is made, not written",
            "show a module with `::: NAME`, or make the page in tools/documentation/pages",
        )  # fmt: skip


TYPES: dict[str, Callable[[str, list[str]], Iterator[Fault]]] = {
    "tutorials": _tutorial,
    "how-to": _how_to,
    "explanation": _explanation,
    "reference": _reference,
}


def _first_word(title: str) -> str:
    found = re.match(r"# (\w+)", title)
    return found[1].lower() if found else ""
