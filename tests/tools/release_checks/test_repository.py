"""What all checks of a run share."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tools.errors import ToolError
from tools.release_checks.repository import Once


def test_something_dear_is_made_once_for_all_threads() -> None:
    made: list[int] = []
    together = threading.Barrier(4)
    once = Once(lambda: made.append(1) or "made")

    def ask() -> str:
        together.wait(timeout=10)
        return once()

    with ThreadPoolExecutor(4) as pool:
        answers = [task.result() for task in [pool.submit(ask) for _ in range(4)]]

    assert answers == ["made"] * 4
    assert made == [1]


def test_a_failure_is_told_to_everybody_who_asks() -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        raise ToolError("it does not build")

    once = Once(make)

    for _ in range(2):
        with pytest.raises(ToolError, match="it does not build"):
            once()
    assert made == [1]
