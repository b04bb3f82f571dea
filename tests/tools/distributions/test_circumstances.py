"""Circumstances that must not show in what is built."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.distributions import circumstances
from tools.distributions.building import build as build_here
from tools.distributions.circumstances import Circumstance
from tools.execution import interpreters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.releasing.repository import Repository


def missing(root: Path) -> dict[str, str]:
    """Why each circumstance cannot be tried."""
    return {found.name: found.missing for found in circumstances.all_of(root)}


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def reference(pattern: Repository, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is built from the repository where it lies."""
    folder = tmp_path_factory.mktemp("reference")
    build_here(pattern.root, ["core"], folder)
    return bytes_of(folder)


@pytest.mark.parametrize(
    "circumstance",
    [Circumstance("another folder"), Circumstance("another umask", prefix=circumstances.UMASK)],
    ids=lambda circumstance: circumstance.name,
)
def test_neither_folder_nor_umask_shows(
    circumstance: Circumstance,
    buildable: Repository,
    reference: dict[str, bytes],
    tmp_path: Path,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    built = circumstances.build(circumstance, buildable.root, scratch)

    assert bytes_of(built) == reference


def test_the_umask_is_that_of_the_clone_too(buildable: Repository, tmp_path: Path) -> None:
    circumstances.build(
        Circumstance("another umask", prefix=circumstances.UMASK), buildable.root, tmp_path
    )

    mode = (tmp_path / "a clone" / "packages" / "core" / "pyproject.toml").stat().st_mode
    assert mode & 0o777 == 0o600


def test_another_python_builds_with_the_locked_back_ends(
    buildable: Repository,
    reference: dict[str, bytes],
    tmp_path: Path,
    programs: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    calls = tmp_path / "calls"
    uv = programs(
        "uv",
        f'echo "$@" >>"{calls}"\n'
        "for target; do :; done\n"
        '[ "$1" = venv ] || exit 0\n'
        'mkdir -p "$target/bin"\n'
        f'printf \'#!/bin/sh\\nexec "{sys.executable}" "$@"\\n\' >"$target/bin/python"\n'
        'chmod +x "$target/bin/python"',
    )
    monkeypatch.setenv("HATCH_UV", str(uv))

    built = circumstances.build(Circumstance("3.12", python="3.12"), buildable.root, scratch)

    made, installed = calls.read_text("utf-8").splitlines()
    assert "--python 3.12" in made
    assert f"--require-hashes --requirement {buildable.root}/locks/build.txt" in installed
    assert bytes_of(built) == reference


def test_the_container_builds_what_compose_builds(
    buildable: Repository,
    reference: dict[str, bytes],
    tmp_path: Path,
    programs: Callable[[str, str], Path],
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    programs(
        "docker",
        f'[ "$*" = "compose run --rm --no-TTY build" ] && exec "{sys.executable}" -m tools.build',
    )

    built = circumstances.build(
        Circumstance("the container", container=True), buildable.root, scratch
    )

    assert bytes_of(built) == reference


def test_the_clock_is_the_commits_whatever_the_caller_has(
    buildable: Repository,
    reference: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    built = circumstances.build(Circumstance("another folder"), buildable.root, scratch)

    assert bytes_of(built) == reference


def test_each_python_that_packages_name_is_tried_or_missed(
    buildable: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    supported = interpreters.supported(buildable.root)
    monkeypatch.setattr(interpreters, "found", lambda versions: versions[:1])

    found = missing(buildable.root)

    others = [version for version in supported if version != interpreters.current()]
    assert found[f"Python {others[0]}"] == ""
    assert found[f"Python {others[1]}"] == "it is not on this machine"
    assert f"Python {interpreters.current()}" not in found


def test_what_the_machine_lacks_is_named(
    buildable: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buildable.write("compose.yaml")
    monkeypatch.setenv("PATH", str(tmp_path))

    found = missing(buildable.root)

    assert found["another folder"] == ""
    assert found["another umask"] == "there is no shell"
    assert found["another user"] == "this system grants no user namespace (unshare)"
    assert found["the container"] == "no Docker engine answers here"


def test_a_repository_may_have_no_container(buildable: Repository) -> None:
    assert missing(buildable.root)["the container"] == "this repository has no compose.yaml"


@pytest.mark.parametrize(("answer", "reason"), [("0", ""), ("1", "no Docker engine answers here")])
def test_the_container_is_tried_where_an_engine_answers(
    answer: str, reason: str, buildable: Repository, programs: Callable[[str, str], Path]
) -> None:
    buildable.write("compose.yaml")
    programs("docker", f"exit {answer}")

    assert missing(buildable.root)["the container"] == reason
