"""SQLite and PostgreSQL as source and target: all rows or none."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    DataError,
    MissingFileError,
    ResourceError,
    UnknownNameError,
)
from acme.io.databases import Database
from acme.io.sql import identifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Write = Callable[[str, str | bytes], Path]

ODD = 'it\'s "odd"; --'


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the location of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/base.db"
    location: str = request.getfixturevalue("postgresql")()
    return location


@pytest.fixture
def make(engine: Any) -> Callable[[str], nw.LazyFrame[Any]]:
    """Return what makes a frame of a query."""
    return lambda query: nw.from_native(engine._connection.sql(query))


def rows(engine: Engine, database: str, **options: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = engine.scan(database, **options).to_native().fetchall()
    return found


def test_a_table_comes_back(database: str, engine: Engine, make: Any) -> None:
    frame = make(
        f"SELECT 1 AS {identifier(ODD)}, 'é' AS b, 0.5::DOUBLE AS c, NULL::BIGINT AS d, sum(1) AS e"
    )

    report = engine.sink(frame, database, table=ODD)

    copy = engine.scan(database, table=ODD)
    assert copy.columns == [ODD, "b", "c", "d", "e"]
    assert copy.to_native().fetchall() == [(1, "é", 0.5, None, 1)]
    assert report.written == 1
    assert engine.sink(copy, database, table="other") == (1, 1, 0)


def test_dates_and_truth_keep_their_types_in_postgresql(
    postgresql: Callable[[], str], engine: Engine, make: Any
) -> None:
    database = postgresql()
    frame = make(
        "SELECT true AS a, DATE '1960-02-29' AS b, TIMESTAMP '1960-02-29 12:00:00.5' AS c,"
        " TIMESTAMPTZ '2020-01-01 00:00:00+00' AS d, 'x'::BLOB AS e"
    )

    engine.sink(frame, database, table="public.types")

    copy = engine.scan(f"{database}&table=public.types")
    assert copy.collect_schema() == frame.collect_schema()
    assert copy.select("a", "b", "c").to_native().fetchall() == [
        (True, date(1960, 2, 29), datetime(1960, 2, 29, 12, 0, 0, 500000))  # noqa: DTZ001
    ]


def test_modes(database: str, engine: Engine, make: Any) -> None:
    engine.sink(make("SELECT 1 AS a"), database, table="t", mode="append")

    engine.sink(make("SELECT 2 AS a"), database, table="t", mode="append")
    appended = rows(engine, database, table="t")
    with pytest.raises(DataError, match=r"(?i)already exists"):
        engine.sink(make("SELECT 3 AS a"), database, table="t")
    refused = rows(engine, database, table="t")
    engine.sink(make("SELECT 'x' AS b"), database, table="t", mode="replace")

    assert appended == refused == [(1,), (2,)]
    assert rows(engine, database, table="t") == [("x",)]


@pytest.mark.parametrize("mode", ["append", "replace"])
def test_a_row_that_does_not_fit_leaves_the_table_as_it_was(
    database: str, engine: Engine, make: Any, write: Write, mode: str
) -> None:
    engine.sink(make("SELECT 1 AS a"), database, table="t")
    path = write("table.csv", "a\n" + "2\n" * 50_000 + "x\n")

    with pytest.raises(DataError, match=':50002: column "a": "x" is no whole number'):
        engine.sink(engine.scan(path), database, table="t", mode=mode)

    assert rows(engine, database, table="t") == [(1,)]


def test_a_careful_reading_is_written_after_a_false_alarm(
    database: str, engine: Engine, write: Write
) -> None:
    path = write("table.csv", "a\n" + "1\n" * 20_000 + "9007199254740993\n")

    report = engine.sink(engine.scan(path), database, table="t")

    query = "SELECT max(a) AS largest, count(*) AS count FROM t"
    assert rows(engine, database, query=query) == [(2**53 + 1, 20_001)]
    assert report.written == 20_001


def test_values_of_a_query_are_bound(database: str, engine: Engine, make: Any) -> None:
    engine.sink(make("SELECT i AS a, 'n' || i AS b FROM range(5) t(i)"), database, table="t")
    query = "SELECT b FROM t WHERE a > $1 AND b <> $2"

    found = rows(engine, database, query=query, parameters=[2, "n3' OR 1=1 --"])

    assert found == [("n3",), ("n4",)]


def test_what_the_database_says_is_kept(database: str, engine: Engine, make: Any) -> None:
    engine.sink(make("SELECT 1 AS a"), database, table="t")
    with pytest.raises(DataError, match=r'(?i)near "selec"|column "selec" does not exist'):
        engine.scan(database, query="SELEC 1")
    with pytest.raises(
        ConfigurationError, match=r"no table is named; end the location with \?table"
    ):
        engine.sink(make("SELECT 1 AS a"), database)
    with pytest.raises(UnknownNameError, match='unknown mode "upsert"'):
        engine.sink(make("SELECT 1 AS a"), database, table="t", mode="upsert")


def test_a_missing_file_of_sqlite_is_not_made(tmp_path: Path, engine: Engine, make: Any) -> None:
    path = tmp_path / "base.db"

    with pytest.raises(MissingFileError, match=r"base\.db: no such file"):
        engine.scan(f"sqlite:///{path}?table=t")
    with pytest.raises(AcmeError):
        engine.sink(make("SELECT INTERVAL 1 DAY AS a"), f"sqlite:///{path}?table=t")

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_sqlite_that_another_run_makes_meanwhile_is_kept(
    tmp_path: Path, engine: Engine, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest = Database._ingest

    def come_second(self: Database, uri: str, *arguments: Any, **options: Any) -> int:
        with closing(sqlite3.connect(self.uri)) as other:
            other.execute("CREATE TABLE IF NOT EXISTS theirs (a INTEGER)")
        return ingest(self, uri, *arguments, **options)

    monkeypatch.setattr(Database, "_ingest", come_second)
    first, second = (f"sqlite:///{tmp_path}/{name}.db" for name in ("first", "second"))

    engine.sink(make("SELECT 1 AS a"), first, table="ours")
    with pytest.raises(AcmeError):
        engine.sink(make("SELECT INTERVAL 1 DAY AS a"), second, table="ours")

    assert rows(engine, first, table="ours") == [(1,)]
    assert rows(engine, first, table="theirs") == rows(engine, second, table="theirs") == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["first.db", "second.db"]


def test_what_only_files_or_only_databases_have_is_refused(
    tmp_path: Path, engine: Engine, make: Any, write: Write
) -> None:
    location = f"sqlite:///{tmp_path}/base.db?table=t"
    engine.sink(make("SELECT 1 AS a"), location)

    with pytest.raises(
        ConfigurationError, match='key "rejects": here are no rows that may not fit'
    ):
        engine.scan(location, rejects=tmp_path / "rejects.jsonl")
    with pytest.raises(UnknownNameError, match='unknown option "delimiter"'):
        engine.scan(location, delimiter=";")
    with pytest.raises(UnknownNameError, match='unknown option "table"'):
        engine.scan(write("table.csv", "a\n1\n"), table="t")


def test_a_table_may_be_named_by_a_number(tmp_path: Path, engine: Engine, make: Any) -> None:
    location = f"sqlite:///{tmp_path}/base.db"

    engine.sink(make("SELECT 1 AS a"), location, table=2024)

    assert rows(engine, f"{location}?table=2024") == [(1,)]


def test_what_another_program_wrote_is_read(tmp_path: Path, engine: Engine) -> None:
    with sqlite3.connect(tmp_path / "base.db") as connection:
        connection.execute("CREATE TABLE t (a INTEGER, b TEXT)")
        connection.execute("INSERT INTO t VALUES (1, 'x')")
    connection.close()

    assert rows(engine, f"sqlite:///{tmp_path}/base.db?table=t") == [(1, "x")]


def test_a_server_that_is_not_there_is_named_without_the_password(engine: Engine) -> None:
    location = "postgresql://me:secret@127.0.0.1:1/base?table=t"

    with pytest.raises(
        ResourceError, match=r"postgresql://me:\*\*\*\*\*\*@127\.0\.0\.1:1/base"
    ) as caught:
        engine.scan(location)

    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named(
    tmp_path: Path, engine: Engine, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_sqlite.dbapi", None)

    with pytest.raises(ResourceError, match=r"install acme-io\[sqlite\]"):
        engine.sink(make("SELECT 1 AS a"), f"sqlite:///{tmp_path}/base.db?table=t")


@pytest.mark.slow
def test_a_million_rows_both_ways(postgresql: Callable[[], str], engine: Engine, make: Any) -> None:
    database = postgresql()
    frame = make("SELECT i AS a, 'name ' || i AS b, i / 7 AS c FROM range(1000000) t(i)")

    written = engine.sink(frame, database, table="t").written
    copy = engine.scan(database, table="t").to_native()

    query = "count(*), sum(a), sum(c), md5(string_agg(b, '' ORDER BY a))"
    assert written == 1_000_000
    assert copy.aggregate(query).fetchall() == frame.to_native().aggregate(query).fetchall()
