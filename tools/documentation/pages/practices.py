"""Make the page of practices: what each of them is, and where it lives in this repository."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, TypeAlias

from tools.documentation.practices import checkout, rows, targets
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.documentation.practices.checkout import Checkout
    from tools.documentation.practices.rows import Chapter, Row
    from tools.documentation.practices.targets import Target

Found: TypeAlias = "dict[str, Target | None]"
"""What a text of the rows means, by the text; None for what a fork has dropped."""

PAGE = "contributing/practices.md"
INTRODUCTION = """\
# Practices

What good Python packages, and repositories of several, are known to do: {total} practices, each with the place where
it lives here. {living} live here. For the other {superseded} something better stands in, and the row says what and why.
Each link is resolved by a test, so that none leads nowhere.

| chapter | live here |
| --- | --- |
"""


def pages(root: Path) -> Mapping[str, str]:
    """The page, by its path below ``docs``.

    Raises:
        ToolError: The rows are not whole, or one points at what does not exist.
    """
    chapters = rows.read(root)
    here = checkout.at(root)
    found, problems = find_all(chapters, here)
    if problems:
        raise ToolError("\n".join(problems))
    links = {text: _link(target, here) for text, target in found.items() if target}
    return {PAGE: "\n".join([_introduction(chapters), *_chapters(chapters, links)])}


def find_all(chapters: list[Chapter], here: Checkout) -> tuple[Found, list[str]]:
    """What each place and test of the rows means, and a sentence for each that is not there."""
    found: Found = {}
    problems = []
    for row in (row for chapter in chapters for row in chapter.rows):
        for text in (*row.places, *row.tests):
            try:
                found[text] = targets.find(text, here)
            except ToolError as error:
                problems.append(
                    f"{row.file}: {row.identifier}: {error}; name what does it now ({text})"
                )
    return found, problems


def _introduction(chapters: list[Chapter]) -> str:
    every = [row for chapter in chapters for row in chapter.rows]
    living = _living(every)
    text = INTRODUCTION.format(total=len(every), living=living, superseded=len(every) - living)
    lines = [
        f"| [{title}](#{_anchor(title)}) | {_living(found)} of {len(found)} |\n"
        for _, title, found in chapters
    ]
    return text + "".join(lines)


def _living(found: Sequence[Row]) -> int:
    return sum(not row.instead for row in found)


def _chapters(chapters: list[Chapter], links: Mapping[str, str]) -> Iterator[str]:
    for chapter in chapters:
        yield f"## {chapter.title} {{ #{_anchor(chapter.title)} }}\n"
        for row in chapter.rows:
            yield _definition(row, links)


def _definition(row: Row, links: Mapping[str, str]) -> str:
    """A row as a definition: the practice, and below it where it lives."""
    places = _listed(row.places, links) or "nothing, for this fork has dropped it"
    lead = f"{row.instead} Look at" if row.instead else "Here:"
    lines = [
        f'<span id="{row.identifier.lower()}">**{row.identifier}**</span> {row.what}',
        f":   {lead} {places}.",
    ]
    tests = _listed(row.tests, links)
    if tests:
        lines.append(f"\n    Shown by {tests}.")
    return "\n".join([*lines, ""])


def _listed(texts: tuple[str, ...], links: Mapping[str, str]) -> str:
    return ", ".join(links[text] for text in texts if text in links)


def _link(target: Target, here: Checkout) -> str:
    shown = target.text.rpartition("::")[2]
    if not target.file:
        return (
            f"[`{shown}`][{target.text}]"  # the site knows where Python's own names are documented
        )
    return f"[`{shown}`]({_address(target, here)})"


def _address(target: Target, here: Checkout) -> str:
    """Where a link to a file leads: to the site's own page, or to the file on GitHub."""
    if target.file.startswith("docs/") and target.file.endswith(".md"):
        page = posixpath.relpath(target.file, posixpath.join("docs", posixpath.dirname(PAGE)))
        return f"{page}#{target.place}" if target.place else page
    kind = "tree" if (here.root / target.file).is_dir() else "blob"
    return f"https://github.com/{here.own.owner}/{here.own.name}/{kind}/main/{target.file}"


def _anchor(title: str) -> str:
    return "-".join(title.lower().replace("&", "").split())
