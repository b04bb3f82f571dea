"""`acme describe` shows what a table holds, right to the digit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Invoke = Callable[..., Result]

ROWS = [
    {"name": "ä", "age": 10, "share": 0.5, "born": "2000-01-02"},
    {"name": None, "age": 20, "share": None, "born": "1950-12-31"},
    {"name": "b", "age": 40, "share": 2.5, "born": "2010-06-07"},
]


def describe(invoke: Invoke, table: str) -> dict[str, Any]:
    """Return what the command says in JSON, with the columns by name."""
    described = json.loads(invoke("describe", table, "--json").stdout)
    return described | {"columns": {column["name"]: column for column in described["columns"]}}


def test_every_type_has_the_figures_that_fit_it(invoke: Invoke, folder: Path) -> None:
    (folder / "people.jsonl").write_text("\n".join(map(json.dumps, ROWS)))

    described = describe(invoke, "people.jsonl")

    columns = described["columns"]
    assert described["rows"] == 3
    assert [column["nulls"] for column in columns.values()] == [1, 0, 1, 0]
    assert (columns["name"]["min"], columns["name"]["max"]) == ("b", "ä")
    assert "median" not in columns["name"]
    figures = [columns["age"][label] for label in ("min", "q25", "median", "q75", "max")]
    assert figures == [10, 15, 20, 30, 40]
    assert (columns["share"]["min"], columns["share"]["max"]) == (0.5, 2.5)
    assert (columns["born"]["min"], columns["born"]["max"]) == ("1950-12-31", "2010-06-07")


def test_lists_have_no_order_and_so_no_extremes(invoke: Invoke) -> None:
    duckdb.sql("COPY (SELECT [1, 2] AS tags) TO 'nested.parquet'")

    column = describe(invoke, "nested.parquet")["columns"]["tags"]

    assert column == {"name": "tags", "type": "other", "nulls": 0}


def test_what_json_has_no_number_for_stays_text(invoke: Invoke, folder: Path) -> None:
    (folder / "odd.csv").write_text("x\n1.5\nnan\ninf\n")
    invoke("convert", "odd.csv", "odd.parquet")

    column = describe(invoke, "odd.csv")["columns"]["x"]

    assert (column["min"], column["max"]) == (1.5, "nan")


def test_table_of_no_rows_has_no_figures(invoke: Invoke, folder: Path) -> None:
    flow = (folder / "flow.toml").read_text().replace("delay > 0", "delay > 99")
    (folder / "flow.toml").write_text(flow.replace("delays.csv", "none.parquet"))
    invoke("run", "flow.toml")

    described = describe(invoke, "none.parquet")

    assert described["rows"] == 0
    assert described["columns"]["flights"]["min"] is None


def test_plain_output_is_a_table_with_tabs(invoke: Invoke) -> None:
    result = invoke("describe", "flights.csv")

    assert result.status == 0
    assert result.stdout.splitlines() == [
        "column\ttype\tnulls\tmin\tq25\tmedian\tq75\tmax",
        "carrier\ttext\t0\tAA\t\t\t\tUA",
        "delay\tinteger\t0\t-3\t1\t5\t6.5\t8",
    ]
    assert result.stderr == "flights.csv: 3 rows, 2 columns\n"


def test_one_of_a_thing_is_not_told_as_several(invoke: Invoke, folder: Path) -> None:
    (folder / "one.csv").write_text("a\n1\n")

    result = invoke("describe", "one.csv")

    assert result.stderr == "one.csv: 1 row, 1 column\n"
