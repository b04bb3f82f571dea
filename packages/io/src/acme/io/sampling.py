"""Sampling: the types of columns that no schema declares, from the first rows of each file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

import duckdb

from acme.core.errors import UnknownNameError, error_context
from acme.io.columns import Column, declared, inferred
from acme.io.failures import sentence
from acme.io.records import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from acme.io.files import File
    from acme.io.records import Dialect

__all__ = ["SampledTable", "checked_schema", "sampled"]

_ROWS = 10_000
_FILES = 8


class SampledTable(Protocol):
    """Text files with columns of types yet unknown."""

    @property
    def files(self) -> Sequence[File]:
        """The files."""
        ...

    def source(self, columns: Sequence[Column], files: Sequence[File], **reader: object) -> str:
        """See `TextTable.source`."""
        ...

    def dialect(self, file: File) -> Dialect:
        """See `TextTable.dialect`."""
        ...

    def kind(self, column: Column) -> str:
        """Return the SQL of the kind of a value, as `columns.kind` does for text."""
        ...


def checked_schema(
    schema: Mapping[str, str] | None, names: Sequence[str], label: str
) -> dict[str, str]:
    """Return DuckDB's types of the columns that a schema declares.

    Raises:
        UnknownNameError: The file has no such column, or there is no such type.
    """
    types = {name: declared(str(type_)) for name, type_ in (schema or {}).items()}
    for name in types:
        if name not in names:
            raise UnknownNameError.among("column", name, names, file=label)
    return types


def sampled(
    connection: duckdb.DuckDBPyConnection,
    table: SampledTable,
    names: Sequence[str],
    types: Mapping[str, str],
) -> list[Column]:
    """Return the columns, with the declared types or those that fit a sample."""
    texts = [Column(name, "VARCHAR") for name in names]
    unknown = [column for column in texts if column.name not in types]
    if not unknown:
        return [Column.declared(name, types[name]) for name in names]
    kinds = ", ".join(f"histogram({table.kind(column)})" for column in unknown)
    files = table.files[:_FILES]
    counts = [Counter[str]() for _ in unknown]
    for file in files:
        rows = f"SELECT * FROM {table.source(texts, [file], ignore_errors=True)}"
        query = f"SELECT {kinds} FROM ({rows} LIMIT {_ROWS // len(files)})"
        try:
            (found,) = connection.execute(query).fetchall()
        except duckdb.InvalidInputException as error:
            with error_context(file=file.label):
                raise unreadable(file.path, table.dialect(file), sentence(error)) from error
        for count, more in zip(counts, found, strict=True):
            count.update(more)
    known = {name: Column.declared(name, type_) for name, type_ in types.items()}
    for column, count in zip(unknown, counts, strict=True):
        known[column.name] = inferred(column.name, count)
    return [known[name] for name in names]
