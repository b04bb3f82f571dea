"""The proof that a rehearsal of the cli makes, with an `acme` that is right or wrong."""

from __future__ import annotations

import runpy
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = Path(__file__).parents[2] / "packages" / "cli" / "rehearsal.py"

PENGUINS = """\
species,sex,body_mass_g
Adelie,male,4000
Adelie,male,3001
Adelie,NA,9000
Gentoo,female,NA
Gentoo,female,4500
"""

RIGHT = "species,sex,mean_body_mass_g\nAdelie,male,3500.5\nGentoo,female,4500.0000000001\n"


@pytest.fixture
def prove(
    tmp_path: Path, programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], int]:
    """Run the proof with an `acme` that writes the given table."""
    examples = tmp_path / "the examples"
    examples.mkdir()
    (examples / "penguins.csv").write_text(PENGUINS, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["rehearsal.py", str(examples)])

    def run(table: str) -> int:
        (tmp_path / "table").write_text(table, encoding="utf-8")
        programs(
            "acme", f'test "$1" = run && cp "{tmp_path}/table" "$(dirname "$2")/body-mass.csv"'
        )
        with pytest.raises(SystemExit) as end:
            runpy.run_path(str(PROGRAM), run_name="__main__")
        return int(end.value.code or 0)

    return run


def test_means_that_python_computes_too_are_right(
    prove: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert prove(RIGHT) == 0
    assert capsys.readouterr().out == '{"Adelie male": 3500.5, "Gentoo female": 4500.0}\n'


@pytest.mark.parametrize(
    "wrong",
    [
        RIGHT.replace("3500.5", "3500.6"),
        RIGHT.replace("Adelie,male", "Adelie,female"),
        RIGHT + "Chinstrap,male,1\n",
        RIGHT.partition("\n")[0],
    ],
)
def test_other_means_and_other_groups_are_wrong(
    wrong: str, prove: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert prove(wrong) == 1
    assert capsys.readouterr().out.startswith("acme run gave {")


def test_a_flow_that_fails_proves_nothing(
    prove: Callable[[str], int], programs: Callable[[str, str], Path]
) -> None:
    assert prove(RIGHT) == 0
    programs("acme", "exit 1")

    with pytest.raises(subprocess.CalledProcessError):
        runpy.run_path(str(PROGRAM), run_name="__main__")
