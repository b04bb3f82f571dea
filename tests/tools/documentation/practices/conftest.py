"""A small repository with a page of practices in the making."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tools.house import House

CODE = '''\
"""Shapes."""

from functools import cache

SIDES = 4


class Shape:
    """A shape."""

    colour: str = "red"

    def area(self) -> int:
        """How large it is."""
        return 0
'''
TOOL = '''\
"""Draw shapes.

    python -m tools.draw square --filled    one square
"""

CHECKS = {"lint": ["ruff"], "types": ["mypy"]}


def main() -> int:
    """Run the command line."""
    return 0
'''


@pytest.fixture
def furnished(house: House) -> House:
    """A house with a package, a tool, verbs, scripts, settings, a workflow, a page and a test."""
    house.write("pyproject.toml", '[tool.hatchery]\nname = "acme"\nowner = "org"\nauthor = "A"\n')
    house.package("core")
    house.package("cli")
    house.write("packages/core/src/acme/core/shapes.py", CODE)
    house.write(
        "packages/cli/src/acme/cli/overview.py", 'COMMANDS = {"run": ("acme.cli:run", "Run.")}\n'
    )
    house.write("tools/draw.py", TOOL)
    house.write("tools/check.py", TOOL)
    house.write("Makefile", "check: ## check\n\t@true\nhidden:\n\t@true\n")
    house.write(
        "hatch.toml",
        "[envs.default.scripts]\n"
        'draw = "python -m tools.draw {args}"\nfix = "ruff --fix"\n'
        '[envs.test.scripts]\nall = ["pytest"]\n',
    )
    house.write(".github/workflows/ci.yml", "jobs:\n  test:\n    runs-on: a\nsite: !ENV [A, b]\n")
    house.write("docs/how-to/draw.md", "# Draw\n\n## Two of them: *both*\n\n```\n# No\n```\n")
    house.write("locks/test.txt", "# of test\npytest==9.2.0 \\\n    --hash=sha256:1\n")
    house.write(
        "tests/test_draw.py",
        "def test_square():\n    pass\n\n\nclass TestRound:\n    def test_circle(self):\n        pass\n",
    )
    return house
