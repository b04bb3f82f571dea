"""`acme run` does what a flow file says, watched and confined as the settings ask."""

from __future__ import annotations

import json
import pstats
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Invoke = Callable[..., Result]


def test_flow_is_run(invoke: Invoke, folder: Path) -> None:
    result = invoke("run", "flow.toml")

    assert result == (0, "", "wrote 1 row to delays.csv\n")
    assert (folder / "delays.csv").read_text() == "name,flights,mean_delay\nUnited,2,6.5\n"


def test_locations_are_from_the_flow_s_folder(
    invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")

    result = invoke("run", "../flow.toml", "--quiet")

    assert result == (0, "", "")
    assert (folder / "delays.csv").exists()


def test_row_that_does_not_fit_is_told_with_its_line(invoke: Invoke, folder: Path) -> None:
    (folder / "flights.csv").write_text("carrier,delay\nUA,5\nAA\n")

    result = invoke("run", "flow.toml")

    assert result.status == 1
    assert result.stderr.startswith("acme: flights.csv:3: ")
    assert not (folder / "delays.csv").exists()


def test_rejects_of_a_flow_go_to_the_file_that_it_names(invoke: Invoke, folder: Path) -> None:
    (folder / "flights.csv").write_text("carrier,delay\nUA,5\nAA\nUA,8\n")
    flow = (folder / "flow.toml").read_text()
    (folder / "flow.toml").write_text(
        flow.replace('location = "flights.csv"', 'location = "flights.csv"\nrejects = "bad.jsonl"')
    )

    report = json.loads(invoke("run", "flow.toml", "--json").stdout)

    (reject,) = map(json.loads, (folder / "bad.jsonl").read_text().splitlines())
    assert (reject["line"], reject["raw"]) == (3, "AA")
    assert report["rejected"] == 1


def test_step_that_fails_on_a_value_is_named(invoke: Invoke, folder: Path) -> None:
    with (folder / "flow.toml").open("a") as flow:
        flow.write('[[steps]]\ntransform = "cast"\ncolumns = { name = "integer" }\n')

    result = invoke("run", "flow.toml")

    assert result.status == 1
    assert result.stderr.startswith("acme: flow.toml:24: step 4 (cast): ")
    assert "United" in result.stderr
    assert not (folder / "delays.csv").exists()


def test_step_that_fails_while_a_contract_is_checked_is_named(invoke: Invoke, folder: Path) -> None:
    with (folder / "flow.toml").open("a") as flow:
        flow.write('[[steps]]\ntransform = "cast"\ncolumns = { name = "integer" }\n')
        flow.write("[contract.output]\nname = { nullable = false }\n")

    result = invoke("run", "flow.toml")

    assert result.stderr.startswith("acme: flow.toml:24: step 4 (cast): ")


def test_broken_contract_stops_and_writes_nothing(invoke: Invoke, folder: Path) -> None:
    with (folder / "flow.toml").open("a") as flow:
        flow.write("[contract.output]\nmean_delay = { maximum = 5 }\n")

    result = invoke("run", "flow.toml")

    assert result.status == 1
    assert 'the result breaks its contract: column "mean_delay" is above 5' in result.stderr
    assert not (folder / "delays.csv").exists()


def test_json_reports_the_counts(invoke: Invoke) -> None:
    report = json.loads(invoke("run", "flow.toml", "--json").stdout)

    assert report == {
        "flow": "flow.toml",
        "target": "delays.csv",
        "read": 5,
        "written": 1,
        "rejected": 0,
    }


def test_unknown_column_is_told_with_its_place_and_nothing_is_written(
    invoke: Invoke, folder: Path
) -> None:
    flow = (folder / "flow.toml").read_text().replace("delay > 0", "dellay > 0")
    (folder / "flow.toml").write_text(flow)

    result = invoke("run", "flow.toml")

    assert result.status == 1
    assert result.stderr.startswith("acme: flow.toml:9:10: step 1 (filter): ")
    assert 'unknown column "dellay" (did you mean "delay"?)' in result.stderr
    assert not (folder / "delays.csv").exists()


def test_verbose_tells_each_step_with_its_time(invoke: Invoke) -> None:
    result = invoke("run", "flow.toml", "-v")

    lines = result.stderr.splitlines()
    assert lines[:3] == [
        "acme: reading flights.csv",
        "acme: reading airlines.csv",
        "acme: step 1: filter where='delay > 0'",
    ]
    assert lines[3].startswith("acme: step 2: join ")
    assert lines[5] == "acme: writing delays.csv"
    assert lines[6].startswith("acme: scan (2): 0.")
    assert lines[7].startswith("acme: sink (1): 0.")


def test_profile_is_saved_and_the_peak_of_memory_told(invoke: Invoke, folder: Path) -> None:
    result = invoke("run", "flow.toml", "--profile", "profiles/run.stats")

    stats = pstats.Stats(str(folder / "profiles" / "run.stats"))
    assert result.status == 0
    assert any(name == "sink" for _, _, name in stats.stats)  # type: ignore[attr-defined]
    peak = re.search(r"Python took ([0-9.]+) MB at most", result.stderr)
    assert peak
    assert 0 < float(peak[1]) < 1000


def test_run_is_recorded_in_the_audit_log(
    invoke: Invoke, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_AUDIT_LOG", "audit.jsonl")

    invoke("run", "flow.toml")
    invoke("run", "flow.toml", "--engine", "none")

    records = [json.loads(line) for line in (folder / "audit.jsonl").read_text().splitlines()]
    assert [record["event"] for record in records] == ["started", "finished", "started", "failed"]
    assert {record["context"]["command"] for record in records} == {"run"}
    assert records[1]["details"]["written"] == 1
    assert "unknown engine" in records[3]["details"]["reason"]


def test_flow_stays_inside_the_root(invoke: Invoke) -> None:
    assert invoke("run", "flow.toml", "--root", ".").status == 0


def test_rejects_stay_inside_the_root_too(invoke: Invoke) -> None:
    result = invoke("convert", "flights.csv", "out.csv", "--rejects", "../out.jsonl", "--root", ".")

    assert result.status == 1
    assert "this is outside of" in result.stderr


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("../out.csv", "this is outside of"),
        ("/etc/out.csv", "this is outside of"),
        ("link/out.csv", "this is outside of"),
        ("nul.csv", "is no safe name"),
        ("https://example.org/out.csv", "--root allows files only"),
    ],
)
def test_flow_that_leaves_the_root_is_refused(
    invoke: Invoke, folder: Path, location: str, sentence: str
) -> None:
    (folder / "link").symlink_to(folder.parent)
    flow = (folder / "flow.toml").read_text().replace("delays.csv", location)
    (folder / "flow.toml").write_text(flow)

    result = invoke("run", "flow.toml", "--root", ".", "--json")

    assert result.status == 1
    assert json.loads(result.stderr)["error"]["code"] == "security"
    assert sentence in result.stderr
