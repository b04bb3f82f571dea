"""A package's CHANGELOG.md as sections, one for each version (https://keepachangelog.com/en/1.1.0/)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from packaging.version import InvalidVersion, Version

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "CHANGELOG.md"
MARKER = "<!-- towncrier release notes start -->\n"
"""New sections go right below this line."""

_HEADING = re.compile(r"^## \[?([^\]\s]+)\]?.*$", re.MULTILINE)
_LINK = re.compile(r"^\[([^\]\n]+)\]: (\S+)\n?", re.MULTILINE)


class Section(NamedTuple):
    """What a changelog says of one version.

    Attributes:
        version: The version of its heading.
        start: Where its heading begins in the text.
        end: Where the next section, or the links at the end of the file, begin.
        body: What stands below the heading.
    """

    version: Version
    start: int
    end: int
    body: str


def read(path: Path) -> str:
    """A changelog's text; empty when there is none.

    Raises:
        ToolError: It is not UTF-8, or cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ToolError(f"{path}: cannot be read ({error}); save it as UTF-8 text") from None


def parse(text: str) -> list[Section]:
    """The sections of a changelog in its order, without those that name no version."""
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [_end(text)]
    return [
        Section(version, heading.start(), end, text[heading.end() : end].strip())
        for heading, end in zip(headings, ends, strict=False)
        if (version := _version(heading[1])) is not None
    ]


def head(text: str) -> Version | None:
    """The version of a changelog's first section; None when there is none."""
    return next(_versions(text), None)


def links(text: str) -> dict[str, str]:
    """Where each version's link at the end of the file leads."""
    return {link[1]: link[2] for link in _LINK.finditer(text) if _version(link[1]) is not None}


def with_section(text: str, section: str, version: Version, link: str) -> str:
    """The changelog with a new section on top and its link among those at the end.

    Pre-releases that the version supersedes make way: all that they told is in the new section.
    """
    for passed in parse(text):
        if passed.version >= version or not passed.version.is_prerelease:
            break
        text = _without(text, passed.version)
    place = _place(text)
    before, after = text[:place].rstrip("\n"), text[place:].lstrip("\n")
    return _with_link(f"{before}\n\n{section}\n{after}", version, link).rstrip("\n") + "\n"


def _without(text: str, version: Version) -> str:
    section = next(found for found in parse(text) if found.version == version)
    text = text[: section.start] + text[section.end :]
    return _LINK.sub(lambda link: "" if _version(link[1]) == version else link[0], text)


def _with_link(text: str, version: Version, link: str) -> str:
    if not link:
        return text
    end = _end(text)
    return f"{text[:end].rstrip()}\n\n[{version}]: {link}\n{text[end:].lstrip()}"


def _place(text: str) -> int:
    """Where a new section goes: below the marker, above the first section, or at the end."""
    marker = text.find(MARKER)
    if marker >= 0:
        return marker + len(MARKER)
    return min((section.start for section in parse(text)), default=_end(text))


def _end(text: str) -> int:
    """Where the links of versions begin that close the file."""
    links = [link.start() for link in _LINK.finditer(text) if _version(link[1]) is not None]
    return min(links, default=len(text))


def _versions(text: str) -> Iterator[Version]:
    for heading in _HEADING.finditer(text):
        version = _version(heading[1])
        if version is not None:
            yield version


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
