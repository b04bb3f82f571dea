"""Metrics are right, bounded in memory and safe under threads."""

from __future__ import annotations

import math
import statistics
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme.core.errors import UnknownNameError, ValidationError
from acme.core.metrics import Metrics, Summary

finite = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(finite, min_size=2, max_size=200))
def test_summary_is_what_the_statistics_module_says(values: list[float]) -> None:
    metrics = Metrics()
    for value in values:
        metrics.record("rows", value)

    summary = metrics.summary("rows")

    assert (summary.count, summary.minimum, summary.maximum) == (
        len(values),
        min(values),
        max(values),
    )
    assert summary.total == pytest.approx(sum(values))
    assert summary.mean == pytest.approx(sum(values) / len(values))
    assert summary.median == pytest.approx(statistics.median(values))
    percentiles = statistics.quantiles(values, n=100, method="inclusive")
    assert summary.p95 == pytest.approx(percentiles[94])


def test_one_measurement_is_its_own_summary() -> None:
    metrics = Metrics()

    metrics.record("rows", 3)

    assert metrics.summaries() == {"rows": Summary(1, 3.0, 3, 3, 3, 3)}


def test_many_measurements_take_bounded_memory_and_give_near_quantiles() -> None:
    metrics = Metrics()

    for value in range(100_000):
        metrics.record("rows", value)

    summary = metrics.summary("rows")
    assert len(metrics._series["rows"].sample) == 1024
    assert (summary.count, summary.total) == (100_000, 4_999_950_000)
    assert summary.median == pytest.approx(50_000, rel=0.05)
    assert summary.p95 == pytest.approx(95_000, rel=0.05)


def test_time_is_measured_also_when_the_block_fails() -> None:
    metrics = Metrics()

    with pytest.raises(ZeroDivisionError), metrics.measure("seconds"):
        _ = 1 / 0

    assert metrics.summary("seconds").count == 1
    assert 0 <= metrics.summary("seconds").total < 60


def test_unknown_metric_is_answered_with_near_matches() -> None:
    metrics = Metrics()
    metrics.record("rows", 1)

    with pytest.raises(UnknownNameError, match=r'unknown metric "row" \(did you mean "rows"'):
        metrics.summary("row")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_would_spoil_the_sums_is_refused(value: float) -> None:
    metrics = Metrics()

    with pytest.raises(ValidationError, match='metric "rows" takes finite numbers only'):
        metrics.record("rows", value)

    assert metrics.summaries() == {}


def test_sinks_get_every_measurement() -> None:
    got: list[tuple[str, float]] = []
    metrics = Metrics(lambda name, value: got.append((name, value)))

    metrics.record("rows", 1)
    metrics.record("files", 2)

    assert got == [("rows", 1), ("files", 2)]


def test_no_measurement_is_lost_under_threads() -> None:
    metrics = Metrics()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: metrics.record("rows", 1), range(5000)))

    assert metrics.summary("rows").total == 5000
