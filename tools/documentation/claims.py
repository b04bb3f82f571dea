"""What a page says that can be looked up here: links into the repository, and versions of what the locks pin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tools.documentation.page_types import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from markdown_it.token import Token

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)
_VERSION = re.compile(r"(?<![\w.-])`?([A-Za-z][\w-]*)`? v?(\d+(?:\.\d+)+)(?![\w.])")


def pins(root: Path) -> dict[str, set[str]]:
    """Every version that the locks pin, by distribution."""
    found: dict[str, set[str]] = {}
    for lock in sorted(root.glob("locks/*.txt")):
        for name, version in _PIN.findall(lock.read_text("utf-8")):
            found.setdefault(name, set()).add(version)
    return found


def faults(root: Path, path: str, pinned: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Links of a page that lead nowhere, and versions in its prose that no lock has."""
    text = (root / path).read_text("utf-8")
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline" and token.map:
            line = token.map[0] + 1
            yield from _links(root, path, line, token)
            yield from _versions(path, line, token.content, pinned)


def _links(root: Path, path: str, line: int, token: Token) -> Iterator[Fault]:
    for child in token.children or ():
        target = str(child.attrs.get("href", child.attrs.get("src", "")))
        if not target or re.match(r"[a-z]+:|#", target):
            continue
        file, _, anchor = target.partition("#")
        found = (root / path).parent / file
        # What is made when the site is built is checked by mkdocs, which knows it.
        if path.startswith("docs/") and file.endswith(".md") and not found.exists():
            continue
        if not found.exists():
            yield Fault(path, line, f"{target} leads to no file", "mend the link")
        elif anchor and found.suffix == ".md" and anchor not in _anchors(found):
            yield Fault(path, line, f"{file} has no heading for #{anchor}", "mend the link")


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub and the site give to a page's headings."""
    headings = re.findall(r"^#+ (.+?)(?: \{ #([\w-]+) \})?$", page.read_text("utf-8"), re.MULTILINE)
    return {
        anchor or re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())
        for title, anchor in headings
    }


def _versions(path: str, line: int, prose: str, pinned: Mapping[str, set[str]]) -> Iterator[Fault]:
    for name, version in _VERSION.findall(prose):
        locked = pinned.get(name.lower(), set())
        if locked and not any(f"{pin}.".startswith(f"{version}.") for pin in locked):
            yield Fault(
                path,
                line,
                f"{name} {version} is not what the locks pin ({', '.join(sorted(locked))})",
                "say the version that is used, or none",
            )
