"""The blocks of code on the repository's pages, and what each is for.

``console`` is a list of commands, ``python`` a program in parts; a block of any language with a title is
a file that the commands after it use. ``<!-- not run: REASON -->`` on the line before a block says why it
cannot run where the tests run, and ``<!--- invisible-code-block: LANGUAGE`` hides a block from readers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

PAGES = ("*.md", ".github/*.md", "docs/**/*.md")
_REASON = re.compile(r"\s*<!-- not run: (.+) -->\s*")
_HIDDEN = re.compile(r"<!--- invisible-code-block: (\w+)\n(.*?)-->\s*", re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')


class Block(NamedTuple):
    """A block of code.

    Attributes:
        path: The page, from the root.
        line: Where the block begins.
        language: The first word behind the fence; empty where there is none.
        title: The file that it is, or an empty text.
        text: What is in it.
        reason: Why it cannot run, or an empty text.
    """

    path: str
    line: int
    language: str
    title: str
    text: str
    reason: str

    @property
    def place(self) -> str:
        """As ``file:line``."""
        return f"{self.path}:{self.line}"

    @property
    def runs(self) -> bool:
        """Whether it is commands or a program, and nothing says that it cannot run."""
        return self.language in {"console", "python"} and not self.reason


def documents(root: Path) -> list[str]:
    """Every page that is written, from the root."""
    found = {path for pattern in PAGES for path in root.glob(pattern)}
    return sorted(path.relative_to(root).as_posix() for path in found)


def blocks(root: Path, path: str) -> list[Block]:
    """The blocks of one page, from top to bottom."""
    text = (root / path).read_text("utf-8")
    lines = text.splitlines()
    return [block for token in MarkdownIt().parse(text) for block in _block(token, path, lines)]


def _block(token: Token, path: str, lines: list[str]) -> Iterator[Block]:
    first = token.map[0] if token.map else 0
    if token.type == "html_block" and (hidden := _HIDDEN.match(token.content)):
        yield Block(path, first + 1, hidden[1], "", hidden[2], "")
    elif token.type == "fence":
        language, _, attributes = token.info.partition(" ")
        title = _TITLE.search(attributes)
        reason = _REASON.fullmatch(lines[first - 1]) if first else None
        yield Block(
            path,
            first + 1,
            language,
            title[1] if title else "",
            token.content,
            reason[1] if reason else "",
        )
