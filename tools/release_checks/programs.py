"""Run a checker of the field, and keep what it says for those who want to know."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.execution import process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def run(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> str:
    """What a checker says against what it was shown; empty if it has no objection.

    Args:
        command: The program and its arguments.
        folder: Where it runs; here, if left out.
        variables: Environment variables beside our own.

    Raises:
        ToolError: The program is missing.
    """
    environment = {**os.environ, "NO_COLOR": "1", **(variables or {})}
    done = process.run(command, folder=folder, environment=environment)
    said = f"{done.stdout}{done.stderr}".strip()
    return (said or f"exit code {done.returncode}") if done.returncode else ""
