"""Census: a file's rows counted in its bytes, and some of them found there."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from acme.io.records import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acme.io.files import File
    from acme.io.tables import TextTable

__all__ = ["Census", "census"]


class Census(NamedTuple):
    """What a walk through a file found.

    Attributes:
        rows: How many records there are, without the header.
        misshapen: The lines and the bytes of those that were looked for by ordinal.
        kept: The same of those that were looked for by their place among the others.
    """

    rows: int
    misshapen: list[tuple[int, bytes]]
    kept: list[tuple[int, bytes]]


def census(
    table: TextTable, file: File, misshapen: Sequence[int] = (), kept: Sequence[int] = ()
) -> Census:
    """Count a file's rows and find some of them.

    Args:
        table: How the file is read.
        file: The file.
        misshapen: Ordinals, from 1 and ascending, of records that the reader left out; the header
            and blank lines count.
        kept: Places, from 0 and ascending, among the rows that the reader kept.

    Raises:
        DataError: A quote is broken or never closed.
    """
    rows, first, taken = 0, 1, 0
    result = Census(0, [], [])
    for block in blocks(file.path, table.dialect(file)):
        size = len(block.records)
        missing = [0] if table.header and first == 1 and size else []
        if not table.blank_rows and b"" in block.records:
            missing += [index for index, record in enumerate(block.records) if not record]
        out = _between(misshapen, first, first + size)
        left_out = sorted({*missing, *out})
        inside = _between(kept, taken, taken + size - len(left_out))
        result.misshapen.extend(block.found(out))
        result.kept.extend(block.found(_spread(inside, left_out)))
        first, taken, rows = first + size, taken + size - len(left_out), rows + size - len(missing)
    return result._replace(rows=rows)


def _between(numbers: Sequence[int], start: int, end: int) -> list[int]:
    """Return those of ascending numbers that are from start on and before end, from start."""
    found = numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]
    return [number - start for number in found]


def _spread(places: list[int], left_out: list[int]) -> list[int]:
    """Turn places among what is left into indexes among all."""
    indexes, passed = [], 0
    for place in places:
        while passed < len(left_out) and left_out[passed] <= place + passed:
            passed += 1
        indexes.append(place + passed)
    return indexes
