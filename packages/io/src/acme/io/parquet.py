"""Parquet (https://parquet.apache.org/docs/file-format/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from acme.core.errors import ConfigurationError, DataError
from acme.io.export import fitting, refused
from acme.io.files import same_columns
from acme.io.sql import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from acme.io.export import Export
    from acme.io.files import File

__all__ = ["parquet"]

_REFUSED = ("INTERVAL", "BIT", "TIME WITH TIME ZONE", "BIGNUM", "UNION", "VARIANT")


class Parquet:
    """The format of Parquet."""

    text = False

    def scan(self, connection: DuckDBPyConnection, files: Sequence[File], scratch: Path) -> str:
        """See `Format.scan`; all files have the same columns and types in the same order."""
        same_columns((file, self._shape(connection, file)) for file in files)
        return f"read_parquet({literal([file.path for file in files])})"

    def write(
        self,
        export: Export,
        *,
        codec: str = "snappy",
    ) -> int:
        """See `Format.write`; `codec` is `snappy`, `zstd`, `gzip`, `lz4` or `uncompressed`."""
        if export.compression:
            raise ConfigurationError(
                f"Parquet is not compressed with {export.compression} as a whole",
                hint="it compresses inside, see its option codec",
            )
        return export.copy(_exported, FORMAT="parquet", COMPRESSION=codec)

    def _shape(self, connection: DuckDBPyConnection, file: File) -> list[str]:
        try:
            rows = connection.execute(
                f"DESCRIBE FROM read_parquet({literal(file.path)})"
            ).fetchall()
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0].replace(str(file.path), file.label)
            raise DataError(f"no Parquet: {reason}", file=file.label) from error
        return [f"{name} {type_}" for name, type_, *_ in rows]


parquet = Parquet()


def _exported(value: str, type_: str) -> str:
    if type_ in {"HUGEINT", "UHUGEINT"}:
        # DuckDB would store it as a double.
        return fitting(value)
    if type_.startswith(_REFUSED):
        raise refused(value, type_, "Parquet")
    return value
