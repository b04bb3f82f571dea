from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import schemas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

CHECKER = """\
echo "$*" >> "{log}"
case "$*" in *broken*) echo "broken.yml does not fit"; exit 1 ;; esac
"""
SOUND = (
    ".github/workflows/ci.yml",
    ".github/dependabot.yml",
    ".github/ISSUE_TEMPLATE/bug.yml",
    ".github/ISSUE_TEMPLATE/config.yml",
    "compose.yaml",
)


@pytest.fixture
def asked(house: House, programs: Callable[[str, str], Path], tmp_path: Path) -> Path:
    """What a small check-jsonschema was asked, in a repository with a file of each kind."""
    log = tmp_path / "log"
    programs("check-jsonschema", CHECKER.format(log=log))
    for path in SOUND:
        house.write(path, "")
    return log


def test_each_file_is_checked_against_the_schema_of_its_kind(asked: Path, house: House) -> None:
    assert schemas.main([]) == 0
    assert asked.read_text("utf-8").splitlines() == [
        f"--builtin-schema {schema} {house.root / path}"
        for schema, path in zip(schemas.SCHEMAS, SOUND, strict=True)
    ]


@pytest.mark.usefixtures("asked")
def test_what_does_not_fit_is_told(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.write(".github/workflows/broken.yml", "")

    assert schemas.main([]) == 1
    assert capsys.readouterr().err == "broken.yml does not fit\n"


@pytest.mark.usefixtures("asked")
def test_a_kind_without_files_is_told(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    (house.root / "compose.yaml").unlink()

    assert schemas.main([]) == 1
    assert "compose.yaml, docker/compose.yaml match no file" in capsys.readouterr().err
