"""A tree is changed aside, and the checkout does not notice."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.aside import checked_out
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path


def git(root: Path, *words: str) -> str:
    """Run git as somebody and return what it prints."""
    somebody = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    return subprocess.run(
        ["git", *somebody, *words], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_what_is_written_is_a_tree_of_git_and_the_checkout_stays(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "kept.txt").write_text("kept\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")

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
