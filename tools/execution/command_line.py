"""What every tool's command line has in common: help that is the module's docstring, exit codes."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from typing import TYPE_CHECKING

from tools.errors import ToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DONE, PROBLEMS, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C ended."""

UNHEARD = 141
"""What a shell says of a program whose reader went away, as `head` does."""


def parser(name: str, documentation: str | None) -> argparse.ArgumentParser:
    """A parser for ``python -m tools.NAME`` whose ``--help`` teaches what the module says."""
    return argparse.ArgumentParser(
        prog=f"python -m tools.{name}",
        description=documentation,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def arguments(variable: str) -> list[str]:
    """What was typed, or else what make hands over in a variable, which neither shell nor hatch reads.

    Raises:
        UsageError: A quotation in the variable is not closed.
    """
    try:
        return sys.argv[1:] or shlex.split(os.environ.get(variable, ""))
    except ValueError as error:
        raise UsageError(f"ARGS cannot be told apart into words: {error}") from None


def exit_code(name: str, act: Callable[[], int]) -> int:
    """Do a tool's work; what its user can mend becomes a sentence on standard error."""
    try:
        code = act()
        sys.stdout.flush()
    except ToolError as error:
        return _tell(name, str(error), WRONG_USAGE if isinstance(error, UsageError) else PROBLEMS)
    except BrokenPipeError:
        return hang_up()
    except OSError as error:
        # A full disk, a folder that is read-only: the system's own words say it best.
        place = f"{error.filename}: " if error.filename is not None else ""
        return _tell(name, f"{place}{error.strerror or error}", PROBLEMS)
    except KeyboardInterrupt:
        return _tell(name, "interrupted; it can be run again", INTERRUPTED)
    return code


def hang_up() -> int:
    """Let what is left of the output go nowhere, since nobody reads it any more; the exit code.

    See https://docs.python.org/3/library/signal.html#note-on-sigpipe.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNHEARD


def _tell(name: str, sentence: str, code: int) -> int:
    print(f"{name}: {sentence}", file=sys.stderr)
    return code


def report(problems: Iterable[str]) -> int:
    """Print each problem on standard error, and tell by the exit code whether there was any."""
    found = list(problems)
    for problem in found:
        print(problem, file=sys.stderr)
    return PROBLEMS if found else DONE


def known(names: Iterable[str], choices: Iterable[str], kind: str) -> list[str]:
    """The names given, each once, or all choices where none was given.

    Raises:
        UsageError: A name is not among the choices.
    """
    given, every = list(dict.fromkeys(names)), list(choices)
    unknown = [ascii(name)[1:-1] for name in given if name not in every]
    if unknown:
        raise UsageError(f"there is no {kind} {', '.join(unknown)}; there are {', '.join(every)}")
    return given or every
