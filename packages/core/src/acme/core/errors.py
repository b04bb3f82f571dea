"""Errors: one hierarchy with stable codes, the place of the fault, and exit codes in one table.

Every error that the packages raise on purpose is an `AcmeError`. Its text is one sentence that
says where, what is wrong and what to do next, so a program can show `str(error)` and nothing else:

    flow.toml:12: step 3 (filter): unknown column "dep_dleay" (did you mean "dep_delay"?)
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import IntEnum
from errno import ENOENT
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict, Unpack

from acme.core.secret import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

__all__ = [
    "AcmeError",
    "AuthenticationError",
    "AuthorizationError",
    "CancelledError",
    "ConfigurationError",
    "DataError",
    "DuplicateNameError",
    "ExitCode",
    "MissingFileError",
    "Place",
    "PluginError",
    "ProcessingError",
    "ResourceError",
    "SecurityError",
    "UnknownNameError",
    "ValidationError",
    "error_context",
    "exit_code",
]

_LISTED_NAMES = 20
_LEAST_LIKENESS = 0.6
_FIELDS = ("message", "file", "line", "column", "step", "key", "hint")


class Place(TypedDict, total=False):
    """Where a fault is; every part is optional.

    Attributes:
        file: The file, as the user named it.
        line: Line in the file, from 1.
        column: A column's name, or the position in the line, from 1.
        step: The step of a flow, such as `3` or `"3 (filter)"`.
        key: The key in a file of settings, dotted, such as `"source.location"`.
    """

    file: str | PathLike[str] | None
    line: int | None
    column: int | str | None
    step: int | str | None
    key: str | None


class AcmeError(Exception):
    """Base of every error that the packages raise on purpose.

    Args:
        message: What is wrong, without the place and without a full stop.
        file: See `Place`, as are the next four.
        line: See `Place`.
        column: See `Place`.
        step: See `Place`.
        key: See `Place`.
        hint: What to do next.

    Attributes:
        code: Stable name of this kind of error, for programs; it never changes meaning.
    """

    code: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        file: str | PathLike[str] | None = None,
        line: int | None = None,
        column: int | str | None = None,
        step: int | str | None = None,
        key: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.step = step
        self.key = key
        self.hint = hint

    def __str__(self) -> str:
        """Return one printable line: place, what is wrong, hint; passwords in URLs masked."""
        sentence = ": ".join([*self.place(), self.message])
        return _printable(redact(f"{sentence}; {self.hint}" if self.hint else sentence))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle whole, so that an error from another process loses nothing."""
        return type(self), (self.message,), self.__dict__

    def as_dict(self) -> dict[str, str | int]:
        """Return code, message and what is known of place and hint, for JSON."""
        known = {name: getattr(self, name) for name in _FIELDS}
        return {"code": self.code} | {name: v for name, v in known.items() if v is not None}

    def place(self) -> Iterator[str]:
        """Yield the parts of the place that are known, from the file inwards, as text."""
        position = self.column if isinstance(self.column, int) else None
        if self.file is not None:
            yield ":".join(str(p) for p in (self.file, self.line, position) if p is not None)
        elif self.line is not None:
            yield f"line {self.line}" if position is None else f"line {self.line}:{position}"
        elif position is not None:
            yield f"column {position}"
        if self.step is not None:
            yield f"step {self.step}"
        if isinstance(self.column, str):
            yield f'column "{self.column}"'
        if self.key is not None:
            yield f'key "{self.key}"'


class ConfigurationError(AcmeError):
    """A setting or a flow file is not what it should be."""

    code = "configuration"


class ValidationError(AcmeError, ValueError):
    """A value breaks a rule. The value itself stays out of the text, for it may be a secret."""

    code = "validation"


class DataError(AcmeError):
    """Rows or files of the input do not fit."""

    code = "data"


class ProcessingError(AcmeError):
    """A step of a pipeline failed on data that was fit to read."""

    code = "processing"


class ResourceError(AcmeError):
    """Something needed is used up, closed or does not answer in time."""

    code = "resource"


class CancelledError(AcmeError):
    """The work was stopped on purpose before it was done."""

    code = "cancelled"


