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

    Acme = Callable[..., Result]


def test_columns_that_come_out_are_shown_and_nothing_is_written(acme: Acme, folder: Path) -> None:
    before = sorted(folder.iterdir())

    result = acme("check", "flow.toml")

    assert result.status == 0
    assert result.stdout.splitlines() == [
        "column\ttype",
        "name\tString",
        "flights\tInt64",
        "mean_delay\tFloat64",
    ]
    assert result.stderr == "flow.toml is fine: 3 steps\n"
    assert sorted(folder.iterdir()) == before


def test_json_has_the_columns(acme: Acme) -> None:
    result = acme("check", "flow.toml", "--json")

    assert json.loads(result.stdout) == {
        "flow": "flow.toml",
        "steps": 3,
        "columns": {"name": "String", "flights": "Int64", "mean_delay": "Float64"},
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
    acme: Acme, folder: Path, old: str, new: str, sentence: str
) -> None:
    flow = (folder / "flow.toml").read_text().replace(old, new)
    (folder / "flow.toml").write_text(flow)

    result = acme("check", "flow.toml")

    assert (result.status, result.stdout) == (1, "")
    assert sentence in result.stderr


def test_command_that_may_not_write_cannot(folder: Path) -> None:
    with open_session(Settings(), "check", {}) as session:
        frame = session.scan({"location": "flights.csv"})

        with pytest.raises(AuthorizationError, match='key "write"'):
            session.sink(frame, {"location": "out.csv"})

    assert not (folder / "out.csv").exists()
