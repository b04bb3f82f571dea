"""CSV and TSV (RFC 4180); the header is ours to read, for DuckDB maps columns by position."""

from __future__ import annotations

import csv as rfc4180
from collections import Counter
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, DataError, error_context
from acme.io.export import as_text
from acme.io.files import same_columns
from acme.io.records import Dialect, blocks, newline_of
from acme.io.sampling import typed
from acme.io.tables import TextTable, read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from acme.io.columns import Column
    from acme.io.export import Export
    from acme.io.files import File

__all__ = ["csv", "tsv"]


@dataclass(frozen=True)
class DelimitedTable(TextTable):
    """Delimited files, as the checked reading wants them."""

    delimiter: str = ","
    quote: str = '"'
    nulls: Sequence[str] = ("",)

    @property
    def blank_rows(self) -> bool:
        """A line without anything is a row of one column, but no row of several."""
        return len(self.columns) == 1

    def source(self, files: Sequence[File], **reader: object) -> str:
        """See `TextTable.source`."""
        return read_csv(
            files,
            {column.name: column.delivered for column in self.columns},
            self.delimiter,
            self.quote,
            header=self.header,
            nullstr=list(self.nulls),
            allow_quoted_nulls=False,
            strict_mode=True,
            **reader,
        )

    def dialect(self, file: File) -> Dialect:
        """See `TextTable.dialect`."""
        return Dialect(self.delimiter.encode(), self.quote.encode(), newline_of(file.path))

    def shown(self, raw: bytes, column: Column) -> str:
        """See `TextTable.shown`."""
        names = [c.name for c in self.columns]
        return self.split(raw)[names.index(column.name)]

    def split(self, raw: bytes) -> list[str]:
        """Return the values of a record."""
        text = raw.decode("utf-8", "backslashreplace")
        if not self.quote:
            return text.split(self.delimiter)
        lines = StringIO(text, newline="")
        return next(rfc4180.reader(lines, delimiter=self.delimiter, quotechar=self.quote))

    def names(self, file: File, schema: Mapping[str, str] | None) -> list[str]:
        """Return the names of a file's columns.

        Raises:
            DataError: The file is empty, or its header names a column twice.
        """
        with error_context(file=file.label):
            values = self.split(self._first(file))
            numbered = [f"column_{number}" for number in range(1, len(values) + 1)]
            if not self.header:
                return list(schema) if schema and len(schema) == len(values) else numbered
            names = [value or number for value, number in zip(values, numbered, strict=True)]
            # The engine does not tell upper from lower case.
            seen = Counter(name.casefold() for name in names)
            if twice := [name for name in names if seen[name.casefold()] > 1]:
                raise DataError(
                    f'the header names "{twice[-1]}" twice',
                    line=1,
                    hint="give each column a name of its own; case makes no difference",
                )
        return names

    def _first(self, file: File) -> bytes:
        start = blocks(file.path, self.dialect(file))
        first = next((block.records[0] for block in start if block.records), None)
        if first is None:
            raise DataError("the file is empty", hint="it needs a header at least")
        if not first.strip():
            raise DataError("the first line is empty", line=1)
        return first


@dataclass(frozen=True)
class Delimited:
    """A format of records with a delimiter."""

    name: str
    delimiter: str
    text = True

    def scan(
        self,
        connection: DuckDBPyConnection,
        files: Sequence[File],
        scratch: Path,
        *,
        delimiter: str | None = None,
        quote: str = '"',
        header: bool = True,
        null_values: str | Sequence[str] = ("",),
        schema: Mapping[str, str] | None = None,
    ) -> DelimitedTable:
        """See `Format.scan`.

        Args:
            connection: The database, for a look at a sample.
            files: The files, which have the same columns in the same order.
            scratch: Not needed.
            delimiter: What is between values; None for the format's own.
            quote: What is around values that hold a delimiter, a quote or a line break; empty for
                files that never quote.
            header: Whether the first record has the columns' names.
            null_values: Unquoted text that means null, or several.
            schema: Types of columns, by name; those of others follow from a sample.
        """
        nulls = [null_values] if isinstance(null_values, str) else list(null_values)
        table = DelimitedTable(files, [], header, delimiter or self.delimiter, quote, nulls)
        _check_single(delimiter=table.delimiter, quote=quote or '"')
        names = same_columns((file, table.names(file, schema)) for file in files)
        return replace(table, columns=typed(connection, table, names, schema))

    def write(
        self,
        export: Export,
        *,
        delimiter: str | None = None,
        quote: str = '"',
        header: bool = True,
    ) -> int:
        """See `Format.write`; the options are those of `scan`."""
        _check_single(delimiter=delimiter or self.delimiter, quote=quote)
        return export.copy(
            lambda value, type_: as_text(value, type_, self.name.upper()),
            FORMAT="csv",
            DELIMITER=delimiter or self.delimiter,
            QUOTE=quote,
            ESCAPE=quote,
            HEADER=header,
            COMPRESSION=export.compression or "none",
        )


csv = Delimited("csv", ",")
tsv = Delimited("tsv", "\t")


def _check_single(**characters: str) -> None:
    for name, character in characters.items():
        if len(character.encode()) != 1:
            raise ConfigurationError(f"must be one ASCII character, not {character!r}", key=name)
