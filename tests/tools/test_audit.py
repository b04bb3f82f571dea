from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools import audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

SAFE = {"name": "gadget", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "private", "skip_reason": "not found on PyPI"}
UNSAFE = {
    "name": "widget",
    "version": "2.0",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]},
        {"id": "PYSEC-2", "fix_versions": []},
    ],
}


@pytest.fixture
def pip_audit(programs: Callable[[str, str], Path], tmp_path: Path) -> Callable[..., None]:
    """Have a pip-audit on PATH that finds what it is told to, and a bandit that finds nothing."""
    programs("bandit", "exit 0")

    def find(*pins: dict[str, Any]) -> None:
        report = tmp_path / "report.json"
        report.write_text(json.dumps({"dependencies": pins}), encoding="utf-8")
        script = f'echo "$*" > "{tmp_path}/asked"\ncat "{report}"\nexit {int(bool(pins))}'
        programs("pip-audit", script)

    return find


@pytest.fixture(autouse=True)
def workspace(house: House) -> House:
    """A workspace with a package and two locks."""
    house.package("core")
    house.write("locks/test.txt", "")
    return house


def test_safe_code_and_safe_pins_pass(
    pip_audit: Callable[..., None],
    workspace: House,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pip_audit(SAFE)

    assert audit.main([]) == 0

    assert capsys.readouterr().out == (
        "pass  bandit\npass  pip-audit: 1 pins have no known vulnerability\n"
    )
    asked = (tmp_path / "asked").read_text("utf-8")
    assert f"--requirement={workspace.root}/locks/runtime.txt" in asked
    assert f"--requirement={workspace.root}/locks/test.txt" in asked
    assert "--require-hashes" in asked


def test_each_vulnerability_is_told_with_its_remedy(
    pip_audit: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    pip_audit(SAFE, UNSAFE)

    assert audit.main([]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "FAIL  pip-audit: widget 2.0: PYSEC-1, fixed in 2.1, 3.0",
        "FAIL  pip-audit: widget 2.0: PYSEC-2, fixed in no release yet",
    ]


def test_pins_that_nobody_knows_of_have_not_passed(
    pip_audit: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    pip_audit(UNKNOWN)

    assert audit.main([]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "skip  pip-audit: the service knows nothing of 1 of 1 pins"
    ]


@pytest.mark.parametrize(
    ("script", "last"),
    [
        ("echo 'Traceback' >&2; echo 'ConnectionError: no route' >&2; exit 1", "no route"),
        ("echo '{}'", "it said nothing"),
    ],
)
def test_a_service_that_does_not_answer_has_passed_nothing(
    script: str,
    last: str,
    pip_audit: Callable[..., None],
    programs: Callable[[str, str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    pip_audit()
    programs("pip-audit", script)

    assert audit.main([]) == 0
    (line,) = capsys.readouterr().out.splitlines()[1:]
    assert line.startswith("skip  pip-audit: pip-audit could not ask the vulnerability service: ")
    assert line.endswith(last)


def test_risky_code_fails_whatever_the_pins_are(
    pip_audit: Callable[..., None],
    programs: Callable[[str, str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pip_audit(SAFE)
    programs("bandit", f'echo "$*" > "{tmp_path}/asked of bandit"\nexit 1')

    assert audit.main([]) == 1
    assert capsys.readouterr().out.startswith("FAIL  bandit\npass  pip-audit")
    asked = (tmp_path / "asked of bandit").read_text("utf-8")
    assert asked.endswith("--configfile pyproject.toml --recursive packages/core/src tools\n")


def test_offline_asks_no_service(
    pip_audit: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pip_audit(UNSAFE)

    assert audit.main(["--offline"]) == 0
    assert capsys.readouterr().out == "pass  bandit\n"
    assert not (tmp_path / "asked").exists()


def test_a_missing_bandit_is_told(
    workspace: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(workspace.root))

    assert audit.main([]) == 1
    assert "bandit is not on PATH" in capsys.readouterr().err
