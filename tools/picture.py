"""Draw what a command prints on a terminal, as an SVG for the pages.

The command runs to its end with colours on; nothing is drawn if it fails. The picture names no font that
would have to be fetched, so that opening a page asks nobody else.

    python -m tools.picture docs/pictures/rehearse.svg make rehearse
    python -m tools.picture --width 90 docs/pictures/plan.svg make bump ARGS=plan
    hatch run picture docs/pictures/rehearse.svg make rehearse

Exit codes: 0 drawn, 1 the command failed, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.process import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 110
"""Columns of the terminal; a line with a SHA-256 and a file's name fits."""

_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def terminal(width: int, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that make a program print as on a terminal of that width."""
    kept = {name: value for name, value in environment.items() if name != "NO_COLOR"}
    return {**kept, "COLUMNS": str(width), "FORCE_COLOR": "1", "TERM": "xterm-256color"}


def output(command: Sequence[str], width: int) -> str:
    """What a command prints on standard output, with its colours.

    Raises:
        ToolError: It failed, or cannot be started.
    """
    done = run(command, environment=terminal(width, os.environ))
    if done.returncode:
        said = done.stderr.strip()
        raise ToolError(f"`{shlex.join(command)}` ended with {done.returncode}: {said}")
    return done.stdout


def drawn(printed: str, title: str, width: int) -> str:
    """The SVG of a terminal with that title on which this was printed; the same for the same text."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    console = Console(file=io.StringIO(), record=True, width=width, force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)), overflow="fold")
    return _FONT.sub("", console.export_svg(title=title, unique_id="terminal"))


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("picture", __doc__)
    parser.add_argument("picture", type=Path, help="the file to write, such as plan.svg")
    parser.add_argument("--width", type=int, default=WIDTH, help="columns (default: %(default)s)")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the program and its arguments")
    options = parser.parse_args(argv)
    if not options.command:
        parser.error("say which command to draw")
    return command_line.exit_code("picture", lambda: _draw(options))


def _draw(options: argparse.Namespace) -> int:
    picture: Path = options.picture
    title = shlex.join(options.command)
    svg = drawn(output(options.command, options.width), title, options.width)
    picture.parent.mkdir(parents=True, exist_ok=True)
    partial = picture.with_suffix(".tmp")
    partial.write_text(svg, "utf-8")
    partial.replace(picture)
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
