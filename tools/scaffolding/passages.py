"""Passages of a text that go when what they are about goes.

A line that holds ``begin: NAME`` and one that holds ``end: NAME``, each in a comment, stand around it;
NAME is a package, or ``template`` for what only the template says of itself and no fork.
"""

from __future__ import annotations

import re

TEMPLATE = "template"
"""The name of what a fork leaves out."""

_MARK = re.compile(r"^.*\b(begin|end): ([a-z][a-z0-9-]*)\b(?!-).*\n", re.MULTILINE)


def without(text: str, name: str) -> str:
    """The text without its passages about ``name``, and without the blank line after each."""
    mark = rf"{re.escape(name)}(?![a-z0-9-]).*\n"
    return re.sub(rf"(?m)^.*\bbegin: {mark}(?:.*\n)*?.*\bend: {mark}\n?", "", text)


def names(text: str) -> list[str]:
    """What the passages are about, in their order.

    Raises:
        ValueError: One begins and does not end, or the other way round; it is named.
    """
    found: list[str] = []
    beginning = ""
    for kind, name in _MARK.findall(text):
        if (kind == "begin") == bool(beginning) or beginning not in ("", name):
            raise ValueError(f"`{kind}: {name}` has no counterpart")
        beginning = name if kind == "begin" else ""
        found += [name] if beginning else []
    if beginning:
        raise ValueError(f"`begin: {beginning}` has no counterpart")
    return found
