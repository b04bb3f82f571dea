"""Records are found in the bytes, whatever their size and wherever blocks end."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acme.core.errors import DataError
from acme.io import records
from acme.io.census import census
from acme.io.columns import Column
from acme.io.delimited import DelimitedTable
from acme.io.files import File
from acme.io.records import Dialect, blocks, contains_quote, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]

CSV = Dialect(b",", b'"', b"\n")
CHECKS = [HealthCheck.function_scoped_fixture]

values = st.text(st.sampled_from('ab,"\n'), max_size=5)
tables = st.lists(st.lists(values, min_size=2, max_size=3), max_size=8)


@settings(deadline=None, suppress_health_check=CHECKS)
@given(table=tables, block=st.integers(1, 20))
def test_records_are_those_of_python_s_reader(
    tmp_path: Path, table: list[list[str]], block: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(table)
    path = tmp_path / "table.csv"
    path.write_text(text.getvalue())
    file = File(path, "table.csv")
    read_as = DelimitedTable([file], [Column("a", "VARCHAR"), Column("b", "VARCHAR")])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_BLOCK", block)
        found = [record for part in blocks(path, CSV) for record in part.records]
        wanted = list(range(len(table)))
        counted = census(read_as, file, kept=wanted)

    assert [next(csv.reader(io.StringIO(record.decode(), newline=""))) for record in found] == table
    assert counted.rows == len(table)
    assert [raw for _, raw in counted.kept] == found
    assert [line for line, _ in counted.kept] == lines_of(found)


def lines_of(found: list[bytes]) -> list[int]:
    lines, line = [], 1
    for record in found:
        lines.append(line)
        line += 1 + record.count(b"\n")
    return lines


def test_a_record_may_be_longer_than_a_block(write: Write) -> None:
    path = write("table.csv", b"a,b\n" + b'"' + b"x\n" * 2_000_000 + b'",y\nlast,z')

    parts = list(blocks(path, CSV))

    assert [len(record) for part in parts for record in part.records] == [3, 4_000_004, 6]
    assert parts[-1].line_of(len(parts[-1].records) - 1) == 2_000_003


def test_a_line_without_an_end_is_refused_before_memory_is_full(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_LONGEST", 1000)
    path = write("table.csv", b"x" * 3_000_000)

    with pytest.raises(DataError, match="a line is longer than 1000 bytes"):
        list(blocks(path, CSV))


def test_a_quote_without_an_end_is_refused_before_memory_is_full(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_LONGEST", 1000)
    path = write("table.csv", 'a,b\n1,"x' + "yy\n" * 100_000)

    with pytest.raises(DataError, match="a quote is never closed") as caught:
        list(blocks(path, CSV))

    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("content", "expected"), [("", False), ("a,b\n", False), ('a,"b"\n', True)]
)
def test_a_file_with_a_quote_is_told_from_one_without(
    write: Write, content: str, expected: bool
) -> None:
    path = write("table.csv", content)

    assert contains_quote(path, CSV) == expected
    assert not contains_quote(path, Dialect(b",", b"", b"\n"))


def test_what_the_reader_says_is_kept_where_the_lines_are_alike(write: Write) -> None:
    path = write("table.csv", 'a,b\n1,"x\r\ny"\n')

    error = unreadable(path, CSV, "the reader says no")

    assert str(error) == "the reader says no"
    assert unreadable(path, Dialect(b"", b"", b"\n"), "no").line == 2
