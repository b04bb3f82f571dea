"""Every environment of ``hatch.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.documentation.markdown import code, page
from tools.monorepo import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INTRODUCTION = """
One environment for each job. `hatch run ENVIRONMENT:COMMAND` runs any command in it; hatch makes it
when it is first used, from the dependency groups of `pyproject.toml` at the versions and hashes of
its lock.
"""


def pages(root: Path) -> Mapping[str, str]:
    """One page of environments."""
    found = settings.read(root / "hatch.toml")["envs"]
    sections = (_section(name, environment) for name, environment in found.items())
    return {"reference/environments.md": page("Environments", INTRODUCTION, *sections)}


def _section(name: str, environment: Mapping[str, Any]) -> str:
    lines = [f"- {title}: {value}" for title, value in _facts(environment) if value]
    description = [f"{environment['description']}.\n"] if "description" in environment else []
    return "\n".join([f"## `{name}` {{ #{name} }}\n", *description, *lines])


def _facts(environment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "dependency groups", code(environment.get("dependency-groups", []))
    lock = environment.get("env-vars", {}).get("UV_CONSTRAINT")
    yield "lock", f"`{lock}`" if lock else ""
    members = settings.lookup(environment, "workspace", "members", default=[])
    yield "packages installed from the tree", code(members)
    pythons = [
        version for matrix in environment.get("matrix", []) for version in matrix.get("python", [])
    ]
    yield "Pythons", ", ".join(pythons)
    for script, commands in environment.get("scripts", {}).items():
        lines = [commands] if isinstance(commands, str) else commands
        yield f"`{script}`", code(line.replace(" {args}", "") for line in lines)
