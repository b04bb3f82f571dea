"""How the workflow is written: what a linter does not know of our rules."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from typing import Any

import pytest
import yaml

from tests.workflow import simulation
from tests.workflow.source import ROOT, TEXT, WORKFLOW, jobs, read
from tools import gate
from tools.check import CHECKS
from tools.monorepo import workspace
from tools.workflow import cells, job_names

JOBS = jobs()
STEPS = [
    pytest.param(step, id=f"{name}-{at}")
    for name, job in JOBS.items()
    for at, step in enumerate(job["steps"])
]
CACHED_UNLESS_TOLD = {
    "docker/setup-buildx-action": "cache-binary",
    "docker/setup-qemu-action": "cache-image",
}
"""Actions that keep what they fetch between runs, and the option that says not to."""
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def uses(step: dict[str, Any], action: str) -> bool:
    return step.get("uses", "").partition("@")[0] == action


def test_it_is_the_only_workflow() -> None:
    assert list(WORKFLOW.parent.iterdir()) == [WORKFLOW]


def test_nothing_is_permitted_to_all_jobs() -> None:
    assert read()["permissions"] == {}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_says_what_it_may_and_how_long(name: str) -> None:
    assert JOBS[name]["permissions"]
    assert JOBS[name]["timeout-minutes"] <= 45


def test_every_permission_has_its_reason() -> None:
    granted = re.findall(r"^      [a-z-]+: (?:read|write)\b.*$", TEXT, re.MULTILINE)

    assert len(granted) == sum(len(job["permissions"]) for job in JOBS.values())
    assert [line for line in granted if not re.search(r" # \w+", line)] == []


@pytest.mark.parametrize("name", JOBS)
def test_a_job_first_watches_what_leaves_the_runner(name: str) -> None:
    first = JOBS[name]["steps"][0]

    assert uses(first, "step-security/harden-runner")
    assert first["with"] == {"egress-policy": "audit"}


def test_an_action_is_pinned_to_one_commit_everywhere() -> None:
    pins = set(re.findall(r"uses: (\S+)@(\S+) # (v[\d.]+)$", TEXT, re.MULTILINE))
    repositories = [("/".join(action.split("/")[:2]), commit) for action, commit, _ in pins]

    assert len(re.findall(r"uses:", TEXT)) == len(
        re.findall(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", TEXT, re.MULTILINE)
    )
    assert len({repository for repository, _ in repositories}) == len(set(repositories))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_no_token_behind_and_restores_no_cache(step: dict[str, Any]) -> None:
    given = step.get("with", {})

    assert not uses(step, "actions/cache")
    assert not {"cache", "cache-from", "enable-cache"} & given.keys()
    for name, option in CACHED_UNLESS_TOLD.items():
        assert not uses(step, name) or given[option] is False
    assert given.get("persist-credentials", True) is (not uses(step, "actions/checkout"))


@pytest.mark.parametrize("step", STEPS)
def test_a_line_is_one_line_and_takes_values_from_the_environment(step: dict[str, Any]) -> None:
    line = step.get("run", "")

    assert "\n" not in line
    assert "${{" not in line


def test_an_image_that_an_action_runs_is_pinned_by_its_digest() -> None:
    named = re.findall(r"\bimage(?:: |=)(\S+/\S+)", TEXT)

    assert {name.partition(":")[0] for name in named} == {"moby/buildkit", "tonistiigi/binfmt"}
    assert all(re.search(r"@sha256:[0-9a-f]{64}$", name) for name in named)


def test_every_job_that_checks_out_takes_the_tree_that_was_planned() -> None:
    taken = {
        name: step["with"]["ref"]
        for name, job in JOBS.items()
        for step in job["steps"]
        if uses(step, "actions/checkout")
    }

    assert taken.pop("plan") == "${{ inputs.tag && format('refs/tags/{0}', inputs.tag) || '' }}"
    assert set(taken.values()) == {"${{ needs.plan.outputs.ref }}"}


def test_the_gate_waits_for_every_job_before_it() -> None:
    after = {name for name in JOBS if "gate" in simulation.ancestors(name)}

    assert set(simulation.needs(JOBS["gate"])) == set(JOBS) - after - {"gate"}
    assert gate.PLANNER in simulation.needs(JOBS["gate"])


def test_the_planner_knows_exactly_the_jobs_that_there_are() -> None:
    groups = (job_names.ALWAYS, job_names.CODE, job_names.WEEKLY, job_names.RELEASE)
    named = {*itertools.chain(*groups), "codeql", "scorecard", "site", "attest", "image"}

    assert named | {"plan", "gate"} == set(JOBS)


def test_the_plan_hands_on_every_output_that_is_read() -> None:
    handed_on = set(JOBS["plan"]["outputs"])

    assert set(re.findall(r"needs\.plan\.outputs\.(\w+)", TEXT)) == handed_on
    assert set(re.findall(r"steps\.jobs\.outputs\.(\w+)", TEXT)) == handed_on


def test_systems_are_pinned_to_a_release() -> None:
    named = re.findall(r"(?:ubuntu|macos|windows)-[\w.]+", TEXT)

    assert [name for name in [*named, *cells.SYSTEMS] if "latest" in name] == []


@pytest.mark.parametrize(
    ("tag", "started"),
    [
        ("core-v1.3.0", True),
        ("core-v2-v1.0.0", True),
        ("v1.0.0", False),
        ("core-1.0.0", False),
        ("core-vendor", False),
        ("nested/core-v1.0.0", False),
    ],
)
def test_release_tags_start_it_and_others_do_not(tag: str, started: bool) -> None:
    """In GitHub's patterns a star matches anything but a slash."""
    patterns = [pattern.replace("*", "[^/]*") for pattern in read()["on"]["push"]["tags"]]

    assert any(re.fullmatch(pattern, tag) for pattern in patterns) is started


