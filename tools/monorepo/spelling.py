"""How the name of the repository is spelled in its files, and how to respell all of them at once.

``acme`` stands in distribution names, import packages, variables of the environment, class names and
prose. For a name of one word most spellings look alike; for one with hyphens they do not, so what
stands around an occurrence decides. A word that only contains the name is left alone.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Identity:
    """Whose repository it is.

    Attributes:
        name: The name in lower case with hyphens, such as ``zeta-data``.
        owner: Account or organisation on GitHub, in its own capitals.
        author: Who holds the copyright.
        email: Where the author is reached; empty where nobody is to write.
        licence: SPDX expression of what everything here is under.
        description: One sentence on what the repository is; empty to keep what is there.
    """

    name: str
    owner: str
    author: str
    email: str = ""
    licence: str = "MIT"
    description: str = ""

    @property
    def module(self) -> str:
        """As an import package: ``zeta_data``."""
        return self.name.replace("-", "_")

    @property
    def constant(self) -> str:
        """As the beginning of a variable of the environment: ``ZETA_DATA``."""
        return self.module.upper()

    @property
    def pascal(self) -> str:
        """As the beginning of a class name: ``ZetaData``."""
        return "".join(word.capitalize() for word in self.name.split("-"))

    @property
    def title(self) -> str:
        """As a title in prose: ``Zeta Data``."""
        return " ".join(word.capitalize() for word in self.name.split("-"))

    @property
    def people(self) -> str:
        """As the value of ``authors`` in a package's metadata."""
        email = f', email = "{self.email}"' if self.email else ""
        return f'[{{ name = "{self.author}"{email} }}]'


def respelling(old: Identity, new: Identity) -> Callable[[str], str]:
    """A function that respells a text or a path from one identity to another, in one pass.

    Args:
        old: What the text says now.
        new: What it shall say.
    """
    spellings = _spellings(old, new)
    pattern = re.compile("|".join(f"(?P<_{n}>{found})" for n, (found, _) in enumerate(spellings)))
    replacements = [replacement for _, replacement in spellings]

    def respell(text: str) -> str:
        return pattern.sub(lambda match: replacements[int(match.lastgroup[1:])], text)  # type: ignore[index]

    return respell


def respelling_python(
    old: Identity, new: Identity, respell: Callable[[str], str]
) -> Callable[[str], str]:
    """A function that respells Python source: a bare name is an identifier.

    Strings and comments between the names are prose to ``respell``.
    """
    identifiers = {old.module: new.module, old.pascal: new.pascal}

    def respell_python(source: str) -> str:
        lines = [*io.StringIO(source), ""]
        pieces, end = [], (1, 0)
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if token.type == tokenize.NAME and token.string in identifiers:
                pieces += [respell(_between(lines, end, token.start)), identifiers[token.string]]
                end = token.end
        return "".join([*pieces, respell(_between(lines, end, (len(lines), 0)))])

    return respell_python


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text from one position to another, each as line, counted from 1, and column."""
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    first, last = lines[start[0] - 1][start[1] :], lines[end[0] - 1][: end[1]]
    return "".join([first, *lines[start[0] : end[0] - 1], last])


def _spellings(old: Identity, new: Identity) -> list[tuple[str, str]]:
    """Patterns and what replaces them; the first that matches decides."""
    name, module = re.escape(old.name), re.escape(old.module)
    owner = re.escape(old.owner)
    about = new.description or old.description
    return [
        *([(re.escape(old.description), about)] if old.description else []),
        (re.escape(old.people), new.people),
        (re.escape(old.author), new.author),
        (rf"{_START}{owner}(?=\.github\.io)|(?<=ghcr\.io/){owner}", new.owner.lower()),
        (rf"{_START}{owner}{_END}", new.owner),
        (rf"{_START}{re.escape(old.constant)}(?=_|{_END})", new.constant),
        (rf"{_START}{re.escape(old.pascal)}(?=[A-Z])", new.pascal),
        (rf"{_START}{re.escape(old.title)}(?=[._][A-Za-z{{])", new.title.replace(" ", "-")),
        (rf"{_START}{re.escape(old.title)}{_END}", new.title),
        (rf"(?<=src/){module}{_END}|(?<!/){_START}{module}(?=/[A-Za-z_{{])", new.module),
        (rf"{_START}{module}(?=_|\(|\\?\.(?!git\b)[A-Za-z_{{])", new.module),
        (rf"(?<=import ){module}{_END}|(?<=from ){module}{_END}", new.module),
        (
            rf'(?:(?<=first-party = \[")|(?<=__all__ = \[")|(?<=getLogger\(")|(?<= / ")){module}(?=")',
            new.module,
        ),
        (rf"{_START}{name}{_END}", new.name),
    ]


_START = r"(?:(?<![A-Za-z0-9])|(?<=\\n)|(?<=\[\dm))"
"""The edge of a word; the letter of an escaped newline, or of a terminal's colour, is none of it."""

_END = "(?![A-Za-z0-9])"
