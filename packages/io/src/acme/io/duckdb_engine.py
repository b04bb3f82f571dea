"""The default engine: DuckDB, embedded, one database in memory for each engine."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from weakref import finalize

import duckdb
import narwhals as nw

from acme.core.errors import ConfigurationError, DataError, ResourceError
from acme.core.protocols import Report
from acme.io.checked import CheckedScan
from acme.io.databases import Database
from acme.io.failures import sentence, translated
from acme.io.files import File, find, plain, split_name, standard_input
from acme.io.formats import format_of, keywords
from acme.io.profile import rows_scanned
from acme.io.progress import told
from acme.io.rejects import write_rejects
from acme.io.remote import fetch, is_remote
from acme.io.targets import STANDARD, refuse_input, replaced
from acme.io.temporary import folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from acme.core.protocols import Location, Progress

__all__ = ["DuckDBEngine"]

# Nothing is fetched behind the user's back; times are shown in UTC whatever the machine's zone;
# queries count what they read, and know how far they are.
_SETTINGS = """
    SET autoinstall_known_extensions = false;
    SET TimeZone = 'UTC';
    SET enable_profiling = 'no_output';
    SET profiling_coverage = 'ALL';
    SET enable_progress_bar = true;
    SET enable_progress_bar_print = false;
