"""Locations are found, and compressed, recoded and standard input become plain files."""

from __future__ import annotations

import gzip
import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from acme.core.errors import DataError, MissingFileError, ResourceError
from acme.io.plain import zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Read = Callable[..., list[tuple[Any, ...]]]
    Write = Callable[[str, str | bytes], Path]

TABLE = b"a,b\n1,x\n2,y\n"
ROWS = [(1, "x"), (2, "y")]


@pytest.fixture
def folder(write: Write) -> Path:
    """Return a folder with two tables, a hidden file and a folder in it."""
    path = write("1.csv", TABLE).parent
    write("2.csv", TABLE)
    write(".3.csv.tmp", "no table")
    write("_SUCCESS", "")
    (path / "more").mkdir()
    return path


@pytest.mark.parametrize("pattern", ["", "*.csv", "?.csv", "**/*.csv", "[12].csv"])
def test_a_folder_and_a_pattern_mean_their_files(
    folder: Path, engine: Engine, pattern: str
) -> None:
    frame = engine.scan(folder / pattern)

    assert frame.to_native().fetchall() == ROWS + ROWS


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(write: Write, read: Read) -> None:
    assert read(write("[12].csv", TABLE)) == ROWS


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("3.csv", "3.csv: no such file; the folder has 1.csv, 2.csv"),
        ("3.parquet", "3.parquet: no such file; the folder has no file of that kind"),
        ("elsewhere/3.csv", 'no such file; there is no folder ".*elsewhere"'),
        ("*.parquet", "no file fits the pattern"),
        ("more", "more: the folder has no files"),
    ],
)
def test_what_is_missing_is_named_with_what_is_there(
    folder: Path, engine: Engine, name: str, sentence: str
) -> None:
    with pytest.raises(MissingFileError, match=sentence):
        engine.scan(folder / name)


def test_a_long_list_of_neighbours_is_cut(write: Write, engine: Engine) -> None:
    for number in range(10, 25):
        path = write(f"{number}.csv", TABLE)

    with pytest.raises(MissingFileError, match=r"has 10\.csv, .*19\.csv, \.\.\.$"):
        engine.scan(path.with_name("1.csv"))


def test_files_of_several_formats_and_names_without_one_are_refused(
    folder: Path, write: Write, engine: Engine
) -> None:
    write("3.json", "[]")

    with pytest.raises(DataError, match=r"of several formats: \.csv, \.json; choose some"):
        engine.scan(folder)
    with pytest.raises(
        DataError, match="no suffix that tells its format; say the format, one of csv"
    ):
        engine.scan(write("table", TABLE))


def test_gzip_and_zstd_are_read_by_their_content_and_written_by_their_name(
    write: Write, read: Read, engine: Engine
) -> None:
    path = write("named-wrongly.csv", gzip.compress(TABLE))

    for suffix in ("gz", "zst"):
        engine.sink(engine.scan(path), path.with_name(f"out.csv.{suffix}"))
        assert read(path.with_name(f"out.csv.{suffix}")) == ROWS

    assert gzip.decompress(path.with_name("out.csv.gz").read_bytes()) == TABLE
    assert zstd().decompress(path.with_name("out.csv.zst").read_bytes()) == TABLE


@pytest.mark.parametrize("suffix", ["gz", "zst"])
@pytest.mark.parametrize("keep", [-1, -9, 0.5])
def test_what_is_cut_short_is_refused(
    write: Write, engine: Engine, suffix: str, keep: float
) -> None:
    table = b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(50_000))
    packed = gzip.compress(table) if suffix == "gz" else zstd().compress(table)
    cut = packed[: int(len(packed) * keep) if keep > 0 else int(keep)]

    with pytest.raises(DataError, match=f"table.csv.{suffix}: the .* data are cut short or broken"):
        engine.scan(write(f"table.csv.{suffix}", cut))


def test_a_wrong_checksum_is_refused(write: Write, engine: Engine) -> None:
    packed = bytearray(gzip.compress(TABLE))
    packed[-8] ^= 1

    with pytest.raises(DataError, match="CRC check failed"):
        engine.scan(write("table.csv.gz", bytes(packed)))


def test_a_byte_that_means_nothing_in_its_encoding_is_a_row_that_does_not_fit(
    write: Write, engine: Engine
) -> None:
    path = write("table.csv", b"a,b\n1,x\n2,\x81\n")

    with pytest.raises(DataError, match=r':3: column "b": "\\x81" is not valid'):
        engine.sink(engine.scan(path, encoding="cp1252"), path.with_name("out.csv"))


def test_a_character_across_two_chunks_of_another_encoding_is_whole(
    write: Write, read: Read
) -> None:
    """With characters of two bytes, and 19 bytes a line, a chunk of a mebibyte ends inside one."""
    word = "\u4e2d" * 9
    path = write("long.csv", ("ab\n" + (word + "\n") * 60_000).encode("gb18030"))

    assert read(path, encoding="gb18030") == [(word,)] * 60_000


def test_standard_input_is_read_once_and_judged_like_a_file(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Standard:
        buffer = io.BytesIO(TABLE + b"q,z\n")

    monkeypatch.setattr(sys, "stdin", Standard)

    frame = engine.scan("-", format="csv", schema={"a": "int64"})

    with pytest.raises(DataError, match='standard input:4: column "a": "q" is no whole number'):
        engine.sink(frame, tmp_path / "out.csv")


def test_an_error_of_the_system_is_a_sentence(
    write: Write, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("table.csv.gz", gzip.compress(TABLE))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", fail)

    with pytest.raises(ResourceError, match=r"table\.csv\.gz: No space left on device"):
        engine.scan(path)
