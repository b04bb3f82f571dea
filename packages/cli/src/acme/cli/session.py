"""Session: an engine that is open for one command, watched and guarded.

Writing needs the permission to write, which only the commands that write have; and where the
settings name a root, no file outside it is read or written.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from acme.cli.interrupt import interruptible
from acme.cli.progress import ProgressBar
from acme.cli.watch import watched
from acme.core.errors import SecurityError
from acme.core.metrics import Metrics
from acme.core.paths import safe_join
from acme.core.permissions import acting_as, require_permission
from acme.core.secret import redact
from acme.io import Engine, open_engine
from acme.io.temporary import folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import narwhals as nw

    from acme.cli.settings import Settings

__all__ = ["Session", "open_session"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    """An open engine, and what the command may do with it; an `acme.core.permissions.User`.

    Attributes:
        settings: What the user asked for.
        engine: What reads, computes and writes.
        scratch: A folder that is gone when the session ends.
        may_write: Whether the command is one that writes.
        metrics: How long it took.
    """

    settings: Settings
    engine: Engine
    scratch: Path
    may_write: bool
    metrics: Metrics = field(default_factory=Metrics)

    def has_permission(self, permission: str) -> bool:
        """Tell whether the command may do what the permission stands for."""
        return permission == "write" and self.may_write

    def scan(self, table: Mapping[str, Any]) -> nw.LazyFrame[Any]:
        """Return the table of a location and options, unread as yet.

        Raises:
            AcmeError: There is no table that fits.
        """
        self._check_locations(table)
        _log.debug("reading %s", redact(table["location"]))
        if "rejects" in table and not self.may_write:
            table = {**table, "rejects": str(self.scratch / token_hex(8))}
        with self.metrics.measure("scan"), ProgressBar(self.settings, "reading"):
            return self.engine.scan(**table)

    @require_permission("write")
    def sink(self, frame: nw.LazyFrame[Any], table: Mapping[str, Any]) -> dict[str, Any]:
        """Compute a frame, write it to a location with options, and return the report.

        Raises:
            AuthorizationError: The command is none that writes.
            AcmeError: The frame cannot be computed or written.
        """
        self._check_locations(table)
        _log.debug("writing %s", redact(table["location"]))
        with self.metrics.measure("sink"), ProgressBar(self.settings, "writing") as progress:
            report = self.engine.sink(frame, progress=progress, **table)
        return report._asdict()

    def row(self, frame: nw.LazyFrame[Any]) -> dict[str, Any]:
        """Compute a table of one row and return its values by column, as JSON has them.

        It takes the way over a file that every engine knows, so no engine needs another.
        """
        file = self.scratch / "row.jsonl"
        with ProgressBar(self.settings, "reading") as progress:
            self.engine.sink(frame, file, progress=progress)
        row: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return row

    def _check_locations(self, table: Mapping[str, Any]) -> None:
        for key in ("location", "rejects"):
            if self.settings.root is not None and table.get(key, "-") != "-":
                _check_inside(self.settings.root.resolve(), str(table[key]))


def _check_inside(root: Path, location: str) -> None:
    if "://" in location:
        raise SecurityError("this is no file", file=location, hint="--root allows files only")
    path = Path(location).resolve()
    if not path.is_relative_to(root):
        raise SecurityError(f'this is outside of "{root}"', file=location)
    safe_join(root, path.relative_to(root).as_posix())


@contextmanager
def open_session(
    settings: Settings, command: str, details: dict[str, Any], *, may_write: bool = False
) -> Iterator[Session]:
    """Open the engine that the settings name, for the block.

    Args:
        settings: What the user asked for.
        command: The command's name.
        details: What it does, and what came of it when the block ends; for the audit log.
        may_write: Whether it is a command that writes.
    """
    with (
        watched(settings, command, details),
        open_engine(
            settings.engine, threads=settings.threads, memory_limit=settings.memory_limit
        ) as engine,
        interruptible(engine.interrupt),
        folder() as scratch,
    ):
        session = Session(settings, engine, scratch, may_write)
        with acting_as(session):
            yield session
        if settings.verbose:  # who does not look need not wait for quantiles
            for name, summary in session.metrics.summaries().items():
                _log.debug("%s (%d): %.3f seconds", name, summary.count, summary.total)
