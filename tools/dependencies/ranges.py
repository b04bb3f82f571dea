"""Declared ranges of siblings: whether a version is in, and what follows when it has left.

Specifiers: https://packaging.python.org/en/latest/specifications/version-specifiers/.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import Version

from tools.errors import ToolError

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

Standing = Literal["in", "below", "above"]
_SPECIFIER = re.compile(
    r"\A(\s*[A-Za-z0-9._-]+(?:\s*\[[^\]]*\])?)([^;]*?)(\s*(?:;.*)?)\Z", re.DOTALL
)
_FLOORS = (">=", ">", "~=", "==")


@cache
def requirement(text: str) -> Requirement:
    """A requirement as `packaging` reads it.

    Raises:
        ToolError: It is not one (PEP 508).
    """
    try:
        return Requirement(text)
    except InvalidRequirement as error:
        reason = str(error).partition("\n")[0]
        raise ToolError(f"{text!r} is no valid requirement: {reason}") from None


def standing(specifier: SpecifierSet, version: Version) -> Standing:
    """Where a version stands: in the range, below its floor, or above and so left behind by it."""
    if specifier.contains(version, prereleases=True):
        return "in"
    return "below" if any(version <= floor for floor in floors(specifier)) else "above"


def floors(specifier: SpecifierSet) -> list[Version]:
    """The versions below which the range admits nothing."""
    return [
        Version(part.version.removesuffix(".*")) for part in specifier if part.operator in _FLOORS
    ]


def following(text: str, version: Version) -> str:
    """The requirement with the range from ``version`` up to the next breaking one.

    Name, extras and marker stay as they are written, quotes included.
    """
    ceiling = f"{version.major + 1}" if version.major else f"0.{version.minor + 1}"
    epoch = f"{version.epoch}!" if version.epoch else ""
    wanted = f">={version},<{epoch}{ceiling}"
    return _SPECIFIER.sub(lambda found: found[1] + wanted + found[3], text)
