"""A template called orbit, in a repository of its own, with as much in it as a test gives it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.releasing.repository import GIT_ENVIRONMENT
from tools.monorepo.spelling import Identity
from tools.scaffolding.package_template import Blueprint, package_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ORBIT = Identity("orbit", "Orbit-Labs", "The Orbit authors")


def settings(*packages: str) -> str:
    """The root's ``pyproject.toml`` where these packages are."""
    sources = "".join(f"orbit-{name} = {{ workspace = true }}\n" for name in packages)
    paths = "".join(f'  "packages/{name}/src",\n' for name in packages)
    return f"""\
[tool.hatchery]
name = "orbit"
owner = "Orbit-Labs"
author = "The Orbit authors"

# Siblings come from the tree.
[tool.uv.sources]
{sources}
[tool.mypy]
mypy_path = [
{paths}]
strict = true
"""


def package(name: str) -> dict[str, str]:
    """The files of a new package, by their paths from the root."""
    made = package_files(Blueprint(name, "One of orbit's."), ORBIT, b"MIT\n")
    return {f"packages/{name}/{path}": content.decode() for path, content in made.items()}


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files, with their folders."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def git(root: Path, *words: str) -> str:
    """What git prints, without the last newline; a failure fails the test."""
    environment = {**os.environ, **GIT_ENVIRONMENT}
    command = ["git", *words]
    printed = subprocess.run(
        command, cwd=root, env=environment, check=True, capture_output=True, text=True
    ).stdout
    return printed.rstrip("\n")


def commit(root: Path, files: Mapping[str, str | bytes] | None = None) -> None:
    """Write files and commit everything; make the repository first if there is none."""
    write(root, files or {})
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Change")
