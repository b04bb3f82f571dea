"""Transforms that make groups of rows or bring in a second table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.checks import require_columns, require_names
from acme.processing.compiler import each_group, new_columns
from acme.processing.expressions import parse_each
from acme.processing.kinds import kind_of
from acme.processing.transform import Frame, SingleTable, Transform

__all__ = ["Aggregate", "Join", "Union"]


@dataclass(frozen=True)
class Aggregate(SingleTable):
    """Make one row of each group of rows.

    Args:
        columns: Name to expression, with functions of groups such as mean.
        by: Columns whose values make a group; if left out, all rows are one.
    """

    example: ClassVar[str] = 'by = ["carrier"]\ncolumns = { flights = "count()" }'
    columns: Mapping[str, str]
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        parse_each(self.columns)

    def _change(self, frame: Frame) -> Frame:
        require_columns(self.by, frame, "by")
        require_names([*self.by, *self.columns], "columns")
        columns = new_columns(self.columns, frame.collect_schema(), each_group)
        return frame.group_by(*self.by).agg(*columns) if self.by else frame.select(*columns)


@dataclass(frozen=True)
class Join(Transform):
    """Bring in the columns of a lookup table where the rows have the same values.

    Args:
        lookup: Name of the lookup table.
        on: Columns that must be equal; a table of ours to theirs where the names differ.
        how: Which rows are kept; "semi" and "anti" bring no columns, and keep those with and
            without a match.
        suffix: What the name of a column gets that both tables have.
    """

    example: ClassVar[str] = 'lookup = "airlines"\non = ["carrier"]\nhow = "left"'
    lookup: str
    on: tuple[str, ...] | Mapping[str, str]
    how: Literal["left", "inner", "semi", "anti"] = "left"
    suffix: str = "_right"

    def apply(self, frame: Frame, lookups: Mapping[str, Frame]) -> Frame:
        """See `Transform.apply`."""
        other = _lookup(self.lookup, lookups)
        on = self.on if isinstance(self.on, Mapping) else dict(zip(self.on, self.on, strict=True))
        require_columns(on, frame, "on")
        require_columns(on.values(), other, "on")
        _require_kinds(on, frame, other, "on")
        if self.how in ("left", "inner"):
            self._refuse_collision(on, frame, other)
        keys = {"left_on": list(on), "right_on": list(on.values())}
        return frame.join(other, how=self.how, suffix=self.suffix, **keys)

    def _refuse_collision(self, on: Mapping[str, str], frame: Frame, other: Frame) -> None:
        ours = frame.collect_schema().names()
        theirs = [n for n in other.collect_schema().names() if n not in on.values()]
        renamed = [f"{name}{self.suffix}" if name in ours else name for name in theirs]
        require_names([*ours, *renamed], "suffix")


@dataclass(frozen=True)
class Union(Transform):
    """Add the rows of a lookup table; it has the same columns, in any order.

    Args:
        lookup: Name of the lookup table.
    """

    example: ClassVar[str] = 'lookup = "flights_2014"'
    lookup: str

    def apply(self, frame: Frame, lookups: Mapping[str, Frame]) -> Frame:
        """See `Transform.apply`."""
        other = _lookup(self.lookup, lookups)
        schema = frame.collect_schema()
        require_columns(schema, other, "lookup")
        require_columns(other.collect_schema(), frame, "lookup")
        _require_kinds({name: name for name in schema}, frame, other, "lookup")
        # Engines put columns together by position, and want the very same types.
        same = [nw.col(name).cast(dtype) for name, dtype in schema.items()]
        return nw.concat([frame, other.select(*same)])


def _lookup(name: str, lookups: Mapping[str, Frame]) -> Frame:
    if name not in lookups:
        raise UnknownNameError.among("lookup", name, lookups, key="lookup")
    return lookups[name]


def _require_kinds(on: Mapping[str, str], frame: Frame, other: Frame, key: str) -> None:
    ours, theirs = frame.collect_schema(), other.collect_schema()
    for name, their_name in on.items():
        kind, their_kind = kind_of(ours[name]), kind_of(theirs[their_name])
        if kind is not their_kind:
            problem = f'"{name}" is {kind}, and "{their_name}" of the lookup is {their_kind}'
            raise ConfigurationError(problem, key=key, hint="cast ours in a step before")
