"""What every tool's command line has in common: help that is the module's docstring, exit codes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tools.errors import ToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DONE, PROBLEMS, WRONG_USAGE = 0, 1, 2


def parser(name: str, documentation: str | None) -> argparse.ArgumentParser:
    """A parser for ``python -m tools.NAME`` whose ``--help`` teaches what the module says."""
    return argparse.ArgumentParser(
        prog=f"python -m tools.{name}",
        description=documentation,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def exit_code(name: str, act: Callable[[], int]) -> int:
    """Do a tool's work; a `ToolError` becomes one sentence on standard error and its exit code."""
    try:
        return act()
    except ToolError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return WRONG_USAGE if isinstance(error, UsageError) else PROBLEMS


def report(problems: Iterable[str]) -> int:
    """Print each problem on standard error, and tell by the exit code whether there was any."""
    found = list(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    return PROBLEMS if found else DONE


def known(names: Iterable[str], choices: Iterable[str], kind: str) -> list[str]:
    """The names given, or all choices where none was.

    Raises:
        UsageError: A name is not among the choices.
    """
    given, every = list(names), list(choices)
    unknown = [name for name in given if name not in every]
    if unknown:
        raise UsageError(f"there is no {kind} {', '.join(unknown)}; there are {', '.join(every)}")
    return given or every
