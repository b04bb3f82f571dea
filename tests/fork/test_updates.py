"""A fork that went its own way takes over the newer template, twice, and keeps what it did."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.fork import forks

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

FRESH = '''\
"""What is new in the template's acme."""

from __future__ import annotations

from acme.core.errors import AcmeError

__all__ = ["FreshError"]


class FreshError(AcmeError):
    """Something is too fresh."""
'''


def began_anew(fork: forks.Repository) -> None:
    """Make it a repository with one commit, as "Use this template" does."""
    shutil.rmtree(fork.root / ".git")
    fork.git("init", "--quiet", "--initial-branch", "main")
    fork.commit("Begin")


@pytest.mark.parametrize("shared", [True, False], ids=["cloned", "used as a template"])
def test_a_fork_takes_over_two_newer_templates(folder: Path, shared: bool) -> None:
    """Runs layout, lint, format and imports, and tests of a sample that stayed and of the tools."""
    template = forks.clone(folder / "template")
    fork = forks.clone(folder / "fork", template.root)
    if not shared:
        began_anew(fork)
    first = fork.git("rev-parse", "HEAD")
    fork.make("fork", "NAME=zeta-data", "OWNER=Zeta-Labs")
    fork.commit("Make the fork")
    fork.make("package", "NAME=cli", "ARGS=--remove")
    fork.make("package", "NAME=stats", "DEPENDS=core")
    fork.append("Makefile", "\nours: ## what only we have\n\t@echo ours\n")
    fork.commit("Go our own way")

    for number, notes in enumerate(("## 8.0 (2031-01-01)", "## 9.0 (2032-01-01)")):
        (template.root / f"packages/core/src/acme/core/fresh{number}.py").write_text(FRESH)
        template.append("packages/cli/README.md", "\nMore of acme.\n")
        changed = template.root / "TEMPLATE.md"
        changed.write_text(
            changed.read_text().replace("\n## 1.0 ", f"\n{notes}\n\n- New.\n\n## 1.0 ", 1)
        )
        template.commit(f"Move on {number}")
        told = fork.make("upstream", f"ARGS=--from '{template.root}'")
        assert f"What changed for forks (TEMPLATE.md):\n\n{notes}\n\n- New.\n" in told

    fork.check("layout", "lint", "format", "imports")
    errors = "packages/core/tests/test_errors.py"
    assert " passed" in fork.test(errors, "packages/stats/tests", "tests/tools/test_layout.py")
    for number in range(2):
        fresh = fork.root / f"packages/core/src/zeta_data/core/fresh{number}.py"
        assert "from zeta_data.core.errors import ZetaDataError" in fresh.read_text()
    assert not (fork.root / "packages" / "cli").exists()
    assert fork.make("ours") == "ours\n"
    assert fork.git("merge-base", first, "HEAD") == first
    assert "Go our own way" in fork.git("log", "--format=%s")
    assert fork.git("status", "--porcelain") == ""
    assert "nothing is new" in fork.make("upstream", f"ARGS=--from '{template.root}'")
