"""What tests of several tools need."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, TextIO

import pytest
import stamina
from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

from tests.releasing.repository import GIT_ENVIRONMENT, ROOT, Repository
from tests.tools.house import furnish
from tools.monorepo.identity import identity
from tools.scaffolding.package_template import Blueprint, package_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stamina.instrumentation import RetryDetails

    from tests.tools.house import House


@pytest.fixture
def on_retry() -> Iterator[list[Callable[[RetryDetails], None]]]:
    """What to call before something is tried again; nothing waits, and the third try is the last."""
    before = get_on_retry_hooks()
    calls: list[Callable[[RetryDetails], None]] = []
    set_on_retry_hooks([lambda details: [call(details) for call in calls] and None])
    with stamina.set_testing(True, attempts=3, cap=True):
        yield calls
    set_on_retry_hooks(before)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty workspace in a repository of its own, which the tools are run in."""
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def unread() -> Iterator[TextIO]:
    """A pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        yield pipe


@pytest.fixture(autouse=True)
def _uv_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The uv of the tests' environment, which a test can put another before."""
    monkeypatch.delenv("HATCH_UV", raising=False)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """An empty workspace in a folder with a space, which is the current folder."""
    _commit_as_nobody_in_particular(monkeypatch)
    root = tmp_path / "the house"
    root.mkdir()
    monkeypatch.chdir(root)
    return furnish(root)


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who commits where a tool does."""
    _commit_as_nobody_in_particular(monkeypatch)


@pytest.fixture
def released(house: House) -> House:
    """A workspace whose core is out as 0.1.0 and has since got a note; io was never released."""
    house.package("core")
    house.package("io", ["acme-core>=0.1,<1"])
    house.commit()
    house.release("core-v0.1.0")
    house.write("packages/core/changes/+table.feature.md", "Know tables.\n")
    house.commit()
    return house


def _commit_as_nobody_in_particular(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests have no say, nor those of a hook that runs them."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-01-02T03:04:05Z")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Put a small shell program on PATH, before everything else."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def add(name: str, script: str) -> Path:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return add


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository that can be built, not to be changed: the real tools and locks, a new package."""
    made = Repository(tmp_path_factory.mktemp("pattern") / "repository")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tools", made.root / "tools", ignore=unwanted)
    core = package_files(Blueprint("core", "The core."), identity(ROOT), b"MIT\n")
    for path, content in core.items():
        made.write(f"packages/core/{path}", content.decode())
    made.write("locks/build.txt", (ROOT / "locks" / "build.txt").read_text("utf-8"))
    made.write(".gitignore", "__pycache__/\ndist/\n")
    made.commit()
    return made


@pytest.fixture
def buildable(pattern: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A copy of the pattern, which the tools are run in."""
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    copied = pattern.copy(tmp_path / "repository")
    monkeypatch.chdir(copied.root)
    return copied