"""
_NO_DATA_ERRORS = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    OSError,
)
"""Causes of a failure that looking at the rows again cannot tell more about."""


@dataclass
class _Source:
    """Where a frame's rows come from.

    Attributes:
        paths: The files, as the user named them, and that of the rejects.
        checked: The scan, if the rows are checked one by one.
        rows: How many rows were read, if they were read already.
    """

    paths: Sequence[Path]
    checked: CheckedScan | None = None
    rows: int = 0

    @property
    def report(self) -> tuple[int, int]:
        """How many rows were read besides those that a query reads; how many were rejected."""
        if self.checked is None:
            return self.rows, 0
        return self.checked.counted, self.checked.rejected

    def settle(self) -> bool:
        """See `CheckedScan.settle`."""
        return self.checked is not None and self.checked.settle()


class DuckDBEngine(AbstractContextManager["DuckDBEngine"]):
    """Scans and sinks with DuckDB; one engine runs one query at a time.

    Args:
        threads: How many threads to use; None for one per core.
        memory_limit: Memory before it spills to disk, such as `"1GB"`; None for most of the
            machine's.

    Raises:
        ConfigurationError: DuckDB does not take a setting.
    """

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = None) -> None:
        with ExitStack() as opened:
            self._scratch = opened.enter_context(folder())
            wanted = {"threads": threads, "memory_limit": memory_limit}
            settings: dict[str, Any] = {
                name: str(value) for name, value in wanted.items() if value is not None
            }
            settings["temp_directory"] = str(self._scratch / "spill")
            try:
                self._connection = duckdb.connect(config=settings)
            except duckdb.Error as error:
                raise ConfigurationError(sentence(error)) from error
            opened.callback(self._connection.close)
            self._connection.execute(_SETTINGS)
            # Runs at the latest when the interpreter ends.
            self._release = finalize(self, opened.pop_all().close)
        self._sources: dict[str, _Source] = {}

    def scan(
        self,
        location: Location,
        *,
        format: str | None = None,
        encoding: str | None = None,
        rejects: Location | None = None,
        table: str | None = None,
        query: str | None = None,
        parameters: Sequence[Any] = (),
        remote: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> nw.LazyFrame[Any]:
        """Return the table at a location.

        It is read when it is computed; but what can be read only once is read now: standard
        input, remote files, databases, and text with `rejects`. The files of a pattern or folder
        are one table.

        Args:
            location: Path, pattern, folder, `-`, or URL of a file or database.
            format: Name of the format; None for the one that the suffix tells.
            encoding: Encoding of text; None for UTF-8.
            rejects: Path of a file for rows that do not fit, see `acme.io.rejects`; None to stop
                at the first.
            table: Table of a database, if the location does not name it.
            query: Query of a database instead of a table, in its own SQL.
            parameters: Values for the query's placeholders.
            remote: Arguments of `acme.io.remote.fetch`, such as `timeout`.
            options: The format's own; see `scan` in its module.

        Raises:
            MissingFileError: There is no such file.
            UnknownNameError: There is no such format, option, column, type or encoding.
            DataError: A file does not fit its format.
            ResourceError: A file or database cannot be had.
        """
        name = os.fspath(location)
        with translated(name):
            if database := Database.at(name, table):
                view, rows = database.read(self._connection, query, parameters)
                self._sources[view] = _Source([], rows=rows)
                return self._frame(view)
            files, suffix = self._find(name, remote or {})
            chosen = format_of(suffix, format, name)
            keywords(chosen.scan, options)
            paths = [file.path for file in files]
            if chosen.text:
                files = [plain(file, encoding, self._scratch) for file in files]
            found = chosen.scan(self._connection, files, self._scratch, **options)
            if isinstance(found, str):
                return self._plain_view(found, paths, name, rejects)
            checked = CheckedScan(self._connection, found)
            self._sources[checked.name] = _Source(paths, checked)
            if rejects is None:
                checked.open()
            else:
                self._set_aside(checked, paths, os.fspath(rejects))
            return self._frame(checked.name)

    def sink(
        self,
        frame: nw.LazyFrame[Any],
        location: Location,
        *,
        format: str | None = None,
        table: str | None = None,
        mode: str = "fail",
        progress: Progress | None = None,
        **options: Any,
    ) -> Report:
        """Compute a frame of this engine and write it to a location, whole or not at all.

        Args:
            frame: What to write.
            location: Path of a file, which is replaced; `-`; or URL of a database.
            format: Name of the format; None for the one that the suffix tells.
            table: Table of a database, if the location does not name it.
            mode: What to do if the table of a database exists: `fail`, `append` or `replace`.
            progress: Told the percentage done now and then; what it raises cancels the work.
            options: The format's own; see `write` in its module.

        Returns:
            How many rows were read from the frame's sources, written and rejected.

        Raises:
            MissingFileError: There is no such folder.
            UnknownNameError: There is no such format, option or mode.
            DataError: A row of a source does not fit, or the target cannot hold the table.
            ResourceError: The disk is full, say, or the database does not answer.
            CancelledError: The engine was interrupted.
        """
        name, relation = os.fspath(location), frame.to_native()
        query = relation.sql_query()
        sources = [source for view, source in self._sources.items() if view in query]
        if database := Database.at(name, table):
            return self._write(
                lambda: database.write(relation, mode), database.label, sources, progress
            )
        refuse_input(name, [path for source in sources for path in source.paths])
        suffix, compression = split_name(name)
        chosen = format_of("" if name == STANDARD else suffix, format, name)
        keywords(chosen.write, options)

        def write() -> int:
            return chosen.write(
                self._connection, relation, path, compression=compression, **options
            )

        with translated(name), replaced(name, self._scratch) as path:
            return self._write(write, name, sources, progress)

    def interrupt(self) -> None:
        """Stop the query that runs, if any; the thread that waits for it gets an error."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the database and remove what it kept on disk; its frames are dead from here on."""
        self._release()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find(self, name: str, remote: Mapping[str, Any]) -> tuple[list[File], str]:
        """Return the files of a location, and the suffix that tells their format."""
        if name == STANDARD:
            return [standard_input(self._scratch)], ""
        if is_remote(name):
            keywords(fetch, remote)
            return [fetch(name, self._scratch, **remote)], split_name(name)[0]
        files = [File(path, str(path)) for path in find(name)]
        suffixes = sorted({split_name(file.label)[0] for file in files})
        if len(suffixes) > 1:
            raise DataError(
                f"the files are of several formats: {', '.join(suffixes)}",
                file=name,
                hint="choose some with a pattern",
            )
        return files, suffixes[0]

    def _plain_view(
        self, source: str, paths: list[Path], name: str, rejects: Location | None
    ) -> nw.LazyFrame[Any]:
        if rejects is not None:
            raise ConfigurationError("this format has no rows that may not fit", key="rejects")
        view = f"scan_{token_hex(6)}"
        self._connection.execute(f"CREATE TEMP VIEW {view} AS FROM {source}")
        self._sources[view] = _Source(paths)
        return self._frame(view)

    def _set_aside(self, checked: CheckedScan, paths: list[Path], rejects: str) -> None:
        refuse_input(rejects, paths)
        rows = checked.set_aside()
        with replaced(rejects, self._scratch) as path:
            write_rejects(rows, path)
        paths.append(Path(rejects))

    def _frame(self, view: str) -> nw.LazyFrame[Any]:
        return nw.from_native(self._connection.sql(f"FROM {view}"))

    def _write(
        self,
        write: Callable[[], int],
        label: str,
        sources: Sequence[_Source],
        progress: Progress | None,
    ) -> Report:
        """Write, and again if the careful reading of a source finds that nothing is wrong."""
        try:
            with translated(label), told(self._connection, progress):
                written = write()
        except (DataError, ResourceError) as error:
            if isinstance(error.__cause__, _NO_DATA_ERRORS):
                raise
            with translated(label):
                settled = [source.settle() for source in sources]
            if not any(settled):
                raise
            return self._write(write, label, sources, progress)
        counts = [source.report for source in sources]
        read = rows_scanned(self._connection) + sum(rows for rows, _ in counts)
        return Report(read, written, sum(rejected for _, rejected in counts))
