"""A life cycle starts components in order and cleans up what started, whatever happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from acme.core.component import Component, Lifecycle


class Part:
    """A component that writes down what happens to it."""

    def __init__(self, name: str, log: list[str], fails_in: str = "") -> None:
        self.name, self.log, self.fails_in = name, log, fails_in

    def initialize(self) -> None:
        self._note("initialize")

    def cleanup(self) -> None:
        self._note("cleanup")

    def _note(self, what: str) -> None:
        self.log.append(f"{what} {self.name}")
        if what == self.fails_in:
            raise RuntimeError(f"{self.name} fails to {what}")


def test_components_are_cleaned_up_in_reverse_order() -> None:
    log: list[str] = []

    with Lifecycle(Part("a", log), Part("b", log)):
        log.append("work")

    assert log == ["initialize a", "initialize b", "work", "cleanup b", "cleanup a"]


def test_components_are_cleaned_up_when_the_work_fails() -> None:
    log: list[str] = []

    with pytest.raises(ZeroDivisionError), Lifecycle(Part("a", log)):
        _ = 1 / 0

    assert log == ["initialize a", "cleanup a"]


def test_half_failed_start_cleans_up_what_started() -> None:
    log: list[str] = []
    parts = Part("a", log), Part("b", log, fails_in="initialize"), Part("c", log)

    with pytest.raises(RuntimeError, match="b fails to initialize"):
        Lifecycle(*parts).initialize()

    assert log == ["initialize a", "initialize b", "cleanup a"]


def test_failing_cleanup_does_not_stop_the_others() -> None:
    log: list[str] = []
    lifecycle = Lifecycle(Part("a", log), Part("b", log, fails_in="cleanup"))
    lifecycle.initialize()

    with pytest.raises(RuntimeError, match="b fails to cleanup"):
        lifecycle.cleanup()

    assert log[-2:] == ["cleanup b", "cleanup a"]


def test_second_call_does_nothing() -> None:
    log: list[str] = []
    lifecycle = Lifecycle(Part("a", log))

    lifecycle.initialize()
    lifecycle.initialize()
    lifecycle.cleanup()
    lifecycle.cleanup()

    assert log == ["initialize a", "cleanup a"]


def test_lifecycle_runs_again_and_inside_another() -> None:
    log: list[str] = []
    inner = Lifecycle(Part("a", log))

    for _ in range(2):
        with Lifecycle(inner):
            pass

    assert log == ["initialize a", "cleanup a"] * 2


def test_lifecycle_is_a_component() -> None:
    assert isinstance(Lifecycle(), Component)


def test_threads_start_and_clean_up_each_component_once() -> None:
    log: list[str] = []
    lifecycle = Lifecycle(Part("a", log), Part("b", log))
    with ThreadPoolExecutor(8) as threads:
        barrier = Barrier(8)

        def start_together() -> None:
            barrier.wait()
            lifecycle.initialize()
            barrier.wait()
            lifecycle.cleanup()

        calls = [threads.submit(start_together) for _ in range(8)]

    assert [call.result() for call in calls] == [None] * 8
    assert log == ["initialize a", "initialize b", "cleanup b", "cleanup a"]
