"""Databases: SQLite and PostgreSQL as source and target, over ADBC; all rows or none.

sqlite:///flights.db?table=flights             (four slashes for an absolute path)
postgresql://user:password@host/database?table=flights
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import duckdb

from acme.core.errors import (
    ConfigurationError,
    DataError,
    MissingFileError,
    ResourceError,
    UnknownNameError,
)
from acme.io.export import fitting
from acme.io.sql import identifier
from acme.io.temporary import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["Database"]

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
_MODES = {"fail": "create", "append": "create_append", "replace": "replace"}


@dataclass(frozen=True)
class Database:
    """A database and perhaps a table in it.

    Attributes:
        driver: `sqlite` or `postgresql`.
        uri: What the driver connects to.
        table: The table's name, after a dot that of its schema; None if only a query is meant.
        label: The location without the table.
    """

    driver: str
    uri: str
    table: str | None
    label: str

    @classmethod
    def at(cls, location: str, options: dict[str, Any]) -> Database | None:
        """Return what a location names, with the table from options; None if it is no database."""
        scheme = location.partition("://")[0]
        if scheme not in _DRIVERS or "://" not in location:
            return None
        base, _, rest = location.partition("?")
        settings = dict(parse_qsl(rest))
        named = settings.pop("table", None)
        label = base + (f"?{urlencode(settings)}" if settings else "")
        # As SQLAlchemy does: three slashes before a relative path, four before an absolute one.
        uri = base.split("/", 3)[-1] if _DRIVERS[scheme] == "sqlite" else label
        table = options.pop("table", named)
        return cls(_DRIVERS[scheme], uri, None if table is None else str(table), label)

    def read(
        self,
        connection: DuckDBPyConnection,
        *,
        query: str | None = None,
        parameters: Sequence[Any] = (),
    ) -> tuple[str, int]:
        """Copy a table, or what a query answers, into DuckDB.

        Args:
            connection: The DuckDB database.
            query: A query in the database's own SQL; None for the whole table.
            parameters: Values for the query's placeholders, which are bound, never pasted.

        Returns:
            The copy's name and its number of rows.
        """
        if self.driver == "sqlite" and not Path(self.uri).exists():
            raise MissingFileError("no such file", file=self.label)
        if query is None:
            query = f"SELECT * FROM {self._quoted()}"
        name = f"copied_{token_hex(6)}"
        bound = _bound(parameters)
        with self._connected(self.uri) as cursor:
            cursor.execute(query, bound)
            stream = cursor.fetch_arrow()  # noqa: F841  # DuckDB finds it by its name
            connection.execute(f"CREATE TABLE {name} AS FROM stream")
        rows = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
        return name, int(rows)

    def write(self, relation: DuckDBPyRelation, *, mode: str = "fail") -> int:
        """Write a table in one transaction; a new file of SQLite appears when it is whole.

        Args:
            relation: The table.
            mode: What to do if the target exists: `fail`, `append` or `replace`.

        Returns:
            The number of rows.
        """
        if mode not in _MODES:
            raise UnknownNameError.among("mode", mode, _MODES)
        self._quoted()
        if self.driver == "sqlite" and not Path(self.uri).exists():
            with beside(Path(self.uri)) as new:
                rows = self._ingest(str(new), relation, mode, autocommit=True)
                # If another run made the file meanwhile, or there are no links, write into it.
                with suppress(OSError):
                    Path(self.uri).hardlink_to(new)
                    return rows
        return self._ingest(self.uri, relation, mode)

    def _ingest(
        self, uri: str, relation: DuckDBPyRelation, mode: str, *, autocommit: bool = False
    ) -> int:
        *schema, table = (self.table or "").split(".")
        native = [
            f"{fitting(identifier(name)) if 'HUGEINT' in str(type_) else identifier(name)}"
            f" AS {identifier(name)}"
            for name, type_ in zip(relation.columns, relation.types, strict=True)
        ]
        with self._connected(uri, autocommit=autocommit) as cursor:
            if autocommit:
                # A killed run would leave the journal.
                cursor.execute("PRAGMA journal_mode = OFF")
            return int(
                cursor.adbc_ingest(
                    table,
                    relation.project(", ".join(native)),
                    mode=_MODES[mode],
                    db_schema_name=".".join(schema) or None,
                )
            )

    def _quoted(self) -> str:
        if not self.table:
            raise ConfigurationError(
                "no table is named", file=self.label, hint="end the location with ?table=NAME"
            )
        return ".".join(map(identifier, self.table.split(".")))

    @contextmanager
    def _connected(self, uri: str, *, autocommit: bool = False) -> Iterator[Any]:
        """Give a cursor; what was done is committed if the block ends well, or else undone."""
        try:
            driver = import_module(f"adbc_driver_{self.driver}.dbapi")
        except ImportError as error:
            raise ResourceError(
                f"no driver for {self.driver} is installed",
                file=self.label,
                hint=f"install acme-io[{self.driver}]",
            ) from error
        try:
            # Closing without a commit rolls back.
            with (
                driver.connect(uri, autocommit=autocommit) as connection,
                connection.cursor() as cursor,
            ):
                yield cursor
                cursor.close()
                if not autocommit:
                    connection.commit()
        except driver.OperationalError as error:
            raise ResourceError(_told(error), file=self.label) from error
        except driver.Error as error:
            raise DataError(_told(error), file=self.label) from error


def _bound(parameters: Sequence[Any]) -> Any:
    """Return a row of the parameters in Arrow's form, which drivers bind.

    It has a database of its own, for a stream keeps its connection busy.
    """
    if not parameters:
        return None
    places = ", ".join(f"${number}" for number in range(1, len(parameters) + 1))
    return duckdb.connect().sql(f"SELECT {places}", params=list(parameters))


def _told(error: Exception) -> str:
    """Return all that the database said, on one line."""
    return " ".join(str(error).split())
