"""A fork works whatever it is called, with two packages of its own in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fork import forks

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CHECKS = (
    "docstrings",
    "format",
    "imports",
    "layout",
    "lint",
    "locks",
    "spelling",
    "workflow-syntax",
)
"""The checks that read names and take seconds. Whole, with types and dead code, `make check` is run in
test_samples.py."""

TESTS = (
    "packages/cli/tests/test_convert.py",
    "packages/cli/tests/test_installed.py",
    "packages/cli/tests/test_main.py",
    "packages/core/tests/test_errors.py",
    "packages/core/tests/test_package.py",
)


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        pytest.param("q", "q9", id="one letter"),
        pytest.param("zeta-data", "zeta-labs", id="hyphenated"),
        pytest.param("flow", "flow-team", id="a word of the prose"),
        pytest.param("h5tools2", "h5", id="digits, as on PyPI"),
        pytest.param("ledger", "Ledger-Org", id="an owner with capitals"),
    ],
)
def test_a_fork_with_two_packages_more_is_sound_and_can_be_released(
    folder: Path, name: str, owner: str
) -> None:
    """Runs the checks that read names, docs, rehearse, the new packages' tests and some of core and cli.

    Those are the ones in which names matter: of versions, of commands, of errors.
    """
    fork = forks.fork(folder, name, owner)
    fork.make("package", "NAME=stats", "DEPENDS=core", "DESCRIPTION=Figures of a table.")
    fork.make("package", "NAME=time-series", "DEPENDS=stats,core")
    fork.commit("Add packages")

    fork.check(*CHECKS)
    fork.make("docs")
    rehearsed = fork.make("rehearse")
    tested = fork.test("packages/stats", "packages/time-series", *TESTS)

    assert f"{name}-time-series" in rehearsed
    assert " passed" in tested
    assert fork.mentions("acme") == []
    said = fork.mentions("hatchery", "--", "*.md", "*.yml", "docker")
    assert [line for line in said if "tool.hatchery" not in line] == []
    assert fork.git("status", "--porcelain") == ""
    assert fork.git("ls-files", "--cached", "--ignored", "--exclude-standard") == ""
