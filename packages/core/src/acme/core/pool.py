"""Resource pool: a bounded number of dear things, such as connections, lent and taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from acme.core.errors import ResourceError, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ResourcePool"]

T = TypeVar("T")


def _close(resource: Any) -> None:
    resource.close()


class ResourcePool(AbstractContextManager["ResourcePool[T]"], Generic[T]):
    """Lends resources, at most so many at once. Safe under threads.

    What comes back is lent again, the latest first. It is closed instead when its user raised,
    when it was idle too long, when it is no longer healthy, or when the pool is closed. Making,
    checking and closing a resource keep nobody else waiting.

    Args:
        factory: Makes a resource.
        max_size: How many there are at most, lent and idle.
        max_idle_seconds: How long an idle resource is kept.
        close: Closes a resource; by its method `close` if not given.
        is_healthy: Whether an idle resource can still be lent; all can if not given.
        clock: Seconds that never go backwards.

    Raises:
        ValidationError: The size is less than one.
    """

    def __init__(
        self,
        factory: Callable[[], T],
        *,
        max_size: int = 10,
        max_idle_seconds: float = 300.0,
        close: Callable[[T], object] = _close,
        is_healthy: Callable[[T], bool] = lambda _: True,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        if max_size < 1:
            raise ValidationError("a pool holds at least one resource", key="max_size")
        self._factory, self._close, self._is_healthy = factory, close, is_healthy
        self._max_size, self._max_idle_seconds, self._clock = max_size, max_idle_seconds, clock
        self._idle: list[tuple[float, T]] = []
        self._lent = 0
        self._is_closed = False
        self._changed = Condition()

    @contextmanager
    def acquire(self, timeout: float | None = None) -> Iterator[T]:
        """Borrow a resource for the block.

        Args:
            timeout: Seconds to wait for one; None to wait as long as it takes.

        Raises:
            ResourceError: None came free in time, or the pool is closed.
        """
        resource = self._borrow(timeout)
        try:
            yield resource
        except BaseException:
            self._free_place()
            self._close(resource)
            raise
        self._free_place(resource)
        self.evict()

    def evict(self) -> None:
        """Close what has been idle too long or, once the pool is closed, all that is idle."""
        with self._changed:
            since = self._clock() - self._max_idle_seconds
            kept = [] if self._is_closed else [idle for idle in self._idle if idle[0] >= since]
            evicted = self._idle[: len(self._idle) - len(kept)]
            self._idle = kept
        with ExitStack() as closing:  # one that fails to close does not keep the others open
            for _, resource in evicted:
                closing.callback(self._close, resource)

    def close(self) -> None:
        """Lend nothing any more; close what is idle now, and what is lent when it comes back."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self.evict()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _borrow(self, timeout: float | None) -> T:
        self.evict()
        idle = self._take_place(timeout)
        with ExitStack() as failing:
            failing.callback(self._free_place)
            resource = self._healthy(idle) if idle else self._factory()
            failing.pop_all()
        return resource

    def _healthy(self, idle: list[T]) -> T:
        """Return the idle resource if it is healthy, and a new one instead if not."""
        with ExitStack() as failing:
            failing.callback(self._close, idle[0])
            if self._is_healthy(idle[0]):
                failing.pop_all()
                return idle[0]
        return self._factory()

    def _take_place(self, timeout: float | None) -> list[T]:
        """Count as a borrower and return the latest idle resource, if there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._lent < self._max_size, timeout)
            if self._is_closed:
                raise ResourceError("the pool is closed")
            if self._lent >= self._max_size:
                raise ResourceError(
                    f"all {self._max_size} resources were in use for {timeout} seconds",
                    hint="wait longer or make the pool larger",
                )
            self._lent += 1
            return [self._idle.pop()[1]] if self._idle else []

    def _free_place(self, *returned: T) -> None:
        with self._changed:
            self._lent -= 1
            self._idle += [(self._clock(), resource) for resource in returned]
            self._changed.notify()
