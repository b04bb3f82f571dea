"""What tests of several rooms need."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.releasing.index_server import gate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.releasing.index_server import Index

# How long an example takes tells of the machine's load, and no test is about that.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).parents[1]


SERVER = """
import pathlib, sys
from tools.publishing.index import serve
with serve(pathlib.Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="session", autouse=True)
def _hear_interruptions() -> None:
    """A shell starts what runs in its background deaf to interruptions, and so its children."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _unmeasured_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test starts is not measured: that takes a fifth of a second at each start of Python.

    So each line of the tools is reached by a test that runs it in its own process.
    """
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def index_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of the one index server that serves it to all tests of a run.

    It runs in a process of its own, where its warnings are nobody's errors.
    """
    folder = tmp_path_factory.mktemp("server") / "index"
    command = [sys.executable, "-W", "ignore", "-c", SERVER, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        yield folder, server.stdout.readline().strip()
        server.communicate("stop")


@pytest.fixture
def index(
    index_server: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Index]:
    """An empty package index, of which uv remembers nothing from an earlier test."""
    folder, address = index_server
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    shutil.rmtree(folder)
    folder.mkdir()
    with gate(folder, address) as guarded:
        yield guarded
