"""What every package of the pipeline stands on; each module is one idea, imported by its own name.

The public names are those in the `__all__` of the modules, for example
`from acme.core.errors import AcmeError`. Nothing is imported here, so `import acme.core` is free.
"""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: importlib.metadata is dear to import (PEP 562)."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("acme-core")
