"""`acme check` finds what is wrong with a flow and writes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from acme.cli.session import open_session
from acme.cli.settings import Settings
from acme.core.errors import AuthorizationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Invoke = Callable[..., Result]

SOURCE_BREACH = (
    'acme: flow.toml: the source breaks its contract: column "delay" is below 0 in 1 of 3 rows; '
    'column "carrier" is a duplicate in 1 of 3 rows'
)
RESULT_BREACH = (
    'acme: flow.toml: the result breaks its contract: column "mean_delay" is above 5 in 1 of 1 rows'
)


def test_columns_that_come_out_are_shown_and_nothing_is_written(
    invoke: Invoke, folder: Path
) -> None:
    before = sorted(folder.iterdir())

    result = invoke("check", "flow.toml")

    assert result.status == 0
    assert result.stdout.splitlines() == [
        "column\ttype",
        "name\ttext",
        "flights\tinteger",
        "mean_delay\tnumber",
    ]
    assert result.stderr == "flow.toml is fine: 3 steps\n"
    assert sorted(folder.iterdir()) == before


def test_json_has_the_columns(invoke: Invoke) -> None:
    result = invoke("check", "flow.toml", "--json")

    assert json.loads(result.stdout) == {
        "flow": "flow.toml",
        "steps": 3,
        "columns": {"name": "text", "flights": "integer", "mean_delay": "number"},
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("flights.csv", "flihgts.csv", "flihgts.csv: no such file"),
        ('"join"', '"jion"', 'unknown transform "jion" (did you mean "join"?)'),
        ("mean(delay)", "mean(dellay)", 'unknown column "dellay" (did you mean "delay"?)'),
        ("[target]", "[target", "no TOML"),
    ],
)
def test_fault_of_the_flow_is_one_sentence(
    invoke: Invoke, folder: Path, old: str, new: str, sentence: str
) -> None:
    flow = (folder / "flow.toml").read_text().replace(old, new)
    (folder / "flow.toml").write_text(flow)

    result = invoke("check", "flow.toml")

    assert (result.status, result.stdout) == (1, "")
    assert sentence in result.stderr


def test_every_broken_promise_of_both_contracts_is_told(invoke: Invoke, folder: Path) -> None:
    with (folder / "flow.toml").open("a") as flow:
        flow.write(
            "[contract.input]\n"
            "delay = { minimum = 0, nullable = false }\n"
            "carrier = { unique = true }\n"
            "[contract.output]\n"
            "mean_delay = { maximum = 5 }\n"
        )

    result = invoke("check", "flow.toml")
    errors = [
        json.loads(line)["error"]
        for line in invoke("check", "flow.toml", "--json").stderr.splitlines()
    ]

    assert result.status == 1
    assert result.stderr.splitlines() == [SOURCE_BREACH, RESULT_BREACH]
    assert [error["code"] for error in errors] == ["contract", "contract"]


def test_rows_that_a_run_would_set_aside_are_written_nowhere(invoke: Invoke, folder: Path) -> None:
    (folder / "flights.csv").write_text("carrier,delay\nUA,5\nAA\nUA,8\n")
    flow = (folder / "flow.toml").read_text()
    (folder / "flow.toml").write_text(
        flow.replace('location = "flights.csv"', 'location = "flights.csv"\nrejects = "bad.jsonl"')
    )
    before = sorted(folder.iterdir())

    result = invoke("check", "flow.toml")

    assert result.status == 0
    assert sorted(folder.iterdir()) == before


def test_tables_that_set_rows_aside_are_checked_together(invoke: Invoke, folder: Path) -> None:
    flow = (folder / "flow.toml").read_text()
    for name in ("flights", "airlines"):
        location = f'location = "{name}.csv"'
        flow = flow.replace(location, f'{location}\nrejects = "bad-{name}.jsonl"')
    contract = "[contract.output]\nflights = { minimum = 1 }\n"
    (folder / "flow.toml").write_text(flow + contract)

    assert invoke("check", "flow.toml").status == 0


def test_kept_contract_is_fine(invoke: Invoke, folder: Path) -> None:
    with (folder / "flow.toml").open("a") as flow:
        flow.write("[contract.output]\nflights = { minimum = 1 }\n")

    assert invoke("check", "flow.toml").status == 0


def test_command_that_may_not_write_cannot(folder: Path) -> None:
    with open_session(Settings(), "check", {}) as session:
        frame = session.scan({"location": "flights.csv"})

        with pytest.raises(AuthorizationError, match='key "write"'):
            session.sink(frame, {"location": "out.csv"})

    assert not (folder / "out.csv").exists()
