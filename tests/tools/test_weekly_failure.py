from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools import weekly_failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GH = 'echo "$2 $*" >> "{log}"\ncase $2 in list) cat "{issues}" ;; create) echo issue 8 ;; esac'


@pytest.fixture
def reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Callable[[str, str], Path]
) -> Any:
    """Report with given issues open; the exit code and which verbs gh was asked."""
    log, issues = tmp_path / "log", tmp_path / "issues"
    programs("gh", GH.format(log=log, issues=issues))
    monkeypatch.setenv("RUN_URL", "the address of the run")

    def report(open_now: list[dict[str, str]], *words: str) -> tuple[int, str]:
        issues.write_text(json.dumps(open_now), "utf-8")
        return weekly_failure.main(list(words)), log.read_text("utf-8")

    return report


def test_a_failure_opens_an_issue_that_names_the_run(
    reported: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    code, asked = reported([{"title": "The weekly run fails sometimes", "url": "issue 6"}])

    assert code == 0
    assert "issue create --title The weekly run fails --body the address of the run" in asked
    assert capsys.readouterr().out == "issue 8\n"


def test_the_next_failure_opens_no_second_one(
    reported: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    code, asked = reported([{"title": weekly_failure.TITLE, "url": "issue 7"}])

    assert code == 0
    assert "create" not in asked
    assert capsys.readouterr().out == "issue 7 is open already\n"


def test_a_dry_run_opens_none(reported: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, asked = reported([], "--dry-run")

    assert code == 0
    assert "create" not in asked
    assert capsys.readouterr().out == "would open an issue: The weekly run fails\n"


def test_github_refusing_is_a_sentence(
    programs: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    programs("gh", "echo not logged in >&2; exit 4")

    assert weekly_failure.main([]) == 1
    assert "not logged in" in capsys.readouterr().err
