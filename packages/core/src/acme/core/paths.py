"""Safe paths: names from outside that stay inside the folder they are meant for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from acme.core.errors import SecurityError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["safe_join"]

_LONGEST_NAME = 255
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices (learn.microsoft.com, "Naming Files, Paths, and
Namespaces")."""


def safe_join(folder: str | PathLike[str], name: str) -> Path:
    """Return the path of a file in a folder, resolved; the folder is never left.

    Nothing is replaced, so two names never become one: a name is taken as it is or refused.

    Args:
        folder: The folder that must not be left.
        name: A relative path below it, with `/` between parts; nothing need be there.

    Raises:
        SecurityError: The name leaves the folder, by `..`, as an absolute path or over a symbolic
            link; or a part of it is empty, reserved, too long or unprintable.
    """
    base = Path(folder).resolve()
    for part in name.split("/"):
        if reason := _refusal(part):
            raise SecurityError(f'"{name}" is no safe name: {reason}', hint="choose another name")
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise SecurityError(f'"{name}" leads out of its folder over a link', file=base)
    return path


def _refusal(part: str) -> str | None:
    if part in {"", ".", ".."}:
        return f'"{part}" is no name of a file'
    if not part.isprintable() or set(part) & set('\\:*?"<>|'):
        return "it has characters that are not allowed everywhere"
    if len(part.encode("utf-8", "replace")) > _LONGEST_NAME:
        return f"it is longer than {_LONGEST_NAME} bytes"
    if _RESERVED.fullmatch(part) or part[-1] in ". ":
        return "Windows reserves it"
    return None
