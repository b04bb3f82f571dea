"""JSON Lines and JSON: what is accepted, how, and what is refused in one sentence."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import AcmeError, DataError

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
        ("0.5", nw.Float64, 0.5),
        ("true", nw.Boolean, True),
        ('"5"', nw.String, "5"),
        ('"true"', nw.String, "true"),
        ('"2020-01-31"', nw.Date, date(2020, 1, 31)),
        ('"a\\n\\u00e9"', nw.String, "a\né"),
        ('{"x": [1, null]}', nw.String, '{"x":[1,null]}'),
        ("null", nw.String, None),
    ],
)
def test_types_follow_from_the_values(
    write: Write, engine: Engine, written: str, type_: Any, value: object
) -> None:
    frame = engine.scan(write("table.jsonl", f'{{"value": {written}}}\n'))

    assert frame.collect_schema()["value"] == type_
    assert frame.to_native().fetchall() == [(value,)]


def test_a_key_that_is_missing_is_null_and_a_blank_line_is_nothing(
    write: Write, engine: Engine
) -> None:
    path = write("table.ndjson", '{"a": 1}\n\n{"b": "x", "a": 2}\n')

    report = engine.sink(engine.scan(path), path.with_name("out.csv"))

    assert path.with_name("out.csv").read_text() == "a,b\n1,\n2,x\n"
    assert report == (2, 2, 0)


def test_blank_lines_alone_are_no_rows_whatever_becomes_of_rejects(
    write: Write, engine: Engine
) -> None:
    path = write("table.jsonl", "\n\n")
    rejects = path.with_name("rejects.jsonl")

    frames = [engine.scan(path, schema={"a": "int64"}, rejects=r) for r in (None, rejects)]

    assert [engine.sink(frame, path.with_name("out.csv")).read for frame in frames] == [0, 0]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"a": 1.5}', r':2: column "a": "1.5" is no whole number'),
        ('{"a": "1"}', r':2: column "a": "1" is no whole number'),
        ('{"b": 5}', r':2: column "b": "5" is no text'),
        ('{"c": 1}', r':2: column "c": "1" is neither true nor false'),
        ('{"d": "infinity"}', r':2: column "d": "infinity" is no date'),
        ('{"a": 1, "a": 2}', ":2: the row is no JSON object"),
        ('{"a": 1', ":2: the row is no JSON object"),
        ("[1]", ":2: the row is no JSON object"),
        (b'{"b": "\xff"}', ":2: the row is not valid UTF-8"),
    ],
)
def test_a_line_that_does_not_fit_is_named_or_set_aside(
    write: Write, engine: Engine, line: str | bytes, sentence: str
) -> None:
    schema = {"a": "int64", "b": "string", "c": "boolean", "d": "date"}
    raw = line if isinstance(line, bytes) else line.encode()
    good = b'{"a": 1, "b": "x", "c": true, "d": "2020-01-31"}\n'
    path = write("table.jsonl", good + raw + b"\n" + good)
    target, rejects = path.with_name("out.parquet"), path.with_name("rejects.jsonl")

    with pytest.raises(DataError) as caught:
        engine.sink(engine.scan(path, schema=schema).head(5), target)
    report = engine.sink(engine.scan(path, schema=schema, rejects=rejects), target)

    assert re.search(sentence, str(caught.value)), str(caught.value)
    assert report == (3, 2, 1)
    assert json.loads(rejects.read_text())["raw"] == raw.decode("utf-8", "backslashreplace")


def test_a_key_that_no_column_has_is_not_lost(write: Write, engine: Engine) -> None:
    path = write("table.jsonl", '{"a": 1}\n' * 10_000 + '{"a": 1, "b": 2}\n')

    with pytest.raises(DataError, match=r":10001: the row .* or one that no column has"):
        engine.sink(engine.scan(path), path.with_name("out.csv"))


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ('[{"a": 1}, {"a": 2}]', [(1,), (2,)]),
        ('[\n  {"a":\n 1},\n\n  {"a": 2}\n]\n', [(1,), (2,)]),
        ('{"a": 1}\n{"a": 2}', [(1,), (2,)]),
        ('\ufeff[{"a": "x\\ny"}]', [("x\ny",)]),
    ],
)
def test_documents(write: Write, read: Read, document: str, rows: list[tuple[Any, ...]]) -> None:
    path = write("table.json", document)

    assert read(path) == rows


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ('[{"a": 1},', ":1:11: broken JSON: Expecting value"),
        ('[{"a": 1}', r":1:10: broken JSON: expected , or \] here"),
        ('[\n{"a": 1},\n]', ":3:1: broken JSON: Expecting value"),
        ('[{"a": 1}] x', ":1:11: broken JSON: expected nothing after the array"),
        ('[{"a": NaN}]', "broken JSON: NaN is no JSON value"),
        ('{"a": 1}, {"a": 2}', ":1:9: broken JSON: Expecting value"),
        (b'[{"a": "\xff"}]', "broken JSON: .* can't decode byte 0xff"),
        ("[" * 100_000, "broken JSON: "),
        ("[]", ": the file is empty; declare its columns"),
        ("", ": the file is empty; declare its columns"),
        ('[{"a": 1},\n\n{"a": 2}, {"a": 1.5}]', r':3: column "a": "1.5" is no whole number'),
    ],
)
def test_a_document_that_does_not_fit_is_refused(
    write: Write, engine: Engine, document: str | bytes, sentence: str
) -> None:
    path = write("table.json", document)
    schema = {"a": "int64"} if "1.5" in str(document) else None

    with pytest.raises(AcmeError) as caught:
        engine.sink(engine.scan(path, schema=schema), path.with_name("out.csv"))

    assert re.search(sentence, str(caught.value)), str(caught.value)


def test_an_empty_document_of_declared_columns_is_an_empty_table(write: Write, read: Read) -> None:
    assert read(write("table.json", "[]"), schema={"a": "int64"}) == []


def test_what_is_written(engine: Any, tmp_path: Path) -> None:
    relation = engine._connection.sql(
        "SELECT 1::HUGEINT AS a, 0.5::DECIMAL(9,2) AS b, 0.5::DECIMAL(20,2) AS c, [1, 2] AS d,"
        " {'x': 'é'} AS e, NULL AS f"
    )

    engine.sink(nw.from_native(relation), tmp_path / "out.jsonl")
    engine.sink(nw.from_native(relation), tmp_path / "out.json")

    line = '{"a":1,"b":0.5,"c":"0.50","d":[1,2],"e":{"x":"é"},"f":null}'
    assert (tmp_path / "out.jsonl").read_text() == f"{line}\n"
    assert (tmp_path / "out.json").read_text() == f"[\n\t{line}\n]\n"


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("'nan'::DOUBLE", 'column "odd" has NaN or infinity, which JSON has not'),
        ("'-inf'::FLOAT", 'column "odd" has NaN or infinity, which JSON has not'),
        ("INTERVAL 1 DAY", "JSON cannot hold the type INTERVAL"),
        ("9223372036854775808::HUGEINT", "(?i)out of range"),
        ("DATE '-infinity'", "has a date that JSON cannot hold"),
    ],
)
def test_what_json_cannot_hold_is_refused(
    tmp_path: Path, engine: Any, expression: str, sentence: str
) -> None:
    frame = nw.from_native(engine._connection.sql(f"SELECT {expression} AS odd"))

    with pytest.raises(DataError, match=sentence):
        engine.sink(frame, tmp_path / "out.jsonl")
