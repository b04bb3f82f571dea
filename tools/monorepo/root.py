"""Where the workspace is. Standard library only."""

from __future__ import annotations

import os

from tools.errors import ToolError

TYPE_CHECKING = False  # that of `typing` is slow to import, and `tools.affected` is in a hurry
if TYPE_CHECKING:
    from pathlib import Path


def find_root(start: str | os.PathLike[str] = ".") -> Path:
    """The repository's root: the nearest folder upwards with ``packages/`` and ``pyproject.toml``.

    Raises:
        ToolError: No folder above ``start`` is a workspace.
    """
    from pathlib import Path  # slow to import, too

    return Path(above(os.fspath(start)))


def above(start: str) -> str:
    """As `find_root`, in plain strings."""
    folder = os.path.abspath(start)
    while not (os.path.isdir(f"{folder}/packages") and os.path.isfile(f"{folder}/pyproject.toml")):
        parent = os.path.dirname(folder)
        if parent == folder:
            raise ToolError(
                f"{start}: no folder here or above holds packages/ and pyproject.toml;"
                " run it inside the repository"
            )
        folder = parent
    return folder
