"""Sources: where the rows of a frame come from, each behind a view of DuckDB's."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

__all__ = ["Source"]


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
        pending: Whether the file of rows that do not fit is still to be written.
    """

    rejected = 0
    pending = False

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

    def due(self) -> int | None:
        """Return how many rows the reader of text is to deliver, counted in the files' bytes.

        None if it has nothing to read here.
        """
        return None

    def settle(self) -> bool:
        """Find out what is wrong after a query failed, and set aside the rows that do not fit.

        Returns:
            Whether the query is worth another try, on a careful reading.

        Raises:
            DataError: A row does not fit, and is not to be set aside; it is the first. A quote is
                broken, or the reader did not deliver every row.
        """
        return False

    def set_aside(self, rejects: str, scratch: Path) -> None:
        """Have rows that do not fit put in a file, where they would stop a query.

        Args:
            rejects: The file's path.
            scratch: A folder for what is needed meanwhile.

        Raises:
            ConfigurationError: The rows are taken as they are, or the file cannot be.
            MissingFileError: There is no folder for the file.
        """
        raise ConfigurationError("here are no rows that may not fit", key="rejects")

    def refuse_shared(self, paths: Sequence[Path]) -> None:
        """Refuse to put rows that do not fit in a file of another table.

        Args:
            paths: The files that the other table is read from, or sets rows aside in.

        Raises:
            ConfigurationError: The file for such rows is one of them.
        """

    def _show(self, query: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {self.name} AS {query}")
