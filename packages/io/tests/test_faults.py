"""Old content or new, never a mixture, and no debris after the next run, whatever happens."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import AcmeError, ResourceError
from acme.io import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from acme.io import Engine

ROWS = 30_000
WRITER = """
import os, sys
from acme.io import open_engine

first, second, target, rounds = sys.argv[1:]
options = {"mode": "replace"} if "://" in target else {}
with open_engine(threads=1) as engine:
    for number in range(int(rounds)):
        frame = engine.scan((first, second)[number % 2], rejects=os.environ.get("REJECTS"))
        engine.sink(frame, target, **options)
        print(number, flush=True)
"""
KINDS = ["t.csv", "t.csv.gz", "t.json", "t.jsonl", "t.parquet", "sqlite:///{}/t.db?table=t"]


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """Return two tables, of ones and of twos, with a row in each that does not fit."""
    paths = tmp_path / "1.csv", tmp_path / "2.csv"
    for number, path in enumerate(paths, 1):
        rows = "".join(f"{number},{row}\n" for row in range(ROWS))
        path.write_text(f"table,row\n{rows}{number},x\n")
    return paths


@contextmanager
def writing(tables: tuple[Path, Path], target: str, rounds: int) -> Iterator[subprocess.Popen[str]]:
    """Give a process that writes the tables to the target in turn."""
    folder = tables[0].parent
    (folder / "scratch").mkdir(exist_ok=True)
    environment = {"TMPDIR": str(folder / "scratch"), "REJECTS": str(folder / "rejects.jsonl")}
    command = [sys.executable, "-c", WRITER, *map(str, tables), target, str(rounds)]
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def write_once(tables: tuple[Path, Path], target: str) -> None:
    with writing(tables, target, 1) as process:
        process.communicate()
    assert process.returncode == 0


def content(engine: Engine, target: str) -> tuple[int, ...]:
    """Return how many different tables a target holds, which, and how many rows."""
    (found,) = (
        engine.scan(target).to_native().aggregate('count(DISTINCT "table"), count(*)').fetchall()
    )
    return found  # type: ignore[no-any-return]


def check_kills(
    tables: tuple[Path, Path], engine: Engine, kind: str, kills: int, seed: int
) -> None:
    """Kill a writer at random moments; look at the target after each."""
    folder = tables[0].parent
    target = kind.format(folder) if "://" in kind else str(folder / "out" / kind)
    (folder / "out").mkdir()
    write_once(tables, target)
    moments = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(kills):
        with writing(tables, target, 1_000_000) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.3))  # the moment is the case
            process.kill()

        assert content(engine, target) == (1, ROWS)
        rejects = (folder / "rejects.jsonl").read_text().splitlines()
        assert [json.loads(line)["raw"] for line in rejects] in (["1,x"], ["2,x"])

    write_once(tables, target)

    assert list((folder / "scratch").iterdir()) == []
    assert [p.name for p in (folder / "out").iterdir()] == ([] if "://" in kind else [kind])
    assert list(folder.glob(".*")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_run_leaves_the_old_table_or_the_new_one(
    tables: tuple[Path, Path], engine: Engine, kind: str
) -> None:
    check_kills(tables, engine, kind, kills=1, seed=len(kind))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_killed_runs_leave_the_old_table_or_the_new_one(
    tables: tuple[Path, Path], engine: Engine, kind: str
) -> None:
    check_kills(tables, engine, kind, kills=10, seed=7)


def test_a_killed_run_leaves_postgresql_as_it_was(
    tables: tuple[Path, Path], engine: Engine, postgresql: Callable[[], str]
) -> None:
    target = f"{postgresql()}&table=t"
    write_once(tables, target)
    with writing(tables, target, 1_000_000) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()

    assert content(engine, target) == (1, ROWS)


def test_runs_onto_one_target_at_once_leave_one_of_their_tables(
    tables: tuple[Path, Path], engine: Engine
) -> None:
    target = tables[0].parent / "t.parquet"
    one, two = tables

    with (
        writing((one, one), str(target), 5) as first,
        writing((two, two), str(target), 5) as second,
    ):
        first.communicate()
        second.communicate()

    assert (first.returncode, second.returncode) == (0, 0)
    assert content(engine, str(target)) == (1, ROWS)
    assert list(target.parent.glob(".*")) == []


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Return what mounts a small file system in memory; it is unmounted at the end."""
    folder = tmp_path / "mounted"
    folder.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            pytest.skip("waits for mount(8)")
        if done.returncode:
            pytest.skip(f"waits for the right to mount: {done.stderr.decode().strip()}")
        return folder

    yield mount
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.json.gz", "t.parquet"])
def test_a_full_disk_leaves_the_old_table(
    tmp_path: Path, engine: Any, mounted: Callable[[str], Path], name: str
) -> None:
    target = mounted("size=64k") / name
    target.write_text("old")
    source = tmp_path / "noise.csv"
    noise = random.Random(1)  # noqa: S311  # no secret
    source.write_text("a\n" + "".join(f"{noise.random()}\n" for _ in range(100_000)))

    with pytest.raises(ResourceError, match=r"(?i)no space left"):
        engine.sink(engine.scan(source), target)

    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_a_row_that_does_not_fit_never_leaves_the_writer_waiting(tables: tuple[Path, Path]) -> None:
    target = str(tables[0].with_name("out.csv.gz"))
    environment = os.environ | {"REJECTS": str(tables[0].with_name("rejects.jsonl"))}
    command = [sys.executable, "-c", WRITER, *map(str, tables), target, "100"]

    written = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=120
    )

    assert written.stdout.split() == [str(number) for number in range(100)]


def test_a_full_disk_leaves_the_old_rejects(
    tables: tuple[Path, Path], engine: Engine, mounted: Callable[[str], Path]
) -> None:
    rejects = mounted("size=8k") / "rejects.jsonl"
    rejects.write_text("old")
    frame = engine.scan(tables[0], schema={"table": "boolean", "row": "date"}, rejects=rejects)

    with pytest.raises(ResourceError, match="No space left on device"):
        engine.sink(frame, tables[0].with_name("out.csv"))

    assert rejects.read_text() == "old"
    assert list(rejects.parent.iterdir()) == [rejects]


def test_a_folder_that_may_not_be_written_to_is_named(
    tables: tuple[Path, Path], engine: Engine, mounted: Callable[[str], Path]
) -> None:
    target = mounted("ro") / "out.csv"

    with pytest.raises(ResourceError, match=r"out\.csv: Read-only file system"):
        engine.sink(engine.scan(tables[0], schema={"row": "string"}), target)


def test_a_sort_larger_than_the_memory_limit_spills_to_disk(tmp_path: Path) -> None:
    with open_engine(threads=1, memory_limit="64MB") as engine:
        source = tmp_path / "source.parquet"
        query = "SELECT hash(i) AS a, repeat('x', 40) || i AS b FROM range(2000000) t(i)"
        engine.sink(nw.from_native(engine._connection.sql(query)), source)  # type: ignore[attr-defined]
        report = engine.sink(engine.scan(source).sort("a"), tmp_path / "sorted.parquet")

    assert report == (2_000_000, 2_000_000, 0)


def test_a_memory_limit_that_is_too_small_is_one_sentence(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text("a\n" + "1\n" * 100_000)

    with open_engine(threads=1, memory_limit="1MB") as engine, pytest.raises(AcmeError):
        engine.sink(engine.scan(source).sort("a"), tmp_path / "sorted.parquet")
