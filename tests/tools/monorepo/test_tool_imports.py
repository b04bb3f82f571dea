from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.monorepo.tool_imports import problems

if TYPE_CHECKING:
    from tests.tools.house import House

PROGRAM = '\nif __name__ == "__main__":\n    main()\n'


@pytest.fixture
def tools(house: House) -> House:
    """A program, a folder it stands on, and what all may import."""
    house.write("tools/__init__.py")
    house.write("tools/errors.py")
    house.write("tools/plan.py", f"import json\nfrom tools.notes import types\n{PROGRAM}")
    house.write("tools/notes/__init__.py")
    house.write("tools/notes/types.py", "from tools.errors import ToolError\n")
    return house


def test_programs_stand_on_folders(tools: House) -> None:
    tools.write("tools/bump.py", f"from tools import plan\n{PROGRAM}")

    assert list(problems(tools.root)) == []


def test_tools_import_no_package(tools: House) -> None:
    tools.package("core")
    tools.write("tools/notes/types.py", "import json\nfrom acme.core import registry\n")

    assert list(problems(tools.root)) == [
        "tools/notes/types.py:2: imports acme.core.registry; the tools must outlive the packages"
    ]


@pytest.mark.parametrize(
    "line", ["from tools import plan", "import tools.plan", "from tools.plan import Plan"]
)
def test_what_programs_stand_on_imports_no_program(line: str, tools: House) -> None:
    tools.write("tools/plan.py", PROGRAM)
    tools.write("tools/notes/types.py", f"def late():\n    {line}\n")

    (problem,) = problems(tools.root)
    assert problem.startswith("tools/notes/types.py:2: imports tools.plan")
    assert problem.endswith(", a program; move what they share into a folder of tools/")


def test_at_the_top_stand_programs(tools: House) -> None:
    tools.write("tools/levels.py", "LEVELS = ()\n")

    assert list(problems(tools.root)) == [
        "tools/levels.py is no program; move it into the folder that says what it is about"
    ]


def test_modules_form_no_circle(tools: House) -> None:
    tools.write("tools/notes/types.py", "from tools.notes import levels\n")
    tools.write("tools/notes/levels.py", "import tools.notes.names\n")
    tools.write("tools/notes/names.py", "from tools.notes.types import TYPES\n")

    (problem,) = problems(tools.root)
    assert problem.startswith("tools: modules import each other in a circle: ")
    named = {"tools.notes.types", "tools.notes.levels", "tools.notes.names"}
    assert named <= set(problem.replace(";", " ").split())


def test_folders_form_no_circle_even_where_their_modules_form_none(tools: House) -> None:
    tools.write("tools/notes/types.py", "from tools.tags import names\n")
    tools.write("tools/tags/names.py", "import re\n")
    tools.write("tools/tags/table.py", "from tools.notes import levels\n")
    tools.write("tools/notes/levels.py", "import re\n")

    (problem,) = problems(tools.root)
    assert problem.startswith("tools: folders import each other in a circle: ")
    assert {"tools.notes", "tools.tags"} <= set(problem.replace(";", " ").split())
