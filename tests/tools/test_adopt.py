"""A foreign project comes in whole, with its history, and builds here; or nothing is changed."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.tools import orbit
from tests.tools.orbit import git
from tools import adopt
from tools.distributions import foreign_wheel
from tools.scaffolding import adoption

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = {
    "pyproject.toml": """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "satellite"
version = "1.4"
description = "Turns around."
classifiers = ["License :: OSI Approved :: MIT License"]

[dependency-groups]
test = ["pytest", "hypothesis"]
""",
    "satellite/__init__.py": "turns = 1\n",
    ".git_archival.txt": "describe-name: $Format:%(describe)$\n",
    "LICENSE.txt": "MIT\n",
    "CHANGELOG.md": "# What happened\n",
}


pytestmark = pytest.mark.usefixtures("somebody")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of one package."""
    files = {"pyproject.toml": orbit.settings("core"), "mkdocs.yml": "nav: []\n"}
    orbit.commit(tmp_path / "root", {**files, **orbit.package("core")})
    monkeypatch.chdir(tmp_path / "root")
    return tmp_path / "root"


@pytest.fixture
def build_offline(monkeypatch: pytest.MonkeyPatch, programs: Callable[[str, str], Path]) -> None:
    """A uv that builds with the back end of this environment, since a test asks no index."""
    monkeypatch.setenv("REAL_UV", str(shutil.which("uv")))
    monkeypatch.setenv("PYTHON", sys.executable)
    programs("uv", 'exec "$REAL_UV" "$@" --no-build-isolation --python "$PYTHON"')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own, in a repository of its own."""
    orbit.commit(tmp_path / "satellite", PROJECT)
    return tmp_path / "satellite"


@pytest.mark.usefixtures("build_offline")
def test_a_project_comes_in_with_its_history_and_its_files(
    root: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = git(project, "rev-parse", "HEAD")

    assert adopt.main([str(project)]) == 0

    package = root / "packages" / "satellite"
    assert (package / "satellite" / "__init__.py").read_text() == "turns = 1\n"
    assert (package / "CHANGELOG.md").read_text() == "# What happened\n"
    assert git(root, "rev-parse", "HEAD^2") == last
    assert git(root, "status", "--porcelain") == ""
    assert "git tag --annotate satellite-v1.4" in capsys.readouterr().out


@pytest.mark.usefixtures("build_offline")
def test_its_metadata_are_translated_to_the_layout_of_the_workspace(
    root: Path, project: Path
) -> None:
    adopt.main([str(project), "--name", "moon"])

    settings = tomllib.loads((root / "packages" / "moon" / "pyproject.toml").read_text())
    assert settings["project"]["name"] == "satellite"
    assert settings["project"]["dynamic"] == ["version"]
    assert settings["project"]["license"] == "MIT"
    assert settings["project"]["license-files"] == ["LICENSE.txt"]
    assert settings["project"]["requires-python"] == ">=3.11"
    assert settings["dependency-groups"] == {"test": ["pytest", "hypothesis"]}
    assert settings["tool"]["hatch"]["version"]["raw-options"]["dist_name"] == "satellite"
    assert settings["tool"]["hatch"]["build"]["targets"]["wheel"] == {"only-include": ["satellite"]}
    assert "satellite = { workspace = true }" in (root / "pyproject.toml").read_text()


@pytest.mark.usefixtures("build_offline")
def test_a_folder_without_git_comes_in_without_history(
    root: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".git").rename(project.parent / "git")
    (project / "src").mkdir()
    (project / "satellite").rename(project / "src" / "satellite")

    assert adopt.main([str(project)]) == 0

    assert "without git history" in capsys.readouterr().out
    settings = tomllib.loads((root / "packages" / "satellite" / "pyproject.toml").read_text())
    target = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert target == {"only-include": ["src/satellite"], "sources": ["src"]}


@pytest.mark.usefixtures("build_offline")
def test_a_dry_run_reports_and_changes_nothing(
    root: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = git(root, "rev-parse", "HEAD")
    (project / "LICENSE.txt").unlink()

    assert adopt.main([str(project), "--dry-run"]) == 0

    assert "there is no readme" in capsys.readouterr().out
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.usefixtures("build_offline", "root")
def test_a_name_that_is_taken_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopt.main([str(project), "--name", "core"]) == 2
    assert "packages/core is there already" in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_a_path_that_is_no_folder_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopt.main([str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_a_project_that_compiles_something_is_refused(
    tmp_path: Path, programs: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    programs("uv", 'touch "$PWD/fast-1.0-cp313-cp313-linux_x86_64.whl"')
    (tmp_path / "fast").mkdir()

    assert adopt.main([str(tmp_path / "fast")]) == 1
    assert "compiles something (cp313-cp313-linux_x86_64)" in capsys.readouterr().err


def test_a_licence_that_is_unknown_and_a_readme_are_remarked(tmp_path: Path) -> None:
    (tmp_path / "README.rst").write_text("Satellite\n")
    from packaging.metadata import Metadata

    text = "Metadata-Version: 2.1\nName: satellite\nVersion: 1\n\n"
    wheel = foreign_wheel.ForeignWheel(Metadata.from_email(text, validate=False), {}, frozenset())

    table, remarks = adoption.translate(tmp_path, wheel)

    assert table["readme"] == "README.rst"
    assert remarks == ["its licence is not one that SPDX names for sure; write `license` yourself"]


@pytest.mark.usefixtures("build_offline")
def test_what_the_two_wheels_do_not_share_is_said(
    root: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forced = (
        '\n[tool.hatch.build.targets.wheel.force-include]\n"LICENSE.txt" = "satellite/terms.txt"\n'
    )
    extra = (project / "pyproject.toml").read_text() + forced
    orbit.commit(project, {"pyproject.toml": extra, "satellite/notes.txt": json.dumps([])})

    assert adopt.main([str(project)]) == 0

    assert "its own wheel holds satellite/terms.txt, ours does not" in capsys.readouterr().out
    assert (root / "packages" / "satellite" / "satellite" / "notes.txt").exists()
