"""Transforms that change which columns there are and what they hold."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- fields' types are read at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acme.core.errors import error_context
from acme.processing.expressions import Expression
from acme.processing.transform import require_columns

if TYPE_CHECKING:
    import narwhals as nw

__all__ = ["Derive", "Select"]


@dataclass(frozen=True)
class Select:
    """Keep these columns, in this order."""

    columns: tuple[str, ...]

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        require_columns(self.columns, frame, "columns")
        return frame.select(*self.columns)


@dataclass(frozen=True)
class Derive:
    """Add columns, each the value of an expression; one that exists is replaced."""

    columns: Mapping[str, str]

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        schema = frame.collect_schema()
        derived = {}
        for name, text in self.columns.items():
            with error_context(key=f"columns.{name}"):
                derived[name] = Expression(text).each_row(schema).expr
        return frame.with_columns(**derived)
