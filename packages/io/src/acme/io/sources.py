"""Sources: where the rows of a frame come from, each behind a view or a table of DuckDB's.

Text is read optimistically first: the reader converts what it can, on all cores, and a filter that
sees every column of every row, whatever the query uses, stops the query when something looks wrong.
Then the files are staged with every value judged by its text. That names the first row that does
not fit, or finds that there is none after all, and the query runs again on the careful reading.
"""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, DataError
from acme.io.records import contains_quote
from acme.io.rejects import write_rejects
from acme.io.sql import identifier, literal
from acme.io.staging import VERDICT, Staging, UnsureError
from acme.io.targets import refuse_input, replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from acme.io.rejects import Reject
    from acme.io.tables import TextTable

__all__ = ["CheckedSource", "Source"]


class Source:
    """Rows that are taken as they are.

    Args:
        connection: Where the view is made.
        query: The SQL of the rows.
        paths: The files that they come from, as the user named them.
        rows: How many they are, if that was counted already.

    Attributes:
        name: The view's name.
        rejected: How many rows were set aside.
    """

    rejected = 0

    def __init__(
        self, connection: DuckDBPyConnection, query: str, paths: Sequence[Path], rows: int = 0
    ) -> None:
        self.name = f"scan_{token_hex(6)}"
        self.paths = list(paths)
        self._rows = rows
        self._connection = connection
        self._show(query)

    def counted(self) -> int:
        """Return what is to be added to the reader's own count of rows to have the number read."""
        return self._rows

    def settle(self) -> bool:
        """Find out what is wrong after a query failed.

        Returns:
            Whether the query is worth another try, on a careful reading.

        Raises:
            DataError: A row does not fit; it is the first.
        """
        return False

    def set_aside(self, rejects: str, scratch: Path) -> None:
        """Read everything now and put the rows that do not fit in a file; the others are left.

        Args:
            rejects: The file's path.
            scratch: A folder for what is needed meanwhile.

        Raises:
            ConfigurationError: The rows are taken as they are.
            DataError: A quote is broken, or the reader did not deliver every row.
        """
        raise ConfigurationError("here are no rows that may not fit", key="rejects")

    def _show(self, query: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {self.name} AS {query}")


class CheckedSource(Source):
    """Rows of text files: one that does not fit stops the query, or is set aside."""

    def __init__(
        self, connection: DuckDBPyConnection, table: TextTable, paths: Sequence[Path]
    ) -> None:
        self._table = table
        self._settled = False
        self._staged: int | None = None
        super().__init__(connection, _stopping(table, serial=False), paths)

    def counted(self) -> int:
        """See `Source.counted`."""
        return -self._table.uncounted() if self._staged is None else self._staged

    def settle(self) -> bool:
        """See `Source.settle`."""
        if self._settled:
            return False
        self._settled = True
        for reject in self._staging(self._table.as_text(), values=False).run():
            raise self._error(reject)
        quoted = any(contains_quote(f.path, self._table.dialect(f)) for f in self._table.files)
        self._show(_stopping(self._table.as_text(), serial=quoted))
        return True

    def set_aside(self, rejects: str, scratch: Path) -> None:
        """See `Source.set_aside`."""
        refuse_input(rejects, self.paths)
        rows = self._stage()
        with replaced(rejects, scratch) as path:
            write_rejects(rows, path)
        self.paths.append(Path(rejects))

    def _stage(self) -> list[Reject]:
        """Read the rows into a table, let the view have those that fit, and return the others."""
        self._settled = True
        staging = self._staging(self._table, values=True)
        try:
            rejects = list(staging.run())
        except UnsureError:
            self._connection.execute(f"DROP TABLE {staging.name}")
            staging = self._staging(self._table.as_text(), values=True)
            rejects = list(staging.run())
        self._staged, self.rejected = staging.rows, len(rejects)
        names = ", ".join(identifier(column.name) for column in self._table.columns)
        self._show(f"SELECT {names} FROM {staging.name} WHERE {identifier(VERDICT)} = 0")
        return rejects

    def _staging(self, table: TextTable, *, values: bool) -> Staging:
        return Staging(self._connection, table, f"staged_{token_hex(6)}", values=values)

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


def _stopping(table: TextTable, *, serial: bool) -> str:
    """Return the query that stops at a row that does not fit."""
    message = literal(f"{table.files[0].label}: a row does not fit its columns")
    return (
        f"SELECT {table.values} FROM {table.source(table.files, parallel=not serial)} "
        f"WHERE CASE WHEN {table.suspicion} THEN error({message}) ELSE true END"
    )
