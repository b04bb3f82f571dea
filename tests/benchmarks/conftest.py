"""Benchmarks run where pytest-benchmark is, in the environment `bench`; other runs leave them out."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

collect_ignore_glob = [] if find_spec("pytest_benchmark") else ["test_*.py"]

_LINES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def summary(pytestconfig: pytest.Config) -> list[str]:
    """Return the lines that are printed when all benchmarks have run."""
    return pytestconfig.stash.setdefault(_LINES, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the tables that the benchmarks made."""
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(line)
