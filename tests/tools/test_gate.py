from __future__ import annotations

import json
from typing import Any

import pytest

from tools import gate


def needs(planned: list[str], **results: str) -> dict[str, Any]:
    plan = {"result": "success", "outputs": {"jobs": json.dumps(planned)}}
    return {"plan": plan, **{name: {"result": result} for name, result in results.items()}}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """The gate's exit code and what it said on standard error."""

    def judge(content: Any) -> tuple[int, str]:
        text = content if isinstance(content, str) else json.dumps(content)
        monkeypatch.setenv("NEEDS", text)
        return gate.main([]), capsys.readouterr().err

    return judge


def test_it_passes_where_all_is_as_planned(judged: Any) -> None:
    assert judged(needs(["check", "publish"], check="success", test="skipped")) == (0, "")


@pytest.mark.parametrize("result", ["failure", "cancelled", "skipped"])
def test_a_planned_job_must_succeed(judged: Any, result: str) -> None:
    code, said = judged(needs(["check"], check=result))

    assert (code, said) == (1, f"gate: check ended with {result}; the plan says success\n")


@pytest.mark.parametrize("result", ["success", "failure"])
def test_a_job_that_was_not_planned_must_not_run(judged: Any, result: str) -> None:
    code, said = judged(needs([], check=result))

    assert (code, said) == (1, f"gate: check ended with {result}; the plan says skipped\n")


def test_without_a_plan_no_skip_counts(judged: Any) -> None:
    code, said = judged({"plan": {"result": "failure"}, "check": {"result": "skipped"}})

    assert code == 1
    assert said.startswith("gate: plan ended with failure, so nothing that was left out can count")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"plan": {"result": "success", "outputs": {}}}', needs([])["plan"]],
)
def test_results_that_cannot_be_read_are_wrong_use(judged: Any, content: Any) -> None:
    code, said = judged(content)

    assert code == 2
    assert said.startswith("gate: the variable NEEDS must hold GitHub's context")


def test_no_results_are_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEEDS", raising=False)

    assert gate.main([]) == 2


def test_the_summary_shows_every_job(
    judged: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))

    judged(needs(["check"], check="failure"))

    summary = (tmp_path / "summary").read_text("utf-8")
    assert "| check | failure |" in summary
    assert "check ended with failure; the plan says success" in summary
