"""Checked reading of text files: a row that does not fit stops the run, or is set aside.

Reading is optimistic first: the reader converts what it can, on all cores, and a filter that sees
every column of every row, whatever the query uses, stops the query when something looks wrong.
Then the files are staged with every value judged by its text. That names the first row that does
not fit, or finds that there is none after all, and the query runs again on the careful reading.
"""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import DataError
from acme.io.records import contains_quote
from acme.io.sql import identifier, literal
from acme.io.staging import VERDICT, Staging, UnsureError
from acme.io.tables import Judgement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from acme.io.rejects import Reject
    from acme.io.tables import TextTable

__all__ = ["CheckedScan"]


class CheckedScan:
    """One scan of text files, behind a view.

    Args:
        connection: Where the view is made.
        table: What to read.

    Attributes:
        name: The view's name.
        read: How many rows the files have; None if they were not counted.
        rejected: How many of them were set aside.
    """

    def __init__(self, connection: DuckDBPyConnection, table: TextTable) -> None:
        self.name = f"scan_{token_hex(6)}"
        self.read: int | None = None
        self.rejected = 0
        self._connection = connection
        self._table = table
        self._quick = Judgement(table, table.columns)
        self._exact = Judgement(table, [replace(c, as_text=True) for c in table.columns])
        self._settled = False

    def open(self) -> None:
        """Make the view that stops at a row that does not fit; nothing is read as yet."""
        self._view(self._quick, serial=False)

    def settle(self) -> bool:
        """Find out what is wrong after a query failed.

        Returns:
            Whether the query is worth another try, on the careful reading.

        Raises:
            DataError: A row does not fit; it is the first.
        """
        if self._settled:
            return False
        self._settled = True
        for reject in self._staging(self._exact, values=False).run():
            raise self._error(reject)
        quoted = any(contains_quote(f.path, self._table.dialect(f)) for f in self._table.files)
        self._view(self._exact, serial=quoted)
        return True

    def set_aside(self) -> list[Reject]:
        """Read everything now; the view has the rows that fit.

        Returns:
            The rows that do not, file by file and in order.

        Raises:
            DataError: A quote is broken, or the reader did not deliver every row.
        """
        self._settled = True
        staging = self._staging(self._quick, values=True)
        try:
            rejects = list(staging.run())
        except UnsureError:
            staging = self._staging(self._exact, values=True)
            rejects = list(staging.run())
        self.read, self.rejected = staging.rows, len(rejects)
        names = ", ".join(identifier(column.name) for column in self._table.columns)
        self._replace(f"SELECT {names} FROM {staging.name} WHERE {identifier(VERDICT)} = 0")
        return rejects

    @property
    def counted(self) -> int:
        """What is to be added to the reader's own count of rows to have the number read."""
        return -self._table.uncounted() if self.read is None else self.read

    def _view(self, judgement: Judgement, *, serial: bool) -> None:
        source = self._table.source(judgement.columns, self._table.files, parallel=not serial)
        message = literal(f"{self._table.files[0].label}: a row does not fit its columns")
        self._replace(
            f"SELECT {judgement.values} FROM {source} "
            f"WHERE CASE WHEN {judgement.suspicion} THEN error({message}) ELSE true END"
        )

    def _replace(self, query: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {self.name} AS {query}")

    def _staging(self, judgement: Judgement, *, values: bool) -> Staging:
        return Staging(self._connection, judgement, f"staged_{token_hex(6)}", values=values)

    def _error(self, reject: Reject) -> DataError:
        column = next((c for c in self._table.columns if c.name == reject.column), None)
        subject = f'"{self._table.shown(reject.raw, column)}"' if column else "the row"
        return DataError(
            f"{subject} {reject.reason}",
            file=reject.file,
            line=reject.line,
            column=reject.column,
            hint="mend it, or set such rows aside in a file of rejects",
        )
