"""Export: tables copied to a file, where what a format cannot hold is refused, not bent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from acme.core.errors import DataError
from acme.io.sql import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["Export", "as_text", "fitting", "refused", "unless"]

_NESTED = ("STRUCT", "MAP", "UNION")
_PLAIN = {"VARCHAR", "BOOLEAN", "FLOAT", "DOUBLE", "TIME", "BLOB", "UUID", '"NULL"', "NULL"}
_FIRST, _LAST = "0001-01-01", "9999-12-31 23:59:59.999999"


@dataclass(frozen=True)
class Export:
    """A table on its way to a file that nobody else sees yet.

    Attributes:
        connection: The database.
        relation: The table.
        path: The file.
        compression: How the file is to be compressed as a whole, `gzip` or `zstd`; None for not.
    """

    connection: DuckDBPyConnection
    relation: DuckDBPyRelation
    path: Path
    compression: str | None

    def copy(self, convert: Callable[[str, str], str], **settings: object) -> int:
        """Write the table with DuckDB's COPY and return the number of rows.

        `convert` turns the SQL of a column and its type into the SQL of what is written.
        """
        columns = [
            f"{convert(identifier(name), str(type_))} AS {identifier(name)}"
            for name, type_ in zip(self.relation.columns, self.relation.types, strict=True)
        ]
        given = ", ".join(f"{name} {literal(value)}" for name, value in settings.items())
        copied = self.connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM ({self.relation.sql_query()})) "
            f"TO {literal(self.path)} ({given}, USE_TMP_FILE false)"
        )
        return int(copied.fetchall()[0][0])


def unless(condition: str, value: str, message: str) -> str:
    """Return the SQL of a value that stops the query where a condition holds."""
    sentence = literal(f"column {value} {message}")
    return f"CASE WHEN {condition} THEN error({sentence}) ELSE {value} END"


def fitting(value: str) -> str:
    """Return the SQL of a whole number of 128 bits, such as a sum, in 64 bits; an error if none."""
    return f"CAST({value} AS BIGINT)"


def refused(value: str, type_: str, format_: str) -> DataError:
    """Return the error for a column of a type that a format has not."""
    return DataError(
        f"{format_} cannot hold the type {type_}",
        column=value.strip('"'),
        hint="cast or drop the column",
    )


def as_text(value: str, type_: str, format_: str) -> str:
    """Return the SQL of a column for a format of text."""
    if type_ == "TIMESTAMP_NS":
        micro = f"CAST({value} AS TIMESTAMP)"
        lost = f"CAST({micro} AS TIMESTAMP_NS) <> {value}"
        return unless(lost, value, f"has nanoseconds, which {format_} does not keep")
    if type_ == "DATE" or type_.startswith("TIMESTAMP"):
        outside = f"{value} < '{_FIRST}' OR {value} > '{_LAST}'"
        return unless(outside, value, f"has a date that {format_} cannot hold")
    if (
        type_.endswith(("INT", "INTEGER"))
        or type_.startswith(("DECIMAL", "ENUM"))
        or type_ in _PLAIN
    ):
        return value
    if format_ == "JSON" and (type_.startswith(_NESTED) or type_.endswith("]")):
        return value
    raise refused(value, type_, format_)
