from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.dependencies import requirements
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House

GROUPS = """\
[dependency-groups]
setup = ["uv>=0.13"]
test = [{ include-group = "setup" }, "pytest"]
docs = ["mkdocs<2"]
"""

EXTRAS = """\
[project.optional-dependencies]
fast = ["acme-core[fast]", "numpy"]

[dependency-groups]
test = ["hypothesis", "Acme.Core"]
docs = ["sphinx"]

[tool.hatch.version]
"""


@pytest.fixture
def declared(house: House) -> House:
    """Two packages with an extra and a test group, one environment with them and two without."""
    house.package("core")
    house.package("io", ["acme-core>=0.1,<0.2", "narwhals>=2"])
    house.edit("packages/io/pyproject.toml", "[tool.hatch.version]\n", EXTRAS)
    house.edit("pyproject.toml", "[dependency-groups]\ntools = []\n", GROUPS)
    house.write(
        "hatch.toml",
        '[envs.test]\nworkspace.members = ["packages/*"]\ndependency-groups = ["test"]\n'
        '[envs.bare]\nworkspace.members = ["packages/*"]\n'
        '[envs.docs]\ndependency-groups = ["docs"]\n',
    )
    return house


def test_each_lock_holds_its_group_and_what_the_packages_in_its_environment_need(
    declared: House,
) -> None:
    assert requirements.declared(declared.root) == {
        "runtime": ["narwhals>=2"],
        "setup": ["uv>=0.13"],
        "test": ["hypothesis", "narwhals>=2", "numpy", "pytest", "uv>=0.13"],
        "docs": ["mkdocs<2"],
    }


def test_a_group_that_does_not_exist_is_named(declared: House) -> None:
    declared.edit("pyproject.toml", 'include-group = "setup"', 'include-group = "step"')

    with pytest.raises(ToolError, match=r"\[dependency-groups\] has no step, which one includes"):
        requirements.declared(declared.root)


def test_a_requirement_that_is_none_is_told(declared: House) -> None:
    declared.edit("packages/io/pyproject.toml", "narwhals>=2", "narwhals>=>2")

    with pytest.raises(ToolError, match="'narwhals>=>2' is no valid requirement"):
        requirements.declared(declared.root)
