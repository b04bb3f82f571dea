from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import matrix
from tools.execution import interpreters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

CURRENT = interpreters.current()


@pytest.fixture
def asked(
    house: House, programs: Callable[[str, str], Path], tmp_path: Path
) -> Callable[[], list[str]]:
    """What a hatch on PATH was asked to run; it fails on Python 3.91."""
    declare(house, CURRENT, "3.90", "3.91", "3.92")
    for version in ("3.90", "3.91"):
        programs(f"python{version}", f"echo {version}")
    log = tmp_path / "asked"
    programs("hatch", f'echo "$*" >> "{log}"\ntest "$2" != "+py=3.91"')
    return lambda: log.read_text("utf-8").splitlines() if log.exists() else []


def declare(house: House, *versions: str) -> None:
    classifiers = [f"Programming Language :: Python :: {version}" for version in versions]
    house.write("packages/core/pyproject.toml", f"[project]\nclassifiers = {classifiers}\n")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose coverage was judged; it was not enough."""
    roots: list[Path] = []
    monkeypatch.setattr("tools.coverage_gate.judge", lambda root: roots.append(root) or 1)
    return roots


def test_everything_runs_here_and_the_packages_on_the_other_pythons(
    house: House,
    asked: Callable[[], list[str]],
    judged: list[Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    declare(house, CURRENT, "3.90", "3.92")

    code = matrix.main([])

    assert asked() == [f"run +py={CURRENT} test:all", "run +py=3.90 test:packages"]
    assert capsys.readouterr().out == (
        f"Testing on Python {CURRENT}, 3.90; not on this machine: 3.92\n"
    )
    assert judged == [house.root]
    assert code == 1


def test_every_python_is_tried_before_a_failure_is_told(
    asked: Callable[[], list[str]], judged: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert matrix.main([]) == 1

    assert len(asked()) == 3
    assert capsys.readouterr().err == "matrix: tests failed on Python 3.91\n"
    assert judged == []


def test_pytests_own_arguments_make_one_run_that_is_not_judged(
    asked: Callable[[], list[str]], judged: list[Path]
) -> None:
    assert matrix.main(["-k", "registry or pool", "tests"]) == 0

    assert asked() == [f"run +py={CURRENT} test:all -k registry or pool tests"]
    assert judged == []


def test_one_python_alone_runs_everything(
    asked: Callable[[], list[str]], judged: list[Path]
) -> None:
    assert matrix.main(["--python", "3.90"]) == 1

    assert asked() == ["run +py=3.90 test:all"]
    assert len(judged) == 1


def test_what_earlier_runs_measured_does_not_count(
    house: House, asked: Callable[[], list[str]], judged: list[Path]
) -> None:
    left_over = house.write("reports/.coverage.host.pid1.Xabc", "")

    matrix.main(["--python", "3.90"])

    assert len(asked()) == 1
    assert len(judged) == 1
    assert not left_over.exists()


@pytest.mark.parametrize("version", ["3.92", "x"])
def test_a_python_that_cannot_be_had_is_told(
    version: str, asked: Callable[[], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert matrix.main(["--python", version]) == 2

    assert capsys.readouterr().err == (
        f"matrix: no Python {version} on this machine; install it, or choose another\n"
    )
    assert asked() == []


def test_a_missing_hatch_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    declare(house, CURRENT)
    monkeypatch.setenv("PATH", str(house.root))

    assert matrix.main([]) == 1
    assert "hatch is not on PATH; run this through `make`" in capsys.readouterr().err
