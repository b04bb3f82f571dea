"""Tables from files into narwhals frames and back: `scan`, `sink` and the engine beneath.

Engines and formats are imported when they are first used, so importing this package is cheap.
"""

from __future__ import annotations

from acme.io.engine import Engine, engines, open_engine, scan, sink
from acme.io.formats import formats

__all__ = ["Engine", "__version__", "engines", "formats", "open_engine", "scan", "sink"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: importlib.metadata is dear to import (PEP 562)."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("acme-io")
