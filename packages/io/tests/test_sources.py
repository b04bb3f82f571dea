"""Rows that do not fit are set aside when a query meets them, whatever the query is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from acme.core.errors import MissingFileError
from acme.io.sources import CheckedSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Write = Callable[[str, str | bytes], Path]


NUMBERS = "".join(f"{number}\n" for number in range(1, 10_001))


@pytest.fixture
def clean(write: Write) -> Path:
    return write("clean.csv", "a\n" + NUMBERS)


@pytest.fixture
def dirty(write: Write) -> Path:
    return write("dirty.csv", f"a\n{NUMBERS}x\n")


def raws(rejects: Path) -> list[str]:
    return [json.loads(line)["raw"] for line in rejects.read_text("utf-8").splitlines()]


def test_a_table_whose_rows_all_fit_is_read_once_and_never_staged(
    clean: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(CheckedSource, "_stage")
    rejects = tmp_path / "rejects.jsonl"
    rejects.write_text("of yesterday")

    report = engine.sink(engine.scan(clean, rejects=rejects), tmp_path / "out.csv")

    assert report == (10_000, 10_000, 0)
    assert rejects.read_text() == ""


def test_rows_that_a_limit_leaves_unread_are_judged(
    dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    frame = engine.scan(dirty, rejects=rejects).head(1)

    report = engine.sink(frame, tmp_path / "out.csv")

    assert report == (10_001, 1, 1)
    assert raws(rejects) == ["x"]


def test_rows_are_judged_before_a_database_keeps_the_others(
    dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects, target = tmp_path / "rejects.jsonl", f"sqlite:///{tmp_path}/base.db?table=t"

    reports = [
        engine.sink(engine.scan(dirty, rejects=rejects), target, mode="append") for _ in range(2)
    ]

    with closing(sqlite3.connect(tmp_path / "base.db")) as base:
        counted = base.execute("SELECT count(*), sum(a) FROM t").fetchone()
    assert reports == [(10_001, 10_000, 1)] * 2
    assert counted == (20_000, 100_010_000)
    assert raws(rejects) == ["x"]


@pytest.mark.parametrize("other", ["clean.csv", "dirty.csv"])
def test_tables_that_are_joined_each_have_their_own_rejects(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path, other: str
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    frame = engine.scan(dirty, rejects=first)
    lookup = engine.scan(clean.with_name(other), rejects=second)

    report = engine.sink(frame.join(lookup, on="a"), tmp_path / "out.csv")

    rejected = ["x"] if other == dirty.name else []
    assert report == (20_001 + len(rejected), 10_000, 1 + len(rejected))
    assert (raws(first), raws(second)) == (["x"], rejected)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_rows_of_a_lookup_that_are_taken_as_they_are_count_as_well(
    clean: Path, engine: Engine, tmp_path: Path, kind: str
) -> None:
    lookup = tmp_path / f"lookup.{kind}"
    engine.sink(engine.scan(clean), lookup)
    frame = engine.scan(clean, rejects=tmp_path / "rejects.jsonl")

    report = engine.sink(frame.join(engine.scan(lookup), on="a"), tmp_path / "out.csv")

    assert report == (20_000, 10_000, 0)


def test_a_table_whose_rejects_are_set_aside_is_joined_later(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    lookup = engine.scan(dirty, rejects=first)
    engine.sink(lookup, tmp_path / "out.csv")

    frame = engine.scan(clean, rejects=second).join(lookup, on="a")
    report = engine.sink(frame, tmp_path / "out.csv")

    assert report == (20_001, 10_000, 1)
    assert (raws(first), raws(second)) == (["x"], [])


def test_a_missing_folder_for_rejects_is_named_before_anything_is_read(
    clean: Path, engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(MissingFileError, match="there is no folder"):
        engine.scan(clean, rejects=tmp_path / "missing" / "rejects.jsonl")
