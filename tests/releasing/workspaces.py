"""Small workspaces: packages with as much as a test needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def declare(root: Path, packages: Mapping[str, Sequence[str]]) -> Path:
    """A workspace whose packages are declared with their dependencies, and have no code."""
    (root / "packages").mkdir(parents=True)
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    for name, dependencies in packages.items():
        folder = root / "packages" / name
        folder.mkdir()
        lines = [
            "[project]",
            f'name = "acme-{name}"',
            'dynamic = ["version"]',
            f"dependencies = {list(dependencies)}",
        ]
        (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root
