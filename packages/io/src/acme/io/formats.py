"""Formats: what a file's bytes mean, found by name or by the file's suffix; plugins welcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from acme.core.errors import DataError
from acme.core.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["Format", "format_of", "formats"]


class Format(Protocol):
    """Reads and writes files of one kind with DuckDB."""

    def scan(self, connection: DuckDBPyConnection, path: Path, **options: Any) -> DuckDBPyRelation:
        """Return the table in a file, unread as yet."""
        ...

    def write(self, relation: DuckDBPyRelation, path: Path, **options: Any) -> None:
        """Write a table to a file, which nobody else sees yet."""
        ...


formats: Registry[Format] = Registry(
    "format",
    "acme.formats",
    {
        "csv": "acme.io.delimited:csv",
        "jsonl": "acme.io.jsonlines:jsonl",
        "parquet": "acme.io.parquet:parquet",
    },
)

_SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


def format_of(path: Path, name: str | None = None) -> Format:
    """Return the format of that name, or else the one that the file's suffix tells.

    Raises:
        UnknownNameError: There is no such format.
        DataError: Neither a name nor a suffix tells.
    """
    if name is None and not path.suffix:
        raise DataError(
            "the name has no suffix that tells its format",
            file=path,
            hint=f"name it with format=, one of {', '.join(formats.names())}",
        )
    return formats.get(name or _SUFFIXES.get(path.suffix.lower(), path.suffix[1:].lower()))
