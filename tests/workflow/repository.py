"""A repository as a runner checks it out, in a given situation."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.workflow.source import ROOT
from tools.monorepo.identity import identity
from tools.scaffolding.package_template import Blueprint, package_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

IDENTITY = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


PACKAGES = {
    "core": (),
    "io": ("core",),
    "processing": ("core",),
    "cli": ("core", "io", "processing"),
}
"""The packages of every situation, with the siblings that each requires; cli has a command."""


def _declaration(name: str, siblings: Iterable[str]) -> str:
    ours = identity(ROOT)
    required = tuple(f"{ours.name}-{sibling}>=0.1,<0.2" for sibling in siblings)
    files = package_files(Blueprint(name, f"The {name}.", required), ours, b"")
    scripts = f'\n[project.scripts]\n{ours.name} = "{ours.module}.cli:main"\n'
    return files["pyproject.toml"].decode() + (scripts if name == "cli" else "")


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    command = ["git", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **IDENTITY},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def check_out(folder: Path, situation: Mapping[str, Any]) -> None:
    """Make the commits, branches and tags of a situation.

    The packages are declared like ours, whatever ours are by now; origin's branches are as a full
    fetch leaves them.
    """
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, siblings in PACKAGES.items():
        target = folder / "packages" / name / "pyproject.toml"
        target.parent.mkdir(parents=True)
        target.write_text(_declaration(name, siblings), "utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    _commit(folder, "Start")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    _change(folder, situation.get("changes", ()))
    if situation.get("tags"):
        if situation.get("reviewed") is False:
            _commit(folder, "Not reviewed")
        for tag in situation["tags"]:
            form = ["--annotate", "--message", tag] if situation.get("annotated", True) else []
            git(folder, "tag", *form, tag)


def _change(folder: Path, paths: Iterable[str]) -> None:
    for name in paths:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
    if paths:
        _commit(folder, "Change")


def _commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def github(folder: Path, situation: Mapping[str, Any]) -> dict[str, Any]:
    """The context ``github`` of a situation, as its documentation describes it."""
    event = situation["event"]
    tag = situation.get("tag", "") if event == "push" else ""
    ref = {
        "pull_request": "refs/pull/7/merge",
        "merge_group": "refs/heads/gh-readonly-queue/main/pr-7",
    }.get(event, f"refs/tags/{tag}" if tag else f"refs/heads/{situation.get('branch', 'main')}")
    repository = {"default_branch": "main", "private": situation.get("private", False)}
    payload: dict[str, Any] = {"repository": repository}
    if event == "pull_request":
        head = {"repo": {"fork": situation.get("fork", False)}}
        payload["pull_request"] = {"number": 7, "head": head}
    if event == "merge_group":
        payload["merge_group"] = {"base_sha": git(folder, "rev-parse", "origin/main")}
    return {
        "event_name": event,
        "event": payload,
        "ref": ref,
        "ref_name": ref.split("/", 2)[2],
        "ref_type": "tag" if tag else "branch",
        "base_ref": "main" if event == "pull_request" else "",
        "sha": git(folder, "rev-parse", "HEAD"),
        "repository": "acme-org/acme",
        "server_url": "https://github.com",
        "run_id": "1",
        "actor": "a",
        "token": "not-a-token",
        "workflow": "CI",
    }


def variables(context: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """The GITHUB_* variables that go with the context, files of a step included."""
    payload = folder / "event.json"
    payload.write_text(json.dumps(context["event"]), "utf-8")
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": context["event_name"],
        "GITHUB_EVENT_PATH": str(payload),
        "GITHUB_REF": context["ref"],
        "GITHUB_REF_NAME": context["ref_name"],
        "GITHUB_REF_TYPE": context["ref_type"],
        "GITHUB_BASE_REF": context["base_ref"],
        "GITHUB_SHA": context["sha"],
        "GITHUB_REPOSITORY": context["repository"],
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }


def plan(
    checkout: Path, scratch: Path, environment: Mapping[str, str]
) -> tuple[int, dict[str, str], str]:
    """Run the one line of the job ``plan``: its exit code, its outputs, what it told people."""
    (scratch / "output").touch()
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tools.jobs"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (scratch / "output").read_text("utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return done.returncode, outputs, done.stdout + done.stderr
