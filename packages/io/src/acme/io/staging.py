"""Staging: text files read whole into a table, each row with a verdict, none lost.

What the reader kept and what it left out is held against a count of the records in the bytes,
which also tells the line and the bytes of each row that does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING, Any

import duckdb

from acme.core.errors import DataError, error_context
from acme.io.census import census
from acme.io.failures import sentence
from acme.io.records import contains_quote, unreadable
from acme.io.rejects import Reject
from acme.io.sql import identifier
from acme.io.tables import UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acme.io.columns import Column
    from acme.io.files import File
    from acme.io.tables import TextTable

__all__ = ["VERDICT", "Staging", "UnsureError"]

VERDICT = "acme verdict"
"""The column of a staged table that is 0 where a row fits."""

_ENCODING = "INVALID ENCODING"
_REASONS = {
    "MISSING COLUMNS": "has too few values",
    "TOO MANY COLUMNS": "has too many values",
    _ENCODING: "is not valid UTF-8",
    "LINE SIZE OVER MAXIMUM": "is longer than two million bytes",
    "UNQUOTED VALUE": "has a broken quote",
    "INVALID STATE": "cannot be told apart",
}


_Fault = tuple[int, "Column | None", str]
"""A row that does not fit: its place, by whatever count, the column, and what is wrong."""


class UnsureError(Exception):
    """What was read quickly cannot be judged; reading the text can."""


@dataclass
class Staging:
    """Reads text files into a table.

    Attributes:
        connection: Where the table is made.
        table: How they are read and judged.
        name: The name of what it makes.
        values: Whether to keep the values, or the verdicts alone.
        rows: How many rows the files have, counted in their bytes.
    """

    connection: duckdb.DuckDBPyConnection
    table: TextTable
    name: str
    values: bool
    rows: int = 0

    def run(self) -> Iterator[Reject]:
        """Read all files; yield the rows that do not fit, file by file and in order.

        Raises:
            DataError: A quote is broken, or the reader did not deliver every row.
            UnsureError: A row can be judged by its text only.
        """
        for file in self.table.files:
            with error_context(file=file.label):
                rejects = self._run(file)
            yield from rejects

    def _run(self, file: File) -> Iterator[Reject]:
        kept, misfits, misshapen = self._load(file)
        found = census(
            self.table,
            file,
            misshapen=[place for place, *_ in misshapen],
            kept=[place for place, *_ in misfits],
        )
        if found.rows != kept + len(misshapen):
            raise DataError(
                f"the reader delivered {kept + len(misshapen)} rows of {found.rows}",
                hint="nothing was written; please report this file",
            )
        self.rows += found.rows
        faults = merge(
            zip(found.misshapen, misshapen, strict=True), zip(found.kept, misfits, strict=True)
        )
        return (
            Reject(file.label, file.line(line), column.name if column else None, reason, raw)
            for (line, raw), (_, column, reason) in faults
        )

    def _load(self, file: File) -> tuple[int, list[_Fault], list[_Fault]]:
        """Return how many rows were kept, which of them do not fit, and which were left out."""
        table, verdict, left_out = self.table, identifier(VERDICT), f"{self.name}_out"
        first = file is table.files[0]
        before = 0 if first else self._count()
        into = f"CREATE TEMP TABLE {self.name} AS" if first else f"INSERT INTO {self.name}"
        values = f"{self.table.values}, " if self.values else ""
        source = table.source(
            [file],
            store_rejects=True,
            rejects_table=left_out,
            rejects_scan=f"{left_out}_scans",
            parallel=not contains_quote(file.path, table.dialect(file)),
        )
        try:
            self._all(f"{into} SELECT {values}{self.table.verdict} AS {verdict} FROM {source}")
        except duckdb.InvalidInputException as error:
            raise unreadable(file.path, table.dialect(file), sentence(error)) from error
        misfits = self._all(
            f"SELECT rowid - {before}, {verdict} FROM {self.name} "
            f"WHERE rowid >= {before} AND {verdict} <> 0 ORDER BY rowid"
        )
        if any(number == UNSURE for _, number in misfits):
            raise UnsureError
        faults = [(place, *self.table.fault(number)) for place, number in misfits]
        return self._count() - before, faults, self._left_out(left_out)

    def _left_out(self, name: str) -> list[_Fault]:
        columns = {column.name: column for column in self.table.columns}
        rows = self._all(
            f"SELECT line, first(error_type ORDER BY byte_position), "
            f"first(column_name ORDER BY byte_position) FROM {name} GROUP BY line ORDER BY line"
        )
        self._all(f"DROP TABLE {name}; DROP TABLE {name}_scans")
        return [
            (line, columns[column], columns[column].reason)
            if kind == "CAST"
            else (line, columns.get(column) if kind == _ENCODING else None, _REASONS[kind])
            for line, kind, column in rows
        ]

    def _all(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def _count(self) -> int:
        return int(self._all(f"SELECT count(*) FROM {self.name}")[0][0])
