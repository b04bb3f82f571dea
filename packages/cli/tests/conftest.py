"""What the tests of the command line share: tables, flows and a way to run `acme`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from acme.cli.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FLOW = """\
[source]
location = "flights.csv"

[lookups.airlines]
location = "airlines.csv"

[[steps]]
transform = "filter"
where = "delay > 0"

[[steps]]
transform = "join"
lookup = "airlines"
on = ["carrier"]
how = "left"

[[steps]]
transform = "aggregate"
by = ["name"]
columns = { flights = "count()", mean_delay = "mean(delay)" }

[target]
location = "delays.csv"
"""


class Result(NamedTuple):
    """What a run of the program came to."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a few tables and a flow, and with no settings of the user's."""
    (tmp_path / "flights.csv").write_text("carrier,delay\nUA,5\nAA,-3\nUA,8\n")
    (tmp_path / "airlines.csv").write_text("carrier,name\nUA,United\nAA,American\n")
    (tmp_path / "flow.toml").write_text(FLOW)
    monkeypatch.chdir(tmp_path)
    for home in ("XDG_CONFIG_HOME", "HOME", "APPDATA"):  # of Linux, macOS and Windows
        monkeypatch.setenv(home, str(tmp_path / "home"))
    for name in [name for name in os.environ if name.startswith("ACME_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Return a function that runs `acme` in this process."""

    def invoke(*arguments: str) -> Result:
        status = main(list(arguments))
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return invoke


@pytest.fixture
def acme_process() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Yield a function that starts `acme` in a process of its own, without a terminal."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "acme.cli", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell starts what runs in its background deaf to interruptions, and so its children.
            preexec_fn=None if os.name == "nt" else _hear_interruptions,  # noqa: PLW1509 -- takes no lock
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def _hear_interruptions() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
