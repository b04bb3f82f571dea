"""CSV and TSV: what is accepted, how, and what is refused in one sentence."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import AcmeError, DataError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Read = Callable[..., list[tuple[Any, ...]]]
    Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("written", "type_", "value"),
    [
        ("5", nw.Int64, 5),
        ("-9223372036854775808", nw.Int64, -(2**63)),
        ("9223372036854775808", nw.String, "9223372036854775808"),
        ("0.5", nw.Float64, 0.5),
        ("1e3", nw.Float64, 1000.0),
        ("inf", nw.Float64, float("inf")),
        ("TRUE", nw.Boolean, True),
        ("2020-01-31", nw.Date, date(2020, 1, 31)),
        ("1900-01-01", nw.Date, date(1900, 1, 1)),
        ("2020-01-31 12:00:00", nw.Datetime, datetime(2020, 1, 31, 12)),  # noqa: DTZ001
        ("2020-01-31T12:00:00.5", nw.Datetime, datetime(2020, 1, 31, 12, 0, 0, 500000)),  # noqa: DTZ001
        ("12:30:00", nw.Time, time(12, 30)),
        ("007", nw.String, "007"),
        ("1.2.3", nw.String, "1.2.3"),
        ("2020-02-30", nw.String, "2020-02-30"),
        ("infinity-war", nw.String, "infinity-war"),
        ("ä", nw.String, "ä"),
    ],
)
def test_types_follow_from_the_values(
    write: Write, engine: Engine, written: str, type_: Any, value: object
) -> None:
    frame = engine.scan(write("table.csv", f"value\n{written}\n"))

    assert frame.collect_schema()["value"] == type_
    assert frame.to_native().fetchall() == [(value,)]


def test_a_type_that_fits_more_than_half_of_the_sample_is_the_column_s(
    write: Write, engine: Engine
) -> None:
    path = write("table.csv", "a,b,c\n1,x,1\n2,y,12345678901234567\nn/a,3,0.5\n")

    schema = engine.scan(path).collect_schema()

    assert schema == {"a": nw.Int64, "b": nw.String, "c": nw.String}


def test_a_time_with_a_zone_is_kept_in_utc(write: Write, engine: Engine) -> None:
    path = write("table.csv", "t\n2020-01-31 12:00:00+02\n2020-01-31T12:00:00Z\n")

    relation = engine.scan(path).to_native()

    assert [str(type_) for type_ in relation.types] == ["TIMESTAMP WITH TIME ZONE"]
    assert relation.project("CAST(t AS VARCHAR)").fetchall() == [
        ("2020-01-31 10:00:00+00",),
        ("2020-01-31 12:00:00+00",),
    ]


@pytest.mark.parametrize(
    ("content", "options", "rows"),
    [
        ("a;b\n1;x\n", {"delimiter": ";"}, [(1, "x")]),
        ("a,b\n1,'x,y'\n", {"quote": "'"}, [(1, "x,y")]),
        ('a,b\n1,"x\n', {"quote": ""}, [(1, '"x')]),
        ("1,x\n2,y\n", {"header": False}, [(1, "x"), (2, "y")]),
        ("a,b\nNA,x\n,y\n", {"null_values": ["NA", ""]}, [(None, "x"), (None, "y")]),
        ("a,b\nNA,N\n1,A\n", {"null_values": "NA"}, [(None, "N"), (1, "A")]),
        ('a,b\n1,""\n2,\n', {}, [(1, ""), (2, None)]),
        ('a,b\n1,say "hi"\n', {}, [(1, 'say "hi"')]),
        ('a,b\n1,"two\nlines ""so"""\n', {}, [(1, 'two\nlines "so"')]),
        ("a,b\r\n1,x\r\n", {}, [(1, "x")]),
        ("a,b\r1,x\r", {}, [(1, "x")]),
        ("\ufeffa,b\n1,x\n", {}, [(1, "x")]),
        ("a,b\n1,x\n\n\n2,y", {}, [(1, "x"), (2, "y")]),
        ("a\n1\n\n2\n", {}, [(1,), (None,), (2,)]),
        ("a,b\n", {}, []),
        ("a,b\n5.0,x\n5e0,y\n", {"schema": {"a": "int64"}}, [(5, "x"), (5, "y")]),
        ("a,b\n7,x\n", {"schema": {"a": nw.Int8(), "b": nw.String}}, [(7, "x")]),
    ],
)
def test_dialects(
    write: Write, read: Read, content: str, options: dict[str, Any], rows: list[tuple[Any, ...]]
) -> None:
    path = write("table.csv", content)

    assert read(path, **options) == rows


def test_tabs_and_other_encodings(write: Write, read: Read) -> None:
    latin = write("latin.tsv", "name\tn\nJosé\t1\n".encode("latin-1"))
    wide = write("wide.csv", "name,n\nJosé,1\n".encode("utf-16"))

    assert read(latin, encoding="latin-1") == [("José", 1)]
    assert read(wide, encoding="utf-16") == [("José", 1)]
    assert read(write("utf-8.csv", "n\n1\n"), encoding="UTF8") == [(1,)]


