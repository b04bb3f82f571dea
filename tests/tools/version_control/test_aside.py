"""A tree is changed aside, and the checkout does not notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools import orbit
from tests.tools.orbit import git
from tools.errors import ToolError
from tools.version_control.aside import checked_out

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_a_tree_of_git_and_the_checkout_stays(tmp_path: Path) -> None:
    orbit.commit(tmp_path, {"kept.txt": "kept\n"})

    with checked_out(tmp_path, "HEAD") as aside:
        (aside.folder / "new file.txt").write_text("new\n")
        tree = aside.written()

    assert git(tmp_path, "ls-tree", "--name-only", tree).splitlines() == [
        "kept.txt",
        "new file.txt",
    ]
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="not a git repository"), checked_out(tmp_path, "HEAD"):
        pass
