from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import jobs
from tools.errors import ToolError
from tools.workflow import cells, job_names
from tools.workflow.event import Event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.house import House


@pytest.fixture
def forked(house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> House:
    """core, io that needs it, and app that needs io and installs a command; main is reviewed."""
    for name in ("GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_REF", "GITHUB_BASE_REF", "TAG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    house.package("core")
    house.package("io", ["acme-core"])
    house.package("app", ["acme-io"])
    house.edit(
        "packages/app/pyproject.toml",
        "\n[tool.hatch.version]",
        '\n[project.scripts]\napp = "acme.app:main"\n\n[tool.hatch.version]',
    )
    house.commit()
    house.git("update-ref", "refs/remotes/origin/main", "HEAD")
    return house


def propose(house: House, *paths: str) -> jobs.Plan:
    for path in paths:
        house.write(path, "changed\n")
    house.commit()
    return jobs.plan(house.root, Event(since="origin/main"))


def test_a_change_selects_what_depends_on_it_and_builds_what_that_needs(forked: House) -> None:
    made = propose(forked, "packages/io/README.md")

    assert made.packages == ["app", "io"]
    assert made.built == ["core", "io", "app"]
    assert made.since == forked.git("rev-parse", "origin/main")


def test_a_cell_tests_every_package_that_supports_its_python(forked: House) -> None:
    forked.edit("packages/app/pyproject.toml", '"Programming Language :: Python :: 3.11", ', "")

    made = propose(forked, "packages/io/README.md")

    first, second, *_ = made.test["include"]
    assert first == {"os": "ubuntu-24.04", "python": "3.11", "packages": "io"}
    assert second == {"os": "ubuntu-24.04", "python": "3.13", "packages": "app io"}
    assert {cell["os"] for cell in made.test["include"]} == set(cells.SYSTEMS)
    assert (made.oldest, made.floors, made.newest) == ("3.11", ["io"], "3.13")


def test_a_change_of_nothing_tests_nothing(forked: House) -> None:
    made = propose(forked, "docs/index.md")

    assert made.jobs == list(job_names.ALWAYS)
    assert made.outputs() | {"since": ""} == {
        "jobs": '["check", "docs"]',
        "test": '{"include": []}',
        "ahead": json.dumps(cells.ahead("3.13")),
        "packages": "",
        "built": "",
        "oldest": "",
        "floors": "",
        "newest": "3.13",
        "since": "",
    }


def test_what_looks_ahead_takes_the_python_after_the_newest() -> None:
    assert cells.ahead("3.14")["include"] == [
        {"python": "3.14", "dependencies": "pre-releases"},
        {"python": "3.15", "dependencies": "newest"},
    ]


@pytest.mark.parametrize(
    ("package", "flagship", "latest", "image"),
    [("app", "app", "true", True), ("core", "app", "false", False)],
)
def test_a_tag_releases_its_package(
    forked: House, package: str, flagship: str, latest: str, image: bool
) -> None:
    forked.release(f"{package}-v1.0.0")
    happened = Event("push", tag=f"{package}-v1.0.0", publish=True, flagship=flagship)

    made = jobs.plan(forked.root, happened)

    assert made.release == {
        "ref": forked.git("rev-parse", "HEAD"),
        "tag": f"{package}-v1.0.0",
        "package": package,
        "version": "1.0.0",
        "title": f"acme-{package} 1.0.0",
        "files": f"acme_{package}-*",
        "prerelease": False,
        "foremost": True,
        "latest": flagship == package,
    }
    assert made.outputs()["latest"] == latest
    assert ("image" in made.jobs) is image
    assert made.hint == ""


def test_a_flagship_that_is_no_package_is_named_with_those_there_are(forked: House) -> None:
    with pytest.raises(ToolError) as failure:
        jobs.plan(forked.root, Event(flagship="nope"))

    assert str(failure.value) == (
        "the variable MAIN_PACKAGE names 'nope', which is no package;"
        " set it to one of app, core, io, or delete it"
    )


def test_a_fix_of_an_older_line_is_not_the_latest_release(forked: House) -> None:
    forked.release("app-v1.1.0")
    forked.commit()
    forked.git("update-ref", "refs/remotes/origin/main", "HEAD")
    forked.release("app-v1.0.1")
    happened = Event("push", tag="app-v1.0.1", publish=True, flagship="app")

    made = jobs.plan(forked.root, happened)

    assert (made.release["foremost"], made.release["latest"]) == (False, False)


def test_outside_of_a_workflow_a_pull_request_is_planned(
    forked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    propose(forked, "packages/app/README.md")

    assert jobs.main([]) == 0
    assert "| Packages | app |" in capsys.readouterr().out
    assert jobs.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packages"] == ["app"]


def test_outputs_and_summary_reach_the_workflow(forked: House, tmp_path: Path) -> None:
    propose(forked, "packages/core/README.md")

    assert jobs.main([]) == 0
    assert "\npackages=app core io\n" in (tmp_path / "output").read_text("utf-8")
    assert "| Packages | app, core, io |" in (tmp_path / "summary").read_text("utf-8")


@pytest.mark.usefixtures("forked")
def test_a_tag_that_names_no_release_plans_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_NAME", "push")
    monkeypatch.setenv("GITHUB_REF", "refs/tags/spam-v1.0.0")

    assert jobs.main([]) == 1
    assert capsys.readouterr().err.startswith("jobs: spam-v1.0.0 names no release")
    assert not (tmp_path / "output").exists()


def test_a_fork_before_its_set_up_is_told_what_to_set(
    forked: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked.release("core-v1.0.0")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "push")
    monkeypatch.setenv("GITHUB_REF", "refs/tags/core-v1.0.0")

    assert jobs.main([]) == 0
    assert jobs.UNPUBLISHED in (tmp_path / "summary").read_text("utf-8")
