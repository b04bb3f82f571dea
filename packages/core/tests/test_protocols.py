"""The protocols fit what plain classes do, and say so to a type checker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pytest

from acme.core.protocols import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acme.core.protocols import Location, Progress, Source, Transform, Writer


class Memory:
    """Keeps tables, as tuples, under their locations; a source and a writer."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[int, ...]] = {}
        self.is_connected = False

    def scan(self, location: Location, **_options: Any) -> tuple[int, ...]:
        return self.tables[str(location)]

    def sink(
        self,
        frame: tuple[int, ...],
        location: Location,
        *,
        progress: Progress | None = None,
        **_options: Any,
    ) -> Report:
        if progress:
            progress(0, len(frame))
        self.tables[str(location)] = frame
        return Report(read=len(frame), written=len(frame))

    def __enter__(self) -> Self:
        self.is_connected = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_connected = False


class Doubling:
    """Doubles every value."""

    def apply(
        self, frame: tuple[int, ...], lookups: Mapping[str, tuple[int, ...]]
    ) -> tuple[int, ...]:
        assert not lookups
        return tuple(value * 2 for value in frame)


def copy(
    source: Source[tuple[int, ...]],
    writer: Writer[tuple[int, ...]],
    transform: Transform[tuple[int, ...]],
    progress: Progress,
) -> Report:
    """Move a table over, in terms of the protocols alone."""
    with source:
        return writer.sink(transform.apply(source.scan("in"), {}), "out", progress=progress)


def test_parts_that_keep_the_protocols_work_together() -> None:
    memory, told = Memory(), list[tuple[float, float | None]]()
    memory.tables["in"] = (1, 2)

    report = copy(memory, memory, Doubling(), lambda done, total: told.append((done, total)))

    assert memory.tables["out"] == (2, 4)
    assert told == [(0, 2)]
    assert report._asdict() == {"read": 2, "written": 2, "rejected": 0}


def test_source_disconnects_when_the_work_is_cancelled() -> None:
    memory = Memory()
    memory.tables["in"] = (1, 2)

    def cancel(_done: float, _total: float | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(memory, memory, Doubling(), cancel)

    assert not memory.is_connected
    assert "out" not in memory.tables
