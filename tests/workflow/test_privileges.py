"""What may leave the repository, and that no pull request's own code can say so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.workflow import simulation
from tests.workflow.source import jobs

if TYPE_CHECKING:
    from tests.workflow.engine import Engine

LEAVING = ("attest", "image", "publish", "ready", "release", "report", "site")


@pytest.mark.parametrize("event", ["pull_request", "merge_group", "schedule"])
def test_a_forged_plan_lets_nothing_out(engine: Engine, event: str) -> None:
    """The plan is made by the pull request's own code, so it may say anything."""
    contexts = {
        "github": {"event_name": event, "ref": "refs/pull/7/merge", "ref_type": "branch"},
        "inputs": {},
        "vars": {"PUBLISH": "true", "PAGES": "true"},
    }
    forged = {"jobs": json.dumps(list(jobs())), "package": "core", "tag": "core-v9.9.9"}

    results, _ = simulation.run(engine, contexts, forged)

    assert {name for name in LEAVING if results[name] != "skipped"} == set()


def test_a_forged_plan_on_main_publishes_nothing(engine: Engine) -> None:
    contexts = {
        "github": {"event_name": "push", "ref": "refs/heads/main", "ref_type": "branch"},
        "inputs": {},
        "vars": {"PUBLISH": "true"},
    }
    forged = {"jobs": json.dumps(list(jobs())), "package": "core", "tag": "core-v9.9.9"}

    results, _ = simulation.run(engine, contexts, forged)

    assert {name for name in LEAVING if results[name] != "skipped"} == {"site"}


def test_only_the_publishing_job_can_identify_itself_to_the_index() -> None:
    identified = {name: job["permissions"] for name, job in jobs().items() if "environment" in job}

    assert identified == {
        "publish": {"id-token": "write"},
        "site": {"id-token": "write", "pages": "write"},
    }


def test_what_can_be_taken_back_by_nobody_waits_for_the_gate() -> None:
    after = {name for name in jobs() if "gate" in simulation.ancestors(name)}

    assert after == set(LEAVING)
