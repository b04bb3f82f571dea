"""Which packages there are and who depends on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.documentation import mermaid
from tools.documentation.markdown import code, page, table
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.monorepo.workspace import Package

INTRODUCTION = """
Each folder of `packages/` that has a `pyproject.toml` is a package, with a version, a changelog and
releases of its own. An arrow points from a package to one that needs it: packages are published in
that direction, and a change is tested in it.
"""


def pages(root: Path) -> Mapping[str, str]:
    """One page of packages, with their graph."""
    packages = workspace.packages(root)
    order = workspace.topological_order(packages)
    rows = [_row(packages[name]) for name in order]
    headings = ["folder", "distribution", "what it is", "needs", "Python", "changelog"]
    found = page("Packages", INTRODUCTION, _graph(packages, order), table(headings, rows))
    return {"reference/packages.md": found}


def _graph(packages: Mapping[str, Package], order: list[str]) -> str:
    edges = [(needed.package, name) for name in order for needed in packages[name].dependencies]
    distinct = list(dict.fromkeys(edges))
    needs = "; ".join(f"{end} needs {start}" for start, end in distinct)
    return mermaid.flowchart("The packages", needs or "None needs another.", order, distinct)


def _row(package: Package) -> tuple[str, ...]:
    project = package.metadata["project"]
    return (
        f"`packages/{package.name}`",
        f"`{package.distribution}`",
        project.get("description", ""),
        code(project.get("dependencies", [])) or "nothing",
        f"`{project.get('requires-python', '')}`",
        f"[{package.name}](../changelogs/{package.name}.md)",
    )
