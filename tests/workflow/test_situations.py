"""What the workflow does in each situation of situations.toml, by GitHub's own expression engine."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow import repository, simulation
from tests.workflow.source import ROOT, jobs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.workflow.engine import Engine

TABLE = tomllib.loads((ROOT / "tests" / "workflow" / "situations.toml").read_text("utf-8"))
HARMLESS = {"contents": "read"}
SYSTEMS = ("ubuntu-24.04", "macos-15", "windows-2025")


def spelled_out(names: Iterable[str]) -> set[str]:
    return {job for name in names for job in TABLE["groups"].get(name, [name])}


def cells(expected: dict[str, Any] | str | None) -> list[dict[str, str]]:
    if expected is None:
        return []
    if isinstance(expected, str):
        return cells(TABLE["cells"][expected])
    return [
        {"os": system, "python": python, "packages": " ".join(expected["packages"])}
        for system in SYSTEMS
        for python in TABLE["pythons"][expected["pythons"]]
    ]


def writes(running: Iterable[str]) -> dict[str, list[str]]:
    granted = {name: jobs()[name]["permissions"].items() - HARMLESS.items() for name in running}
    return {
        name: sorted(scope for scope, level in scopes if level == "write")
        for name, scopes in granted.items()
        if scopes
    }


class Outcome:
    """What came of a situation."""

    def __init__(self, situation: dict[str, Any], engine: Engine, folder: Path) -> None:
        checkout, scratch = folder / "checkout", folder / "scratch"
        checkout.mkdir()
        scratch.mkdir()
        repository.check_out(checkout, situation)
        context = repository.github(checkout, situation)
        asked = situation.get("tag", "") if situation["event"] == "workflow_dispatch" else ""
        contexts = {
            "github": context,
            "inputs": {"tag": asked} if situation["event"] == "workflow_dispatch" else {},
            "vars": situation.get("variables", {}),
        }
        # The runner hands the step what its `env` says.
        step = len(jobs()["plan"]["steps"]) - 1
        given = engine.value("jobs", "plan", "steps", step, "env", contexts=contexts)
        environment = {name: value or "" for name, value in given.items()}
        code, self.outputs, self.said = repository.plan(
            checkout, scratch, repository.variables(context, scratch) | environment
        )
        assert (code == 0) is bool(self.outputs)
        self.results, self.seen = simulation.run(
            engine, contexts, self.outputs, situation.get("broken", "")
        )
        self.engine = engine

    @property
    def running(self) -> set[str]:
        return {name for name, result in self.results.items() if result != "skipped"}

    def value(self, job: str, *at: str) -> Any:
        return self.engine.value("jobs", job, *at, contexts=self.seen[job])


@pytest.fixture(params=TABLE["situation"], ids=lambda situation: situation["when"])
def situation(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


@pytest.fixture
def outcome(situation: dict[str, Any], engine: Engine, tmp_path: Path) -> Outcome:
    return Outcome(situation, engine, tmp_path)


def test_the_workflow_does_what_the_table_says(situation: dict[str, Any], outcome: Outcome) -> None:
    running = outcome.running
    testing = "test" in running
    guarded = {name for name in running if "environment" in jobs()[name]}

    assert running == spelled_out(situation["jobs"])
    assert (outcome.value("test", "strategy", "matrix")["include"] if testing else []) == cells(
        situation.get("cells")
    )
    assert writes(running) == situation.get("writes", {})
    assert {name: outcome.value(name, "environment") for name in guarded} == situation.get(
        "environment", {}
    )
    assert situation.get("fails", situation.get("says", "")) in outcome.said
    for name, value in situation.get("release", {}).items():
        assert outcome.outputs[name] == value
    if "built" in situation:
        assert outcome.outputs["built"].split() == situation["built"]


def test_the_gate_passes_exactly_where_everything_planned_passed(
    situation: dict[str, Any], outcome: Outcome
) -> None:
    stopped = "fails" in situation or situation.get("broken", "ready") != "ready"

    assert outcome.results["gate"] == ("failure" if stopped else "success")
