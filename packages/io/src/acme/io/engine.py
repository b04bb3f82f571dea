"""The seam: what an engine is, how one is opened, and the default one.

narwhals is the contract, not the reader, so every engine brings its own scan and sink.
"""

from __future__ import annotations

import atexit
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from acme.core.protocols import Reader, Writer
from acme.core.registry import Registry

if TYPE_CHECKING:
    import narwhals as nw

    from acme.core.protocols import Location, Report

__all__ = ["Engine", "engines", "open_engine", "scan", "sink"]


class Engine(
    Reader["nw.LazyFrame[Any]"],
    Writer["nw.LazyFrame[Any]"],
    AbstractContextManager["Engine"],
    Protocol,
):
    """What reads and writes tables. Frames of one engine can be joined with each other."""

    def interrupt(self) -> None:
        """Stop what the engine is computing, if anything; may be called from any thread."""
        ...

    def close(self) -> None:
        """Give back what the engine holds; its frames are dead from here on."""
        ...


class EngineFactory(Protocol):
    """Opens an engine."""

    def __call__(self, *, threads: int | None, memory_limit: str | None) -> Engine: ...


engines: Registry[EngineFactory] = Registry(
    "engine", "acme.engines", {"duckdb": "acme.io.duckdb_engine:DuckDBEngine"}
)


def open_engine(
    name: str = "duckdb", *, threads: int | None = None, memory_limit: str | None = None
) -> Engine:
    """Open an engine; use it in a `with` statement.

    Args:
        name: The engine's name.
        threads: How many threads it may use; None for one per core.
        memory_limit: How much memory it may use before it spills to disk, such as `"1GB"`;
            None for most of what the machine has.

    Raises:
        UnknownNameError: No engine has that name.
        ConfigurationError: The engine does not take a setting.
    """
    return engines.get(name)(threads=threads, memory_limit=memory_limit)


def scan(location: Location, **options: Any) -> nw.LazyFrame[Any]:
    """Return the table at a location, unread as yet, on the default engine; see `Engine.scan`."""
    return _default().scan(location, **options)


def sink(frame: nw.LazyFrame[Any], location: Location, **options: Any) -> Report:
    """Compute a frame of the default engine and write it; see `Engine.sink`."""
    return _default().sink(frame, location, **options)


@cache
def _default() -> Engine:
    engine = open_engine()
    atexit.register(engine.close)
    return engine
