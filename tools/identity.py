"""Whose repository this is, and which template it came from: ``[tool.hatchery]`` of the root."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.spelling import Identity

if TYPE_CHECKING:
    from pathlib import Path


class Origin(NamedTuple):
    """Where a fork came from.

    Attributes:
        repository: The template on GitHub, as ``owner/name``.
        tree: git's name of the template's tree that was renamed.
    """

    repository: str
    tree: str

    def lines(self) -> str:
        """As it stands in ``[tool.hatchery]``."""
        return f'forked-from = "{self.repository}"\nforked-tree = "{self.tree}"\n'


def identity(root: Path) -> Identity:
    """Whose repository this is.

    Raises:
        ToolError: The root ``pyproject.toml`` does not say.
    """
    settings = _settings(root)
    try:
        return Identity(settings["name"], settings["owner"], settings["author"])
    except KeyError as error:
        raise ToolError(f"pyproject.toml: [tool.hatchery] has no {error}; write it there") from None


def origin(root: Path) -> Origin | None:
    """Where this fork came from; None in the template itself."""
    settings = _settings(root)
    if "forked-from" not in settings:
        return None
    return Origin(settings["forked-from"], settings["forked-tree"])


def _settings(root: Path) -> dict[str, str]:
    tool = tomllib.loads((root / "pyproject.toml").read_text("utf-8")).get("tool", {})
    settings: dict[str, str] = tool.get("hatchery", {})
    return settings
