from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.errors import ToolError
from tools.workflow import event
from tools.workflow.event import Event

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """Variables with a payload."""

    def make(name: str, ref: str, payload: dict[str, Any], **more: str) -> dict[str, str]:
        path = tmp_path / "event.json"
        path.write_text(json.dumps(payload), "utf-8")
        described = {"GITHUB_EVENT_NAME": name, "GITHUB_REF": ref, "GITHUB_EVENT_PATH": str(path)}
        return described | more

    return make


def test_outside_of_a_workflow_a_pull_request_is_meant() -> None:
    assert event.read({}) == Event()
    assert Event().proposed


def test_a_pull_request_is_compared_with_its_target(told: Any) -> None:
    found = event.read(told("pull_request", "refs/pull/7/merge", {}, GITHUB_BASE_REF="release/x"))

    assert found == Event(since="origin/release/x")


def test_a_merge_group_is_compared_with_its_base(told: Any) -> None:
    found = event.read(told("merge_group", "refs/heads/q", {"merge_group": {"base_sha": "abc"}}))

    assert (found.since, found.proposed) == ("abc", True)


@pytest.mark.parametrize("name", ["push", "workflow_dispatch"])
@pytest.mark.parametrize(("ref", "main"), [("refs/heads/trunk", True), ("refs/heads/main", False)])
def test_main_is_what_the_repository_calls_so(told: Any, name: str, ref: str, main: bool) -> None:
    found = event.read(told(name, ref, {"repository": {"default_branch": "trunk"}}))

    assert (found.main, found.tag, found.proposed) == (main, "", False)


def test_a_pushed_tag_is_the_tag(told: Any) -> None:
    found = event.read(told("push", "refs/tags/core-v1.0.0", {}, TAG="io-v1.0.0"))

    assert (found.tag, found.main) == ("core-v1.0.0", False)


def test_a_tag_can_be_asked_for_by_hand_alone(told: Any) -> None:
    by_hand = event.read(told("workflow_dispatch", "refs/heads/main", {}, TAG="io-v1.0.0"))
    otherwise = event.read(told("schedule", "refs/heads/main", {}, TAG="io-v1.0.0"))

    assert (by_hand.tag, otherwise.tag) == ("io-v1.0.0", "")
    assert (by_hand.main, otherwise.main) == (False, False)


@pytest.mark.parametrize(("value", "let_out"), [("true", True), ("false", False), ("1", False)])
def test_nothing_but_true_lets_anything_out(told: Any, value: str, let_out: bool) -> None:
    found = event.read(told("push", "refs/heads/main", {}, PUBLISH=value, PAGES=value))

    assert (found.publish, found.pages) == (let_out, let_out)


def test_a_private_repository_is_known_as_one(told: Any) -> None:
    assert event.read(told("push", "refs/heads/main", {"repository": {"private": True}})).private


@pytest.mark.parametrize("content", ["{", None])
def test_a_payload_that_cannot_be_read_is_a_sentence(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "event.json"
    if content:
        path.write_text(content, "utf-8")

    with pytest.raises(ToolError, match=r"event\.json: the event's payload cannot be read"):
        event.read({"GITHUB_EVENT_PATH": str(path)})
