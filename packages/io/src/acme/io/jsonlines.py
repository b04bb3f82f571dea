"""JSON Lines: one object a line (https://jsonlines.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acme.io.sql import literal

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["jsonl"]


class _JSONLines:
    def scan(self, connection: DuckDBPyConnection, path: Path) -> DuckDBPyRelation:
        return connection.sql(
            f"SELECT * FROM read_json({literal(path)}, format = 'newline_delimited')"
        )

    def write(self, relation: DuckDBPyRelation, path: Path) -> None:
        relation.query("frame", f"COPY frame TO {literal(path)} (FORMAT json, USE_TMP_FILE false)")


jsonl = _JSONLines()
