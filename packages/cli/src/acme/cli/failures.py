"""Failures: one sentence on stderr, or JSON, and the exit status."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from acme.core.errors import AcmeError
from acme.core.exits import ExitCode, exit_code

if TYPE_CHECKING:
    from acme.cli.settings import Settings

__all__ = ["report_failure"]


def report_failure(error: Exception, settings: Settings) -> int:
    """Tell an error to the user and return the exit status that it means."""
    if isinstance(error, BrokenPipeError):
        # Who read our output, such as `head`, has gone: let Python flush into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.BROKEN_PIPE
    if settings.verbose:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, click.ClickException):
        error.show()
        return ExitCode.USAGE
    for one in error.exceptions if isinstance(error, ExceptionGroup) else [error]:
        _tell(_as_ours(one), settings)
    return exit_code(error)


def _as_ours(error: Exception) -> AcmeError:
    match error:
        case AcmeError():
            return error
        case OSError(strerror=str(reason), filename=file):
            return AcmeError(reason, file=file)
        case MemoryError():
            return AcmeError("there is not enough memory", hint="set a lower --memory-limit")
        case _:
            fault = f"unexpected {type(error).__name__}: {error}"
            return AcmeError(fault, hint="this is a fault of ours: run again with -v and report it")


def _tell(error: AcmeError, settings: Settings) -> None:
    if settings.json:
        import json

        click.echo(json.dumps({"error": error.as_dict()}, ensure_ascii=False), err=True)
    else:
        # click takes colours out unless stderr is a terminal, but does not know NO_COLOR.
        colour = False if os.environ.get("NO_COLOR") else None
        click.echo(f"{click.style('acme:', fg='red', bold=True)} {error}", err=True, color=colour)
