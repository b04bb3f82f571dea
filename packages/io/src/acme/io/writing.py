"""Writing: a query runs again when its sources are to be read more carefully, or to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acme.core.errors import DataError, ResourceError
from acme.core.protocols import Report
from acme.io.checked_source import CheckedSource
from acme.io.failures import may_be_data, translated
from acme.io.queries import scans, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from acme.core.protocols import Progress
    from acme.io.sources import Source

__all__ = ["Writing"]


@dataclass(frozen=True)
class Writing:
    """A query whose answer is written.

    Attributes:
        connection: Where it runs.
        label: What errors call the target.
        sources: What it reads.
        progress: Told how far it is.
    """

    connection: DuckDBPyConnection
    label: str
    sources: Sequence[Source]
    progress: Progress | None

    def set_aside(self) -> None:
        """Set aside the rows that do not fit, of sources that might have some.

        Raises:
            AcmeError: A quote is broken, say, or the file for such rows cannot be written.
        """
        for source in self._pending():
            with translated(self.label):
                source.settle()
            source.reject()

    def run(self, write: Callable[[], int]) -> Report:
        """Write, as often as it takes, and return the report.

        Args:
            write: Runs the query, whatever was written before, and returns the rows written.

        Raises:
            AcmeError: A row of a source does not fit, say, or the target cannot hold the table.
        """
        written = self._attempt(write)
        if written is None or (not self._is_whole() and self._settled(self._pending())):
            return self.run(write)
        for source in self._pending():
            source.reject()
        read = sum(rows for _, rows in scans(self.connection))
        read += sum(source.counted() for source in self.sources)
        return Report(read, written, sum(source.rejected for source in self.sources))

    def _attempt(self, write: Callable[[], int]) -> int | None:
        """Return how many rows were written; None if another try is worth it."""
        try:
            with translated(self.label), told(self.connection, self.progress):
                return write()
        except (DataError, ResourceError) as error:
            if not (may_be_data(error) and self._settled(self.sources)):
                raise
        return None

    def _settled(self, sources: Sequence[Source]) -> bool:
        """Read some sources carefully; return whether another try is worth it then."""
        with translated(self.label):
            settled = [source.settle() for source in sources]
        return any(settled)

    def _is_whole(self) -> bool:
        """Return whether the query read all rows of sources that might have some to set aside.

        It did not if it stopped early, at a limit, say.
        """
        if not self._pending():
            return True
        with translated(self.label):
            due = sorted(rows for s in self.sources if (rows := s.due()) is not None)
        return due == sorted(rows for name, rows in scans(self.connection) if name == "READ_CSV")

    def _pending(self) -> list[CheckedSource]:
        return [s for s in self.sources if isinstance(s, CheckedSource) and s.pending]
