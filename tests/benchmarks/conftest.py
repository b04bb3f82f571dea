"""Benchmarks run where pytest-benchmark is, in the environment `bench`; other runs leave them out."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("pytest_benchmark") else ["test_*.py"]
