"""Profiling: where time goes and how much memory is taken, with the standard library's tools."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from acme.core.errors import ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from cProfile import Profile
    from os import PathLike

__all__ = ["MemoryUse", "profile", "trace_memory"]

_profiling = Lock()


@contextmanager
def profile(file: str | PathLike[str]) -> Iterator[None]:
    """Profile the block, or the function decorated with `@profile(file)`, with cProfile.

    The profile is saved when the block ends, also when it raises; read it with `python -m pstats`
    or snakeviz. A block inside one that is being profiled, as in a recursive function, is part of
    the outer profile and saves nothing.

    Args:
        file: Where to save the profile; missing folders are made.

    Raises:
        ResourceError: The profile cannot be saved.
    """
    if not _profiling.acquire(blocking=False):
        yield
        return
    import cProfile

    profiler = cProfile.Profile()
    try:
        with profiler:
            yield
    finally:
        _profiling.release()
        _save(profiler, Path(file))


def _save(profiler: Profile, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        profiler.dump_stats(file)
    except OSError as error:
        raise ResourceError(f"the profile cannot be saved: {error.strerror}", file=file) from error


class MemoryUse:
    """What a block took of the memory that Python itself manages, in bytes.

    Attributes:
        peak: The most that was taken at once, beyond what was taken before the block.
        growth: What was still taken at its end.
    """

    peak: int = 0
    growth: int = 0


@contextmanager
def trace_memory() -> Iterator[MemoryUse]:
    """Measure the memory that the block takes; known when it ends, also when it raises.

    Traced with tracemalloc: exact, some times slower, blind to what libraries take outside
    Python's allocator. Blocks may be nested; an outer peak then counts from the last inner block.
    """
    import tracemalloc

    is_outermost = not tracemalloc.is_tracing()
    if is_outermost:
        tracemalloc.start()
    use = MemoryUse()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    try:
        yield use
    finally:
        after, peak = tracemalloc.get_traced_memory()
        use.peak, use.growth = peak - before, after - before
        if is_outermost:
            tracemalloc.stop()
