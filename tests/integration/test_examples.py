"""The flows of docs/examples give what SQL gives."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

BODY_MASS = """
    SELECT species, sex, count(*), avg(body_mass_g) FROM penguins
    WHERE body_mass_g <> 'NA' AND sex <> 'NA' GROUP BY species, sex ORDER BY species, sex
"""


def test_penguins_have_the_mean_body_mass_that_sql_gives(tmp_path: Path) -> None:
    for name in ("penguins.csv", "penguins.toml"):
        shutil.copy(EXAMPLES / name, tmp_path)

    command = [sys.executable, "-m", "acme.cli", "run", "--quiet", "penguins.toml"]
    subprocess.run(command, cwd=tmp_path, check=True)

    with (tmp_path / "body-mass.csv").open(newline="", encoding="utf-8") as lines:
        actual = [tuple(row) for row in list(csv.reader(lines))[1:]]
    with closing(penguins()) as database:
        expected = [
            (species, sex, str(count), pytest.approx(mean, rel=1e-12))
            for species, sex, count, mean in database.execute(BODY_MASS)
        ]
    assert len(expected) == 6
    assert expected == [(*texts, float(mean)) for *texts, mean in actual]


def penguins() -> sqlite3.Connection:
    """Return a database with the penguins, read by the standard library."""
    connection = sqlite3.connect(":memory:")
    with (EXAMPLES / "penguins.csv").open(newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        connection.execute(f"CREATE TABLE penguins ({', '.join(next(rows))})")
        connection.executemany("INSERT INTO penguins VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return connection
