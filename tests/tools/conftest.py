"""What tests of several tools need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stamina
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from tests.releasing.repository import GIT_ENVIRONMENT, Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stamina.instrumentation import RetryDetails


@pytest.fixture
def on_retry() -> Iterator[list[Callable[[RetryDetails], None]]]:
    """What to call before something is tried again; nothing waits, and the third try is the last."""
    before = get_on_retry_hooks()
    calls: list[Callable[[RetryDetails], None]] = []
    set_on_retry_hooks([lambda details: [call(details) for call in calls] and None])
    with stamina.set_testing(True, attempts=3, cap=True):
        yield calls
    set_on_retry_hooks(before)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty workspace in a repository of its own, which the tools are run in."""
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.root)
    return made
