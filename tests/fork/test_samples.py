"""The samples can go, one by one or all at once, and the machinery does not miss them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fork import forks
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_processing_and_cli_are_not_missed(folder: Path) -> None:
    """Runs docs, rehearse, the checks that read what packages there are, and tests of what is left."""
    fork = forks.fork(folder, "ledger", "Ledger-Org")
    fork.make("package", "NAME=cli", "ARGS=--remove")
    fork.make("package", "NAME=processing", "ARGS=--remove")
    fork.commit("Drop two samples")

    fork.check("dead-code", "docstrings", "imports", "layout", "lint", "locks", "spelling")
    fork.make("docs")
    rehearsed = fork.make("rehearse")
    exits, template = (
        "packages/core/tests/test_exits.py",
        "tests/tools/scaffolding/test_package_template.py",
    )
    tested = fork.test(exits, template, "tests/workflow/test_form.py")

    assert workspace.names(fork.root) == ["core", "io"]
    assert "ledger-io" in rehearsed
    assert " passed" in tested


def test_without_samples_the_whole_machinery_works_under_a_hyphenated_name(folder: Path) -> None:
    """Runs every check, docs, rehearse, and the tests of the package, the tools and the workflow."""
    words = ["--drop-samples", "--license", "Apache-2.0", "--email", "us@zeta.example"]
    fork = forks.fork(folder, "zeta-data", "Zeta-Labs", *words)

    fork.check()
    fork.make("docs")
    rehearsed = fork.make("rehearse")
    tested = fork.test("packages", "tests/tools", "tests/workflow")

    assert workspace.names(fork.root) == ["starter"]
    assert "zeta-data-starter" in rehearsed
    assert " passed" in tested
    assert fork.mentions("acme") == []
