"""The changelog of each package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def pages(root: Path) -> Mapping[str, str]:
    """One page for each package, with dependencies before what needs them."""
    packages = workspace.packages(root)
    return {
        f"changelogs/{name}.md": (packages[name].path / "CHANGELOG.md").read_text("utf-8")
        for name in workspace.topological_order(packages)
    }
