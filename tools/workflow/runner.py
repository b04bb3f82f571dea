"""What a step of a workflow leaves for others: outputs for later jobs, a summary for people.

GitHub names the files in ``GITHUB_OUTPUT`` and ``GITHUB_STEP_SUMMARY``; outside of a workflow there
are none, and nothing is written. Standard library only.
See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def write_outputs(values: Mapping[str, str]) -> None:
    """Set outputs of the step.

    Raises:
        ToolError: A value holds a line break, which could pass for another output.
    """
    for name, value in values.items():
        if "\n" in value or "\r" in value:
            raise ToolError(f"the output {name} would hold a line break: {value!a}")
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def write_summary(markdown: str) -> None:
    """Add Markdown to the job's summary page."""
    _append("GITHUB_STEP_SUMMARY", f"{markdown.rstrip()}\n")


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines
    )


def _append(variable: str, text: str) -> None:
    path = os.environ.get(variable)
    if path:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
