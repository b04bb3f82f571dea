"""Transforms that change which rows there are and their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from acme.core.errors import ConfigurationError, error_context
from acme.processing.expressions import Expression, Scope
from acme.processing.kinds import Kind
from acme.processing.transform import require_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw

__all__ = ["Filter", "Sort"]


@dataclass(frozen=True)
class Filter:
    """Keep the rows for which a condition is true; false and null are left out."""

    where: str

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        with error_context(key="where"):
            condition = Expression(self.where).each_row(frame.collect_schema())
            if condition.kind is not Kind.BOOLEAN or condition.scope is not Scope.ROW:
                raise ConfigurationError(f'"{self.where}" is no condition on the columns')
        return frame.filter(condition.expr)


@dataclass(frozen=True)
class Sort:
    """Order the rows by columns; `-` before a name is for descending, nulls come last."""

    by: tuple[str, ...]

    def apply(
        self, frame: nw.LazyFrame[Any], lookups: Mapping[str, nw.LazyFrame[Any]]
    ) -> nw.LazyFrame[Any]:
        """See `Transform.apply`."""
        existing = frame.collect_schema().names()
        descending = [name not in existing and name.startswith("-") for name in self.by]
        names = [name[down:] for name, down in zip(self.by, descending, strict=True)]
        require_columns(names, frame, "by")
        return frame.sort(*names, descending=descending, nulls_last=True)
