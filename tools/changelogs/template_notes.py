"""The template's own versions, and what each of them asks of forks: ``TEMPLATE.md``.

It has one section for each version, the newest first, under a heading such as ``## 1.2 (2026-11-20)``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.version import Version

from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path

FILE = "TEMPLATE.md"

MACHINERY = ("Makefile", "hatch.toml", "tools", "docker", ".github/workflows")
"""What a fork takes over from the template, and works with every day."""

_HEADING = re.compile(r"^## (\d+(?:\.\d+)*) \(\d{4}-\d{2}-\d{2}\)\n", re.MULTILINE)


def version(text: str) -> Version | None:
    """The newest version that the notes tell of; None where they tell of none."""
    found = [Version(number) for number in _HEADING.findall(text)]
    return max(found, default=None)


def since(text: str, known: Version | None) -> str:
    """The sections of the versions that are newer than a known one, as they stand."""
    _, *parts = _HEADING.split(text)
    headings = [found[0] for found in _HEADING.finditer(text)]
    sections = zip(headings, parts[::2], parts[1::2], strict=True)
    new = [
        f"{heading}{body}".strip()
        for heading, number, body in sections
        if known is None or Version(number) > known
    ]
    return "\n\n".join(new)


def news(root: Path, base: str, target: str) -> str:
    """What the template tells its forks at one commit and did not at another, in a paragraph."""
    then, now = git.contents(root, [f"{commit}:{FILE}" for commit in (base, target)])
    told = since((now or b"").decode(), version((then or b"").decode()))
    return f"\nWhat changed for forks ({FILE}):\n\n{told}\n" if told else ""
