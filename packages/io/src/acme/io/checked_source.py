"""Checked sources: text, each row of which is judged before the answer of a query counts.

Text is read optimistically first: the reader converts what it can, on all cores, and a filter that
sees every column of every row, whatever the query uses, stops the query when something looks wrong.
Then the files are staged with every value judged by its text. That names the first row that does
not fit, or sets all such rows aside, or finds that there is none after all; and the query runs again
on the careful reading.
"""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, DataError, error_context
from acme.io.census import census
from acme.io.failures import translated
from acme.io.records import contains_quote
from acme.io.rejects import write_rejects
from acme.io.sources import Source
from acme.io.sql import identifier, literal
from acme.io.staging import VERDICT, Staging, UnsureError
from acme.io.targets import is_among, refuse_input, refuse_unwritable, replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from acme.io.files import File
    from acme.io.rejects import Reject
    from acme.io.tables import TextTable

__all__ = ["CheckedSource"]


class CheckedSource(Source):
    """Rows of text files: one that does not fit stops the query, or is set aside."""

    def __init__(
        self, connection: DuckDBPyConnection, table: TextTable, paths: Sequence[Path]
    ) -> None:
        self._table = table
        self._settled = False
        self._staged: int | None = None
        self._rejects: tuple[str, Path] | None = None
        self._found: list[Reject] = []
        super().__init__(connection, _stopping(table, serial=False), paths)

    def counted(self) -> int:
        """See `Source.counted`."""
        return -self._table.uncounted() if self._staged is None else self._staged

    def due(self) -> int | None:
        """See `Source.due`."""
        if self._staged is not None:
            return None
        return self._table.uncounted() + sum(self._records(file) for file in self._table.files)

    def settle(self) -> bool:
        """See `Source.settle`."""
        if self._settled:
            return False
        if self._rejects:
            self._stage()
            self.pending = True
        else:
            self._prove()
        self._settled = True  # only now: what failed can be tried again
        return True

    def set_aside(self, rejects: str, scratch: Path) -> None:
        """See `Source.set_aside`."""
        refuse_input(rejects, self.paths)
        refuse_unwritable(rejects)
        self.paths.append(Path(rejects))
        self._rejects, self.pending = (rejects, scratch), True

    def refuse_shared(self, paths: Sequence[Path]) -> None:
        """See `Source.refuse_shared`."""
        if self._rejects and is_among(self._rejects[0], paths):
            raise ConfigurationError(
                "another table uses this file",
                file=self._rejects[0],
                hint="choose a file of rejects for this table alone",
            )

    def reject(self) -> None:
        """Write the file of rows that do not fit."""
        assert self._rejects  # noqa: S101  # it is pending
        with translated(self._rejects[0]), replaced(*self._rejects) as path:
            write_rejects(self._found, path)
        self.pending, self.rejected = False, len(self._found)

    def _prove(self) -> None:
        """Raise the error of the first row that does not fit, or have the text read carefully."""
        for reject in self._staging(self._table.as_text(), values=False).run():
            raise self._error(reject)
        quoted = any(contains_quote(f.path, self._table.dialect(f)) for f in self._table.files)
        self._show(_stopping(self._table.as_text(), serial=quoted))

    def _stage(self) -> None:
        """Read the rows into a table, and let the view have those that fit."""
        staging = self._staging(self._table, values=True)
        try:
            self._found = list(staging.run())
        except UnsureError:
            self._connection.execute(f"DROP TABLE {staging.name}")
            staging = self._staging(self._table.as_text(), values=True)
            self._found = list(staging.run())
        self._staged = staging.rows
        names = ", ".join(identifier(column.name) for column in self._table.columns)
        self._show(f"SELECT {names} FROM {staging.name} WHERE {identifier(VERDICT)} = 0")

    def _records(self, file: File) -> int:
        with error_context(file=file.label):
            return census(self._table, file).rows

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
