"""Real projects from the index come in whatever back end they have, build here, and can be imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.releasing.repository import GIT_ENVIRONMENT, ROOT
from tools import adopt, layout
from tools.distributions import archives, building
from tools.execution.environment import python_of
from tools.execution.process import environment_without_locks, uv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.network]


def run(*command: str, folder: Path) -> str:
    """What a program prints, with nothing of this environment's locks; a failure fails the test."""
    environment = environment_without_locks()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository, into which the projects come one after the other."""
    if not (ROOT / ".git").exists():
        pytest.skip("waits for a git repository: this is a copy of the files alone")
    root = tmp_path_factory.mktemp("adoption") / "root"
    run("git", "clone", "--quiet", "--no-tags", str(ROOT), str(root), folder=ROOT)
    return root


def unpacked(release: str, folder: Path) -> Path:
    """The sources of a release, as its sdist has them; skips the test where no index answers."""
    options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(folder)]
    command = [uv(), "tool", "run", "--quiet", "pip", "download", *options, release]
    environment = environment_without_locks()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"waits for an index that has {release}: {done.stderr.strip()[-200:]}")
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archives.unpack(archive, folder)
    return next(path for path in folder.iterdir() if path.is_dir())


@pytest.mark.parametrize(
    ("release", "name", "module"),
    [
        pytest.param("attrs==25.4.0", "attrs", "attrs", id="hatchling, attrs"),
        pytest.param("httpx==0.28.1", "httpx", "httpx", id="hatchling, httpx"),
        pytest.param("requests==2.32.5", "requests", "requests", id="setuptools, requests"),
        pytest.param("flask==3.1.2", "flask", "flask", id="flit, flask"),
        pytest.param("tomlkit==0.13.3", "tomlkit", "tomlkit", id="poetry, tomlkit"),
    ],
)
def test_a_real_project_builds_here_and_can_be_imported(
    workspace: Path,
    release: str,
    name: str,
    module: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for variable, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.chdir(workspace)
    source = unpacked(release, tmp_path / "sources")

    code = adopt.main([str(source)])

    told = capsys.readouterr()
    assert code == 0, told.err
    assert f"git tag --annotate {name}-v{release.partition('==')[2]}" in told.out
    assert "its own wheel holds" not in told.out
    assert list(layout.problems(workspace)) == []
    built = building.build(workspace, [name], tmp_path / "dist")
    wheel = next(file.file for file in built if file.file.endswith(".whl"))
    run(uv(), "venv", "--quiet", "--python", sys.executable, "environment", folder=tmp_path)
    python = str(python_of(tmp_path / "environment"))
    run(uv(), "pip", "install", "--quiet", "--python", python, f"dist/{wheel}", folder=tmp_path)
    found = run(python, "-I", "-c", f"import {module}; print({module}.__file__)", folder=tmp_path)
    assert str(tmp_path / "environment") in found
    shutil.rmtree(tmp_path / "environment")
