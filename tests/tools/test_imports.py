from __future__ import annotations

from typing import TYPE_CHECKING

from tools import imports

if TYPE_CHECKING:
    import pytest

    from tests.tools.house import House

PROGRAM = '\nif __name__ == "__main__":\n    main()\n'


def test_a_file_that_is_no_python_is_named(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.package("core")
    path = house.write("packages/core/src/acme/core/broken.py", "def\n")

    assert imports.main([]) == 1
    assert capsys.readouterr().err.startswith(f"imports: {path} is no Python that ")


def test_the_program_reports_every_problem(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.package("core", code="import acme.io\n")
    house.package("io")
    house.write("tools/plan.py", f"import acme\n{PROGRAM}")

    assert imports.main([]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_the_program_is_silent_where_all_is_well(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.write("tools/plan.py", f"from tools.notes import types\n{PROGRAM}")
    house.write("tools/notes/types.py", "from tools.errors import ToolError\n")
    house.write("tools/errors.py")

    assert imports.main([]) == 0
    assert capsys.readouterr() == ("", "")
