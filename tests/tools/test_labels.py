from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

LABELS = """\
[bug]
colour = "d73a4a"
description = "Does not work"
"""


@pytest.fixture
def asked(house: House, programs: Callable[[str, str], Path], tmp_path: Path) -> Callable[[], str]:
    """What gh was asked, in a workspace with one label and one package."""
    log = tmp_path / "log"
    programs("gh", f'echo "$*" >> "{log}"')
    house.package("core")
    house.write(labels.FILE, LABELS)
    return lambda: log.read_text("utf-8") if log.exists() else ""


def test_labels_of_the_file_and_of_each_package_are_made_or_updated(
    asked: Callable[[], str],
) -> None:
    assert labels.main([]) == 0
    assert asked().splitlines() == [
        "label create bug --color d73a4a --description Does not work --force",
        "label create package: core --color 1d76db --description About acme-core --force",
    ]


def test_a_dry_run_says_which(asked: Callable[[], str], capsys: pytest.CaptureFixture[str]) -> None:
    assert labels.main(["--dry-run"]) == 0
    assert asked() == ""
    assert capsys.readouterr().out == "bug: Does not work\npackage: core: About acme-core\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[", "cannot be read as TOML"),
        ('[bug]\ncolour = "red"\ndescription = ""', "colour must be six hexadecimal digits"),
        ('[bug]\ncolour = "d73a4a"', "needs a colour and a description, and nothing else"),
        ("bug = 1", "needs a colour and a description, and nothing else"),
    ],
)
def test_a_faulty_file_changes_nothing(
    asked: Callable[[], str],
    house: House,
    capsys: pytest.CaptureFixture[str],
    text: str,
    problem: str,
) -> None:
    house.write(labels.FILE, text)

    assert labels.main([]) == 1
    assert problem in capsys.readouterr().err
    assert asked() == ""
