from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FLIGHTS = """
    VALUES ('UA', 'EWR', 2.0, 1400, TIMESTAMP '2013-01-01 05:15:00'),
           ('AA', 'JFK', -4.0, 1089, TIMESTAMP '2013-01-01 05:40:00'),
           ('UA', 'LGA', 11.0, 1416, TIMESTAMP '2013-02-01 05:29:00'),
           (NULL, 'JFK', NULL, NULL, NULL)
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.fixture
def table(connection: duckdb.DuckDBPyConnection) -> Callable[..., nw.LazyFrame[Any]]:
    """Return a function from a query and names of columns to a lazy frame."""

    def make(query: str, *names: str) -> nw.LazyFrame[Any]:
        columns = ", ".join(f'"{name}"' for name in names)
        return nw.from_native(connection.sql(f"SELECT * FROM ({query}) t({columns})"))  # noqa: S608

    return make


@pytest.fixture
def flights(table: Callable[..., nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
    return table(FLIGHTS, "carrier", "origin", "delay", "distance", "time")


@pytest.fixture
def airlines(table: Callable[..., nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
    return table("VALUES ('UA', 'United'), ('DL', 'Delta')", "carrier", "name")


@pytest.fixture
def fetch() -> Callable[[nw.LazyFrame[Any]], dict[str, Any]]:
    """Return a function that computes a frame of one row."""

    def fetch(frame: nw.LazyFrame[Any]) -> dict[str, Any]:
        (row,) = frame.to_native().fetchall()
        return dict(zip(frame.collect_schema(), row, strict=True))

    return fetch


@pytest.fixture
def rows() -> Callable[[nw.LazyFrame[Any]], list[tuple[Any, ...]]]:
    """Return a function that computes a frame."""
    return lambda frame: frame.to_native().fetchall()
