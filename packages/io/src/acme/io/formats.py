"""Formats: what a file's bytes mean, found by name or by the file's suffix; plugins welcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import signature
from os import PathLike
from types import NoneType
from typing import TYPE_CHECKING, Any, Protocol

from acme.core.errors import ConfigurationError, DataError, UnknownNameError
from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from acme.io.export import Export
    from acme.io.files import File
    from acme.io.tables import TextTable

__all__ = ["Format", "format_of", "formats", "keywords"]


class Format(Protocol):
    """Reads and writes files of one kind with DuckDB.

    Attributes:
        text: Whether the files are text, which may be compressed or of some encoding, and whose
            rows are checked one by one.
    """

    text: bool

    def scan(
        self, connection: DuckDBPyConnection, files: Sequence[File], scratch: Path, **options: Any
    ) -> str | TextTable:
        """Return the table that the files hold, unread as yet.

        Args:
            connection: The database.
            files: The files, with plain bytes if they are text.
            scratch: A folder for what is needed until the engine is closed.
            options: The format's own.

        Returns:
            The SQL of the table; or for text, whose rows are to be checked, how to read it.

        Raises:
            DataError: They hold no such table.
        """
        ...

    def write(self, export: Export, **options: Any) -> int:
        """Write a table to a file; return the number of rows.

        Raises:
            DataError: The format cannot hold the table.
        """
        ...


formats: Registry[Format] = Registry(
    "format",
    "acme.formats",
    {
        "csv": "acme.io.delimited:csv",
        "tsv": "acme.io.delimited:tsv",
        "json": "acme.io.jsonlines:json",
        "jsonl": "acme.io.jsonlines:jsonl",
        "parquet": "acme.io.parquet:parquet",
    },
)

_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "None": (NoneType, ""),
    "bool": (bool, "true or false"),
    "str": (str, "text in quotes"),
    "Location": ((str, PathLike), "a path in quotes"),
    "Sequence": (Sequence, "a list"),
    "Mapping": (Mapping, "a table of names"),
}
"""What values an annotation's words allow, and what to call them."""

_SUFFIXES = {".ndjson": "jsonl", ".pq": "parquet", ".tab": "tsv", ".txt": "csv"}


def format_of(suffix: str, name: str | None, location: str) -> Format:
    """Return the format of that name, or else the one that a suffix tells.

    Raises:
        UnknownNameError: There is no such format.
        DataError: Neither a name nor a suffix tells.
    """
    if name is None and not suffix:
        raise DataError(
            "the name has no suffix that tells its format",
            file=location,
            hint=f"say the format, one of {', '.join(formats.names())}",
        )
    return formats.get(name or _SUFFIXES.get(suffix, suffix[1:]))


def keywords(function: Callable[..., object], given: Mapping[str, object]) -> None:
    """Refuse keyword arguments that a function does not take, or that are not of their types.

    Raises:
        UnknownNameError: There is no such option.
        ConfigurationError: A value is of a wrong type; types that are not in `_KINDS` are not checked.
    """
    parameters = signature(function).parameters.values()
    known = {p.name: str(p.annotation) for p in parameters if p.kind is p.KEYWORD_ONLY}
    for name, value in given.items():
        if name not in known:
            raise UnknownNameError.among("option", name, known)
        # As text, because what it names may be imported for type checkers only.
        words = [word.partition("[")[0] for word in known[name].split(" | ")]
        if all(word in _KINDS and not isinstance(value, _KINDS[word][0]) for word in words):
            kinds = " or ".join(kind for _, kind in map(_KINDS.__getitem__, words) if kind)
            raise ConfigurationError(f"must be {kinds}, not {value!r}", key=name)
