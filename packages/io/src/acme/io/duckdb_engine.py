"""The default engine: DuckDB, embedded, one database in memory for each engine."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Any
from weakref import finalize

import duckdb
import narwhals as nw

from acme.core.errors import ConfigurationError
from acme.io.checked_source import CheckedSource
from acme.io.databases import Database
from acme.io.export import Export
from acme.io.failures import sentence, translated
from acme.io.files import located, split_name
from acme.io.formats import format_of, keywords
from acme.io.plain import plain
from acme.io.sources import Source
from acme.io.targets import refuse_input, replaced
from acme.io.temporary import folder
from acme.io.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acme.core.protocols import Location, Progress, Report
    from acme.io.files import File
    from acme.io.formats import Format

__all__ = ["DuckDBEngine"]

# Nothing is fetched behind the user's back; times are shown in UTC whatever the machine's zone;
# queries count what they read, and know how far they are; no write waits for another thread, for
# with one thread DuckDB 2.0 may wait for ever when the query that it writes fails.
_SETTINGS = """
    SET autoinstall_known_extensions = false;
    SET TimeZone = 'UTC';
    SET enable_profiling = 'no_output';
    SET profiling_coverage = 'ALL';
    SET enable_progress_bar = true;
    SET enable_progress_bar_print = false;
    SET async_threads = 0;
"""


class DuckDBEngine(AbstractContextManager["DuckDBEngine"]):
    """Scans and sinks with DuckDB, one query at a time; see `open_engine` for the arguments."""

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = None) -> None:
        with ExitStack() as opened:
            self._scratch = opened.enter_context(folder())
            settings = {"threads": threads, "memory_limit": memory_limit}
            given: dict[str, Any] = {
                name: str(value) for name, value in settings.items() if value is not None
            }
            given["temp_directory"] = str(self._scratch / "spill")
            try:
                self._connection = duckdb.connect(config=given)
            except duckdb.Error as error:
                raise ConfigurationError(sentence(error)) from error
            opened.callback(self._connection.close)
            self._connection.execute(_SETTINGS)
            # Runs at the latest when the interpreter ends.
            self._release = finalize(self, opened.pop_all().close)
        self._sources: list[Source] = []

    def scan(
        self,
        location: Location,
        *,
        format: str | None = None,
        encoding: str | None = None,
        rejects: Location | None = None,
        remote: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> nw.LazyFrame[Any]:
        """Return the table at a location.

        It is read when `sink` computes it; but what can be read only once is read now: standard
        input, remote files and databases. The files of a pattern or folder are one table.

        Args:
            location: Path, pattern, folder, `-`, or URL of a file or database.
            format: Name of the format; None for the one that the suffix tells.
            encoding: Encoding of text; None for UTF-8.
            rejects: Path of a file for rows that do not fit, see `acme.io.rejects`, which `sink`
                writes; None to stop at the first.
            remote: Arguments of `acme.io.remote.fetch`, such as `timeout`.
            options: The format's own, see `scan` in its module; for a database `table` and those
                of `acme.io.databases.Database.read`.

        Raises:
            AcmeError: There is no table that fits.
        """
        name = os.fspath(location)
        own = {"format": format, "encoding": encoding, "rejects": rejects, "remote": remote}
        with translated(name):
            keywords(self.scan, own)
            if database := Database.at(name, options):
                keywords(database.read, options)
                copy, rows = database.read(self._connection, **options)
                source = Source(self._connection, f"FROM {copy}", [], rows)
            else:
                files = located(name, self._scratch, remote or {})
                chosen = format_of(split_name(files[0].label)[0], format, name)
                keywords(chosen.scan, options)
                source = self._source(chosen, files, encoding, options)
            for other in self._sources:
                if other.pending:
                    other.refuse_shared(source.paths)
            if rejects is not None:
                source.set_aside(os.fspath(rejects), self._scratch)
        self._sources.append(source)
        return nw.from_native(self._connection.sql(f"FROM {source.name}"))

    def sink(
        self,
        frame: nw.LazyFrame[Any],
        location: Location,
        *,
        format: str | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> Report:
        """Compute a frame of this engine and write it to a location, whole or not at all.

        Args:
            frame: What to write.
            location: Path of a file, which is replaced; `-`; or URL of a database.
            format: Name of the format; None for the one that the suffix tells.
            progress: Told the percentage done now and then; what it raises cancels the work.
            options: The format's own, see `write` in its module; for a database `table` and those
                of `acme.io.databases.Database.write`.

        Raises:
            AcmeError: A row of a source does not fit, say, or the target cannot hold the table.
        """
        name, relation = os.fspath(location), frame.to_native()
        keywords(self.sink, {"format": format})
        query = relation.sql_query()
        sources = [source for source in self._sources if source.name in query]
        for one, other in permutations(sources, 2):
            one.refuse_shared(other.paths)
        if database := Database.at(name, options):
            keywords(database.write, options)
            writing = Writing(self._connection, database.label, sources, progress)
            writing.set_aside()  # now, for what is committed cannot be tried again
            return writing.run(partial(database.write, relation, **options))
        refuse_input(name, [path for source in sources for path in source.paths])
        suffix, compression = split_name(name)
        chosen = format_of(suffix, format, name)
        keywords(chosen.write, options)
        writing = Writing(self._connection, name, sources, progress)
        with translated(name), replaced(name, self._scratch) as path:
            export = Export(self._connection, relation, path, compression)
            return writing.run(partial(chosen.write, export, **options))

    def interrupt(self) -> None:
        """Stop the query that runs, if any; the thread that waits for it gets an error."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the database and remove what it kept on disk; its frames are dead from here on."""
        self._release()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _source(
        self, chosen: Format, files: list[File], encoding: str | None, options: Mapping[str, Any]
    ) -> Source:
        paths = [file.path for file in files]
        if chosen.text:
            files = [plain(file, encoding, self._scratch) for file in files]
        found = chosen.scan(self._connection, files, self._scratch, **options)
        if isinstance(found, str):
            return Source(self._connection, f"FROM {found}", paths)
        return CheckedSource(self._connection, found, paths)
