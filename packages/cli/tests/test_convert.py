"""`acme convert` copies a table and tells what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acme.cli.output import show_report
from acme.cli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Invoke = Callable[..., Result]
    AcmeProcess = Callable[..., subprocess.Popen[str]]


def test_table_is_copied_to_another_format(invoke: Invoke, folder: Path) -> None:
    result = invoke("convert", "flights.csv", "flights.jsonl")

    rows = [json.loads(line) for line in (folder / "flights.jsonl").read_text().splitlines()]
    assert result.status == 0
    assert rows == [
        {"carrier": "UA", "delay": 5},
        {"carrier": "AA", "delay": -3},
        {"carrier": "UA", "delay": 8},
    ]


def test_what_was_done_is_told_on_stderr(invoke: Invoke) -> None:
    result = invoke("convert", "flights.csv", "flights.parquet")

    assert (result.stdout, result.stderr) == ("", "wrote 3 rows to flights.parquet\n")


def test_table_may_come_and_go_over_the_standard_streams() -> None:
    command = [sys.executable, "-m", "acme.cli", "convert", "-", "-"]
    command += ["--from", "csv", "--to", "jsonl"]

    run = subprocess.run(command, input="a,b\n1,x\n", capture_output=True, text=True, check=True)

    assert json.loads(run.stdout) == {"a": 1, "b": "x"}
    assert run.stderr == "wrote 1 row to standard output\n"


def test_report_leaves_standard_output_to_the_table(acme_process: AcmeProcess) -> None:
    process = acme_process("convert", "flights.csv", "-", "--to", "csv", "--json")

    stdout, stderr = process.communicate()

    assert stdout == "carrier,delay\nUA,5\nAA,-3\nUA,8\n"
    assert json.loads(stderr)["written"] == 3


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_what_a_killed_run_left_is_gone_after_the_next(
    acme_process: AcmeProcess, invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = folder / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    os.mkfifo("pipe.csv")
    process = acme_process("convert", "pipe.csv", "out.csv")
    with Path("pipe.csv").open("w"):  # returns when the other end is being read
        process.kill()
        process.wait()
    left = list(temporary.iterdir())

    invoke("convert", "flights.csv", "out.csv")

    assert left
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs pipes as POSIX has them")
def test_a_reader_that_has_gone_is_no_failure(acme_process: AcmeProcess, folder: Path) -> None:
    (folder / "many.csv").write_text("a\n" + "1234567\n" * 100_000)  # more than a pipe holds
    process = acme_process("convert", "many.csv", "-", "--to", "csv")
    assert process.stdout
    process.stdout.close()

    status = process.wait()

    assert process.stderr
    assert (status, process.stderr.read()) == (141, "")


def test_options_of_the_formats_are_handed_on(invoke: Invoke, folder: Path) -> None:
    (folder / "odd.txt").write_text("a;b\n1;NA\n")

    result = invoke(
        "convert",
        "odd.txt",
        "odd.tsv",
        *("--from", "csv"),
        *("--read", "delimiter=;", "--read", 'null_values=["NA"]'),
        *("--write", "header=false"),
    )

    assert result.status == 0
    assert (folder / "odd.tsv").read_text() == "1\t\n"


def test_option_without_a_value_is_wrong_use(invoke: Invoke) -> None:
    result = invoke("convert", "flights.csv", "out.csv", "--read", "delimiter")

    assert result.status == 2
    assert '"delimiter" is not of the form KEY=VALUE' in result.stderr


def test_quiet_tells_nothing(invoke: Invoke) -> None:
    result = invoke("convert", "flights.csv", "flights.parquet", "--quiet")

    assert result == (0, "", "")


def test_json_reports_the_counts(invoke: Invoke) -> None:
    result = invoke("convert", "flights.csv", "flights.parquet", "--json")

    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "source": "flights.csv",
        "target": "flights.parquet",
        "read": 3,
        "written": 3,
        "rejected": 0,
    }


def test_row_that_does_not_fit_stops_and_writes_nothing(invoke: Invoke, folder: Path) -> None:
    (folder / "bad.csv").write_text("a,b\n1,2\n3\n")

    result = invoke("convert", "bad.csv", "out.parquet")

    assert result.status == 1
    assert result.stderr.startswith("acme: bad.csv:3")
    assert not (folder / "out.parquet").exists()


def test_rejects_go_to_a_file_and_are_counted(invoke: Invoke, folder: Path) -> None:
    (folder / "bad.csv").write_text("a,b\n1,2\n3\n4,5\n")

    result = invoke("convert", "bad.csv", "out.parquet", "--rejects", "bad.jsonl")

    (reject,) = map(json.loads, (folder / "bad.jsonl").read_text().splitlines())
    assert result == (0, "", "wrote 2 rows to out.parquet, 1 rejected\n")
    assert (reject["line"], reject["raw"]) == (3, "3")


@pytest.mark.parametrize("settings", [Settings(), Settings(json=True)], ids=["plain", "json"])
def test_report_shows_no_password(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    report = {"target": "postgresql://ada:lovelace@db/x", "written": 3, "rejected": 0}

    show_report(settings, report)

    shown = "".join(capsys.readouterr())
    assert "postgresql://ada:******@db/x" in shown
    assert "lovelace" not in shown


def test_log_shows_no_password(invoke: Invoke) -> None:
    result = invoke("convert", "nowhere://ada:lovelace@host/x.csv", "out.csv", "-v")

    assert result.status == 1
    assert "reading nowhere://ada:******@host/x.csv" in result.stderr
    assert "lovelace" not in result.stderr


def test_missing_file_is_named(invoke: Invoke) -> None:
    result = invoke("convert", "fligths.csv", "out.parquet")

    assert result.status == 1
    assert result.stderr.startswith("acme: fligths.csv: ")
