"""What a change touches, and everything that depends on it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, TextIO

import pytest

from tests.benchmarks import monorepo
from tests.releasing.repository import ROOT
from tools import affected

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository


@pytest.fixture
def changed(repository: Repository) -> Repository:
    """Four packages on main, and a branch on top."""
    repository.package("core")
    repository.package("io", "acme-core>=1")
    repository.package("cli", "click", extras={"tables": ["acme-io"]})
    repository.package("other")
    repository.commit()
    repository.git("switch", "--quiet", "--create", "change")
    return repository


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert affected.main(["--json", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.usefixtures("changed")
def test_an_answer_that_nobody_reads_is_no_error(
    unread: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", unread)

    assert affected.main([]) == 141


def test_a_change_affects_all_that_depend_on_it(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/io/src/new.py")

    found = answer(capsys)

    base = changed.git("rev-parse", "main")
    assert found == {
        "base": base,
        "everything": False,
        "reason": f"1 of 4 packages changed since {base[:12]}",
        "changed": ["io"],
        "affected": ["cli", "io"],
    }


def test_prose_affects_nothing(changed: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    changed.write("README.md", "New\n")
    changed.write("docs/index.md", "New\n")

    found = answer(capsys, "--since", "main")

    assert (found["everything"], found["changed"], found["affected"]) == (False, [], [])


def test_any_other_path_affects_everything_and_is_the_reason(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("to\nols.py")

    found = answer(capsys, "--since=main")

    everything = ["cli", "core", "io", "other"]
    assert found["everything"]
    assert found["reason"] == r"to\nols.py may bear on every package"
    assert found["changed"] == found["affected"] == everything
    assert found["base"] == changed.git("rev-parse", "main")


@pytest.mark.usefixtures("changed")
def test_what_git_cannot_answer_affects_everything(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = answer(capsys, "--since", "nowhere")

    assert found["everything"]
    assert found["base"] is None
    assert found["reason"] == "git finds no 'nowhere'"
    assert found["affected"] == ["cli", "core", "io", "other"]


def test_a_package_that_is_gone_affects_its_dependents(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.git("rm", "-r", "--quiet", "packages/core")
    changed.commit()

    found = answer(capsys)

    assert (found["changed"], found["affected"]) == ([], ["cli", "io"])
    assert found["reason"].endswith("; gone: core")


def test_a_folder_that_never_was_a_package_affects_everything(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/stray/a.py")

    assert answer(capsys)["reason"] == "packages/stray is no package and was none before"


def test_a_new_package_is_one_of_the_changed(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.package("web", "acme-other")

    assert answer(capsys)["affected"] == ["web"]


def test_a_file_moved_between_packages_changes_both(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.git("mv", "packages/other/src/acme/other/__init__.py", "packages/cli/src/moved.py")
    changed.commit()

    assert answer(capsys)["changed"] == ["cli", "other"]


def test_a_declaration_that_cannot_be_read_affects_everything(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/core/pyproject.toml", "[project")

    found = answer(capsys)

    assert found["everything"]
    assert found["reason"].startswith("packages/core/pyproject.toml: cannot be read as TOML")


def test_text_names_the_reason_and_each_package(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("packages/io/src/new.py")

    code = affected.main(["--since", "main"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0].startswith("1 of 4 packages changed since ")
    assert lines[1:] == ["  cli  (depends on a change)", "  io"]


def test_text_says_when_everything_is_affected(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.write("tools.py")

    affected.main([])

    out = capsys.readouterr().out
    assert out.startswith("everything: tools.py may bear on every package\n  cli\n")


@pytest.mark.usefixtures("changed")
def test_an_option_in_place_of_a_reference_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert affected.main(["--since", "--json"]) == 2
    assert "is no branch or commit" in capsys.readouterr().err


def test_a_workspace_whose_packages_cannot_be_named_is_a_problem(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (changed.root / "packages/core").rename(changed.root / "packages/co re")

    assert affected.main([]) == 1
    assert "packages/co re: name a package's folder" in capsys.readouterr().err


def test_help_teaches_and_an_unknown_option_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as helped:
        affected.main(["--help"])
    with pytest.raises(SystemExit) as refused:
        affected.main(["--sinse", "main"])

    assert helped.value.code == 0
    assert refused.value.code == 2
    assert "python -m tools.affected --since" in capsys.readouterr().out


def test_options_that_argparse_may_abbreviate_are_understood(
    changed: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, "--sin", "main")["base"] == changed.git("rev-parse", "main")


def test_it_starts_on_a_python_with_nothing_installed(changed: Repository) -> None:
    command = [sys.executable, "-I", "-S", "-c"]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tools import affected; "

    done = subprocess.run(
        [*command, program + "sys.exit(affected.main(['--json']))"],
        cwd=changed.root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout)["changed"] == []


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("nasty")
    return folder / "repository", monorepo.generate(folder, monorepo.Size(40, 300, 90))


@pytest.mark.parametrize("branch", ["change", "nasty"])
def test_the_answer_in_a_large_repository_is_the_one_worked_out_beside_it(
    branch: str,
    nasty: tuple[Path, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository, expected = nasty
    subprocess.run(["git", "switch", "--quiet", branch], cwd=repository, check=True)
    monkeypatch.chdir(repository)

    found = answer(capsys)

    assert {key: found[key] for key in ("changed", "affected")} == expected[branch]
