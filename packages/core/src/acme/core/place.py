"""Place: where a fault is, as data and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

__all__ = ["Place", "spelled"]


class Place(TypedDict, total=False):
    """Where a fault is; every part is optional.

    Attributes:
        file: The file, as the user named it.
        line: Line in the file, from 1.
        column: A column's name, or the position in the line, from 1.
        step: The step of a flow, such as `3` or `"3 (filter)"`.
        key: The key in a file of settings, dotted, such as `"source.location"`.
    """

    file: str | PathLike[str] | None
    line: int | None
    column: int | str | None
    step: int | str | None
    key: str | None


def spelled(place: Mapping[str, object]) -> Iterator[str]:
    """Yield the parts of a `Place` that are known, from the file inwards."""
    file, line, column = place.get("file"), place.get("line"), place.get("column")
    position = column if isinstance(column, int) else None
    known = ":".join(str(part) for part in (file, line, position) if part is not None)
    if file is not None:
        yield known
    elif line is not None:
        yield f"line {known}"
    elif position is not None:
        yield f"column {position}"
    if (step := place.get("step")) is not None:
        yield f"step {step}"
    if isinstance(column, str):
        yield f'column "{column}"'
    if (key := place.get("key")) is not None:
        yield f'key "{key}"'
