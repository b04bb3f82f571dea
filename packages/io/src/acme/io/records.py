"""Records of text files, found in the bytes themselves, independently of the reader.

A record ends at a line break outside quotes (RFC 4180). A quote inside a value that does not begin
with one is an ordinary character; anything but a delimiter after a closing quote is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from acme.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Block", "Dialect", "blocks", "contains_quote", "newline_of", "unreadable"]

_BLOCK = 1 << 16  # what the lines are split from stays in the processor's cache
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
        # What is repeated possessively has no alternatives: before 3.11.5 that went wrong (gh-106052).
        inside = rb"[^%b]*+(?:%b%b[^%b]*+)*+" % (quote, quote, quote, quote)
        value = rb"(?:%b%b%b|(?!%b)[^%b]*+)" % (quote, inside, quote, quote, delimiter)
        return re.compile(
            rb"(?:%b%b)*(?:%b|(?P<open>%b%b))" % (value, delimiter, value, quote, inside)
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

    def found(self, indexes: list[int]) -> list[tuple[int, bytes]]:
        """Return the lines and the bytes of some records."""
        return [(self.line_of(index), self.records[index]) for index in indexes]


def newline_of(path: Path) -> bytes:
    """Return what ends the first line of a file."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    end = re.search(rb"\r\n|\n|\r", start)
    return end[0] if end else b"\n"


def contains_quote(path: Path, dialect: Dialect) -> bool:
    """Return whether a file has any quote, so that lines may not be records."""
    if not dialect.quote or not path.stat().st_size:  # an empty file cannot be mapped
        return False
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return content.find(dialect.quote) >= 0


def unreadable(path: Path, dialect: Dialect, message: str) -> DataError:
    """Return the error for a file that the reader gives up on with a message.

    Raises:
        DataError: A quote is broken or never closed.
    """
    for block in blocks(path, dialect):
        for index, record in enumerate(block.records):
            outside = b"".join(record.split(dialect.quote)[::2]) if dialect.quote else record
            if b"\n" in outside or b"\r" in outside:
                message = "line breaks are mixed: this line ends unlike the first"
                return DataError(message, line=block.line_of(index))
    return DataError(message)


def blocks(path: Path, dialect: Dialect) -> Iterator[Block]:
    """Yield a file's records, from the header on.

    Raises:
        DataError: A quote is broken or never closed; the line is where its record begins.
    """
    line, opened, blocks_held = 1, list[bytes](), 0
    for lines, quoted in _lines(path, dialect):
        available = len(opened) + len(lines)
        records = _joined(lines, opened, line, dialect) if quoted or opened else lines
        taken = available - len(opened)
        yield Block(line, records, dialect.newline, breaks=taken - len(records))
        line += taken
        blocks_held = 0 if records else blocks_held + 1
        if opened and blocks_held * _BLOCK > _LONGEST:
            break
    if opened:
        raise _broken("a quote is never closed", line)


def _lines(path: Path, dialect: Dialect) -> Iterator[tuple[list[bytes], bool]]:
    """Yield whole lines, and whether there is a quote among them."""
    with path.open("rb") as file:
        rest = file.read(len(_BOM)).removeprefix(_BOM)
        while data := file.read(_BLOCK):
            text = rest + data
            lines = text.split(dialect.newline)
            rest = lines.pop()
            if len(rest) > _LONGEST:
                raise DataError(f"a line is longer than {_LONGEST} bytes")
            yield lines, bool(dialect.quote) and dialect.quote in text
    if lines := rest.removesuffix(dialect.newline).split(dialect.newline) if rest else []:
        yield lines, bool(dialect.quote) and dialect.quote in rest


def _joined(lines: list[bytes], opened: list[bytes], line: int, dialect: Dialect) -> list[bytes]:
    """Join the lines of records whose quoted values hold line breaks.

    Args:
        lines: Lines.
        opened: Lines before these of a record that is not complete; then, those at the end.
        line: The line on which the first record begins.
        dialect: How the file is written.
    """
    records = []
    for number, text in enumerate(lines, line + len(opened)):
        if not opened and dialect.quote not in text:
            records.append(text)
            continue
        state = dialect.pattern.fullmatch(dialect.quote + text if opened else text)
        if state is None:
            raise _broken("a quote is broken", number - len(opened))
        opened.append(text)
        if state["open"] is None:
            records.append(dialect.newline.join(opened))
            opened.clear()
    return records


def _broken(message: str, line: int) -> DataError:
    hint = "mend the file: what follows cannot be told apart, so nothing was read"
    return DataError(message, line=line, hint=hint)
