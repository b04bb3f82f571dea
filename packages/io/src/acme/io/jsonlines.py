"""JSON Lines, one object a line (https://jsonlines.org), and documents laid out so."""

from __future__ import annotations

import json as rfc8259
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from acme.core.errors import DataError
from acme.io.documents import laid_out
from acme.io.export import as_text, fitting, unless
from acme.io.records import Dialect, blocks, newline_of
from acme.io.sampling import kind, typed
from acme.io.sql import identifier, literal
from acme.io.tables import TextTable, read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from acme.io.columns import Column
    from acme.io.export import Export
    from acme.io.files import File

__all__ = ["json", "jsonl"]

_SAMPLE = 10_000
_NUMBERS = re.compile(r".*INT(EGER)?|FLOAT|DOUBLE")
_LARGEST_SAFE_DECIMAL = 15
"""How many digits a double always keeps."""


class LinesTable(TextTable):
    """Files of JSON Lines, as the checked reading wants them."""

    refusal: ClassVar[tuple[str, str]] = (
        "misfit",
        "is no JSON object, or has a key twice or one that no column has",
    )

    def uncounted(self) -> int:
        """See `TextTable.uncounted`; the reader counts blank lines."""
        lines = (block.records for f in self.files for block in blocks(f.path, self.dialect(f)))
        return sum(records.count(b"") for records in lines)

    def source(self, files: Sequence[File], **reader: object) -> str:
        """See `TextTable.source`."""
        names = literal([column.name for column in self.columns])
        structure = rfc8259.dumps(dict.fromkeys((c.name for c in self.columns), "JSON"))
        misfit = (
            "CASE WHEN NOT json_valid(line) THEN true WHEN json_type(line) <> 'OBJECT' THEN true"
            f" ELSE NOT list_has_all({names}, json_keys(line))"
            " OR len(json_keys(line)) <> len(list_distinct(json_keys(line))) END"
        )
        return (
            f"(SELECT misfit, CASE WHEN NOT misfit THEN json_transform(line, {literal(structure)})"
            f" END AS object FROM (SELECT line, {misfit} AS misfit"
            f" FROM {_lines(files, **reader)} WHERE line IS NOT NULL))"
        )

    def sampled(self, column: Column) -> str:
        """See `TextTable.sampled`."""
        return self._token(column)

    def kind(self, sampled: str) -> str:
        """See `TextTable.kind`; what JSON does not tell apart from text is text."""
        text = kind(f"({sampled} ->> '$')")
        return (
            f"CASE WHEN starts_with({sampled}, '\"')"
            f" THEN CASE WHEN {text} IN ('day', 'moment', 'zoned', 'clock') THEN {text} ELSE 'text' END"
            f" WHEN {kind(sampled)} IN ('text', 'code') THEN 'nested' ELSE {kind(sampled)} END"
        )

    def delivered(self, column: Column) -> str:
        """See `TextTable.delivered`."""
        token = self._token(column)
        if column.type == "JSON" or _NUMBERS.fullmatch(column.type):
            return token
        if column.type == "BOOLEAN":
            return f"CASE WHEN {token} IN ('true', 'false') THEN {token} ELSE '?' || {token} END"
        return self._text(column)

    def refused(self, column: Column) -> str | None:
        """See `TextTable.refused`."""
        if column.type == "VARCHAR":
            return f"(NOT starts_with({self._token(column)}, '\"'))"
        return column.refused(self.delivered(column))

    def dialect(self, file: File) -> Dialect:
        """See `TextTable.dialect`."""
        return Dialect(b"", b"", newline_of(file.path))

    def shown(self, raw: bytes, column: Column) -> str:
        """See `TextTable.shown`."""
        value = rfc8259.loads(raw)[column.name]
        return value if isinstance(value, str) else rfc8259.dumps(value, ensure_ascii=False)

    def keys(self, connection: DuckDBPyConnection) -> list[str]:
        """Return the keys that a sample has, in the order in which they first appear."""
        lines = _lines(self.files, ignore_errors=True)
        rows = connection.execute(
            "SELECT json_keys(line) AS keys FROM"
            f" (SELECT line, row_number() OVER () AS number FROM {lines} LIMIT {_SAMPLE})"
            " WHERE json_valid(line) GROUP BY keys ORDER BY min(number)"
        ).fetchall()
        return list(dict.fromkeys(key for (keys,) in rows for key in keys))

    def _token(self, column: Column) -> str:
        return f"CAST(object.{identifier(column.name)} AS VARCHAR)"

    def _text(self, column: Column) -> str:
        return f"(object.{identifier(column.name)} ->> '$')"


@dataclass(frozen=True)
class Lines:
    """The format of JSON Lines, or with `document` of one JSON document."""

    name: str
    document: bool
    text = True

    def scan(
        self,
        connection: DuckDBPyConnection,
        files: Sequence[File],
        scratch: Path,
        *,
        schema: Mapping[str, str] | None = None,
    ) -> LinesTable:
        """See `Format.scan`; types of columns that are not in `schema` follow from a sample."""
        if self.document:
            files = [laid_out(file, scratch) for file in files]
        table = LinesTable(files, [])
        keys = table.keys(connection)
        names = list(dict.fromkeys([*(schema or {}), *keys]))
        if not names:
            raise DataError(
                "the file is empty", file=files[0].label, hint="declare its columns in a schema"
            )
        return replace(table, columns=typed(connection, table, names, schema)).as_text()

    def write(
        self,
        export: Export,
    ) -> int:
        """See `Format.write`."""
        compression = export.compression or "none"
        return export.copy(_exported, FORMAT="json", ARRAY=self.document, COMPRESSION=compression)


json = Lines("json", document=True)
jsonl = Lines("jsonl", document=False)


def _lines(files: Sequence[File], **reader: object) -> str:
    """Return the SQL of a table of the lines; a blank one is null."""
    return read_csv(files, {"line": "VARCHAR"}, "\x01", "", **reader)


def _exported(value: str, type_: str) -> str:
    if type_ in {"FLOAT", "DOUBLE"}:
        return unless(f"NOT isfinite({value})", value, "has NaN or infinity, which JSON has not")
    if type_ in {"HUGEINT", "UHUGEINT"}:
        return fitting(value)
    if type_.startswith("DECIMAL") and int(type_[8:].partition(",")[0]) > _LARGEST_SAFE_DECIMAL:
        return f"CAST({value} AS VARCHAR)"
    return as_text(value, type_, "JSON")
