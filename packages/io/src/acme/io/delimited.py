"""CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acme.io.sql import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["csv"]


class _Delimited:
    def scan(
        self, connection: DuckDBPyConnection, path: Path, *, null_values: Sequence[str] = ("",)
    ) -> DuckDBPyRelation:
        nulls = ", ".join(literal(value) for value in null_values)
        return connection.sql(
            f"SELECT * FROM read_csv({literal(path)}, delim = ',', quote = '\"', escape = '\"', header = true,"
            f" nullstr = [{nulls}], allow_quoted_nulls = false)"
        )

    def write(self, relation: DuckDBPyRelation, path: Path) -> None:
        relation.query("frame", f"COPY frame TO {literal(path)} (FORMAT csv, USE_TMP_FILE false)")


csv = _Delimited()
