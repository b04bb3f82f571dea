"""What a transform is, and the registry of those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from acme.core.errors import UnknownNameError
from acme.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import narwhals as nw

__all__ = ["TRANSFORMS", "Transform", "require_columns"]


@runtime_checkable
class Transform(Protocol):
    """One step of a pipeline: a frozen dataclass whose fields are its arguments."""

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """Return the frame that follows; nothing is computed yet.

        Args:
            frame: What the step before gives.
            lookups: Further tables by name, of the same engine.
        """


TRANSFORMS: Registry[type[Transform]] = Registry(
    "transform",
    "acme.transforms",
    {
        "aggregate": "acme.processing.tables:Aggregate",
        "derive": "acme.processing.columns:Derive",
        "filter": "acme.processing.rows:Filter",
        "join": "acme.processing.tables:Join",
        "select": "acme.processing.columns:Select",
        "sort": "acme.processing.rows:Sort",
    },
)
"""Transforms by name; a plugin is an entry point of the group `acme.transforms`."""


def require_columns(names: Iterable[str], frame: nw.LazyFrame[Any], key: str) -> None:
    """Check that a frame has these columns.

    Raises:
        UnknownNameError: A column that the frame does not have.
    """
    existing = frame.collect_schema().names()
    for name in names:
        if name not in existing:
            raise UnknownNameError.among("column", name, existing, key=key)
