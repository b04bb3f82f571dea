"""Ctrl-C stays Ctrl-C, and who handles it already keeps doing so."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from acme.cli.interrupt import interruptible


def engine_error() -> None:
    """Do what an engine does on Ctrl-C: make an error of its own of it."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        raise RuntimeError("Query interrupted") from None


def fail() -> None:
    """Fail for another reason."""
    raise RuntimeError("no such table")


def test_error_that_comes_of_ctrl_c_is_an_interruption() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        engine_error()


def test_other_error_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="no such table"), interruptible():
        fail()


def test_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    with interruptible():
        inside = signal.getsignal(signal.SIGINT)

    assert inside is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_ignored_ctrl_c_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


def test_thread_may_use_it_though_it_cannot_handle_signals() -> None:
    def work() -> str:
        with interruptible():
            return "done"

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(work).result() == "done"
