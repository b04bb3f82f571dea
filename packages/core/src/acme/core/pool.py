"""Resource pool: a bounded number of dear things, such as connections, lent and taken back."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, contextmanager
from operator import methodcaller
from threading import Lock, Semaphore
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from acme.core.errors import ResourceError, ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ResourcePool"]

T = TypeVar("T")


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
        close: Callable[[T], object] = methodcaller("close"),
        is_healthy: Callable[[T], bool] = lambda _: True,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        if max_size < 1:
            raise ValidationError("a pool holds at least one resource", key="max_size")
        self._factory, self._close, self._is_healthy = factory, close, is_healthy
        self._max_size, self._max_idle_seconds, self._clock = max_size, max_idle_seconds, clock
        self._idle: list[tuple[float, T]] = []
        self._is_closed = False
        self._lock = Lock()
        self._places = Semaphore(max_size)

    @contextmanager
    def acquire(self, timeout: float | None = None) -> Iterator[T]:
        """Borrow a resource for the block.

        Args:
            timeout: Seconds to wait for one; None to wait as long as it takes.

        Raises:
            ResourceError: None came free in time, or the pool is closed.
        """
        self.evict()
        with ExitStack() as closing, self._place(timeout):  # the place is free before it closes
            resource = self._lent()
            closing.callback(self._close, resource)
            yield resource
            closing.pop_all()
            with self._lock:
                self._idle.append((self._clock(), resource))
        self.evict()

    def evict(self) -> None:
        """Close what has been idle too long or, once the pool is closed, all that is idle."""
        with self._lock:
            since = self._clock() - self._max_idle_seconds
            kept = [] if self._is_closed else [idle for idle in self._idle if idle[0] >= since]
            evicted = self._idle[: len(self._idle) - len(kept)]
            self._idle = kept
        with ExitStack() as closing:  # one that fails to close does not keep the others open
            for _, resource in evicted:
                closing.callback(self._close, resource)

    def close(self) -> None:
        """Lend nothing any more; close what is idle now, and what is lent when it comes back."""
        self._is_closed = True
        self._places.release(self._max_size)  # wakes who waits
        self.evict()

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _place(self, timeout: float | None) -> Iterator[None]:
        """Count as a borrower for the block."""
        if not self._places.acquire(timeout=timeout):
            problem = f"all {self._max_size} resources were in use for {timeout} seconds"
            raise ResourceError(problem, hint="wait longer or make the pool larger")
        try:
            if self._is_closed:
                raise ResourceError("the pool is closed")
            yield
        finally:
            self._places.release()

    def _lent(self) -> T:
        """Return the latest idle resource if it is healthy, and else a new one."""
        with self._lock:
            idle = self._idle.pop()[1:] if self._idle else ()
        for resource in idle:
            with ExitStack() as failing:
                failing.callback(self._close, resource)
                if self._is_healthy(resource):
                    failing.pop_all()
                    return resource
        return self._factory()
