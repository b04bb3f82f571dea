"""Pages of the site that are made from the repository itself, when the site is built.

Each module in here but ``hook`` says with ``pages(root)`` what it makes: Markdown by its path under ``docs/``.
A new module is found by being here, and its pages by the table of contents. No page is kept in git.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def generated(root: Path) -> dict[str, str]:
    """Every page that is made, by its path under ``docs/``.

    Raises:
        ToolError: Two pages have one path, or a written page has the path of a made one.
    """
    made: dict[str, str] = {}
    for name in _makers():
        for path, text in importlib.import_module(f"{__name__}.{name}").pages(root).items():
            if path in made or (root / "docs" / path).exists():
                raise ToolError(
                    f"docs/{path}: tools/documentation/pages/{name}.py makes this page, and so does another;"
                    " rename one"
                )
            made[path] = text
    return made


def _makers() -> Iterator[str]:
    """Names of the modules that make pages."""
    return (module.name for module in pkgutil.iter_modules(__path__) if module.name != "hook")
