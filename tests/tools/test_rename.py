"""A fork is renamed whole or not at all, on real repositories."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.tools import orbit
from tests.tools.orbit import git
from tools import rename
from tools.monorepo import identity, workspace
from tools.monorepo.spelling import Identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = ["--name", "zeta-data", "--owner", "Zeta-Org"]

FILES = {
    "pyproject.toml": orbit.settings("core"),
    "hatch.toml": "",
    "mkdocs.yml": "strict: true\nnav:\n  - Reference:\n      - orbit.core: reference/core.md\n",
    "docs/reference/core.md": "# orbit.core\n",
    "LICENSE": "Copyright (c) 2026 The Orbit authors\n",
    "README.md": "# Orbit\n\n`orbit run` by Orbit-Labs\n",
    "logo.bin": b"\x00\xfforbit",
    "locks/tools.txt": "rich==15.0.0\n",
    "packages/core/LICENSE": "Copyright (c) 2026 The Orbit authors\n",
    "packages/core/pyproject.toml": """\
[project]
name = "orbit-core"
license = "MIT"
authors = [{ name = "The Orbit authors" }]
""",
    "packages/core/src/orbit/core/__init__.py": "import abc\n\nfrom orbit.core import errors\n",
    "packages/core/CHANGELOG.md": "# Changelog\n\n<!-- towncrier release notes start -->\n\n## 1.0.0\n",
    "packages/core/changes/1.feature.md": "Turn.\n",
    "packages/core/changes/.gitkeep": "",
}


@pytest.fixture
def root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Callable[[str, str], Path]
) -> Path:
    """A committed template called orbit, and a program called ruff that changes no file."""
    programs(
        "ruff",
        """case " $* " in *" --no-cache "*) ;; *) mkdir -p .ruff_cache/0.1 ;; esac
