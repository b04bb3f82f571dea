"""The default engine, end to end on small files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from threading import Event
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

import acme.io
from acme.core.errors import (
    CancelledError,
    ConfigurationError,
    DataError,
    MissingFileError,
    UnknownNameError,
)
from acme.io import formats, open_engine, scan, sink
from acme.io.census import Census

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def penguins(tmp_path: Path) -> Path:
    path = tmp_path / "penguins.csv"
    path.write_text("species,mass\nAdelie,3750\nGentoo,5000\nGentoo,\n")
    return path


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table_keeps_its_rows_and_types_through_every_format(penguins: Path, suffix: str) -> None:
    target = penguins.with_suffix(f".copy.{suffix}")

    sink(scan(penguins), target)

    copy = scan(target)
    assert copy.collect_schema() == {"species": nw.String, "mass": nw.Int64}
    assert copy.to_native().fetchall() == [("Adelie", 3750), ("Gentoo", 5000), ("Gentoo", None)]


def test_texts_that_mean_null_are_read_as_null(penguins: Path) -> None:
    penguins.write_text("species,mass\nAdelie,NA\nGentoo,5000\n")

    frame = scan(penguins, null_values=["NA"])

    assert frame.to_native().fetchall() == [("Adelie", None), ("Gentoo", 5000)]


def test_frames_of_one_engine_can_be_joined(penguins: Path) -> None:
    names = penguins.with_name("names.csv")
    names.write_text("species,name\nGentoo,Pygoscelis papua\n")

    with open_engine("duckdb", threads=1, memory_limit="1GB") as engine:
        joined = engine.scan(penguins).join(engine.scan(names), on="species")
        engine.sink(joined, penguins.with_name("joined.csv"))

    assert penguins.with_name("joined.csv").read_text().count("Pygoscelis papua") == 2


def test_a_missing_file_is_named_with_what_exists_instead(penguins: Path) -> None:
    with pytest.raises(MissingFileError, match=r"pinguins\.csv: no such file; .*penguins\.csv"):
        scan(penguins.with_name("pinguins.csv"))


def test_an_unknown_format_is_named_with_those_that_exist(penguins: Path) -> None:
    with pytest.raises(UnknownNameError, match=r'unknown format "cvs".*"csv"'):
        sink(scan(penguins), penguins.with_suffix(".cvs"))


def test_a_failed_write_leaves_the_old_file_and_nothing_else(penguins: Path) -> None:
    target = penguins.with_name("out.csv")
    target.write_text("old")
    penguins.write_text("species,mass\n" + "Adelie,1\n" * 50_000 + "Gentoo,heavy\n")

    with pytest.raises(Exception, match="heavy"):
        sink(scan(penguins), target)

    assert target.read_text() == "old"
    assert sorted(p.name for p in penguins.parent.iterdir()) == ["out.csv", "penguins.csv"]


def test_a_query_is_stopped_from_another_thread(penguins: Path) -> None:
    many = "\n".join(f"1,{number}" for number in range(40_000))
    penguins.write_text(f"key,value\n{many}\n")
    ended = Event()

    def stop_again_and_again() -> None:
        while not ended.wait(0.05):
            engine.interrupt()

    with open_engine() as engine, ThreadPoolExecutor(1) as threads:
        frame = engine.scan(penguins)
        endless = frame.join(frame, on="key", suffix="_again").sort("value")
        threads.submit(stop_again_and_again)
        try:
            with pytest.raises(CancelledError):
                engine.sink(endless, penguins.with_suffix(".parquet"))
        finally:
            ended.set()


def test_a_setting_that_duckdb_does_not_take_is_one_sentence() -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)memory"):
        open_engine(memory_limit="much")


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(UnknownNameError, match='unknown engine "spark"; choose from "duckdb"'):
        open_engine("spark")


def test_frames_are_dead_when_their_engine_is_closed(penguins: Path) -> None:
    engine = open_engine()
    frame = engine.scan(penguins)
    engine.close()
    engine.close()

    with pytest.raises(Exception, match="closed"):
        frame.to_native().fetchall()


def test_a_failure_that_is_no_row_s_fault_is_told_as_it_is(penguins: Path) -> None:
    with open_engine() as engine:
        words = engine.scan(penguins).select(nw.col("species").cast(nw.Int64))

        with pytest.raises(DataError, match=r"out\.csv: .*Could not convert string 'Adelie'"):
            engine.sink(words, penguins.with_name("out.csv"))


def test_a_reader_that_loses_rows_is_found_out(
    penguins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Census(rows=4, misshapen=[], kept=[])
    monkeypatch.setattr("acme.io.checked_source.census", lambda *_, **__: found)
    monkeypatch.setattr("acme.io.staging.census", lambda *_, **__: found)
    target = penguins.with_name("out.csv")

    with open_engine() as engine, pytest.raises(DataError, match="delivered 3 rows of 4"):
        engine.sink(engine.scan(penguins, rejects=penguins.with_name("rejects.jsonl")), target)

    assert not target.exists()


def test_a_plugin_s_format_is_read_and_written(tmp_path: Path) -> None:
    class Names:
        """A format of one name a line."""

        text = False

        def scan(self, connection: Any, files: Any, scratch: Path, *, upper: bool = False) -> str:
            names = files[0].path.read_text().split()
            return "(VALUES " + ", ".join(f"('{n.upper() if upper else n}')" for n in names) + ")"

        def write(self, export: Any) -> int:
            rows = export.relation.fetchall()
            return export.path.write_text("".join(f"{name}\n" for (name,) in rows)) and len(rows)

    formats.register("names", Names())
    (tmp_path / "in.names").write_text("ann bob")

    report = sink(scan(tmp_path / "in.names", upper=True), tmp_path / "out.names")

    assert (tmp_path / "out.names").read_text() == "ANN\nBOB\n"
    assert report.written == 2


def test_the_version_is_that_of_the_distribution() -> None:
    assert acme.io.__version__ == version("acme-io")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        acme.io.nothing  # noqa: B018
