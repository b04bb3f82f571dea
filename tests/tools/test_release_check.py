"""The command line of release_check."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.releasing.repository import ROOT
from tests.releasing.workshop import Workshop
from tools import release_check
from tools.errors import ToolError
from tools.release_checks import outcomes
from tools.release_checks.table import CHECKS, Check
from tools.release_checks.verdict import WaitingError, failed, passed, skipped

if TYPE_CHECKING:
    from pathlib import Path

    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A repository with `core` ready to be tagged as 1.0, and `io` that requires it; we are in it."""
    made = Workshop(tmp_path)
    made.package("core")
    made.package("io", "acme-core>=1")
    made.changelog("core", "1.0")
    made.files("core")
    made.files("io", requires=["acme-core>=1"])
    made.commit()
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("COLUMNS", "200")
    return made


def well(subject: Subject) -> Verdict:
    """Passes."""
    return passed(f"{subject.name} is [fine]")


def bad(subject: Subject) -> Verdict:
    """Fails."""
    return failed(f"{subject.name} is broken", "mend it", "line 1\nline 2")


def torn(subject: Subject) -> Verdict:
    """Cannot be asked."""
    raise ToolError(f"{subject.name} does not build:\nno such file")


def unread(_: Subject) -> Verdict:
    """Needs a file that is not there."""
    raise FileNotFoundError(2, "No such file or directory", "CHANGELOG.md")


def waiting(_: Subject) -> Verdict:
    """Needs what another check reports."""
    raise WaitingError("torn")


def left(_: Subject) -> Verdict:
    """Is skipped."""
    return skipped("there is no index", "say --index URL")


@pytest.fixture
def six(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of six checks, one of them slow."""
    table = [Check("bad", bad, quick=True), Check("torn", torn, quick=True)]
    table += [
        Check("unread", unread, quick=True),
        Check("waiting", waiting, quick=True),
        Check("left", left, quick=True),
        Check("well", well, quick=False),
    ]
    monkeypatch.setattr(outcomes, "CHECKS", table)


@pytest.mark.usefixtures("workshop", "six")
def test_every_check_is_told_with_reason_and_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    code = release_check.main(["core"])

    assert code == 1
    assert capsys.readouterr().out.splitlines() == [
        "FAIL  core         bad              core is broken",
        "      → mend it",
        "        line 1",
        "        line 2",
        "FAIL  core         torn             core does not build:",
        "      → mend what it says, and check again",
        "        no such file",
        (
            "FAIL  core         unread           a file cannot be read:"
            " [Errno 2] No such file or directory: 'CHANGELOG.md'"
        ),
        "      → mend or restore it, and check again",
        "skip  core         waiting          waits for the check `torn`",
        "skip  core         left             there is no index",
        "      → say --index URL",
        "pass  core         well             core is [fine]",
        "1 passed, 3 failed, 2 skipped: not fit to release",
    ]


@pytest.mark.usefixtures("workshop", "six")
def test_fast_leaves_out_what_is_slow_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    release_check.main(["core", "--fast"])

    assert "skip  core         well             left out by --fast" in capsys.readouterr().out


@pytest.mark.usefixtures("workshop")
def test_between_releases_what_is_not_prepared_is_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [Check("bad", bad, quick=True, prepared=True), Check("well", well, quick=True)]
    monkeypatch.setattr(outcomes, "CHECKS", table)

    code = release_check.main(["core", "--unprepared"])

    assert code == 0
    assert "skip  core         bad              left out by --unprepared" in capsys.readouterr().out


@pytest.mark.usefixtures("workshop")
def test_without_a_failure_packages_are_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "CHECKS", [Check("well", well, quick=True)])

    code = release_check.main([])

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "pass  core         well             core is [fine]",
        "pass  io           well             io is [fine]",
        "2 passed, 0 failed, 0 skipped: fit to release, as far as was asked",
    ]


@pytest.mark.usefixtures("workshop", "six")
def test_json_tells_the_same_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    code = release_check.main(["core", "--json"])

    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert code == 1
    assert told["fit"] is False
    (package,) = told["packages"]
    assert package["package"] == "core"
    assert [(check["check"], check["state"]) for check in package["checks"]] == [
        ("bad", "fail"),
        ("torn", "fail"),
        ("unread", "fail"),
        ("waiting", "skip"),
        ("left", "skip"),
        ("well", "pass"),
    ]
    assert package["checks"][0]["detail"] == "line 1\nline 2"
    assert package["checks"][0]["seconds"] >= 0
    assert "FAIL  core" in printed.err


def test_the_list_tells_what_it_means_to_pass(capsys: pytest.CaptureFixture[str]) -> None:
    code = release_check.main(["--list"])

    out = capsys.readouterr().out
    assert code == 0
    assert len(out.splitlines()) == len(CHECKS)
    assert "floors           The tests pass with the lowest published siblings" in out


FORK = '[tool.hatchery]\nname = "o"\nowner = "O"\nauthor = "A"\nforked-from = "a/b"\nforked-tree = "c"\n'


@pytest.mark.parametrize(("remote", "code"), [("git@github.com:O/o.git", 0), ("elsewhere", 1)])
def test_setup_tells_what_to_enter_and_what_is_missing(
    workshop: Workshop, capsys: pytest.CaptureFixture[str], remote: str, code: int
) -> None:
    workshop.settings(FORK)
    workshop.write(".github/workflows/ci.yml", "- uses: pypa/gh-action-pypi-publish@abc\n")
    workshop.git("remote", "add", "origin", remote)

    text = release_check.main(["--setup"]), capsys.readouterr().out
    machine = release_check.main(["--setup", "--json"]), json.loads(capsys.readouterr().out)

    assert text[0] == machine[0] == code
    assert "pypi-core" in text[1]
    assert text[1].endswith("Nothing is missing.\n") is (code == 0)
    assert [one["environment"] for one in machine[1]["publishers"]] == ["pypi-core", "pypi-io"]
    assert len(machine[1]["missing"]) == code


def test_setup_starts_with_the_standard_library_alone(workshop: Workshop) -> None:
    workshop.settings(FORK)
    workshop.write(".github/workflows/ci.yml", "- uses: pypa/gh-action-pypi-publish@abc\n")
    command = [sys.executable, "-S", "-m", "tools.release_check", "--setup"]
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}

    done = subprocess.run(
        command, cwd=workshop.root, env=bare, capture_output=True, text=True, check=False
    )

    assert "pypi-core" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["spam"], "there is no package spam; there are core, io"),
        (["--index", "ftp://h/"], "'ftp://h/' is no index"),
    ],
)
@pytest.mark.usefixtures("workshop")
def test_wrong_usage_is_a_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert release_check.main(words) == 2
    assert f"release_check: {told}" in capsys.readouterr().err


def test_files_to_publish_are_checked_as_they_are(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    """All quick checks of the real table, on files that are not of this tree."""
    code = release_check.main(["core", "--fast", "--dist", str(workshop.dist)])

    out = capsys.readouterr().out
    states = {name: state for state, name in re.findall(r"^(\w+)  core +(\w+)", out, re.MULTILINE)}
    assert code == 1
    assert {name for name, state in states.items() if state == "FAIL"} == {"reproducible"}
    assert states["version"] == states["tag"] == states["wheel"] == states["sdist"] == "pass"
    assert states["tests"] == "skip"
