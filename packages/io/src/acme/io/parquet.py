"""Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acme.io.sql import literal

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["parquet"]


class _Parquet:
    def scan(self, connection: DuckDBPyConnection, path: Path) -> DuckDBPyRelation:
        return connection.sql(f"SELECT * FROM read_parquet({literal(path)})")

    def write(self, relation: DuckDBPyRelation, path: Path) -> None:
        relation.query(
            "frame", f"COPY frame TO {literal(path)} (FORMAT parquet, USE_TMP_FILE false)"
        )


parquet = _Parquet()
