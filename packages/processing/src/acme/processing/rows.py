"""Transforms that change which rows there are and their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from acme.core.errors import ConfigurationError, ValidationError, error_context
from acme.processing.checks import require_columns
from acme.processing.compiler import each_row
from acme.processing.expressions import Expression
from acme.processing.kinds import Kind
from acme.processing.transform import Frame, SingleTable
from acme.processing.values import Scope

__all__ = ["DropNulls", "Filter", "Limit", "Sort", "Unique"]


@dataclass(frozen=True)
class Filter(SingleTable):
    """Keep the rows for which a condition is true, and not those for which it is null.

    Args:
        where: The condition, an expression.
    """

    example: ClassVar[str] = 'where = "dep_delay > 0 and carrier is not None"'
    where: str

    def __post_init__(self) -> None:
        super().__post_init__()
        with error_context(key="where"):
            Expression(self.where)

    def _change(self, frame: Frame) -> Frame:
        with error_context(key="where"):
            condition = each_row(Expression(self.where), frame.collect_schema())
            if condition.kind is not Kind.BOOLEAN or condition.scope is not Scope.ROW:
                problem = f"a condition on columns is needed, not a {condition.kind}"
                raise ConfigurationError(problem)
        return frame.filter(condition.expr)


@dataclass(frozen=True)
class DropNulls(SingleTable):
    """Leave out the rows that are null in any of these columns.

    Args:
        columns: Names of the columns; all of them if left out.
    """

    example: ClassVar[str] = 'columns = ["dep_delay"]'
    columns: tuple[str, ...] = ()

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.columns, frame, "columns")
        return frame.drop_nulls(list(self.columns) or None)


@dataclass(frozen=True)
class Unique(SingleTable):
    """Keep one row of those that have the same values in these columns.

    Args:
        by: Names of the columns; all of them if left out.
        keep: Which row to keep; "none" keeps only rows that are alone.
        order: Columns that tell which row is first or last.
    """

    example: ClassVar[str] = 'by = ["tailnum"]\nkeep = "last"\norder = ["time_hour"]'
    by: tuple[str, ...] = ()
    keep: Literal["any", "first", "last", "none"] = "any"
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.keep in ("first", "last")) != bool(self.order):
            raise ValidationError('"first" and "last" go together with an order', key="keep")

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.by, frame, "by")
        require_columns(self.order, frame, "order")
        order = list(self.order) or None
        return frame.unique(list(self.by) or None, keep=self.keep, order_by=order)


@dataclass(frozen=True)
class Sort(SingleTable):
    """Order the rows; nulls come last.

    Args:
        by: Names of columns, each with `-` before it for descending.
    """

    example: ClassVar[str] = 'by = ["-mean_delay", "name"]'
    by: tuple[str, ...]

    def _change(self, frame: Frame) -> Frame:
        existing = frame.collect_schema().names()
        descending = [name not in existing and name.startswith("-") for name in self.by]
        names = [name[down:] for name, down in zip(self.by, descending, strict=True)]
        require_columns(names, frame, "by")
        return frame.sort(*names, descending=descending, nulls_last=True)


@dataclass(frozen=True)
class Limit(SingleTable):
    """Keep the first rows.

    Args:
        rows: How many.
    """

    example: ClassVar[str] = "rows = 10"
    rows: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.rows < 2**63:
            raise ValidationError(f"{self.rows} rows cannot be kept", key="rows")

    def _change(self, frame: Frame) -> Frame:
        return frame.head(self.rows)
