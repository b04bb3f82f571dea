"""What may leave the repository, and that no pull request's own code can say so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.workflow import simulation
from tests.workflow.source import jobs

if TYPE_CHECKING:
    from tests.workflow.engine import Engine

MAIN = {
    "event": {"repository": {"default_branch": "main"}},
    "ref": "refs/heads/main",
    "ref_type": "branch",
}
LEAVING = ("attest", "image", "publish", "ready", "release", "report", "site")


@pytest.mark.parametrize("event", ["pull_request", "merge_group", "schedule"])
def test_a_forged_plan_lets_nothing_out(engine: Engine, event: str) -> None:
    """The plan is made by the pull request's own code, so it may say anything."""
    contexts = {
        "github": {**MAIN, "event_name": event, "ref": "refs/pull/7/merge"},
        "inputs": {},
        "vars": {"PUBLISH": "true", "PAGES": "true"},
    }
    forged = {"jobs": json.dumps(list(jobs())), "package": "core", "tag": "core-v9.9.9"}

    results, _ = simulation.run(engine, contexts, forged)

    assert {name for name in LEAVING if results[name] != "skipped"} == set()


def test_a_forged_plan_on_main_publishes_nothing(engine: Engine) -> None:
    contexts = {
        "github": {**MAIN, "event_name": "push"},
        "inputs": {},
        "vars": {"PUBLISH": "true"},
    }
    forged = {"jobs": json.dumps(list(jobs())), "package": "core", "tag": "core-v9.9.9"}

    results, _ = simulation.run(engine, contexts, forged)

    assert {name for name in LEAVING if results[name] != "skipped"} == {"site"}


@pytest.mark.parametrize(
    ("ref", "tag"), [("refs/heads/try", ""), ("refs/heads/main", "core-v9.9.9")]
)
def test_a_forged_plan_of_a_run_by_hand_deploys_no_site(engine: Engine, ref: str, tag: str) -> None:
    """What is run by hand is a branch's or a tag's own code, and neither need be reviewed."""
    contexts = {
        "github": {**MAIN, "event_name": "workflow_dispatch", "ref": ref},
        "inputs": {"tag": tag},
        "vars": {"PAGES": "true"},
    }

    results, _ = simulation.run(engine, contexts, {"jobs": json.dumps(list(jobs()))})

    assert results["site"] == "skipped"


def test_an_attestation_asks_for_no_record_that_its_job_may_not_write() -> None:
    """What is pushed to a registry is recorded too, unless told not to (actions/attest's inputs)."""
    asking = {
        name
        for name, job in jobs().items()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/attest@")
        and step["with"].get("push-to-registry")
        and step["with"].get("create-storage-record", True)
    }

    assert {
        name for name in asking if "artifact-metadata" not in jobs()[name]["permissions"]
    } == set()


def test_only_the_publishing_job_can_identify_itself_to_the_index() -> None:
    identified = {name: job["permissions"] for name, job in jobs().items() if "environment" in job}

    assert identified == {
        "publish": {"id-token": "write"},
        "site": {"id-token": "write", "pages": "write"},
    }


def test_what_can_be_taken_back_by_nobody_waits_for_the_gate() -> None:
    after = {name for name in jobs() if "gate" in simulation.ancestors(name)}

    assert after == set(LEAVING)
