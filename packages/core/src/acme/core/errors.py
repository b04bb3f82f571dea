"""Errors: one hierarchy with stable codes and the place of the fault.

Every error that the packages raise on purpose is an `AcmeError`. Its text is one sentence that
says where, what is wrong and what to do next, so that a program need show nothing else:

    flow.toml:12: step 3 (filter): unknown column "dep_dleay" (did you mean "dep_delay"?)
"""

from __future__ import annotations

from contextlib import contextmanager
from errno import ENOENT
from typing import TYPE_CHECKING, Any, ClassVar, Self, Unpack

from acme.core import wording
from acme.core.place import Place, spelled
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
    "MissingFileError",
    "PluginError",
    "ProcessingError",
    "ResourceError",
    "SecurityError",
    "UnknownNameError",
    "ValidationError",
    "error_context",
]


class AcmeError(Exception):
    """Base of every error that the packages raise on purpose.

    Args:
        message: What is wrong, without the place and without a full stop.
        hint: What to do next. All other arguments are the parts of its `Place`.

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
        self.message, self.hint = message, hint
        self.file = None if file is None else str(file)
        self.line, self.column, self.step, self.key = line, column, step, key

    def __str__(self) -> str:
        """Return one printable line: place, what is wrong, hint; passwords in URLs masked."""
        sentence = ": ".join([*spelled(vars(self)), self.message])
        return wording.printable(redact(f"{sentence}; {self.hint}" if self.hint else sentence))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle whole, so that an error from another process loses nothing."""
        return type(self), (self.message,), self.__dict__

    def as_dict(self) -> dict[str, str | int]:
        """Return code, message and what is known of place and hint, for JSON."""
        known = {name: getattr(self, name) for name in ("message", *Place.__annotations__, "hint")}
        return {"code": self.code} | {name: v for name, v in known.items() if v is not None}


class ConfigurationError(AcmeError):
    """A setting or a flow file is not what it should be."""

    code = "configuration"


class ValidationError(AcmeError, ValueError):
    """A value breaks a rule; the value, which may be secret, stays out of the text."""

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
        """The file, as `OSError` calls it."""
        return self.file


class UnknownNameError(AcmeError, LookupError):
    """A name that nothing has: a column, a transform, a format, a setting."""

    code = "unknown-name"

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str], **place: Unpack[Place]) -> Self:
        """Make the error that tells near matches, and the first 20 of the known names.

        The kind is what the name should have been, such as `"column"`.
        """
        names = list(known)
        message = f'unknown {kind} "{name}"{wording.question(name, names)}'
        return cls(message, hint=wording.choice(kind, names), **place)


class SecurityError(AcmeError):
    """Something was refused because it is not safe, such as a path that leaves its folder."""

    code = "security"


class AuthenticationError(SecurityError):
    """Nobody is known to ask."""

    code = "authentication"


class AuthorizationError(SecurityError, PermissionError):
    """Who asks may not do this; `key` is the permission that is missing."""

    code = "authorization"


@contextmanager
def error_context(**place: Unpack[Place]) -> Iterator[None]:
    """Tell errors that pass through where they happened, without catching any.

    An `AcmeError` gets the parts of its place that it does not know yet, but no line of another
    file. Any other exception gets a note (PEP 678).
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
        error.add_note("in " + ": ".join(spelled(place)))
        raise
