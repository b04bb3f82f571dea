"""Transforms of tables, declared in Python or TOML: pipelines, flows, an expression language."""

from __future__ import annotations

from acme.processing.columns import Derive, Select
from acme.processing.flow import Flow, load_flow
from acme.processing.pipeline import Pipeline
from acme.processing.rows import Filter, Sort
from acme.processing.tables import Aggregate, Join
from acme.processing.transform import TRANSFORMS, Transform

__all__ = [
    "TRANSFORMS",
    "Aggregate",
    "Derive",
    "Filter",
    "Flow",
    "Join",
    "Pipeline",
    "Select",
    "Sort",
    "Transform",
    "__version__",
    "load_flow",
]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for (PEP 562)."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("acme-processing")
