"""A commit's tree in a folder of its own, to change there and hand back to git in one step.

The checkout and its index are not touched; what is made is a tree object of git's.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.execution.process import output_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Aside(NamedTuple):
    """A tree that is being made.

    Attributes:
        folder: Its files.
        environment: Variables that make git work on it.
    """

    folder: Path
    environment: dict[str, str]

    def git(self, *words: str) -> str:
        """What ``git WORDS`` prints, with the tree in place of the checkout."""
        return output_of(["git", *words], folder=self.folder, environment=self.environment).strip()

    def written(self) -> str:
        """Hand the folder's present contents to git and return the tree's object name."""
        self.git("add", "--all", "--force")
        return self.git("write-tree")


@contextmanager
def checked_out(root: Path, commit: str) -> Iterator[Aside]:
    """The tree of a commit of ``root``, in a folder that lasts as long as the ``with`` block.

    Raises:
        ToolError: git failed.
    """
    with tempfile.TemporaryDirectory(prefix="aside-") as scratch:
        folder = Path(scratch, "tree")
        folder.mkdir()
        git_folder = output_of(["git", "rev-parse", "--absolute-git-dir"], folder=root).strip()
        environment = {
            **os.environ,
            "GIT_DIR": git_folder,
            "GIT_INDEX_FILE": str(Path(scratch, "index")),
            "GIT_WORK_TREE": str(folder),
        }
        aside = Aside(folder, environment)
        aside.git("read-tree", commit)
        aside.git("checkout-index", "--all")
        yield aside
