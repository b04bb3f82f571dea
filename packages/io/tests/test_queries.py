"""A query's progress is told, and the callback may cancel it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.io import queries

if TYPE_CHECKING:
    from pathlib import Path

    from acme.io import Engine


@pytest.fixture
def long(engine: Any, monkeypatch: pytest.MonkeyPatch) -> nw.LazyFrame[Any]:
    """Return a frame that takes a while, looked at often."""
    monkeypatch.setattr(queries, "_INTERVAL", 0.001)
    query = "SELECT sum(hash(i) % 7) AS n FROM range(30000000) t(i)"
    return nw.from_native(engine._connection.sql(query))


def test_progress_rises_to_the_whole(
    long: nw.LazyFrame[Any], engine: Engine, tmp_path: Path
) -> None:
    told: list[tuple[float, float | None]] = []

    engine.sink(long, tmp_path / "out.csv", progress=lambda *state: told.append(state))

    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (100.0, 100.0)


def test_what_the_callback_raises_cancels_and_leaves_nothing(
    long: nw.LazyFrame[Any], engine: Engine, tmp_path: Path
) -> None:
    def cancel(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.sink(long, tmp_path / "out.csv", progress=cancel)

    assert list(tmp_path.iterdir()) == []
