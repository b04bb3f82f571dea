"""Whose repository this is, and which template it came from: ``[tool.hatchery]`` of the root."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.spelling import Identity

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "tool.hatchery"


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
    for key in ("name", "owner", "author"):
        if key not in settings:
            raise ToolError(f"pyproject.toml: [{TABLE}] has no {key!r}; write it there")
    return Identity(
        settings["name"],
        settings["owner"],
        settings["author"],
        email=settings.get("email", ""),
        licence=settings.get("license", "MIT"),
        description=settings.get("description", ""),
    )


def remember(root: Path, new: Identity, origin: Origin) -> None:
    """Write whose repository it is, and which template it came from, in place of what was said.

    This is the one place of a fork that names the template.
    """
    pyproject = root / "pyproject.toml"
    said = {
        "name": new.name,
        "owner": new.owner,
        "author": new.author,
        "email": new.email,
        "license": new.licence,
        "description": new.description,
    }
    lines = "".join(f'{key} = "{value}"\n' for key, value in said.items() if value)
    table = rf"(?<=^\[{TABLE}\]\n)(?:\S+ = .*\n)*"
    text = re.sub(
        table, lambda _: lines + origin.lines(), pyproject.read_text("utf-8"), flags=re.MULTILINE
    )
    pyproject.write_text(text, "utf-8", newline="\n")


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
