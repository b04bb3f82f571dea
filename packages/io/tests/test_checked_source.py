"""Rows that do not fit are set aside when a query meets them, whatever the query is."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import narwhals as nw
import pytest

from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    DataError,
    MissingFileError,
    ResourceError,
)
from acme.io.checked_source import CheckedSource

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
    clean: Path, engine: Engine, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(CheckedSource, "_stage")
    lookup = tmp_path / f"lookup.{kind}"
    engine.sink(engine.scan(clean), lookup)
    frame = engine.scan(clean, rejects=tmp_path / "rejects.jsonl")

    report = engine.sink(frame.join(engine.scan(lookup), on="a"), tmp_path / "out.csv")

    assert report == (20_000, 10_000, 0)


def test_rows_of_one_table_do_not_stand_in_for_those_of_another(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = engine.scan(clean, rejects=tmp_path / "first.jsonl")
    lookup = engine.scan(dirty, rejects=tmp_path / "second.jsonl").head(1)
    partial = [("READ_CSV", 20_000), ("READ_CSV", 1)]
    monkeypatch.setattr("acme.io.writing.scans", lambda _: partial)

    engine.sink(frame.join(lookup, on="a"), tmp_path / "out.csv")

    assert raws(tmp_path / "second.jsonl") == ["x"]


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


@pytest.mark.parametrize("rejects", ["rejects.jsonl", None])
def test_what_failed_once_fails_alike_again(
    dirty: Path, engine: Engine, tmp_path: Path, rejects: str | None
) -> None:
    """A second try must not find the look at the rows done, and give up without their place."""
    folder = tmp_path / "folder"
    folder.mkdir()
    frame = engine.scan(dirty, rejects=rejects and folder / rejects)
    folder.rmdir()

    messages = set()
    for _ in range(2):
        with pytest.raises(AcmeError) as caught:
            engine.sink(frame, tmp_path / "out.csv")
        messages.add(str(caught.value))

    assert len(messages) == 1
    assert ("there is no folder" if rejects else "dirty.csv:10002") in messages.pop()


def test_rows_are_set_aside_when_their_file_can_be_written_at_last(
    dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    frame = engine.scan(dirty, rejects=folder / "rejects.jsonl")
    folder.rmdir()
    with pytest.raises(MissingFileError):
        engine.sink(frame, tmp_path / "out.csv")
    folder.mkdir()

    report = engine.sink(frame, tmp_path / "out.csv")

    assert report == (10_001, 10_000, 1)
    assert raws(folder / "rejects.jsonl") == ["x"]


def test_rejects_of_one_table_are_not_written_over_those_of_another(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    frame, lookup = (engine.scan(table, rejects=rejects) for table in (dirty, clean))

    with pytest.raises(ConfigurationError, match=r"rejects\.jsonl: another table uses this file"):
        engine.sink(frame.join(lookup, on="a"), tmp_path / "out.csv")

    assert not rejects.exists()


def test_rejects_are_not_written_over_another_table_of_the_query(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    lookup = engine.scan(clean)
    frame = engine.scan(dirty, rejects=clean)

    with pytest.raises(ConfigurationError, match=r"clean\.csv: another table uses this file"):
        engine.sink(frame.join(lookup, on="a"), tmp_path / "out.csv")

    assert clean.read_text() == "a\n" + NUMBERS


def test_rejects_of_several_tables_can_go_to_nowhere(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    frame, lookup = (engine.scan(table, rejects=os.devnull) for table in (dirty, clean))

    report = engine.sink(frame.join(lookup, on="a"), tmp_path / "out.csv")

    assert report == (20_001, 10_000, 1)


def test_a_table_that_rejects_are_to_replace_is_not_read(
    clean: Path, dirty: Path, engine: Engine
) -> None:
    """A contract computes the source alone, and so sets aside before the lookup is read."""
    engine.scan(dirty, rejects=clean)

    with pytest.raises(ConfigurationError, match=r"clean\.csv: another table uses this file"):
        engine.scan(clean)


@pytest.mark.parametrize("target", ["{}/out.csv", "sqlite:///{}/base.db?table=t"])
def test_a_file_of_rejects_that_cannot_be_written_is_named(
    dirty: Path, engine: Engine, tmp_path: Path, target: str
) -> None:
    frame = engine.scan(dirty, rejects="/proc/rejects.jsonl")  # where even root makes no file

    with pytest.raises(ResourceError, match=r"^/proc/rejects\.jsonl: "):
        engine.sink(frame, target.format(tmp_path))

    assert list(tmp_path.iterdir()) == [dirty]


def test_rejects_of_before_stay_when_the_run_fails(
    dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects, target = tmp_path / "rejects.jsonl", tmp_path / "out.csv"
    rejects.write_text("of yesterday")
    overflowing = nw.col("a") * 2**62

    with pytest.raises(DataError, match="Overflow"):
        engine.sink(engine.scan(dirty, rejects=rejects).select(overflowing), target)

    assert rejects.read_text() == "of yesterday"
    assert not target.exists()


def test_a_limited_lookup_without_rejects_is_no_reason_to_go_on_trying(
    clean: Path, dirty: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    frame = engine.scan(dirty, rejects=rejects)
    few = engine.scan(clean).head(1)

    report = engine.sink(nw.concat([frame, few]), tmp_path / "out.csv")

    assert report[1:] == (10_001, 1)
    assert raws(rejects) == ["x"]


def test_rows_that_fit_no_longer_are_set_aside_by_the_next_query(
    clean: Path, engine: Engine, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.jsonl"
    frame = engine.scan(clean, rejects=rejects)
    engine.sink(frame, tmp_path / "out.csv")
    clean.write_text("a\n1\nx\n")

    report = engine.sink(frame, tmp_path / "out.csv")

    assert report == (2, 1, 1)
    assert raws(rejects) == ["x"]
