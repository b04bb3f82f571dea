from __future__ import annotations

from typing import TYPE_CHECKING

from tools import docstrings

if TYPE_CHECKING:
    import pytest

    from tests.tools.house import House

SETTINGS = """
[tool.interrogate]
ignore-init-method = true
ignore-magic = true
ignore-semiprivate = true
"""


def furnish(house: House) -> None:
    house.edit("pyproject.toml", "[tool.towncrier]", f"{SETTINGS}\n[tool.towncrier]")
    house.package("core", code="\n\nclass _Own:\n    pass\n")
    house.write("tools/say.py", '"""Say."""\n')


def test_the_public_api_must_say_what_it_is_for(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish(house)
    house.write("packages/core/src/acme/core/deep/table.py", "class Table:\n    pass\n")
    house.write("tools/say.py", '"""Say."""\n\n\ndef aloud():\n    pass\n')

    assert docstrings.main([]) == 1
    assert sorted(capsys.readouterr().err.splitlines()) == [
        "packages/core/src/acme/core/deep/table.py:1: Table has no docstring; say what it is for",
        "packages/core/src/acme/core/deep/table.py:1: table.py has no docstring; say what it is for",
        "tools/say.py:4: aloud has no docstring; say what it is for",
    ]


def test_tests_and_private_names_need_not(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    furnish(house)

    assert docstrings.main([]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_packages_own_settings_change_nothing(house: House) -> None:
    furnish(house)
    house.edit(
        "packages/core/pyproject.toml", "[tool.hatch.version]\n",
        "[tool.interrogate]\nignore-regex = ['.*']\n\n[tool.hatch.version]\n",
    )  # fmt: skip
    house.write("packages/core/src/acme/core/table.py", '"""A table."""\n\n\nclass Table: ...\n')

    assert len(list(docstrings.undocumented(house.root))) == 1
