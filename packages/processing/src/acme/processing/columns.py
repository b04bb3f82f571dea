"""Transforms that change which columns there are and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping  # noqa: TC003 -- read at run time
from dataclasses import dataclass
from typing import ClassVar, TypeVar

import narwhals as nw

from acme.core.errors import ConfigurationError
from acme.core.types import Scalar  # noqa: TC001 -- as above
from acme.processing.checks import for_each, require_columns, require_names
from acme.processing.compiler import each_row, new_columns
from acme.processing.expressions import parse_each
from acme.processing.kinds import Kind, cast, fitted, kind_of, type_named
from acme.processing.transform import Frame, SingleTable

__all__ = ["Cast", "Derive", "Drop", "Fill", "Rename", "Select"]

T = TypeVar("T")


@dataclass(frozen=True)
class Select(SingleTable):
    """Keep these columns, in this order.

    Args:
        columns: Names of the columns.
    """

    example: ClassVar[str] = 'columns = ["carrier", "dep_delay"]'
    columns: tuple[str, ...]

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.columns, frame, "columns")
        return frame.select(*self.columns)


@dataclass(frozen=True)
class Drop(SingleTable):
    """Leave these columns out.

    Args:
        columns: Names of the columns.
    """

    example: ClassVar[str] = 'columns = ["tailnum"]'
    columns: tuple[str, ...]

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.columns, frame, "columns")
        if len(self.columns) == len(frame.collect_schema()):
            raise ConfigurationError("no column would be left", key="columns")
        return frame.drop(*self.columns)


@dataclass(frozen=True)
class Rename(SingleTable):
    """Give columns other names.

    Args:
        columns: Old name to new name.
    """

    example: ClassVar[str] = 'columns = { dep_delay = "delay" }'
    columns: Mapping[str, str]

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.columns, frame, "columns")
        names = frame.collect_schema().names()
        require_names([self.columns.get(name, name) for name in names], "columns")
        return frame.rename(dict(self.columns))


@dataclass(frozen=True)
class Cast(SingleTable):
    """Change the types of columns; a value that does not fit stops the run.

    Args:
        columns: Name to type: boolean, integer, number, text, date, datetime, or such as int32.
    """

    example: ClassVar[str] = 'columns = { flight = "text", dep_time = "integer" }'
    columns: Mapping[str, str]

    def __post_init__(self) -> None:
        super().__post_init__()
        for_each(self.columns, lambda _name, type_: type_named(type_))

    def _change(self, frame: Frame) -> Frame:
        def build(column: nw.Expr, kind: Kind, type_: str) -> nw.Expr:
            dtype = type_named(type_)
            return cast(column, kind, kind_of(dtype)).cast(dtype)

        return _with_each(self.columns, frame, build)


@dataclass(frozen=True)
class Fill(SingleTable):
    """Put a value where a column is null.

    Args:
        columns: Name to value; the value is of the column's type.
    """

    example: ClassVar[str] = "columns = { dep_delay = 0 }"
    columns: Mapping[str, Scalar]

    def _change(self, frame: Frame) -> Frame:
        return _with_each(
            self.columns, frame, lambda column, kind, value: column.fill_null(fitted(value, kind))
        )


@dataclass(frozen=True)
class Derive(SingleTable):
    """Add columns, each an expression over the columns that came in; one that exists is replaced.

    Args:
        columns: Name to expression.
    """

    example: ClassVar[str] = 'columns = { speed = "distance / air_time * 60" }'
    columns: Mapping[str, str]

    def __post_init__(self) -> None:
        super().__post_init__()
        parse_each(self.columns)

    def _change(self, frame: Frame) -> Frame:
        schema = frame.collect_schema()
        require_names([*schema, *(name for name in self.columns if name not in schema)], "columns")
        return frame.with_columns(*new_columns(self.columns, schema, each_row))


def _with_each(
    columns: Mapping[str, T], frame: Frame, build: Callable[[nw.Expr, Kind, T], nw.Expr]
) -> Frame:
    """Return the frame with these columns replaced by what is made of each and its kind."""
    require_columns(columns, frame, "columns")
    schema = frame.collect_schema()

    def column(name: str, given: T) -> nw.Expr:
        return build(nw.col(name), kind_of(schema[name]), given).alias(name)

    return frame.with_columns(*for_each(columns, column).values())
