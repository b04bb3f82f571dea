"""`acme convert` copies a table and tells what came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Acme = Callable[..., Result]


def test_table_is_copied_to_another_format(acme: Acme, folder: Path) -> None:
    result = acme("convert", "flights.csv", "flights.jsonl")

    rows = [json.loads(line) for line in (folder / "flights.jsonl").read_text().splitlines()]
    assert result.status == 0
    assert rows == [
        {"carrier": "UA", "delay": 5},
        {"carrier": "AA", "delay": -3},
        {"carrier": "UA", "delay": 8},
    ]


def test_what_was_done_is_told_on_stderr(acme: Acme) -> None:
    result = acme("convert", "flights.csv", "flights.parquet")

    assert (result.stdout, result.stderr) == ("", "wrote 3 rows to flights.parquet\n")


def test_quiet_tells_nothing(acme: Acme) -> None:
    result = acme("convert", "flights.csv", "flights.parquet", "--quiet")

    assert result == (0, "", "")


def test_json_reports_what_was_done(acme: Acme) -> None:
    result = acme("convert", "flights.csv", "flights.parquet", "--json")

    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "source": "flights.csv",
        "target": "flights.parquet",
        "read": 3,
        "written": 3,
        "rejected": 0,
    }


def test_missing_file_is_named(acme: Acme) -> None:
    result = acme("convert", "fligths.csv", "out.parquet")

    assert result.status == 1
    assert result.stderr.startswith("acme: fligths.csv: ")
