"""Watch: what is around a run when the settings ask for it: log, profile and audit record."""

from __future__ import annotations

import logging
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from acme.cli.output import tell
from acme.core.audit import AuditLog, audit_context
from acme.core.component import Lifecycle
from acme.core.profiling import profile, trace_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from acme.cli.settings import Settings

__all__ = ["watched"]


@contextmanager
def watched(settings: Settings, command: str, details: dict[str, Any]) -> Iterator[None]:
    """Watch the block as the settings ask.

    Args:
        settings: What the user asked for.
        command: The command's name, for the audit log.
        details: What it does; whatever is added during the block is recorded at its end.
    """
    with ExitStack() as watchers:
        watchers.callback(_log_to_stderr(settings))
        if settings.profile is not None:
            watchers.enter_context(_profiled(settings, settings.profile))
        if settings.audit_log is not None:
            watchers.enter_context(_audited(settings.audit_log, command, details))
        yield


def _log_to_stderr(settings: Settings) -> Callable[[], None]:
    """Show what the packages log, for libraries configure nothing; return what ends it."""
    logger, handler = logging.getLogger("acme"), logging.StreamHandler()
    handler.setFormatter(logging.Formatter("acme: %(message)s"))
    logger.setLevel(logging.DEBUG if settings.verbose else logging.WARNING)
    logger.addHandler(handler)
    return partial(logger.removeHandler, handler)


@contextmanager
def _profiled(settings: Settings, file: Path) -> Iterator[None]:
    with trace_memory() as memory, profile(file):
        yield
    peak = f"{memory.peak / 1e6:,.1f} MB"
    tell(
        settings, f"saved a profile to {file}; Python took {peak} at most, not counting the engine"
    )


@contextmanager
def _audited(file: Path, command: str, details: dict[str, Any]) -> Iterator[None]:
    log = AuditLog(file)
    with Lifecycle(log), audit_context(command=command):
        log.record("started", **details)
        try:
            yield
        except BaseException as error:
            reason = f"{type(error).__name__}: {error}"
            log.record("failed", severity="error", reason=reason, **details)
            raise
        log.record("finished", **details)
