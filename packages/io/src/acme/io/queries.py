"""Queries: how far one is, told to a callback, which may cancel it; and how much one read."""

from __future__ import annotations

import json
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from acme.core.protocols import Progress

__all__ = ["scans", "told"]

_INTERVAL = 0.1
"""Seconds between two calls."""


@contextmanager
def told(connection: DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """Tell the progress of the connection's query in percent, from a thread, until the block ends.

    What the callback raises interrupts the query and is raised here.
    """
    if progress is None:
        yield
        return
    ended, raised = Event(), []

    def watch() -> None:
        done = 0.0
        while not ended.wait(_INTERVAL):
            # The engine estimates anew each time, and now and then less than before.
            done = max(done, connection.query_progress())
            try:
                progress(done, 100.0)
            except BaseException as error:  # noqa: BLE001  # any error of the callback's cancels
                raised.append(error)
                connection.interrupt()
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
        if raised:
            raise raised[0]
    progress(100.0, 100.0)


def scans(connection: DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return the readers of files in the connection's last query, and how many rows each read."""
    return list(_scans(json.loads(connection.get_profiling_information())["operator"]))


def _scans(operators: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    for operator in operators:
        reader = str(operator.get("extra_info", {}).get("Function", ""))
        if reader.startswith("READ_"):
            yield reader, int(operator.get("rows_scanned", 0))
        yield from _scans(operator.get("children", []))
