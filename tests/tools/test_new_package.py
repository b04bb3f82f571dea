"""Packages are added whole, refused with a reason, and taken away when nothing needs them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.tools import orbit
from tests.tools.orbit import git
from tools import layout, new_package

if TYPE_CHECKING:
    from pathlib import Path

SITE = """\
nav:
  - Reference:
      - orbit.core: reference/core.md
  - Explanation: why.md
"""

FORM = """\
body:
  - type: dropdown
    id: package
    attributes:
      label: Package
      options:
        - core
        - the repository itself
"""

HATCH = '[[envs.test.matrix]]\npython = ["3.11", "3.12", "3.13", "3.14"]\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace called orbit with one package, core, that nothing has released."""
    orbit.write(
        tmp_path,
        {
            "pyproject.toml": orbit.settings("core"),
            "mkdocs.yml": SITE,
            "hatch.toml": HATCH,
            ".python-version": "3.14\n3.13\n3.12\n3.11\n",
            "LICENSE": "MIT\n",
            "docs/reference/README.md": "",
            ".github/ISSUE_TEMPLATE/bug.yml": FORM,
            "tools/documentation/pages/tables.py": 'PAGE = "reference/figures.md"\n',
            **orbit.package("core"),
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_new_package_has_its_place_in_every_list(root: Path) -> None:
    assert new_package.main(["time-series", "--depends", "core", "--description", "Series."]) == 0

    assert list(layout.problems(root)) == []
    assert "      - orbit.time_series: reference/time-series.md\n  - Exp" in (
        (root / "mkdocs.yml").read_text()
    )
    assert (root / "docs" / "reference" / "time-series.md").read_text().startswith("# orbit.time_s")


def test_an_issue_form_offers_a_new_package(root: Path) -> None:
    new_package.main(["app"])

    form = (root / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text()
    assert form == FORM.replace("        - core\n", "        - app\n        - core\n")


def test_a_new_package_declares_what_it_depends_on(root: Path) -> None:
    new_package.main(["stats", "--depends", "core", "--description", "Figures."])

    pyproject = tomllib.loads((root / "packages" / "stats" / "pyproject.toml").read_text())
    assert pyproject["project"]["name"] == "orbit-stats"
    assert pyproject["project"]["description"] == "Figures."
    assert pyproject["project"]["dependencies"] == ["orbit-core>=0.1,<0.2"]
    assert pyproject["project"]["urls"]["Documentation"] == "https://orbit-labs.github.io/orbit/"


def test_what_stands_around_the_lists_stays_to_the_letter(root: Path) -> None:
    new_package.main(["stats"])

    expected = orbit.settings("core", "stats")
    assert (root / "pyproject.toml").read_text() == expected


def test_removing_undoes_adding(root: Path) -> None:
    before = everything(root)
    new_package.main(["stats"])

    assert new_package.main(["stats", "--remove"]) == 0
    assert everything(root) == before


def test_a_dry_run_names_the_files_and_writes_none(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)

    assert new_package.main(["stats", "--dry-run"]) == 0
    assert "packages/stats/pyproject.toml" in capsys.readouterr().out.splitlines()
    assert everything(root) == before


def test_a_dry_removal_removes_nothing(root: Path) -> None:
    new_package.main(["stats"])
    before = everything(root)

    assert new_package.main(["stats", "--remove", "--dry-run"]) == 0
    assert everything(root) == before


def test_a_run_that_was_killed_before_the_folder_came_can_be_run_again(root: Path) -> None:
    new_package.main(["stats"])
    (root / "packages" / "stats").rename(root.parent / "lost")

    assert new_package.main(["stats"]) == 0
    assert list(layout.problems(root)) == []
    assert (root / "mkdocs.yml").read_text().count("orbit.stats") == 1


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["Stats"], "lower-case letters"),
        (["../stats"], "lower-case letters"),
        (["class"], "a word of Python's own"),
        (["none"], "a value in YAML"),
        (["figures"], "tools/documentation/pages/tables.py makes a page figures"),
        (["core"], "packages/core is there already"),
        (["co-re"], "packages/core is there already"),
        (["stats", "--depends", "cores"], "there is no package cores; there are core"),
        (["stats", "--description", "Two\nlines."], "one line"),
        (["stats", "--description", 'A "quoted" one.'], "one line"),
        (["stats", "--description", "No stop"], "full stop"),
        (["stats", "--remove"], "there is no package stats"),
    ],
)
def test_what_would_not_work_is_refused_with_the_reason(
    words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_package.main(words) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_a_package_that_another_declares_stays(capsys: pytest.CaptureFixture[str]) -> None:
    new_package.main(["stats", "--depends", "core"])

    assert new_package.main(["core", "--remove"]) == 1
    assert "stats declare core" in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_a_name_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        new_package.main([])

    assert stopped.value.code == 2
    assert "name the package" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "expected"), [("0.3.4", ">=0.3,<0.4"), ("1.0.0", ">=1.0,<2"), ("2.7.1", ">=2.7,<3")]
)
def test_a_range_runs_from_the_last_release_to_the_next_breaking_one(
    root: Path, version: str, expected: str
) -> None:
    orbit.commit(root)
    git(root, "tag", "--annotate", "--message", version, f"core-v{version}")

    assert new_package.requirements(root, ["core"]) == (f"orbit-core{expected}",)
