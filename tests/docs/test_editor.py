"""What editors and `git blame` read: each names things that are there."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.util import find_spec
from typing import Any

import pytest

from tests.releasing.repository import ROOT
from tools.monorepo.identity import origin
from tools.version_control import git


def settings(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text("utf-8"))


def test_each_way_to_start_names_a_module_that_is_there() -> None:
    modules = [way["module"] for way in settings("launch.json")["configurations"]]
    named = [module.replace("${input:tool}", "bump") for module in modules]

    missing = [name for name in named if not name.startswith("${") and not find_spec(name)]

    assert missing == []


def test_each_input_that_is_asked_for_is_declared() -> None:
    launch = settings("launch.json")

    asked = set(re.findall(r"\$\{input:(\w+)\}", json.dumps(launch["configurations"])))

    assert asked == {given["id"] for given in launch["inputs"]}


def test_the_formatter_on_saving_is_among_the_suggested_extensions() -> None:
    formatter = settings("settings.json")["[python]"]["editor.defaultFormatter"]

    assert formatter in settings("extensions.json")["recommendations"]


def test_editors_break_lines_where_the_formatter_does() -> None:
    length = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"][
        "line-length"
    ]

    assert settings("settings.json")["[python]"]["editor.rulers"] == [length]
    assert f"max_line_length = {length}" in (ROOT / ".editorconfig").read_text("utf-8")


def has_history() -> bool:
    """Whether this is the template with its commits: a copy, a fork or a shallow clone may lack them."""
    return (
        git.is_repository(ROOT)
        and origin(ROOT) is None
        and git.text(ROOT, "rev-parse", "--is-shallow-repository") == "false"
        and int(git.text(ROOT, "rev-list", "--count", "HEAD")) > 1
    )


@pytest.mark.skipif(not has_history(), reason="waits for a clone of the template with its history")
def test_blame_ignores_only_commits_that_are_there() -> None:
    lines = (ROOT / ".git-blame-ignore-revs").read_text("utf-8").splitlines()
    commits = [line for line in lines if line and not line.startswith("#")]

    kinds = {git.text(ROOT, "cat-file", "-t", commit) for commit in commits}

    assert kinds == {"commit"}
