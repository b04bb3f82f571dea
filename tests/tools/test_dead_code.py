from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import dead_code

if TYPE_CHECKING:
    from tests.tools.house import House

MODULE = "packages/core/src/acme/core/__init__.py"


@pytest.fixture
def code(house: House) -> House:
    """A package and a tool, in which everything is used."""
    house.package("core", code="\n\ndef double(number):\n    return 2 * number\n")
    house.write("packages/core/tests/test_double.py", "def test_double():\n    assert double(1)\n")
    house.write("tools/say.py", "print('said')\n")
    house.write("tests/test_say.py", "def only_here():\n    pass\n")
    return house


@pytest.mark.usefixtures("code")
def test_what_a_test_uses_is_used_and_the_tests_are_not_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert dead_code.main([]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_nothing_uses_is_told_with_its_place(
    code: House, capsys: pytest.CaptureFixture[str]
) -> None:
    code.write("tools/say.py", "def whisper():\n    pass\n")
    code.write("packages/core/tests/test_double.py", "")

    assert dead_code.main([]) == 1
    assert sorted(capsys.readouterr().err.splitlines()) == [
        f"{MODULE}:4: unused function 'double'; use it or remove it",
        "tools/say.py:1: unused function 'whisper'; use it or remove it",
    ]


def test_names_that_a_library_calls_are_listed_in_the_settings(code: House) -> None:
    code.write("tools/say.py", "def visit_Name():\n    pass\n\n\n@hook\ndef called():\n    pass\n")
    assert len(list(dead_code.unused(code.root))) == 2

    settings = '[tool.vulture]\nignore_names = ["visit_*"]\nignore_decorators = ["@hook"]\n'
    code.edit("pyproject.toml", "[tool.towncrier]", f"{settings}\n[tool.towncrier]")

    assert list(dead_code.unused(code.root)) == []


def test_a_file_that_is_no_python_is_named(code: House, capsys: pytest.CaptureFixture[str]) -> None:
    code.write("tools/say.py", "def\n")

    assert dead_code.main([]) == 1
    told = capsys.readouterr().err
    assert "say.py" in told
    assert "mend the one named above" in told
