"""Parquet: what is read, written and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def make(engine: Any, tmp_path: Path) -> Callable[[str, str], Path]:
    """Return what makes a Parquet file of a query."""

    def make(name: str, query: str) -> Path:
        engine.sink(nw.from_native(engine._connection.sql(query)), tmp_path / name)
        return tmp_path / name

    return make


def test_a_query_that_fails_is_told_as_it_is(make: Callable[..., Path], engine: Engine) -> None:
    path = make("1.parquet", "SELECT 'x' AS a")
    frame = engine.scan(path).select(nw.col("a").cast(nw.Int64))

    with pytest.raises(DataError, match=r"out\.csv: Could not convert string 'x' to INT64"):
        engine.sink(frame, path.with_name("out.csv"))


def test_files_of_a_folder_are_one_table(make: Callable[..., Path], engine: Engine) -> None:
    folder = make("1.parquet", "SELECT 1 AS a").parent
    make("2.pq", "SELECT 2 AS a").rename(folder / "2.parquet")

    report = engine.sink(engine.scan(folder), folder / "out.csv")

    assert (folder / "out.csv").read_text() == "a\n1\n2\n"
    assert report == (2, 2, 0)


@pytest.mark.parametrize("query", ["SELECT 1.5 AS a", "SELECT 1 AS b", "SELECT 1 AS a, 2 AS b"])
def test_files_that_disagree_are_refused(
    make: Callable[..., Path], engine: Engine, query: str
) -> None:
    folder = make("1.parquet", "SELECT 1 AS a").parent
    make("2.parquet", query)

    with pytest.raises(DataError, match=r"2\.parquet: the columns are .*, not a INTEGER as in"):
        engine.scan(folder / "*.parquet")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PAR1" + b"\0" * 20 + b"PAR1"])
def test_what_is_no_parquet_is_refused(write: Write, engine: Engine, content: bytes) -> None:
    path = write("table.parquet", content)

    with pytest.raises(DataError, match=r"table\.parquet: no Parquet: "):
        engine.scan(path)


def test_a_file_that_is_cut_short_is_refused(make: Callable[..., Path], engine: Engine) -> None:
    path = make("1.parquet", "FROM range(100000)")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(DataError, match="no Parquet: "):
        engine.scan(path)


def test_sums_of_128_bits_are_whole_numbers_of_64_or_refused(
    make: Callable[..., Path], engine: Engine
) -> None:
    path = make("1.parquet", "SELECT sum(range) AS total FROM range(5)")

    assert engine.scan(path).collect_schema() == {"total": nw.Int64}
    with pytest.raises(DataError, match=r"2\.parquet: .*out of range"):
        make("2.parquet", f"SELECT {2**63}::HUGEINT AS total")


@pytest.mark.parametrize("type_", ["INTERVAL", "BIT", "TIMETZ"])
def test_what_parquet_cannot_hold_is_refused(make: Callable[..., Path], type_: str) -> None:
    with pytest.raises(DataError, match='column "odd": Parquet cannot hold the type'):
        make("1.parquet", f"SELECT NULL::{type_} AS odd")


def test_the_codec_is_a_choice_and_whole_files_are_not_compressed(
    make: Callable[..., Path], engine: Engine
) -> None:
    path = make("1.parquet", "FROM range(100000)")
    packed = path.with_name("2.parquet")

    engine.sink(engine.scan(path), packed, codec="zstd")

    assert packed.stat().st_size < path.stat().st_size
    with pytest.raises(ConfigurationError, match=r"/3\.parquet\.gz: Parquet is not compressed"):
        engine.sink(engine.scan(path), path.with_name("3.parquet.gz"))
    with pytest.raises(ConfigurationError, match='key "rejects"'):
        engine.scan(path, rejects=path.with_name("rejects.jsonl"))
