"""JSON documents (RFC 8259), laid out as JSON Lines.

A document is an array of objects, or objects one after the other.
"""

from __future__ import annotations

import json
import re
from array import array
from secrets import token_hex
from typing import TYPE_CHECKING, Never

from acme.core.errors import DataError
from acme.io.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["laid_out"]

_SPACE = re.compile(r"[ \t\r\n]*")
_ONE_LINE = str.maketrans("\r\n", "  ")


def laid_out(file: File, scratch: Path) -> File:
    """Return a copy with each member of a document on a line, which knows where the member began.

    Raises:
        DataError: The document is not valid JSON, or cut short.
    """
    copy, numbers = scratch / token_hex(8), array("L")
    with copy.open("w", encoding="utf-8", newline="\n") as lines:
        for number, text in _members(file):
            numbers.append(number)
            lines.write(text + "\n")
    return File(copy, file.label, numbers)


def _members(file: File) -> Iterator[tuple[int, str]]:
    """Yield the line and the text, on one line, of each member."""
    line, counted = 1, 0
    try:
        text = file.path.read_text("utf-8-sig").rstrip()
        for begin, end in _spans(text):
            line, counted = line + text.count("\n", counted, begin), begin
            yield line, text[begin:end].translate(_ONE_LINE)
    except json.JSONDecodeError as error:
        raise DataError(
            f"broken JSON: {error.msg}", file=file.label, line=error.lineno, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"broken JSON: {error}", file=file.label) from error


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each member begins and ends."""
    begin = _past_space(text, 0)
    is_array = text.startswith("[", begin)
    begin = _past_space(text, begin + is_array)
    more = not text.startswith("]", begin) if is_array else begin < len(text)
    while more:
        _, end = _DECODER.raw_decode(text, begin)
        yield begin, end
        begin = _past_space(text, end)
        more = text.startswith(",", begin) if is_array else begin < len(text)
        if is_array and not text.startswith((",", "]"), begin):
            raise json.JSONDecodeError("expected , or ] here", text, begin)
        begin = _past_space(text, begin + (is_array and more))
    if is_array and begin + 1 != len(text):
        raise json.JSONDecodeError("expected nothing after the array", text, begin + 1)


def _past_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
