"""A pool lends a bounded number of resources, and closes each exactly when it must."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock, Thread

import pytest

from acme.core.errors import ResourceError, ValidationError
from acme.core.pool import ResourcePool


class Connection:
    """A resource that knows whether it is open."""

    def __init__(self) -> None:
        self.is_open = True

    def close(self) -> None:
        assert self.is_open, "closed twice"
        self.is_open = False


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


def test_idle_resource_is_lent_again() -> None:
    pool = ResourcePool(Connection)

    with pool.acquire() as first:
        pass
    with pool.acquire() as second:
        pass

    assert first is second


def test_exhausted_pool_gives_up_after_the_time_out() -> None:
    pool = ResourcePool(Connection, max_size=1)

    with pool.acquire(), pytest.raises(ResourceError, match="all 1 resources were in use for 0"):
        pool.acquire(timeout=0).__enter__()


def test_what_comes_back_frees_one_place_and_no_more() -> None:
    pool = ResourcePool(Connection, max_size=1)
    with pool.acquire():
        pass

    with pool.acquire(timeout=0), pytest.raises(ResourceError, match="were in use"):
        pool.acquire(timeout=0).__enter__()


def test_waiting_borrower_gets_what_comes_back() -> None:
    pool = ResourcePool(Connection, max_size=1)
    got = []

    def borrow() -> None:
        with pool.acquire(timeout=30) as connection:
            got.append(connection)

    with pool.acquire() as first:
        waiting = Thread(target=borrow)
        waiting.start()
    waiting.join()

    assert got == [first]


def test_never_more_than_the_maximum_under_threads() -> None:
    lock, alive, most = Lock(), set[Connection](), []
    pool = ResourcePool(Connection, max_size=3)
    barrier = Barrier(8)

    def work(_: int) -> None:
        barrier.wait()
        for _ in range(50):
            with pool.acquire() as connection:
                with lock:
                    assert connection not in alive, "lent twice"
                    alive.add(connection)
                    most.append(len(alive))
                with lock:
                    alive.remove(connection)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))

    assert max(most) <= 3


def test_resource_idle_too_long_is_closed(clock: Clock) -> None:
    pool = ResourcePool(Connection, max_idle_seconds=60, clock=clock)
    with pool.acquire() as old:
        pass

    clock.now = 61
    with pool.acquire() as new:
        pass

    assert (old.is_open, new.is_open) == (False, True)


def test_eviction_closes_all_that_are_old_though_one_fails(clock: Clock) -> None:
    pool = ResourcePool(Connection, max_idle_seconds=60, clock=clock)
    with pool.acquire() as first, pool.acquire() as second:
        pass
    first.is_open = False
    clock.now = 61

    with pytest.raises(AssertionError, match="closed twice"):
        pool.evict()

    assert not second.is_open


def test_resource_whose_user_failed_is_closed_not_lent_again() -> None:
    pool = ResourcePool(Connection)

    with pytest.raises(ZeroDivisionError), pool.acquire() as broken:
        _ = 1 / 0
    with pool.acquire() as fresh:
        pass

    assert not broken.is_open
    assert fresh is not broken


def test_unhealthy_resource_is_replaced() -> None:
    pool = ResourcePool(Connection, is_healthy=lambda _: False)
    with pool.acquire() as sick:
        pass

    with pool.acquire() as fresh:
        pass

    assert not sick.is_open
    assert fresh.is_open


def test_healthy_resource_is_kept() -> None:
    pool = ResourcePool(Connection, is_healthy=lambda connection: connection.is_open)
    with pool.acquire() as first:
        pass

    with pool.acquire() as second:
        pass

    assert first is second


def test_failing_factory_leaves_its_place_free(clock: Clock) -> None:
    made: list[Connection] = []

    def fail_once_expired() -> Connection:
        if clock.now == 61:
            raise OSError("no answer")
        made.append(Connection())
        return made[-1]

    pool = ResourcePool(fail_once_expired, max_size=1, max_idle_seconds=60, clock=clock)
    with pool.acquire():
        pass
    clock.now = 61
    with pytest.raises(OSError, match="no answer"):
        pool.acquire().__enter__()
    clock.now = 62
    with pool.acquire(timeout=0) as fresh:
        pass

    assert [connection.is_open for connection in made] == [False, True]
    assert fresh is made[1]


def test_failing_health_check_leaves_its_place_free_and_closes() -> None:
    checks = iter([OSError("no answer")])

    def check(_: Connection) -> bool:
        raise next(checks)

    pool = ResourcePool(Connection, max_size=1, is_healthy=check)
    with pool.acquire() as first:
        pass
    with pytest.raises(OSError, match="no answer"):
        pool.acquire().__enter__()
    with pool.acquire(timeout=0) as second:
        pass

    assert not first.is_open
    assert second.is_open


def test_factory_may_use_the_pool() -> None:
    pool: ResourcePool[list[object]]

    def nested() -> list[object]:
        if depth:
            return []
        depth.append(1)
        with pool.acquire(timeout=1) as inner:
            return [inner]

    depth: list[int] = []
    pool = ResourcePool(nested, close=list.clear)

    with pool.acquire(timeout=1) as outer:
        assert outer == [[]]


def test_closed_pool_lends_nothing_and_closes_everything() -> None:
    with ResourcePool(Connection) as pool:
        with pool.acquire() as idle:
            pass
        lent = pool.acquire()
        assert lent.__enter__() is idle
        with pool.acquire() as other:
            pass

    assert not other.is_open
    lent.__exit__(None, None, None)
    assert not idle.is_open
    with pytest.raises(ResourceError, match="the pool is closed"):
        pool.acquire().__enter__()


def test_closing_wakes_who_waits() -> None:
    pool = ResourcePool(Connection, max_size=1)
    errors = []

    def wait() -> None:
        try:
            pool.acquire(timeout=30).__enter__()
        except ResourceError as error:
            errors.append(str(error))

    with pool.acquire():
        waiting = Thread(target=wait)
        waiting.start()
        pool.close()
        waiting.join()

    assert errors == ["the pool is closed"]


def test_pool_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match='"max_size": a pool holds at least one resource'):
        ResourcePool(Connection, max_size=0)
