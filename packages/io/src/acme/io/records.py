"""Records of text files, found in the bytes themselves, independently of the reader.

A record ends at a line break outside quotes (RFC 4180). A quote inside a value that does not begin
with one is an ordinary character; anything but a delimiter after a closing quote is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, NamedTuple

from acme.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Block",
    "Census",
    "Dialect",
    "Found",
    "blocks",
    "census",
    "contains_quote",
    "newline_of",
    "unreadable",
]

_BLOCK = 1 << 20
_LONGEST = 1 << 26
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Dialect:
    """How a text file is written.

    Attributes:
        delimiter: The byte between values; empty where a line is one value.
        quote: The byte around values; empty for none.
        newline: What ends a record.
    """

    delimiter: bytes
    quote: bytes
    newline: bytes

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """Return what a record matches; the group `open` is a value whose quote is not closed."""
        quote, delimiter = re.escape(self.quote), re.escape(self.delimiter)
        inside = rb"(?:[^%b]++|%b%b)*+" % (quote, quote, quote)
        value = rb"(?:%b%b%b|(?!%b)[^%b]*+)" % (quote, inside, quote, quote, delimiter)
        return re.compile(
            rb"(?:%b%b)*+(?:%b|(?P<open>%b%b))" % (value, delimiter, value, quote, inside)
        )


@dataclass(frozen=True)
class Block:
    """Some records in a row.

    Attributes:
        line: The line of the file on which the first begins, from 1.
        records: The records, without what ends them; an empty one is a blank line.
        newline: What ends a line.
        breaks: How many line breaks are inside the records.
    """

    line: int
    records: list[bytes]
    newline: bytes
    breaks: int = 0

    def line_of(self, index: int) -> int:
        """Return the line on which a record begins."""
        inside = sum(r.count(self.newline) for r in self.records[:index]) if self.breaks else 0
        return self.line + index + inside


class Found(NamedTuple):
    """A record that was looked for: its line and its bytes."""

    line: int
    raw: bytes


def newline_of(path: Path) -> bytes:
    """Return what ends the first line of a file."""
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    end = re.search(rb"\r\n|\n|\r", start)
    return end[0] if end else b"\n"


def contains_quote(path: Path, dialect: Dialect) -> bool:
    """Return whether a file has any quote, so that lines may not be records."""
    if not dialect.quote or not path.stat().st_size:  # an empty file cannot be mapped
        return False
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(dialect.quote) >= 0


def unreadable(path: Path, dialect: Dialect, message: str) -> DataError:
    """Return the error for a file that the reader gives up on.

    Args:
        path: The file.
        dialect: How it should be written.
        message: What the reader says.

    Raises:
        DataError: A quote is broken or never closed.
    """
    line = _foreign_line_break(path, dialect)
    if line is None:
        return DataError(message)
    return DataError("line breaks are mixed: this line ends unlike the first", line=line)


def _foreign_line_break(path: Path, dialect: Dialect) -> int | None:
    for block in blocks(path, dialect):
        for index, record in enumerate(block.records):
            outside = b"".join(record.split(dialect.quote)[::2]) if dialect.quote else record
            if b"\n" in outside or b"\r" in outside:
                return block.line_of(index)
    return None


def blocks(path: Path, dialect: Dialect) -> Iterator[Block]:
    """Yield a file's records, from the header on.

    Raises:
        DataError: A quote is broken or never closed; the line is where its record begins.
    """
    line, waiting = 1, _Waiting(dialect)
    for lines, quoted in _lines(path, dialect):
        records = waiting.joined(lines, line) if quoted or waiting.open else lines
        breaks = waiting.taken - len(records) if records is not lines else 0
        yield Block(line, records, dialect.newline, breaks)
        line += len(records) + breaks
    if waiting.open:
        raise _unreadable("a quote is never closed", line)


def _lines(path: Path, dialect: Dialect) -> Iterator[tuple[list[bytes], bool]]:
    """Yield whole lines, and whether there is a quote among them."""
    with path.open("rb") as file:
        rest = file.read(len(_BOM)).removeprefix(_BOM)
        while data := file.read(_BLOCK):
            text = rest + data
            *lines, rest = text.split(dialect.newline)
            if len(rest) > _LONGEST:
                raise DataError(f"a line is longer than {_LONGEST} bytes")
            yield lines, bool(dialect.quote) and dialect.quote in text
    lines = rest.split(dialect.newline)
    if not lines[-1]:
        lines.pop()
    yield lines, bool(dialect.quote) and dialect.quote in rest


class _Waiting:
    """Joins the lines of a record whose quoted value holds line breaks."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.open: list[bytes] = []
        self.taken = 0
        """How many lines the records that were returned last are made of."""

    def joined(self, lines: list[bytes], line: int) -> list[bytes]:
        """Return the records that these lines complete; the first begins on that line."""
        quote = self._dialect.quote
        before, records = len(self.open), []
        for text in lines:
            if not self.open and quote not in text:
                records.append(text)
                continue
            state = self._dialect.pattern.fullmatch(quote + text if self.open else text)
            if state is None:
                raise _unreadable("a quote is broken", line + self._behind(records))
            self.open.append(text)
            if state["open"] is None:
                records.append(self._dialect.newline.join(self.open))
                self.open = []
        self.taken = before + len(lines) - len(self.open)
        return records

    def _behind(self, records: list[bytes]) -> int:
        return sum(1 + record.count(self._dialect.newline) for record in records)


