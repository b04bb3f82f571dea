"""Wording: names as they stand in a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["choice", "printable", "question"]

_LISTED_NAMES = 20
_LEAST_LIKENESS = 0.6


def choice(kind: str, names: list[str]) -> str:
    """Say which names there are to choose from: the first 20, and how many more."""
    rest = len(names) - _LISTED_NAMES
    listed = _quoted(names[:_LISTED_NAMES], ", ") + (f" and {rest} more" if rest > 0 else "")
    return f"choose from {listed}" if names else f"there is no {kind} at all"


def question(name: str, names: list[str]) -> str:
    """Ask whether a name was meant that is most like one, whatever its case, if one is like it."""
    from difflib import SequenceMatcher

    asked = name.casefold()
    scores = {known: SequenceMatcher(None, known.casefold(), asked).ratio() for known in names}
    floor = max(_LEAST_LIKENESS, max(scores.values(), default=0.0) - 0.05)
    best = sorted(names, key=lambda known: -scores[known])[:3]
    near = [known for known in best if scores[known] >= floor]
    return f" (did you mean {_quoted(near, ' or ')}?)" if near else ""


def printable(text: str) -> str:
    """Return a text as one line, with terminal escapes in hostile names made harmless."""
    line = " ".join(text.splitlines())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _quoted(names: Iterable[str], separator: str) -> str:
    return separator.join(f'"{name}"' for name in names)
