"""Progress: a bar on a terminal for whatever takes longer than a second."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from acme.cli.settings import Settings

__all__ = ["ProgressBar"]


class ProgressBar(AbstractContextManager["ProgressBar"]):
    """A bar on stderr that appears after a second; an `acme.core.protocols.Progress`.

    Until it is told how far the work is, it shows only that there is work.

    Args:
        settings: Nothing is shown when they ask for quiet or JSON.
        label: What is being done.
        patience: Seconds before the bar appears.
    """

    def __init__(self, settings: Settings, label: str, *, patience: float = 1.0) -> None:
        self._is_wanted = sys.stderr.isatty() and not (settings.quiet or settings.json)
        self._label = label
        self._state: tuple[float, float | None] = (0, None)
        self._shown: tuple[Progress, TaskID] | None = None
        self._lock = Lock()
        self._timer = Timer(patience, self._show)

    def __enter__(self) -> Self:
        if self._is_wanted:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_wanted = False
            if self._shown is not None:
                self._shown[0].stop()

    def __call__(self, done: float, total: float | None) -> None:
        """Take the state of the work."""
        with self._lock:
            self._state = (done, total)
            if self._shown is not None:
                progress, task = self._shown
                progress.update(task, completed=done, total=total)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        with self._lock:
            if not self._is_wanted:  # the work ended while rich was imported
                return
            progress = Progress(console=Console(stderr=True), transient=True)
            done, total = self._state
            task = progress.add_task(self._label, completed=int(done), total=total)
            progress.start()
            self._shown = (progress, task)
