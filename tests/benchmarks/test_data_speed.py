"""Speed and memory of strict reading, as ratios to DuckDB by hand and beside named peers.

Each round does every job once, so that a ratio compares what ran next to each other; the table at
the end of the run has the medians of the rounds. `ACME_BENCH_ROWS` and `ACME_BENCH_ROUNDS` set the
size:

    ACME_BENCH_ROWS=20000000 ACME_BENCH_ROUNDS=5 hatch run bench:run -k data_speed

Goals: acme at most 1.25 times the seconds of DuckDB by hand, 2.0 times with rejects, 1.05 times
from Parquet; narwhals at most 1.05 times; peak memory at most 1.15 times. Before polars, pyarrow,
pandas and miller, but to Parquet within 1.5 times of polars. The same seconds a row at every size.
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
ROWS = int(os.environ.get("ACME_BENCH_ROWS", "300000"))
ROUNDS = int(os.environ.get("ACME_BENCH_ROUNDS", "3"))
PEERS = {
    "group": [
        "narwhals",
        "acme",
        "acme-rejects",
        "acme-dirty",
        "polars",
        "pyarrow",
        "pandas",
        "miller",
    ],
    "narrow": ["narwhals", "acme"],
    "convert": ["acme", "acme-rejects", "acme-dirty", "polars", "pyarrow", "pandas"],
    "group from Parquet": ["narwhals", "acme"],
    "sort under a memory limit of 1 GB": ["acme"],
}
GOALS = {
    ("group", "acme"): 1.25,
    ("group", "acme-rejects"): 2.0,
    ("convert", "acme"): 1.25,
    ("convert", "acme-rejects"): 2.0,
    ("group from Parquet", "acme"): 1.05,
}
BY_HAND = "duckdb"
HAS_MILLER = shutil.which("mlr") is not None

Figures = list[dict[str, float]]
"""Seconds, seconds of CPU and peak memory in megabytes, by round."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("data")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def table(folder: Path) -> Path:
    return made(folder, ROWS)


def made(folder: Path, rows: int) -> Path:
    """Make the tables of a size and return the clean one."""
    path = folder / str(rows) / "flights.csv"
    if not path.exists():
        path.parent.mkdir()
        work("make", str(path), str(rows))
    return path


def work(*arguments: str) -> str:
    """Do a job in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.data_jobs", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def measured(peers: list[str], job: str, table: Path, rounds: int) -> dict[str, Figures]:
    """Return what each peer takes for a job, in rounds."""
    source = table.with_suffix(".parquet") if "Parquet" in job else table
    suffix = "parquet" if job.startswith(("convert", "sort")) else "csv"
    figures: dict[str, Figures] = {peer: [] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            target = table.with_name(f"{peer}.{suffix}")
            done = work(peer, job.split(maxsplit=1)[0], str(source), str(target))
            figures[peer].append(json.loads(done))
    return figures


@pytest.mark.parametrize("job", PEERS)
def test_data_speed(job: str, table: Path, summary: list[str]) -> None:
    peers = [BY_HAND, *PEERS[job]]

    figures = measured([p for p in peers if p != "miller" or HAS_MILLER], job, table, ROUNDS)

    summary.append(f"\n{job}: {ROWS:,} rows, median of {ROUNDS} rounds, ratios to {BY_HAND}")
    summary.extend(
        line(peer, figures[peer], figures[BY_HAND], GOALS.get((job, peer)))
        if peer in figures
        else f"  {peer:<13} left out: mlr is not on PATH (https://miller.readthedocs.io)"
        for peer in peers
    )
    assert {len(rounds) for rounds in figures.values()} == {ROUNDS}


def test_data_speed_at_growing_sizes(folder: Path, summary: list[str]) -> None:
    sizes = [ROWS // 20, ROWS // 4, ROWS]

    seconds = {
        rows: {
            peer: median(figure["seconds"] for figure in figures)
            for peer, figures in measured(
                [BY_HAND, "acme"], "group", made(folder, rows), ROUNDS
            ).items()
        }
        for rows in sizes
    }

    summary.append(f"\ngroup at growing sizes: microseconds a row, median of {ROUNDS} rounds")
    for peer in (BY_HAND, "acme"):
        cells = (f"{rows:>12,} rows {seconds[rows][peer] / rows * 1e6:6.3f}" for rows in sizes)
        summary.append(f"  {peer:<13}{''.join(cells)}")
    assert list(seconds) == sizes


def line(peer: str, own: Figures, base: Figures, goal: float | None) -> str:
    """Return a peer's figures, their ratios to DuckDB by hand in the same rounds, and the goal."""
    cells = [f"  {peer:<13}"]
    for name, unit in (("seconds", "s"), ("cpu", "s CPU"), ("memory", "MB peak")):
        pairs = [(mine[name], other[name]) for mine, other in zip(own, base, strict=True)]
        ratio = median(mine / other for mine, other in pairs)
        cells.append(f"{median(mine for mine, _ in pairs):10.2f} {unit} {ratio:5.2f} x")
    return "".join(cells) + (f"   goal {goal:.2f} x" if goal else "")
