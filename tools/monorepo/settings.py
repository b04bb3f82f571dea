"""Read the repository's own settings files."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        ToolError: It is missing or no TOML; the sentence names the line.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ToolError(f"{path.name}: cannot be read as TOML ({error}); mend it") from None


def lookup(tables: Mapping[str, Any], *keys: str, default: Any = None) -> Any:
    """The value under nested keys, or ``default`` where one of them is missing."""
    value: Any = tables
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return default
        value = value[key]
    return value
