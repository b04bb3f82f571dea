"""CSV and TSV (RFC 4180); the header is ours to read, for DuckDB maps columns by position."""

from __future__ import annotations

import csv as rfc4180
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, DataError, error_context
from acme.io.columns import Column, kind
from acme.io.export import as_text, export
from acme.io.records import Dialect, blocks, newline_of
from acme.io.sampling import checked_schema, sampled
from acme.io.sql import identifier, literal, settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from acme.io.files import File

__all__ = ["csv", "tsv"]


@dataclass(frozen=True)
class DelimitedTable:
    """Delimited files, as the checked reading wants them."""

    files: Sequence[File]
    columns: Sequence[Column]
    header: bool
    delimiter: str
    quote: str
    nulls: Sequence[str]
    refusal = None

    @property
    def blank_rows(self) -> bool:
        """A line without anything is a row of one column, but no row of several."""
        return len(self.columns) == 1

    def source(self, columns: Sequence[Column], files: Sequence[File], **reader: object) -> str:
        """See `TextTable.source`."""
        given: dict[str, object] = {
            "columns": {column.name: column.delivered for column in columns},
            "auto_detect": False,
            "header": self.header,
            "delim": self.delimiter,
            "quote": self.quote,
            "escape": self.quote,
            "nullstr": self.nulls,
            "allow_quoted_nulls": False,
            "strict_mode": True,
            "compression": "none",
        }
        return (
            f"read_csv({literal([str(file.path) for file in files])}, {settings(given | reader)})"
        )

    def uncounted(self) -> int:
        """See `TextTable.uncounted`."""
        return 0

    def delivered(self, column: Column) -> str:
        """See `TextTable.delivered`."""
        return identifier(column.name)

    def refused(self, column: Column) -> str | None:
        """See `TextTable.refused`."""
        return column.refused(identifier(column.name))

    def kind(self, column: Column) -> str:
        """See `SampledTable.kind`."""
        return kind(identifier(column.name))

    def dialect(self, file: File) -> Dialect:
        """See `TextTable.dialect`."""
        return Dialect(self.delimiter.encode(), self.quote.encode(), newline_of(file.path))

    def shown(self, raw: bytes, column: Column) -> str:
        """See `TextTable.shown`."""
        names = [c.name for c in self.columns]
        return self.values(raw)[names.index(column.name)]

    def values(self, raw: bytes) -> list[str]:
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
            start = blocks(file.path, self.dialect(file))
            first = next((block.records[0] for block in start if block.records), None)
            if first is None:
                raise DataError("the file is empty", hint="it needs a header at least")
            if not first.strip():
                raise DataError("the first line is empty", line=1)
        values = self.values(first)
        if not self.header and schema and len(schema) == len(values):
            return list(schema)
        numbered = [f"column_{number}" for number in range(1, len(values) + 1)]
        if not self.header:
            return numbered
        names = [value or number for value, number in zip(values, numbered, strict=True)]
        for index, name in enumerate(names):
            # The engine does not tell upper from lower case.
            if name.casefold() in map(str.casefold, names[:index]):
                raise DataError(
                    f'the header names "{name}" twice',
                    file=file.label,
                    line=1,
                    hint="give each column a name of its own; case makes no difference",
                )
        return names


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
        names = table.names(files[0], schema)
        for file in files[1:]:
            if (others := table.names(file, schema)) != names:
                raise DataError(
                    f"the columns are {', '.join(others)}, not {', '.join(names)} "
                    f'as in "{files[0].label}"',
                    file=file.label,
                    hint="files that are read together have the same columns in the same order",
                )
        types = checked_schema(schema, names, files[0].label)
        return replace(table, columns=sampled(connection, table, names, types))

    def write(
        self,
        connection: DuckDBPyConnection,
        relation: DuckDBPyRelation,
        path: Path,
        *,
        compression: str | None = None,
        delimiter: str | None = None,
        quote: str = '"',
        header: bool = True,
    ) -> int:
        """See `Format.write`; the options are those of `scan`."""
        _check_single(delimiter=delimiter or self.delimiter, quote=quote)
        return export(
            connection,
            relation,
            path,
            lambda value, type_: as_text(value, type_, self.name.upper(), nested=False),
            {
                "FORMAT": "csv",
                "DELIMITER": delimiter or self.delimiter,
                "QUOTE": quote,
                "ESCAPE": quote,
                "HEADER": header,
                "COMPRESSION": compression or "none",
            },
        )


csv = Delimited("csv", ",")
tsv = Delimited("tsv", "\t")


def _check_single(**characters: str) -> None:
    for name, character in characters.items():
        if len(character.encode()) != 1:
            raise ConfigurationError(f"must be one ASCII character, not {character!r}", key=name)
