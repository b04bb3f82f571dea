"""The work tree as a release wants it: as it was committed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.monorepo import paths
from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path


def refuse_changes(root: Path) -> None:
    """Let nobody release what is not committed.

    Raises:
        ToolError: Files differ from HEAD, or git does not know them.
    """
    dirty = git.dirty(root)
    if dirty:
        more = f" and {len(dirty) - 1} more" * (len(dirty) > 1)
        raise ToolError(
            f"the work tree has changes ({paths.shown(dirty[0])}{more}); commit or stash them"
        )


def restore(root: Path, files: list[str]) -> None:
    """Bring files, by their paths from the root, back to what HEAD has, in the index too."""
    if files:
        listed = os.fsencode("\0".join(files))
        options = ("--pathspec-from-file=-", "--pathspec-file-nul")
        git.run(root, "--literal-pathspecs", "checkout", "HEAD", *options, stdin=listed)