test ! -d .ruff_cache || touch .ruff_cache/0.1/checked""",
    )
    root = tmp_path / "repository"
    orbit.commit(root, FILES)
    monkeypatch.chdir(root)
    return root


def test_every_file_and_folder_is_respelled_and_staged(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rename.main([*NEW, "--author", "Zeta Ltd"]) == 0

    module = root / "packages" / "core" / "src" / "zeta_data" / "core" / "__init__.py"
    assert module.read_text() == "import abc\n\nfrom zeta_data.core import errors\n"
    assert (root / "README.md").read_text() == "# Zeta Data\n\n`zeta-data run` by Zeta-Org\n"
    assert f"Copyright (c) {datetime.now(UTC).year} Zeta Ltd\n" in (root / "LICENSE").read_text()
    assert not (root / "packages" / "core" / "src" / "orbit").exists()
    assert git(root, "diff", "--stat") == ""
    told = capsys.readouterr().out
    assert "make rehearse" in told
    assert "git remote add origin https://github.com/Zeta-Org/zeta-data.git" in told
    assert "decide what TEMPLATE.md lists" in told


def test_what_the_formatter_keeps_for_its_next_run_is_not_the_forks(root: Path) -> None:
    rename.main(NEW)

    assert git(root, "ls-files", ".ruff_cache") == ""


def test_only_one_line_remembers_where_the_fork_came_from(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "https://forge.example/orbit-labs/orbit.git"
    git(root, "remote", "add", "origin", address)

    rename.main(NEW)

    found = git(root, "grep", "--cached", "--ignore-case", "-I", "orbit")
    assert found == f'pyproject.toml:forked-from = "{address}"'
    assert f"will look for the template at {address}" in capsys.readouterr().out


@pytest.mark.usefixtures("root")
def test_where_no_remote_leads_to_the_template_its_address_is_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert rename.main(NEW) == 0

    assert 'forked-from = "ADDRESS"' in capsys.readouterr().out


def test_changelogs_and_notes_begin_anew(root: Path) -> None:
    rename.main(NEW)

    core = root / "packages" / "core"
    changelog = "# Changelog\n\n<!-- towncrier release notes start -->\n"
    assert (core / "CHANGELOG.md").read_text() == changelog
    assert [path.name for path in (core / "changes").iterdir()] == [".gitkeep"]


@pytest.mark.usefixtures("root")
def test_a_second_run_says_that_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    rename.main(NEW)

    assert rename.main(NEW) == 0
    assert "done before: this is zeta-data of Zeta-Org" in capsys.readouterr().out


@pytest.mark.usefixtures("root")
def test_a_second_run_needs_no_answers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rename.main(NEW)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    assert rename.main(["--license", "mit"]) == 0
    assert "done before: this is zeta-data of Zeta-Org" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--name", "other"], "its name is 'zeta-data', not 'other'"),
        (["--owner", "other"], "its owner is 'Zeta-Org', not 'other'"),
        (["--author", "Other"], "its author is 'The Zeta Data authors', not 'Other'"),
        (["--email", "a@b.example"], "its email is '', not 'a@b.example'"),
        (["--license", "Apache-2.0"], "its license is 'MIT', not 'Apache-2.0'"),
        (["--description", "Other."], "its description is '', not 'Other.'"),
        (["--license-file", "README.md"], "its LICENSE has another text than README.md"),
        (["--drop-samples"], "its packages are core, which --drop-samples would not touch"),
    ],
)
def test_a_fork_is_not_forked_again_to_be_something_else(
    root: Path, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rename.main(NEW)
    before = git(root, "status", "--porcelain")

    assert rename.main([*NEW, *words]) == 2
    told = capsys.readouterr().err
    assert f"this is a fork already: {reason}" in told
    assert "`git reset --hard` undoes it" in told
    assert git(root, "status", "--porcelain") == before


def test_a_fork_that_is_committed_is_to_be_changed_like_anything_else(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rename.main(NEW)
    orbit.commit(root)

    assert rename.main([*NEW, "--author", "Other"]) == 2
    assert "Change that where it stands, or fork the template anew" in capsys.readouterr().err


def test_a_dry_run_shows_the_difference_and_changes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rename.main([*NEW, "--dry-run"]) == 0

    assert "README.md" in capsys.readouterr().out
    assert git(root, "status", "--porcelain") == ""


def test_uncommitted_changes_are_not_overwritten(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "README.md").write_text("mine\n")

    assert rename.main(NEW) == 1
    assert "commit or stash" in capsys.readouterr().err
    assert (root / "README.md").read_text() == "mine\n"


def test_a_copy_without_git_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ".git").rename(root.parent / "git")

    assert rename.main(NEW) == 1
    assert "no git repository" in capsys.readouterr().err


def test_a_formatter_that_fails_leaves_the_checkout_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / "programs" / "ruff").write_text("#!/bin/sh\necho no disk left\nexit 1\n")

    assert rename.main(NEW) == 1
    assert "no disk left" in capsys.readouterr().err
    assert git(root, "status", "--porcelain") == ""


def test_tags_of_the_template_are_pointed_out(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "tag", "--annotate", "--message", "1", "core-v1.0.0")

    rename.main(NEW)

    assert "git tag --delete" in capsys.readouterr().out


def test_what_is_missing_is_asked_for_on_a_terminal(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["zeta", "zeta-org", "", "", "", "What zeta is."])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))

    assert rename.main([]) == 0
    asked = Identity("zeta", "zeta-org", "The Zeta authors", description="What zeta is.")
    assert identity.identity(root) == asked


@pytest.mark.usefixtures("root")
def test_whoever_answers_no_more_is_told_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", end)

    assert rename.main(["--name", "zeta"]) == 2
    assert "--owner is missing, and nothing more was answered" in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_what_is_missing_is_wrong_usage_without_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    assert rename.main(["--name", "zeta"]) == 2
    assert "--owner is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--license", "MIT-ish"], "no SPDX licence expression"),
        (["--license", "MPL-2.0"], "name a file that holds it with --license-file"),
        (["--license-file", "missing.txt"], "missing.txt: No such file"),
        (["--email", "zeta at example"], "no address"),
        (["--author", 'Zeta "Z" Ltd'], "will not do as an author"),
        (["--description", "No stop"], "full stop"),
        (["--name", "orbit"], "orbit is the template's own name"),
    ],
)
def test_what_would_not_do_is_refused_and_nothing_is_changed(
    root: Path, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rename.main([*NEW, *words]) == 2
    assert reason in capsys.readouterr().err
    assert git(root, "status", "--porcelain") == ""


def test_a_name_that_would_give_two_classes_one_name_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = "class OrbitError(Exception): ...\nclass DataError(OrbitError): ...\n"
    (root / "packages/core/src/orbit/core/errors.py").write_text(errors)
    orbit.commit(root)

    assert rename.main(["--name", "data", "--owner", "zeta"]) == 2
    assert "a class the name DataError, which another has" in capsys.readouterr().err
    assert rename.main(["--name", "zeta", "--owner", "zeta"]) == 0


def test_what_the_template_names_as_its_own_stays_there(root: Path) -> None:
    pyproject = root / "pyproject.toml"
    own = 'belongings = ["docs/forking.md", "tests/fork/*"]\n'
    pyproject.write_text(pyproject.read_text().replace("\n\n# Sib", f"\n{own}\n# Sib", 1))
    (root / "tests" / "fork").mkdir(parents=True)
    (root / "tests" / "fork" / "test_names.py").write_text("")
    (root / "docs" / "forking.md").write_text("# Fork\n")
    (root / "README.md").write_text("# Orbit\n\nSee [how](docs/forking.md).\n")
    site = root / "mkdocs.yml"
    site.write_text(site.read_text().replace("nav:\n", "nav:\n  - Fork:\n      - F: forking.md\n"))
    orbit.commit(root)

    rename.main(NEW)

    assert not (root / "tests").exists()
    assert not (root / "docs" / "forking.md").exists()
    assert (root / "README.md").read_text() == "# Zeta Data\n\nSee how.\n"
    nav = "strict: true\nnav:\n  - Reference:\n      - zeta_data.core: reference/core.md\n"
    assert site.read_text() == nav
    assert "belongings" not in pyproject.read_text()


def test_licence_and_author_are_those_of_every_package(root: Path) -> None:
    words = ["--author", "Zeta Ltd", "--email", "us@zeta.example", "--license", "apache-2.0"]

    assert rename.main([*NEW, *words]) == 0

    core = root / "packages" / "core"
    pyproject = (core / "pyproject.toml").read_text()
    assert 'license = "Apache-2.0"\n' in pyproject
    assert 'authors = [{ name = "Zeta Ltd", email = "us@zeta.example" }]\n' in pyproject
    assert "Version 2.0, January 2004" in (core / "LICENSE").read_text()
    assert (core / "LICENSE").read_bytes() == (root / "LICENSE").read_bytes()


def test_any_other_licence_brings_its_text(root: Path) -> None:
    text = root.parent / "MPL.txt"
    text.write_text("Mozilla\n")

    assert rename.main([*NEW, "--license", "MPL-2.0", "--license-file", str(text)]) == 0
    assert (root / "packages" / "core" / "LICENSE").read_text() == "Mozilla\n"


def test_the_readme_says_what_the_fork_is_and_not_what_the_template_is(root: Path) -> None:
    readme = (
        "<!-- begin: template -->\n# Launch pad\n\nFork it.\n<!-- end: template -->\n\nUse it.\n"
    )
    (root / "README.md").write_text(readme)
    orbit.commit(root)

    rename.main([*NEW, "--description", "What we know."])

    assert (root / "README.md").read_text() == "# Zeta Data\n\nWhat we know.\n\nUse it.\n"


def test_without_the_samples_one_new_package_stands_in_for_them(root: Path) -> None:
    assert rename.main([*NEW, "--drop-samples"]) == 0
    assert rename.main([*NEW, "--drop-samples"]) == 0

    assert workspace.names(root) == ["starter"]
    assert list(root.glob("packages/*/src/*/*/__init__.py")) == [
        root / "packages" / "starter" / "src" / "zeta_data" / "starter" / "__init__.py"
    ]
    assert "packages/core" not in (root / "pyproject.toml").read_text()
