"""Speed and memory of strict reading, as ratios to DuckDB by hand and beside named peers.

Each round does every job once, so that a ratio compares what ran next to each other; the table has
the median of the rounds. `ACME_BENCH_ROWS` and `ACME_BENCH_ROUNDS` set the size:

    ACME_BENCH_ROWS=20000000 ACME_BENCH_ROUNDS=5 hatch run bench:run -k data_speed

Goals: acme at most 1.25 times DuckDB by hand, 2.0 times with rejects, 1.05 times from Parquet;
narwhals at most 1.05 times; peak memory at most 1.15 times.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ROWS = os.environ.get("ACME_BENCH_ROWS", "300000")
ROUNDS = int(os.environ.get("ACME_BENCH_ROUNDS", "3"))
PEERS = {
    "group": ["narwhals", "acme", "acme-rejects", "polars", "pyarrow", "pandas", "miller"],
    "narrow": ["narwhals", "acme", "acme-rejects"],
    "convert": ["acme", "acme-rejects", "polars", "pyarrow", "pandas"],
    "group from Parquet": ["narwhals", "acme"],
    "sort": ["acme"],
}
SUFFIXES = {"convert": "parquet", "sort": "parquet"}

Figures = dict[str, list[dict[str, float]]]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    work("make", str(folder / "flights.csv"), ROWS)
    yield folder / "flights.csv"
    shutil.rmtree(folder)


def work(*arguments: str) -> str:
    """Do a job in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.data_jobs", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("job", PEERS)
def test_data_speed(job: str, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = table.with_suffix(".parquet") if "Parquet" in job else table
    peers = [p for p in ["duckdb", *PEERS[job]] if p != "miller" or shutil.which("mlr")]
    figures: Figures = {peer: [] for peer in peers}

    for _ in range(ROUNDS):
        for peer in peers:
            target = table.with_name(f"{peer}.{SUFFIXES.get(job, 'csv')}")
            figures[peer].append(
                json.loads(work(peer, job.split(maxsplit=1)[0], str(source), str(target)))
            )

    with capsys.disabled():
        print(f"\n{job}, {int(ROWS):,} rows, median of {ROUNDS} rounds")
        print(*(line(peer, figures) for peer in peers), sep="\n")
    assert all(len(rounds) == ROUNDS for rounds in figures.values())


def line(peer: str, figures: Figures) -> str:
    """Return a peer's figures, and their ratios to DuckDB by hand in the same rounds."""
    cells = [f"  {peer:<13}"]
    for name, unit in (("seconds", "s"), ("cpu", "s CPU"), ("memory", "MB")):
        own = [figure[name] for figure in figures[peer]]
        base = [figure[name] for figure in figures["duckdb"]]
        ratio = median(mine / other for mine, other in zip(own, base, strict=True))
        cells.append(f"{median(own):9.2f} {unit} {ratio:5.2f} x")
    return "".join(cells)
