"""Whose repository this is, and which template it came from: ``[tool.hatchery]`` of the root."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.monorepo.spelling import Identity

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "tool.hatchery"


class Origin(NamedTuple):
    """Where a fork came from.

    Attributes:
        address: Where git finds the template; empty where nothing said so.
        tree: git's name of the template's tree that was renamed.
    """

    address: str
    tree: str

    def lines(self) -> str:
        """As it stands in ``[tool.hatchery]``."""
        known = f'forked-from = "{self.address}"\n' if self.address else ""
        return f'{known}forked-tree = "{self.tree}"\n'


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
    return origin_told_by((root / "pyproject.toml").read_text("utf-8"))


def origin_told_by(pyproject: str) -> Origin | None:
    """Where the fork with this root ``pyproject.toml`` came from; None where it is the template's."""
    settings = _table(pyproject)
    if "forked-tree" not in settings:
        return None
    return Origin(settings.get("forked-from", ""), settings["forked-tree"])


def _settings(root: Path) -> dict[str, str]:
    return _table((root / "pyproject.toml").read_text("utf-8"))


def _table(pyproject: str) -> dict[str, str]:
    settings: dict[str, str] = tomllib.loads(pyproject).get("tool", {}).get("hatchery", {})
    return settings
