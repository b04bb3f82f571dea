"""Transforms of tables, declared in Python or TOML: pipelines, flows, an expression language."""

from __future__ import annotations

from acme.processing.columns import Cast, Derive, Drop, Fill, Rename, Select
from acme.processing.contract import Contract, ContractError, Rules, Violation
from acme.processing.flow import Flow, load_flow
from acme.processing.functions import AGGREGATES, FUNCTIONS
from acme.processing.pipeline import Hooks, Pipeline, Step
from acme.processing.rows import DropNulls, Filter, Limit, Sort, Unique
from acme.processing.tables import Aggregate, Join, Union
from acme.processing.transform import TRANSFORMS, Description, SingleTable, Transform, describe

__all__ = [
    "AGGREGATES",
    "FUNCTIONS",
    "TRANSFORMS",
    "Aggregate",
    "Cast",
    "Contract",
    "ContractError",
    "Derive",
    "Description",
    "Drop",
    "DropNulls",
    "Fill",
    "Filter",
    "Flow",
    "Hooks",
    "Join",
    "Limit",
    "Pipeline",
    "Rename",
    "Rules",
    "Select",
    "SingleTable",
    "Sort",
    "Step",
    "Transform",
    "Union",
    "Unique",
    "Violation",
    "__version__",
    "describe",
    "load_flow",
]


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for (PEP 562)."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("acme-processing")
