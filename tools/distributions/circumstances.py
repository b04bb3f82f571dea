"""Circumstances that must not show in what is built from a commit: folder, umask, user, Python, container."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.execution import interpreters
from tools.execution.process import environment_without_locks, output_of, run, uv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

UMASK = ("sh", "-c", 'umask 077; exec "$@"', "sh")
USER = ("unshare", "--user", "--map-user=4711", "--map-group=4711")
COMPOSE = ("docker", "compose")


class Circumstance(NamedTuple):
    """One way to clone and build.

    Attributes:
        name: As the user reads it.
        missing: Why it cannot be tried here; empty if it can.
        prefix: What starts the clone and the build.
        python: The Python that builds, as a version; empty for the one that runs us.
        container: Whether the build is that of the container.
    """

    name: str
    missing: str = ""
    prefix: Sequence[str] = ()
    python: str = ""
    container: bool = False


def all_of(root: Path) -> Iterator[Circumstance]:
    """What to try, and what this machine cannot."""
    yield Circumstance("another folder")
    yield Circumstance("another umask", _unless(UMASK, "there is no shell"), UMASK)
    yield Circumstance(
        "another user", _unless(USER, "this system grants no user namespace (unshare)"), USER
    )
    versions = [
        version for version in interpreters.supported(root) if version != interpreters.current()
    ]
    here = interpreters.found(versions)
    for version in versions:
        absent = "" if version in here else "it is not on this machine"
        yield Circumstance(f"Python {version}", absent, python=version)
    yield Circumstance("the container", _no_engine(root), container=True)


def build(circumstance: Circumstance, root: Path, scratch: Path) -> Path:
    """Clone ``root`` and build every package there; return the folder with the files.

    Raises:
        ToolError: Something failed on the way.
    """
    # A name with a space, which no tool may stumble over.
    clone = scratch / "a clone"
    output_of([*circumstance.prefix, "git", "clone", "--quiet", str(root), str(clone)])
    environment = environment_without_locks()
    environment.pop("SOURCE_DATE_EPOCH", None)  # the commit has its own
    if circumstance.container:
        environment["COMPOSE_PROJECT_NAME"] = "verify-build"
        command = [*COMPOSE, "run", "--rm", "--no-TTY", "build"]
    else:
        python = _environment(root, scratch, circumstance.python)
        command = [*circumstance.prefix, python, "-m", "tools.build"]
    output_of(command, folder=clone, environment=environment)
    return clone / "dist"


def _environment(root: Path, scratch: Path, version: str) -> str:
    """The Python that builds: ours, or that of a new environment with the locked back ends."""
    if not version:
        return sys.executable
    target = scratch / "environment"
    output_of([uv(), "venv", "--quiet", "--python", version, str(target)])
    python = str(target / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    command = [uv(), "pip", "install", "--quiet", "--python", python, "--require-hashes"]
    output_of(
        [*command, "--requirement", str(root / "locks" / "build.txt")],
        environment=environment_without_locks(),
    )
    return python


def _unless(prefix: Sequence[str], otherwise: str) -> str:
    """Nothing, if the prefix starts a program here."""
    return "" if _works([*prefix, sys.executable, "-c", ""]) else otherwise


def _no_engine(root: Path) -> str:
    if not (root / "compose.yaml").exists():
        return "this repository has no compose.yaml"
    answers = (
        shutil.which("docker") and _works([*COMPOSE, "version"]) and _works(["docker", "info"])
    )
    return "" if answers else "no Docker engine answers here"


def _works(command: Sequence[str]) -> bool:
    try:
        return run(command).returncode == 0
    except ToolError:
        return False
