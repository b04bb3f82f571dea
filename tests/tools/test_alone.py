from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools import alone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

# Makes an environment whose Python is the one that runs the tests, and installs nothing.
UV = """\
echo "$*" >> "{log}"
case "$1" in
  venv)
    for last; do :; done
    mkdir -p "$last/bin"
    printf '#!/bin/sh\\nexec "{python}" "$@"\\n' > "$last/bin/python"
    chmod +x "$last/bin/python" ;;
  pip)
    case "$*" in *packages/stubborn*) echo "no version fits" >&2; exit 1 ;; esac ;;
esac
"""


@pytest.fixture
def asked(
    house: House,
    programs: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], list[str]]:
    """What a small uv was asked to do in a workspace of two packages; io's tests fail."""
    log = tmp_path / "asked"
    uv = programs("small-uv", UV.format(log=log, python=sys.executable))
    monkeypatch.setenv("HATCH_UV", str(uv))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    house.package("core")
    house.package("io")
    house.write("packages/io/tests/test_io.py", "import forgotten\n")
    return lambda: log.read_text("utf-8").splitlines() if log.exists() else []


def test_a_package_is_tested_with_what_it_declares_and_no_more(
    house: House, asked: Callable[[], list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert alone.main(["core"]) == 0

    venv, install = asked()
    folder = house.root / "packages/core"
    assert venv.startswith(f"venv --quiet --python {sys.executable} ")
    assert install.endswith(f"--editable {folder} --group {folder}/pyproject.toml:test")
    assert install.split()[4].startswith(venv.split()[-1])
    told = capfd.readouterr().out
    assert told.startswith("acme-core alone\n")
    assert "1 passed" in told


def test_every_package_is_tried_before_failures_are_told(
    asked: Callable[[], list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert alone.main([]) == 1

    assert len(asked()) == 4
    assert capfd.readouterr().err == (
        "alone: io failed; does packages/io/pyproject.toml declare all that it imports?\n"
    )


def test_a_package_that_cannot_be_installed_is_told_and_the_others_go_on(
    house: House, asked: Callable[[], list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    house.package("stubborn")

    assert alone.main(["stubborn", "core"]) == 1

    told = capfd.readouterr()
    assert told.err.startswith("alone: stubborn cannot be installed: ")
    assert "no version fits" in told.err
    assert "1 passed" in told.out
    assert len(asked()) == 4


def test_options_after_the_packages_are_pytests(
    asked: Callable[[], list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    assert alone.main(["core", "-k", "nothing or else", "-p", "no:cacheprovider"]) == 0

    assert "1 passed" in capfd.readouterr().out
    assert len(asked()) == 2


def test_what_it_made_is_removed(asked: Callable[[], list[str]], tmp_path: Path) -> None:
    alone.main(["core"])

    made = type(tmp_path)(asked()[0].split()[-1])
    assert made.name == "environment"
    assert not made.parent.exists()


def test_an_unknown_package_is_wrong_usage(
    asked: Callable[[], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert alone.main(["../core"]) == 2
    assert capsys.readouterr().err == "alone: there is no package ../core; there are core, io\n"
    assert asked() == []


def test_the_words_of_the_command_line_are_taken_where_none_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], house: House
) -> None:
    house.package("core")
    monkeypatch.setattr("sys.argv", ["alone", "none"])

    assert alone.main() == 2
    assert "there is no package none" in capsys.readouterr().err
