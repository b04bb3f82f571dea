"""The command line of the pipeline: the program `acme`.

Nothing is imported here, because how fast `acme` starts is a feature.
"""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: importlib.metadata is dear to import (PEP 562)."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("acme-cli")