def test_columns_without_a_name_are_numbered_and_a_schema_names_those_without_a_header(
    write: Write, engine: Engine
) -> None:
    index = engine.scan(write("index.csv", ",a\n0,1\n"))
    bare = write("bare.csv", "1,x\n")

    assert index.columns == ["column_1", "a"]
    assert engine.scan(bare, header=False).columns == ["column_1", "column_2"]
    named = engine.scan(bare, header=False, schema={"n": "int8", "text": "string"})
    assert named.collect_schema() == {"n": nw.Int8, "text": nw.String}


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("a,b\n1,x\nq,y\n", {"schema": {"a": "int64"}}, r':3: column "a": "q" is no whole number'),
        ("a,b\n1.5,x\n", {"schema": {"a": "int8"}}, r':2: column "a": "1.5" is no whole number'),
        ("a,b\n5e-1,x\n", {"schema": {"a": "int64"}}, r':2: column "a": "5e-1" is no whole'),
        ("a,b\n300,x\n", {"schema": {"a": "int8"}}, r'"300" is no whole number of type TINYINT'),
        ("a\n1.555\n", {"schema": {"a": "decimal(5, 2)"}}, r'"1.555" is no number of type DECIMAL'),
        ("a\nmaybe\n", {"schema": {"a": "boolean"}}, "is neither true nor false"),
        ("a\n2020-01-01 00:00:00+02\n", {"schema": {"a": "datetime"}}, "without a zone"),
        ("a\n2020-01-01 00:00:00\n", {"schema": {"a": "datetime[utc]"}}, "with a zone"),
        ("a\ninfinity\n", {"schema": {"a": "datetime"}}, "is no time such as"),
        ("a\nepoch\n", {"schema": {"a": "date"}}, "is no date such as"),
        ("a\n2020-01-01 12:00:00\n", {"schema": {"a": "date"}}, "is no date such as"),
        ("a\n25:00:00\n", {"schema": {"a": "time"}}, "is no time of day"),
        ("a\n\\x4\n", {"schema": {"a": "binary"}}, "is no text of bytes"),
        ('a\n""\n', {"schema": {"a": "int64"}}, r':2: column "a": "" is no whole number'),
        ("a,b\n1,x\n2\n", {}, ":3: the row has too few values"),
        ("a,b\n1,x\n2,y,z\n", {}, ":3: the row has too many values"),
        (b"a,b\n1,\xff\n", {}, r':2: column "b": "\\xff" is not valid UTF-8'),
        ('a,b\n1,"x"y\n2,z\n', {}, ":2: a quote is broken"),
        ('a,b\n1,x\n2,"y\n3,z\n', {}, ":3: a quote is never closed"),
        ("a,b\r\n1,x\n2,y\r\n", {}, ":2: line breaks are mixed"),
        ("a,b\n1,x\n2,y\r\n3,z\n", {}, ":3: line breaks are mixed"),
        ("a,b,A\n1,2,3\n", {}, ':1: the header names "A" twice'),
        ("", {}, ": the file is empty"),
        ("\na,b\n", {}, ":1: the first line is empty"),
        ("a,b\n1,x\n", {"schema": {"c": "int64"}}, 'unknown column "c"; choose from "a", "b"'),
        (
            "a,b\n1,x\n",
            {"schema": {"a": "integer"}},
            'unknown type "integer"; choose from "string"',
        ),
        ("a,b\n1,x\n", {"delimiter": "::"}, r'key "delimiter": must be one ASCII character'),
        (
            "a,b\n1,x\n",
            {"delimeter": ";"},
            r'unknown option "delimeter" \(did you mean "delimiter"',
        ),
        ("a,b\n1,x\n", {"encoding": "utf-9"}, 'unknown encoding "utf-9"'),
        ("a,b\n1,x\n", {"encoding": "utf-16"}, "the bytes are no utf-16"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_nothing_is_written(
    write: Write, engine: Engine, content: str | bytes, options: dict[str, Any], sentence: str
) -> None:
    path = write("table.csv", content)
    target = path.with_name("out.parquet")

    with pytest.raises(AcmeError) as caught:
        engine.sink(engine.scan(path, **options), target)

    assert re.search(sentence, str(caught.value)), str(caught.value)
    assert str(caught.value).count(str(path)) == 1
    assert [p.name for p in path.parent.iterdir()] == ["table.csv"]


@pytest.mark.parametrize("rejects", [None, "rejects.jsonl"])
def test_a_line_break_that_changes_behind_the_sample_is_placed(
    write: Write, engine: Engine, rejects: str | None
) -> None:
    path = write("table.csv", "a,b\n" + "1,x\n" * 20_000 + "2,y\r\n")
    aside = rejects and path.with_name(rejects)

    with pytest.raises(DataError, match=r":20002: line breaks are mixed"):
        engine.sink(engine.scan(path, rejects=aside), path.with_name("out.csv"))


def test_columns_that_no_query_uses_are_checked_too(write: Write, engine: Engine) -> None:
    path = write("table.csv", "a,b,c\n" + "1,2,x\n" * 20_000 + "3,4.5,x\n")
    frame = engine.scan(path).filter(nw.col("a") < 3).select("a")

    with pytest.raises(DataError, match=r':20002: column "b": "4.5" is no whole number'):
        engine.sink(frame, path.with_suffix(".parquet"))


def test_whole_numbers_beyond_a_double_after_the_sample_are_right(write: Write, read: Read) -> None:
    path = write("table.csv", "a\n" + "1\n" * 20_000 + "9007199254740993\n")

    assert read(path)[-1] == (2**53 + 1,)
    assert read(path, rejects=path.with_suffix(".rejects"))[-1] == (2**53 + 1,)


def test_quoted_line_breaks_across_the_parts_that_threads_read_are_right(
    write: Write, read: Read
) -> None:
    rows = [(n, f'{n}\n1,"{n}"\n' * 40) for n in range(40_000)]
    lines = (f'{n},"{text}"' for n, text in ((n, text.replace('"', '""')) for n, text in rows))
    path = write("table.csv", "n,text\n" + "\n".join(lines))

    assert read(path) == rows


def test_files_of_one_pattern_are_one_table_if_they_agree(write: Write, read: Read) -> None:
    first, _ = write("1.csv", "a,b\n1,x\n"), write("2.csv", "a,b\r\n2,y\r\n")

    assert read(first.parent / "*.csv") == [(1, "x"), (2, "y")]


@pytest.mark.parametrize("header", ["b,a", "a", "a,b,c"])
def test_files_that_disagree_are_refused(write: Write, engine: Engine, header: str) -> None:
    first, second = write("1.csv", "a,b\n1,2\n"), write("2.csv", f"{header}\n1,2\n")

    with pytest.raises(DataError, match=r"the columns are .*, not a, b as in") as caught:
        engine.scan(first.parent / "?.csv")

    assert caught.value.file == str(second)


def test_a_fault_in_the_second_file_is_placed_there(write: Write, engine: Engine) -> None:
    first, second = write("1.csv", "a,b\n1,2\n"), write("2.csv", "a,b\n1,2\n3,x\n")
    schema = {"a": "int64", "b": "int64"}
    rejects = first.with_name("rejects.jsonl")

    with pytest.raises(DataError, match=':3: column "b": "x" is no whole number') as caught:
        engine.sink(
            engine.scan(first.parent / "?.csv", schema=schema), first.with_name("o"), format="csv"
        )
    frame = engine.scan(first.parent / "?.csv", schema=schema, rejects=rejects)
    engine.sink(frame, first.with_name("o"), format="csv")

    assert caught.value.file == str(second)
    assert f'"file": "{second}", "line": 3, "column": "b"' in rejects.read_text()


def test_what_is_written(write: Write, engine: Engine) -> None:
    path = write("table.csv", 'a,b,c\n1,"x,y",\n2,"",0.5\n3,"z\n",1\n')
    target = path.with_name("out.tsv")

    engine.sink(engine.scan(path), target)
    plain = target.read_bytes()
    engine.sink(engine.scan(path), target, delimiter=";", header=False, quote="'")

    assert plain == b'a\tb\tc\n1\tx,y\t\n2\t""\t0.5\n3\t"z\n"\t1.0\n'
    assert target.read_bytes() == b"1;x,y;\n2;'';0.5\n3;'z\n';1.0\n"


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("[1, 2]", r"CSV cannot hold the type INTEGER\[\]"),
        ("INTERVAL 1 DAY", "CSV cannot hold the type INTERVAL"),
        ("DATE 'infinity'", "has a date that CSV cannot hold"),
        ("TIMESTAMP '-0044-03-15 00:00:00'", "has a date that CSV cannot hold"),
        ("TIMESTAMP_NS '2020-01-01 00:00:00.000000001'", "has nanoseconds"),
    ],
)
def test_what_csv_cannot_hold_is_refused(
    tmp_path: Path, engine: Any, expression: str, sentence: str
) -> None:
    frame = nw.from_native(engine._connection.sql(f"SELECT {expression} AS odd"))

    with pytest.raises(DataError, match=sentence):
        engine.sink(frame, tmp_path / "out.csv")

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_option_of_a_target_is_named(write: Write, engine: Engine) -> None:
    path = write("table.csv", "a\n1\n")

    with pytest.raises(UnknownNameError, match='unknown option "heading"'):
        engine.sink(engine.scan(path), path.with_name("out.csv"), heading=True)
