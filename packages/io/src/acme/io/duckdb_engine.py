"""The default engine: DuckDB, embedded."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
from acme.core.errors import DataError, MissingFileError
from acme.io.atomic import replacing
from acme.io.formats import format_of

if TYPE_CHECKING:
    from acme.io.engine import Location

__all__ = ["DuckDBEngine"]


class DuckDBEngine(AbstractContextManager["DuckDBEngine"]):
    """Scans and sinks with a DuckDB database of its own, in memory.

    Args:
        threads: How many threads to use; None for one per core.
        memory_limit: Memory before spilling, such as `"1GB"`; None for most of the machine's.
    """

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = None) -> None:
        settings = {"threads": threads, "memory_limit": memory_limit}
        self._connection = duckdb.connect(
            config={name: value for name, value in settings.items() if value is not None}
        )

    def scan(
        self, location: Location, *, format: str | None = None, **options: Any
    ) -> nw.LazyFrame[Any]:
        """Return the table at a location, unread as yet.

        Args:
            location: Path of a file.
            format: Name of the format; None for the one that the suffix tells.
            options: The format's own.

        Raises:
            MissingFileError: There is no such file.
            UnknownNameError: There is no such format.
            DataError: The file does not fit its format.
        """
        path = Path(location)
        if not path.exists():
            raise MissingFileError("no such file", file=path, hint=_neighbours(path))
        with _reading(path):
            relation = format_of(path, format).scan(self._connection, path, **options)
        return nw.from_native(relation)

    def sink(
        self,
        frame: nw.LazyFrame[Any],
        location: Location,
        *,
        format: str | None = None,
        **options: Any,
    ) -> None:
        """Compute a frame of this engine and write it to a location, whole or not at all.

        Args:
            frame: What to write.
            location: Path of a file; what is there is replaced.
            format: Name of the format; None for the one that the suffix tells.
            options: The format's own.

        Raises:
            MissingFileError: There is no such folder.
            UnknownNameError: There is no such format.
            DataError: Rows of the frame's sources do not fit.
        """
        path = Path(location)
        if not path.parent.is_dir():
            raise MissingFileError(f'no folder "{path.parent}" to write to', file=path)
        chosen = format_of(path, format)
        with replacing(path) as temporary, _reading(path):
            chosen.write(frame.to_native(), temporary, **options)

    def interrupt(self) -> None:
        """Stop the query that runs, if any; the thread that waits for it gets an error."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the database; its frames are dead from here on."""
        self._connection.close()

    def __exit__(self, *_: object) -> None:
        self.close()


def _neighbours(path: Path) -> str:
    if not path.parent.is_dir():
        return f'there is no folder "{path.parent}"'
    names = sorted(p.name for p in path.parent.iterdir() if p.suffix == path.suffix)[:10]
    return f"the folder has {', '.join(names)}" if names else "the folder has no file of that kind"


class _reading(AbstractContextManager[None]):
    """Turn DuckDB's errors into ours."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, duckdb.Error):
            raise DataError(str(error).partition("\n\n")[0], file=self._path) from error