class PluginError(AcmeError):
    """A plugin that another distribution brought does not load."""

    code = "plugin"


class DuplicateNameError(AcmeError):
    """A name is taken and the caller did not ask to replace it."""

    code = "duplicate-name"


class MissingFileError(AcmeError, FileNotFoundError):
    """A file that was asked for is not there."""

    code = "missing-file"
    errno = ENOENT

    @property
    def filename(self) -> str | None:
        """The file, under the name that `OSError` gives it."""
        return self.file


class UnknownNameError(AcmeError, LookupError):
    """A name that nothing has: a column, a transform, a format, a setting."""

    code = "unknown-name"

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str], **place: Unpack[Place]) -> Self:
        """Make the error that names near matches and what exists.

        Args:
            kind: What the name should have been, such as `"column"`.
            name: The name that was asked for.
            known: The names there are; the first 20 are listed, in the order given.
            place: Where the name was asked for.
        """
        names = list(known)
        near = _near(name, names)
        question = f" (did you mean {_quoted(near, ' or ')}?)" if near else ""
        rest = len(names) - _LISTED_NAMES
        listed = _quoted(names[:_LISTED_NAMES], ", ") + (f" and {rest} more" if rest > 0 else "")
        hint = f"choose from {listed}" if names else f"there is no {kind} at all"
        return cls(f'unknown {kind} "{name}"{question}', hint=hint, **place)


class SecurityError(AcmeError):
    """Something was refused because it is not safe, such as a path that leaves its folder."""

    code = "security"


class AuthenticationError(SecurityError):
    """Nobody is known to ask."""

    code = "authentication"


class AuthorizationError(SecurityError, PermissionError):
    """Who asks may not do this; `key` is the permission that is missing."""

    code = "authorization"


class ExitCode(IntEnum):
    """What the program's exit status means."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    INTERRUPTED = 130
    """128 + SIGINT, as shells report a program that Ctrl-C ended."""
    BROKEN_PIPE = 141
    """128 + SIGPIPE: who read our output, such as `head`, has had enough."""


_EXIT_CODES: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (KeyboardInterrupt, ExitCode.INTERRUPTED),
    (BrokenPipeError, ExitCode.BROKEN_PIPE),
    (BaseException, ExitCode.PROBLEMS),
)


def exit_code(error: BaseException) -> ExitCode:
    """Return the exit status that a program ends with on this error."""
    return next(code for kind, code in _EXIT_CODES if isinstance(error, kind))


@contextmanager
def error_context(**place: Unpack[Place]) -> Iterator[None]:
    """Tell errors that pass through where they happened, without catching any.

    An `AcmeError` gets the parts of its place that it does not know yet: the inner code, which
    knows more, wins, and a line of one file is never given to an error in another. Any other
    exception gets a note (PEP 678) and stays what it is.
    """
    try:
        yield
    except AcmeError as error:
        known = AcmeError("", **place)
        is_elsewhere = None not in {error.file, known.file} and error.file != known.file
        for name in place.keys() - ({"line", "column"} if is_elsewhere else set()):
            if getattr(error, name) is None:
                setattr(error, name, getattr(known, name))
        raise
    except Exception as error:
        error.add_note("in " + ": ".join(AcmeError("", **place).place()))
        raise


def _near(name: str, names: list[str]) -> list[str]:
    """Return the names most like one, whatever their case, and those almost as like it."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=name.casefold())
    scores = {}
    for candidate in names:
        matcher.set_seq1(candidate.casefold())
        scores[candidate] = matcher.ratio()
    floor = max(_LEAST_LIKENESS, max(scores.values(), default=0.0) - 0.05)
    near = sorted(names, key=lambda candidate: -scores[candidate])[:3]
    return [candidate for candidate in near if scores[candidate] >= floor]


def _quoted(names: Iterable[str], separator: str) -> str:
    return separator.join(f'"{name}"' for name in names)


def _printable(text: str) -> str:
    """Keep the sentence on one line and terminal escapes in hostile names harmless."""
    line = " ".join(text.splitlines())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