def _unreadable(message: str, line: int) -> DataError:
    hint = "mend the file: what follows cannot be told apart, so nothing was read"
    return DataError(message, line=line, hint=hint)


class Census(NamedTuple):
    """What a walk through a file found.

    Attributes:
        rows: How many records there are, without the header.
        misshapen: Those that were looked for by ordinal.
        kept: Those that were looked for by their place among the others.
    """

    rows: int
    misshapen: list[Found]
    kept: list[Found]


def census(
    path: Path,
    dialect: Dialect,
    *,
    header: bool,
    blanks: bool,
    misshapen: list[int],
    kept: list[int],
) -> Census:
    """Count a file's rows and find some of them.

    Args:
        path: The file.
        dialect: How it is written.
        header: Whether the first record is no row.
        blanks: Whether a blank line is a row.
        misshapen: Ordinals, from 1 and ascending, of records that the reader left out; the header
            and blank lines count.
        kept: Places, from 0 and ascending, among the rows that the reader kept.

    Raises:
        DataError: A quote is broken or never closed.
    """
    result = Census(0, [], [])
    first, taken, ordinals, places = 1, 0, _Queue(misshapen), _Queue(kept)
    for block in blocks(path, dialect):
        size = len(block.records)
        missing = [] if blanks or b"" not in block.records else _blank(block.records)
        if header and first == 1 and size:
            missing = [0, *missing]
        out = [ordinal - first for ordinal in ordinals.below(first + size)]
        result.misshapen.extend(_found(block, out))
        left_out = sorted({*missing, *out})
        places_here = places.below(taken + size - len(left_out))
        result.kept.extend(_found(block, _spread([p - taken for p in places_here], left_out)))
        taken += size - len(left_out)
        first += size
        result = result._replace(rows=result.rows + size - len(missing))
    return result


class _Queue:
    """Ascending numbers, taken from the front."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = numbers
        self._next = 0

    def below(self, end: int) -> list[int]:
        start, self._next = self._next, bisect_left(self._numbers, end, self._next)
        return self._numbers[start : self._next]


def _blank(records: list[bytes]) -> list[int]:
    return [index for index, record in enumerate(records) if not record]


def _spread(places: list[int], left_out: list[int]) -> list[int]:
    """Turn places among what is left into indexes among all."""
    indexes, passed = [], 0
    for place in places:
        while passed < len(left_out) and left_out[passed] <= place + passed:
            passed += 1
        indexes.append(place + passed)
    return indexes


def _found(block: Block, indexes: list[int]) -> list[Found]:
    return [Found(block.line_of(index), block.records[index]) for index in indexes]
