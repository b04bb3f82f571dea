"""A package's CHANGELOG.md as sections, one for each version (https://keepachangelog.com/en/1.1.0/)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from pathlib import Path

FILE = "CHANGELOG.md"
MARKER = "<!-- towncrier release notes start -->"
"""New sections go right below this line."""

_HEADING = re.compile(r"^## \[?([^\]\s]+)\]?.*$", re.MULTILINE)
_LINK = re.compile(r"^\[([^\]]+)\]: \S+\n?", re.MULTILINE)


class Section(NamedTuple):
    """What a changelog says of one version.

    Attributes:
        version: The version of its heading.
        heading: The whole heading line.
        body: What follows, up to the next section, without the link lines of the file's end.
    """

    version: Version
    heading: str
    body: str


def parse(text: str) -> list[Section]:
    """The sections of a changelog in its order, without those that name no version."""
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    found = []
    for heading, end in zip(headings, ends, strict=True):
        try:
            version = Version(heading[1])
        except InvalidVersion:
            continue
        body = _LINK.sub("", text[heading.end() : end]).strip()
        found.append(Section(version, heading[0], body))
    return found


def head(path: Path) -> Version | None:
    """The version of a changelog's first section; None when there is no file or no section."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    for heading in _HEADING.finditer(text):
        try:
            return Version(heading[1])
        except InvalidVersion:
            continue
    return None
