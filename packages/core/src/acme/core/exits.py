"""Exit statuses: what the program's end means to who called it, in one table."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode", "exit_code"]


class ExitCode(IntEnum):
    """What the program's exit status means."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    INTERRUPTED = 130
    """128 + SIGINT, as shells report a program that Ctrl-C ended."""
    BROKEN_PIPE = 141
    """128 + SIGPIPE: who read our output, such as `head`, has had enough."""


_EXIT_CODES: dict[type[BaseException], ExitCode] = {
    KeyboardInterrupt: ExitCode.INTERRUPTED,
    BrokenPipeError: ExitCode.BROKEN_PIPE,
    BaseException: ExitCode.PROBLEMS,
}


def exit_code(error: BaseException) -> ExitCode:
    """Return the exit status that a program ends with on this error."""
    return next(code for kind, code in _EXIT_CODES.items() if isinstance(error, kind))
