"""Transforms that make groups of rows or bring in a second table."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- fields' types are read at run time
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError, error_context
from acme.processing.expressions import Expression, Scope
from acme.processing.kinds import Kind
from acme.processing.transform import require_columns

__all__ = ["Aggregate", "Join"]


@dataclass(frozen=True)
class Aggregate:
    """Make one row of each group of rows that have the same values in the columns of `by`."""

    columns: Mapping[str, str]
    by: tuple[str, ...] = ()

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        require_columns(self.by, frame, "by")
        schema = frame.collect_schema()
        columns = {
            name: self._aggregated(name, text, schema) for name, text in self.columns.items()
        }
        return frame.group_by(*self.by).agg(**columns) if self.by else frame.select(**columns)

    @staticmethod
    def _aggregated(name: str, text: str, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
        with error_context(key=f"columns.{name}"):
            value = Expression(text).each_group(schema)
            if value.scope is not Scope.GROUP:
                raise ConfigurationError(f'"{text}" is not one value for each group')
        # Engines widen a sum of whole numbers to types that files cannot hold.
        return value.expr.cast(nw.Int64) if value.kind is Kind.INTEGER else value.expr


@dataclass(frozen=True)
class Join:
    """Add the columns of a lookup table to the rows with the same values in the columns of `on`."""

    lookup: str
    on: tuple[str, ...]
    how: Literal["left", "inner", "semi", "anti"] = "left"

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        if self.lookup not in lookups:
            raise UnknownNameError.among("lookup", self.lookup, lookups, key="lookup")
        other = lookups[self.lookup]
        require_columns(self.on, frame, "on")
        require_columns(self.on, other, "on")
        return frame.join(other, on=list(self.on), how=self.how)
