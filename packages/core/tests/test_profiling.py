"""Profiles are saved whatever happens, and memory is measured whatever happens."""

from __future__ import annotations

import pstats
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from acme.core.errors import ResourceError
from acme.core.profiling import profile, trace_memory

if TYPE_CHECKING:
    from pathlib import Path


def functions(file: Path) -> set[str]:
    """Return the names of the functions in a saved profile."""
    stats = pstats.Stats(str(file))
    return {function for _, _, function in stats.stats}  # type: ignore[attr-defined]


def busy() -> int:
    """Do something to be seen."""
    return sum(range(10))


def busy_then_fail() -> None:
    """Do something to be seen, and take memory, then fail."""
    busy()
    bytearray(1_100_000)
    raise ZeroDivisionError


def test_profile_is_saved_in_a_folder_that_it_makes(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "profiles" / "run.stats"

    with profile(file):
        busy()

    assert "busy" in functions(file)


def test_profile_of_what_fails_is_saved(tmp_path: Path) -> None:
    file = tmp_path / "run.stats"

    with pytest.raises(ZeroDivisionError), profile(file):
        busy_then_fail()

    assert "busy" in functions(file)


def test_profile_inside_a_profile_is_part_of_the_outer_one(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer.stats", tmp_path / "inner.stats"

    with profile(outer), profile(inner):
        busy()

    assert "busy" in functions(outer)
    assert not inner.exists()


def test_recursive_function_can_be_profiled(tmp_path: Path) -> None:
    file = tmp_path / "run.stats"

    @profile(file)
    def factorial(number: int) -> int:
        return 1 if number == 0 else number * factorial(number - 1)

    result = factorial(5)

    assert result == 120
    assert "factorial" in functions(file)


def test_profile_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ResourceError, match="the profile cannot be saved"),
        profile(tmp_path),
    ):
        busy()


def test_memory_is_measured_as_peak_and_growth() -> None:
    with trace_memory() as use:
        kept = bytearray(1_000_000)
        bytearray(2_000_000)

    assert len(kept) == 1_000_000
    assert 1_000_000 <= use.growth < 1_100_000
    assert 3_000_000 <= use.peak < 3_100_000
    assert not tracemalloc.is_tracing()


def test_memory_is_measured_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), trace_memory() as use:
        busy_then_fail()

    assert use.peak >= 1_000_000


def test_memory_is_measured_inside_another_measurement() -> None:
    with trace_memory() as outer:
        kept = bytearray(5_000_000)
        with trace_memory() as inner:
            bytearray(1_100_000)

    assert 1_000_000 <= inner.peak < 2_000_000
    assert inner.growth < 1_000_000
    assert outer.growth >= len(kept)
