"""Components: things that are started before use and cleaned up after it, whatever happens."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from threading import RLock
from typing import Protocol, Self, runtime_checkable

__all__ = ["Component", "Lifecycle"]


@runtime_checkable
class Component(Protocol):
    """Something that holds a resource while it runs, such as an open log."""

    def initialize(self) -> None:
        """Get ready. If this raises, the component has already given back what it took."""
        ...

    def cleanup(self) -> None:
        """Give back what `initialize` took; called once for each `initialize` that returned."""
        ...


class Lifecycle(AbstractContextManager["Lifecycle"]):
    """Components that run together; itself a component. Safe under threads.

    They are initialized in the order given and cleaned up in reverse. When one does not start,
    those before it are cleaned up and its error is raised. When a cleanup fails, the others are
    still done and the error is raised at the end. Initializing what runs, and cleaning up what
    does not, does nothing.

        with Lifecycle(audit_log, profiler):
            ...
    """

    def __init__(self, *components: Component) -> None:
        self._components = components
        self._running: ExitStack | None = None
        self._lock = RLock()

    def initialize(self) -> None:
        """Start every component, or none."""
        with self._lock:
            if self._running is not None:
                return
            with ExitStack() as started:
                for component in self._components:
                    component.initialize()
                    started.callback(component.cleanup)
                self._running = started.pop_all()

    def cleanup(self) -> None:
        """Clean up what runs, in reverse order."""
        with self._lock:
            running, self._running = self._running, None
            if running is not None:
                running.close()

    def __enter__(self) -> Self:
        self.initialize()
        return self

    def __exit__(self, *_: object) -> None:
        self.cleanup()
