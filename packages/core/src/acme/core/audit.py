"""Audit log: who did what and when, as JSON Lines that are only ever appended to."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from acme.core.errors import ResourceError
from acme.core.secret import redact_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import FileIO

__all__ = ["AuditLog", "Severity", "audit_context"]

Severity = Literal["info", "warning", "error", "critical"]
"""How grave an event is."""

_context: ContextVar[Mapping[str, Any]] = ContextVar("audit_context", default={})  # noqa: B039  # never changed in place


@contextmanager
def audit_context(**fields: Any) -> Iterator[None]:
    """Add fields to every record made inside, in this thread or task and those it starts."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


class AuditLog:
    """A file of records, one JSON object a line, with secrets masked; a `Component`.

    A record is one `write` to a file opened for appending, so lines of several threads and
    processes never mix; so POSIX promises of `O_APPEND`, on Windows it holds within a process.
    The file is readable by its owner alone.

    Args:
        path: The file; missing folders are made.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._file: FileIO | None = None

    def initialize(self) -> None:
        """Open the file.

        Raises:
            ResourceError: It cannot be opened.
        """
        opener = partial(os.open, mode=0o600)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self._path, "ab", buffering=0, opener=opener)  # noqa: SIM115  # see cleanup
        except OSError as error:
            raise self._failure(error) from error

    def cleanup(self) -> None:
        """Close the file; closing twice is fine."""
        if self._file is not None:
            self._file.close()

    def record(self, event: str, *, severity: Severity = "info", **details: Any) -> None:
        """Append one record; what JSON has no form for is written as its text.

        Raises:
            ResourceError: The log is not open, or the record could not be written whole.
        """
        if self._file is None or self._file.closed:
            raise ResourceError("the audit log is not open", file=self._path)
        line = self._line(event, severity, details)
        try:
            written = self._file.write(line)
        except OSError as error:
            raise self._failure(error) from error
        if written < len(line):  # a second write could land behind somebody else's line
            raise ResourceError("an audit record is cut off: the disk is full", file=self._path)

    def _failure(self, error: OSError) -> ResourceError:
        return ResourceError(f"the audit log cannot be written: {error.strerror}", file=self._path)

    @staticmethod
    def _line(event: str, severity: Severity, details: Mapping[str, Any]) -> bytes:
        fields = {
            "time": datetime.now(UTC).isoformat(),
            "event": event,
            "severity": severity,
            "process": os.getpid(),
            "context": redact_fields(dict(_context.get())),
            "details": redact_fields(dict(details)),
        }
        text = json.dumps(fields, default=str, ensure_ascii=False)
        return f"{text}\n".encode("utf-8", "replace")
