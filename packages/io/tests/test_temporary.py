"""What a killed run left is removed by the next; what a living one needs is not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from acme.io import temporary
from acme.io.temporary import beside, folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))


def test_debris_is_removed_and_what_is_held_stays(tmp_path: Path) -> None:
    target = tmp_path / "[odd]*.csv"
    debris = tmp_path / ".[odd]*.csv.0123.tmp"
    other = tmp_path / ".other.csv.0123.tmp"
    (tmp_path / "scratch" / "acme-io-old" / "spill").mkdir(parents=True)
    debris.touch()
    other.touch()

    with beside(target) as first, folder() as scratch, beside(target) as second, folder() as next_:
        assert first.exists()
        assert second.exists()
        assert sorted((tmp_path / "scratch").iterdir()) == sorted([scratch, next_])
        assert not debris.exists()

    assert sorted(p.name for p in tmp_path.iterdir()) == [other.name, "scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_newborn_that_a_sweep_took_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = iter([False, True, True])
    lock = temporary._lock

    def lose_once(descriptor: int) -> bool:
        return next(locked) and lock(descriptor)

    monkeypatch.setattr(temporary, "_lock", lose_once)

    with beside(tmp_path / "t.csv") as path:
        assert path.exists()


def test_debris_that_is_not_ours_to_touch_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    debris = tmp_path / ".t.csv.0123.tmp"
    debris.touch()
    really = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == debris:
            raise PermissionError
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)

    with beside(tmp_path / "t.csv"):
        pass

    assert debris.exists()


def test_a_long_name_has_room_for_its_temporary_one(tmp_path: Path) -> None:
    with beside(tmp_path / ("ä" * 125 + ".csv")) as path:
        assert path.exists()


def test_a_newborn_that_a_sweep_took_before_it_was_held_is_made_again(tmp_path: Path) -> None:
    swept, kept = tmp_path / "swept", tmp_path / "kept"
    kept.touch()
    newborn = iter([swept, kept])

    with temporary._held(lambda: next(newborn)) as path:
        assert path == kept
