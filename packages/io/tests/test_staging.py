"""Rows that do not fit are found, all of them and no others, on generated files of known truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acme.io import open_engine

if TYPE_CHECKING:
    from pathlib import Path


SCHEMA = {"whole": "int64", "text": "string", "share": "float64", "day": "date"}
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@dataclass(frozen=True)
class Row:
    """A record of a delimited file, and what is to become of it."""

    raw: bytes
    values: tuple[Any, ...] | None = None
    column: str | None = None


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


words = st.text(
    st.characters(codec="utf-8", exclude_characters='\r\n",', exclude_categories=["Cs"]),
    min_size=1,
    max_size=8,
)
anything = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
wholes = st.integers(-(2**63), 2**63 - 1)
shares = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
texts = st.one_of(
    words.map(lambda text: (text, text)), anything.map(lambda text: (quoted(text), text))
)


@st.composite
def good(draw: st.DrawFn) -> Row:
    written, text = draw(texts)
    values = draw(wholes), text, draw(shares), draw(days)
    whole, _, share, day = values
    return Row(f"{whole},{written},{share!r},{day.isoformat()}".encode(), values)


nulls = st.just(Row(b",,,", (None, None, None, None)))
short = st.builds(lambda whole, text: Row(f"{whole},{text[0]}".encode()), wholes, texts)
long = good().map(lambda row: Row(row.raw + b",more"))
no_whole = st.sampled_from(["x", "1.5", "5e-1", "1e", "9223372036854775808", "--1", "1 2", '""'])
bad_whole = no_whole.map(lambda whole: Row(whole.encode() + b",w,0.5,2020-01-31", None, "whole"))
bad_share = st.sampled_from(["x", "1_.5", "1.5.5", "1e", "0x10"]).map(
    lambda share: Row(f"1,w,{share},2020-01-31".encode(), None, "share")
)
bad_day = st.sampled_from(["2020-02-30", "infinity", "epoch", "20200131", "2020-01-31Z"]).map(
    lambda day: Row(f"1,w,0.5,{day}".encode(), None, "day")
)
bad_text = st.sampled_from([b"\xff", b"\xc3", b"a\xed\xa0\x80"]).map(
    lambda text: Row(b"1," + text + b",0.5,2020-01-31", None, "text")
)
blank = st.just(Row(b""))
rows = st.lists(
    st.one_of(good(), good(), nulls, short, long, bad_whole, bad_share, bad_day, bad_text, blank),
    max_size=30,
)


@settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)
@given(rows=rows, newline=st.sampled_from([b"\n", b"\r\n"]), final=st.booleans())
def test_each_row_is_written_or_rejected_with_its_place_and_its_bytes(
    tmp_path: Path, rows: list[Row], newline: bytes, final: bool
) -> None:
    source, rejects = tmp_path / "in.csv", tmp_path / "rejects.jsonl"
    records = [b"whole,text,share,day", *(row.raw for row in rows)]
    end = newline if final and records[-1] else b""
    source.write_bytes(newline.join(records) + end)

    with open_engine() as engine:
        frame = engine.scan(source, schema=SCHEMA, rejects=rejects)
        report = engine.sink(frame, tmp_path / "out.parquet")
        kept = engine.scan(tmp_path / "out.parquet").to_native().fetchall()

    found = [json.loads(line) for line in rejects.read_text().split("\n")[:-1]]
    assert kept == [row.values for row in rows if row.values]
    assert [(f["line"], f["column"], f["raw"]) for f in found] == expected(rows, newline)
    assert report == (len(kept) + len(found), len(kept), len(found))


def expected(rows: list[Row], newline: bytes) -> list[tuple[int, str | None, str]]:
    line, rejects = 2, []
    for row in rows:
        if row.values is None and row.raw:
            rejects.append((line, row.column, row.raw.decode("utf-8", "backslashreplace")))
        line += 1 + row.raw.count(newline)
    return rejects
