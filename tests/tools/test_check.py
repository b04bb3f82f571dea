from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from tools import check

if TYPE_CHECKING:
    from tests.tools.house import House

PRINTS = [sys.executable, "-c"]
CHECKS = {
    "good": [*PRINTS, "print('nobody needs to read this')"],
    "where": [*PRINTS, "import os, pathlib; pathlib.Path('ran').touch()"],
    "bad": [*PRINTS, "import sys; print('a.py:1'); print('b.py:2', file=sys.stderr); sys.exit(1)"],
    "missing": ["no-such-program"],
}


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch, house: House) -> House:
    """Four checks in a workspace."""
    monkeypatch.setattr(check, "CHECKS", CHECKS)
    return house


def without_times(text: str) -> list[str]:
    return [re.sub(r" +\d+\.\d\d s$", "", line) for line in text.splitlines()]


def test_passing_checks_are_listed_without_what_they_said(
    checks: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(["good", "where"]) == 0

    assert sorted(without_times(capsys.readouterr().out)) == ["pass  good", "pass  where"]
    assert (checks.root / "ran").exists()


def test_every_check_runs_whatever_the_others_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 1

    told = capsys.readouterr()
    lines = without_times(told.out)
    assert {"pass  good", "pass  where", "FAIL  bad", "FAIL  missing"} <= set(lines)
    assert lines[lines.index("FAIL  bad") + 1 :][:2] == ["a.py:1", "b.py:2"]
    assert "no-such-program is not on PATH" in lines[lines.index("FAIL  missing") + 1]
    assert told.err == ("check: bad, missing failed; `make fix` mends format and much of lint\n")


def test_the_table_can_be_listed(checks: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--list", "missing", "bad"]) == 0

    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert lines == [["missing", "no-such-program"], ["bad", " ".join(CHECKS["bad"])]]
    assert not (checks.root / "ran").exists()


@pytest.mark.parametrize("option", [[], ["--list"]])
def test_an_unknown_check_is_wrong_usage(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main([*option, "spelling"]) == 2
    assert capsys.readouterr().err == (
        "check: there is no check spelling; there are good, where, bad, missing\n"
    )
