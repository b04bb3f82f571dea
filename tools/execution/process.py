"""Run another program and turn its failure into one sentence."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LOCKS = ("UV_CONSTRAINT", "UV_BUILD_CONSTRAINT")
"""What hatch.toml sets for an environment, and what would bind every other one too."""


def output_of(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> str:
    """Run a command to its end and return what it printed on standard output.

    Args:
        command: The program and its arguments; never a shell line.
        folder: Where it runs; here, if left out.
        environment: All of its environment variables; ours, if left out.
        stdin: Text it is given to read; nothing, if left out.

    Raises:
        ToolError: The program is missing or failed; the sentence carries what it said.
    """
    done = run(command, folder=folder, environment=environment, stdin=stdin)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip() or "it said nothing"
        raise ToolError(f"`{' '.join(command)}` ended with {done.returncode}: {said}")
    return done.stdout


def run(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """As `output_of`, for a program whose exit code is an answer.

    Raises:
        ToolError: The program is missing or cannot be started.
    """
    return _start(
        command,
        cwd=folder,
        env=environment,
        input=stdin or "",
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
    )


def exit_code_of(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a command to its end, let it print where we print, and return its exit code.

    Raises:
        ToolError: The program is missing or cannot be started.
    """
    return _start(command, cwd=folder, env=environment).returncode


def environment_without_locks() -> dict[str, str]:
    """Our environment variables without the constraints that hatch set for an environment."""
    return {name: value for name, value in os.environ.items() if name not in LOCKS}


def uv() -> str:
    """The uv to call: hatch names its own, which need not be on PATH."""
    return os.environ.get("HATCH_UV") or "uv"


def _start(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[Any]:
    try:
        return subprocess.run(command, check=False, **options)
    except OSError as error:
        raise ToolError(_why_not_started(command[0], error)) from error


def _why_not_started(program: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and error.filename == program:
        return f"{program} is not on PATH; run this through `make` or `hatch run`"
    return f"{program} cannot be started: {error.filename}: {error.strerror}"
