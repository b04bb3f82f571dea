"""Metrics: how often, how much and how long, in bounded memory; nothing leaves the process."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from threading import Lock
from time import perf_counter
from typing import TypeAlias

from acme.core.errors import UnknownNameError, ValidationError

__all__ = ["MetricSink", "Metrics", "Summary"]

_SAMPLE_SIZE = 1024


MetricSink: TypeAlias = Callable[[str, float], object]
"""Takes the name and value of every measurement on, for example to OpenTelemetry; called in the
measuring thread."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of one metric, in the unit it was recorded in.

    Attributes:
        count: How many measurements there were.
        total: Their sum.
        minimum: The smallest.
        maximum: The largest.
        median: Exact up to 1,024 measurements, beyond that estimated from so large a sample.
        p95: The value that 95 % do not exceed, exact or estimated likewise.
    """

    count: int
    total: float
    minimum: float
    maximum: float
    median: float
    p95: float

    @property
    def mean(self) -> float:
        """The arithmetic mean."""
        return self.total / self.count


@dataclass(slots=True)
class _Series:
    count: int = 0
    total: float = 0.0
    minimum: float = math.inf
    maximum: float = -math.inf
    sample: list[float] = field(default_factory=list)
    # Seeded, so that the same measurements give the same summary.
    random: Random = field(default_factory=partial(Random, 0))

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value
        self.minimum = min(self.minimum, value)
        self.maximum = max(self.maximum, value)
        # Keep a uniform sample: reservoir sampling, Vitter's algorithm R (ACM TOMS 11, 1985).
        if len(self.sample) < _SAMPLE_SIZE:
            self.sample.append(value)
        elif (place := self.random.randrange(self.count)) < _SAMPLE_SIZE:
            self.sample[place] = value

    def summary(self) -> Summary:
        from statistics import quantiles  # it takes some time to import

        # At 5, 10, ... 95 %, interpolated linearly as numpy and R's type 7 do.
        is_one = len(self.sample) == 1
        cuts = self.sample * 19 if is_one else quantiles(self.sample, n=20, method="inclusive")
        return Summary(self.count, self.total, self.minimum, self.maximum, cuts[9], cuts[18])


class Metrics:
    """Collects measurements by name. Safe under threads.

    Args:
        sinks: Who else gets every measurement.
    """

    def __init__(self, *sinks: MetricSink) -> None:
        self._sinks = sinks
        self._series: dict[str, _Series] = {}
        self._lock = Lock()

    def record(self, name: str, value: float) -> None:
        """Add one measurement.

        Raises:
            ValidationError: It is not a finite number, which would spoil every sum after it.
        """
        if not math.isfinite(value):
            raise ValidationError(f'metric "{name}" takes finite numbers only')
        with self._lock:
            self._series.setdefault(name, _Series()).add(value)
        for sink in self._sinks:
            sink(name, value)

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Record how many seconds the block takes, also when it raises."""
        start = perf_counter()
        try:
            yield
        finally:
            self.record(name, perf_counter() - start)

    def summary(self, name: str) -> Summary:
        """Return what is known of one metric.

        Raises:
            UnknownNameError: Nothing was recorded under that name.
        """
        with self._lock:
            if name in self._series:
                return self._series[name].summary()
            raise UnknownNameError.among("metric", name, sorted(self._series))

    def summaries(self) -> dict[str, Summary]:
        """Return what is known of every metric, by name."""
        with self._lock:
            return {name: series.summary() for name, series in sorted(self._series.items())}
