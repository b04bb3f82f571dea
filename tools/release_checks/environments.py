"""Clean environments, made from built wheels and from nothing of the tree."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.execution import uv_error
from tools.execution.process import environment_without_locks, output_of, run, uv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RUNTIME, TEST = "runtime", "test"
"""The locks that pin third parties: what users install, and what tests need beside."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def programs(self) -> Path:
        """Where its programs are."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.programs / ("python.exe" if os.name == "nt" else "python")

    @property
    def libraries(self) -> Path:
        """Where its distributions are."""
        return next(path for path in sorted(self.folder.glob("[Ll]ib/**/site-packages")))

    def variables(self) -> dict[str, str]:
        """Environment variables under which its programs come first, and nothing of ours is seen."""
        hiding = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
        ours = {name: value for name, value in os.environ.items() if name not in hiding}
        return {**ours, "PATH": f"{self.programs}{os.pathsep}{ours.get('PATH', '')}"}

    def run(self, *arguments: str, folder: Path) -> tuple[int, str]:
        """Run its Python, with our packages and settings out of sight.

        Returns:
            The exit code, and all that was printed.
        """
        command = [str(self.python), *arguments]
        done = run(command, folder=folder, environment=self.variables())
        return done.returncode, f"{done.stdout}{done.stderr}".strip()


def make(
    folder: Path,
    wanted: Iterable[str],
    *,
    root: Path,
    group: Path | None = None,
    index: str | None = None,
) -> Environment:
    """Make an environment and install into it.

    Args:
        folder: Where it goes.
        wanted: Wheels and requirements.
        root: The repository; its locks pin third parties.
        group: The folder of a package whose test group is wanted, too.
        index: Address of an index to ask before the configured ones.

    Raises:
        ToolError: The requirements do not fit together, or cannot be had.
    """
    environment = Environment(folder)
    variables = environment_without_locks()
    if index is not None:
        variables["UV_INDEX"] = f"{index} {variables.get('UV_INDEX', '')}".strip()
    output_of([uv(), "venv", "--quiet", "--python", sys.executable, str(folder)])
    command = [
        uv(),
        "pip",
        "install",
        "--quiet",
        "--no-sources",
        "--python",
        str(environment.python),
    ]
    tests = group is not None and _has_tests(group / "pyproject.toml")
    lock = root / "locks" / f"{TEST if tests else RUNTIME}.txt"
    if lock.exists():
        command += ["--constraint", str(lock)]
    if tests:
        command += ["--group", f"{group}/pyproject.toml:test"]
    try:
        output_of([*command, *wanted], folder=folder, environment=variables)
    except ToolError as error:
        cause = uv_error.causes(str(error))[-1]
        raise ToolError(f"cannot be installed: {cause}\n{error}") from None
    return environment


def _has_tests(pyproject: Path) -> bool:
    declared = tomllib.loads(pyproject.read_text("utf-8"))
    return TEST in declared.get("dependency-groups", {})
