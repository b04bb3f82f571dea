from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import coverage_gate
from tools.coverage_gate import Total

if TYPE_CHECKING:
    from tests.tools.house import House

SETTINGS = """\
[tool.coverage.run]
branch = true
data_file = "reports/.coverage"
parallel = true
source = ["packages", "tools"]
omit = ["*/tests/*"]

[tool.coverage.report]
include_namespace_packages = true
"""

SIGN = """\
def sign(number):
    if number < 0:
        return -1
    return 1
"""


@pytest.fixture
def measured(house: House) -> House:
    """A workspace with a package whose only function has two branches, and a tool."""
    house.write("pyproject.toml", SETTINGS)
    house.write("packages/core/src/sign.py", SIGN)
    house.write("packages/core/tests/test_sign.py", "never_run = 1\n")
    house.write("tools/say.py", "said = True\n")
    return house


def run(house: House, *numbers: int) -> None:
    code = (
        "import sys; sys.path[:0] = ['packages/core/src', 'tools']\n"
        f"import say\nfrom sign import sign\nfor number in {numbers}: sign(number)\n"
    )
    house.write("program.py", code)
    command = [sys.executable, "-m", "coverage", "run", "--rcfile=pyproject.toml", "program.py"]
    # The measuring of the tests themselves must not reach the run that they measure.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")
    }
    subprocess.run(command, cwd=house.root, env=environment, check=True)


def test_runs_are_combined_and_each_room_has_its_figures(
    measured: House, capsys: pytest.CaptureFixture[str]
) -> None:
    run(measured, 1)
    run(measured, -1)

    assert coverage_gate.main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "packages/core               4 lines      2 branches  100.00 %",
        "tools                       1 lines      0 branches  100.00 %",
    ]


def test_a_branch_that_no_run_took_fails_and_is_shown(
    measured: House, capsys: pytest.CaptureFixture[str]
) -> None:
    run(measured, 1)

    assert coverage_gate.main([]) == 1
    told = capsys.readouterr()
    assert "packages/core               4 lines      2 branches   66.67 %" in told.out
    assert "sign.py" in told.out
    assert "say.py" not in told.out
    assert told.err == "coverage: write the tests that reach what is missing above\n"


def test_a_file_that_nothing_imports_counts(measured: House) -> None:
    measured.write("packages/core/src/forgotten.py", "forgotten = True\n")
    run(measured, 1, -1)

    assert coverage_gate.main([]) == 1
    report = json.loads((measured.root / "reports/coverage.json").read_text("utf-8"))
    assert "packages/core/src/forgotten.py" in report["files"]


def test_without_data_there_is_nothing_to_judge(
    measured: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage_gate.main([]) == 1
    assert capsys.readouterr().err == "coverage: no run left any data; run `make test` first\n"
    assert (measured.root / "packages/core").exists()


def test_what_was_measured_can_be_forgotten(measured: House) -> None:
    kept = measured.write("reports/coverage.json", "{}")
    data = [measured.write(f"reports/.coverage{ending}", "") for ending in ("", ".host.pid1.Xabc")]

    coverage_gate.forget(measured.root)

    assert kept.exists()
    assert not any(path.exists() for path in data)


def test_nearly_everything_is_not_shown_as_everything() -> None:
    assert str(Total(1_000_000, 999_999)).endswith("  99.99 %")
    assert str(Total()).endswith(" 100.00 %")


def test_only_what_was_tested_is_judged(
    measured: House, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.package("core")
    measured.package("io", code="never = 'run'\n")
    run(measured, 1, -1)
    measured.write("packages/core/src/acme/core/__init__.py", "")

    assert coverage_gate.main(["core"]) == 0
    assert "packages/io" not in capsys.readouterr().out


def test_a_package_that_nothing_measured_fails(
    measured: House, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.package("core")
    measured.package("io")
    for path in (measured.root / "packages/io/src").rglob("*.py"):
        path.unlink()
    run(measured, 1, -1)

    assert coverage_gate.main(["io"]) == 1
    assert "no run measured packages/io; run their tests first" in capsys.readouterr().err


@pytest.mark.usefixtures("measured")
def test_a_package_that_does_not_exist_is_wrong_use() -> None:
    assert coverage_gate.main(["spam"]) == 2


def test_a_workflow_shows_the_figures_in_its_summary(
    measured: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(measured.root / "summary"))
    run(measured, 1, -1)

    coverage_gate.main([])

    summary = (measured.root / "summary").read_text("utf-8")
    assert "| packages/core | 4 | 2 | 100.00 % |" in summary
