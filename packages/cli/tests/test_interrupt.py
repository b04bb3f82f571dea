"""Ctrl-C stays Ctrl-C, and who handles it already keeps doing so."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from acme.cli.interrupt import interruptible

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals as POSIX has them")


class Engine:
    """Computes until it is stopped for the second time, and makes an error of its own of that."""

    def __init__(self) -> None:
        self.stops = 0
        self.stopped = Event()

    def stop(self) -> None:
        self.stops += 1
        if self.stops == 2:
            self.stopped.set()

    def compute(self) -> None:
        signal.raise_signal(signal.SIGINT)
        assert self.stopped.wait(timeout=30)
        raise RuntimeError("Query interrupted")


def test_ctrl_c_stops_the_engine_and_its_error_is_an_interruption() -> None:
    engine = Engine()

    with pytest.raises(KeyboardInterrupt), interruptible(engine.stop):
        engine.compute()

    assert engine.stops >= 2


def test_second_ctrl_c_does_not_wait_for_the_engine() -> None:
    def press_twice() -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), interruptible(Event().set, grace=30):
        press_twice()


def test_engine_that_does_not_stop_is_left_after_a_while() -> None:
    def wait_for_input() -> None:
        signal.raise_signal(signal.SIGINT)
        Event().wait(timeout=30)

    with pytest.raises(KeyboardInterrupt), interruptible(lambda: None, grace=0.1):
        wait_for_input()


def test_ctrl_c_that_comes_too_late_changes_nothing() -> None:
    with interruptible(Event().set):
        signal.raise_signal(signal.SIGINT)
        result = "done"

    assert result == "done"


def test_other_signal_stops_nothing() -> None:
    stopped = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with interruptible(stopped.set):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)

    assert not stopped.is_set()


def test_other_error_stays_what_it_is() -> None:
    def fail() -> None:
        raise RuntimeError("no such table")

    with pytest.raises(RuntimeError, match="no such table"), interruptible(Event().set):
        fail()


def test_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    with interruptible(Event().set):
        inside = signal.getsignal(signal.SIGINT)

    assert inside is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_ignored_ctrl_c_stays_ignored() -> None:
    stopped = Event()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible(stopped.set):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)

    assert not stopped.is_set()


def test_thread_may_use_it_though_it_cannot_handle_signals() -> None:
    def work() -> str:
        with interruptible(Event().set):
            return "done"

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(work).result() == "done"
