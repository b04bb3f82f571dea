"""How long the installed command takes to start, as ratios to `python -c pass` in the same run.

Goals: `acme --version` at most 1.5 times, `acme --help` at most 3 times, and the smallest
`acme convert` at most 0.3 seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ACME = str(Path(sys.executable).with_name("acme"))


@pytest.mark.benchmark(group="start-up")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param([sys.executable, "-c", "pass"], id="python -c pass"),
        pytest.param([ACME, "--version"], id="acme --version"),
        pytest.param([ACME, "--help"], id="acme --help"),
        pytest.param([ACME, "convert", "one.csv", "one.parquet"], id="acme convert"),
    ],
)
def test_start_up(benchmark: BenchmarkFixture, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "one.csv").write_text("a,b\n1,x\n")

    benchmark.pedantic(
        subprocess.run,
        args=(command,),
        kwargs={"cwd": tmp_path, "capture_output": True, "check": True},
        rounds=30,
        warmup_rounds=3,
    )

    assert benchmark.stats.stats.min > 0