def test_only_runs_of_a_pull_request_are_ever_cancelled(engine: Any) -> None:
    def of(event: str, **more: Any) -> dict[str, Any]:
        context = {"event_name": event, "run_id": "41", "event": more}
        return engine.value("concurrency", contexts={"github": context})

    assert of("pull_request", pull_request={"number": 7}) == {
        "group": "ci-7",
        "cancel-in-progress": True,
    }
    assert of("push") == {"group": "ci-41", "cancel-in-progress": False}
    assert of("schedule") == {"group": "ci-41", "cancel-in-progress": False}


def test_github_itself_has_nothing_to_complain_about(engine: Any) -> None:
    assert engine.load(WORKFLOW) == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_offers_each_package(form: Any) -> None:
    fields = {field.get("id"): field for field in yaml.safe_load(form.read_text("utf-8"))["body"]}
    offered = fields["package"]["attributes"]["options"]

    assert offered[: len(workspace.names(ROOT))] == workspace.names(ROOT)


def test_labels_that_are_given_exist() -> None:
    known = tomllib.loads((ROOT / ".github" / "labels.toml").read_text("utf-8"))
    given = {label for form in FORMS for label in yaml.safe_load(form.read_text("utf-8"))["labels"]}

    assert given <= set(known)


def test_a_commit_hook_runs_checks_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]
    named = [re.findall(r'ARGS="([^"]*)"', hook["entry"]) for hook in hooks["hooks"]]

    assert {name for words in itertools.chain(*named) for name in words.split()} <= set(CHECKS)


def test_what_decides_over_a_release_has_an_owner() -> None:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines()
    owned = {line.split()[0] for line in lines if not line.startswith("#")}

    assert {"/.github/", "/docker/", "/locks/", "/tools/"} <= owned


def test_dependencies_are_raised_in_groups_and_after_a_week() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))["updates"]

    assert {"docker", "github-actions", "pip"} <= {entry["package-ecosystem"] for entry in updates}
    assert all(entry["groups"] and entry["cooldown"] == {"default-days": 7} for entry in updates)


def test_main_is_guarded_by_the_gate() -> None:
    rules = json.loads((ROOT / ".github" / "rulesets" / "main.json").read_text("utf-8"))["rules"]
    required = {rule["type"]: rule.get("parameters", {}) for rule in rules}

    assert required["required_status_checks"]["required_status_checks"] == [
        {"context": JOBS["gate"]["name"]}
    ]


def test_release_tags_are_guarded() -> None:
    guarded = json.loads((ROOT / ".github" / "rulesets" / "release-tags.json").read_text("utf-8"))

    assert guarded["conditions"]["ref_name"]["include"] == ["refs/tags/*-v*"]
    assert {rule["type"] for rule in guarded["rules"]} == {"creation", "deletion", "update"}
