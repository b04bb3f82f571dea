"""Run another program and turn its failure into one sentence."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def output_of(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> str:
    """Run a command to its end and return what it printed.

    Args:
        command: The program and its arguments; never a shell line.
        folder: Where it runs; here, if left out.
        environment: All of its environment variables; ours, if left out.
        stdin: Text it is given to read.

    Raises:
        ToolError: The program is missing or failed; the sentence carries what it said.
    """
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = f"{command[0]} is not on PATH; run this through `make` or `hatch run`"
        raise ToolError(message) from error
    if result.returncode:
        shown = " ".join(command)
        raise ToolError(f"`{shown}` ended with {result.returncode}:\n{result.stdout.strip()}")
    return result.stdout


def environment_without_locks() -> dict[str, str]:
    """Our environment variables without the constraints that hatch set for an environment."""
    locks = ("UV_CONSTRAINT", "UV_BUILD_CONSTRAINT")
    return {name: value for name, value in os.environ.items() if name not in locks}
