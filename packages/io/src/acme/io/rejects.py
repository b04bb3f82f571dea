"""Rejects: rows that do not fit, and the file that keeps them as JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Reject", "write_rejects"]


class Reject(NamedTuple):
    """A row that does not fit.

    Attributes:
        file: The file, as the user named it.
        line: The line on which the row begins, from 1.
        column: The first column at fault; None if the row as a whole is.
        reason: What is wrong, without the value.
        raw: The row's bytes, without its line break.
    """

    file: str
    line: int
    column: str | None
    reason: str
    raw: bytes


def write_rejects(rejects: Iterable[Reject], path: Path) -> None:
    """Write rejects to a file, one JSON object a line.

    Bytes of `raw` that are not valid UTF-8 are written as backslash escapes.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for reject in rejects:
            raw = reject.raw.decode("utf-8", "backslashreplace")
            values = (*reject[:-1], raw)
            file.write(encode(dict(zip(Reject._fields, values, strict=True))) + "\n")
