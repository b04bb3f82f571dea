"""Kinds: the few types that a flow knows, and what they are in narwhals."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import narwhals as nw

if TYPE_CHECKING:
    from narwhals.typing import IntoDType

__all__ = ["CASTABLE", "Kind", "kind_of"]


class Kind(StrEnum):
    """What a column or an expression holds, as flows and messages call it."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    INSTANT = "datetime with time zone"
    TIME = "time"
    DURATION = "duration"
    NULL = "null"
    OTHER = "other"


CASTABLE: dict[Kind, IntoDType] = {
    Kind.BOOLEAN: nw.Boolean,
    Kind.INTEGER: nw.Int64,
    Kind.NUMBER: nw.Float64,
    Kind.TEXT: nw.String,
    Kind.DATE: nw.Date,
    Kind.DATETIME: nw.Datetime,
}


def kind_of(dtype: nw.dtypes.DType) -> Kind:
    """Return the kind of a narwhals data type; types without a kind of their own are "other"."""
    if dtype.is_integer():
        return Kind.INTEGER
    if dtype.is_numeric():
        return Kind.NUMBER
    if isinstance(dtype, nw.Datetime):
        return Kind.INSTANT if dtype.time_zone else Kind.DATETIME
    return _KINDS.get(type(dtype), Kind.OTHER)


_KINDS: dict[type[nw.dtypes.DType], Kind] = {
    nw.Boolean: Kind.BOOLEAN,
    nw.String: Kind.TEXT,
    nw.Categorical: Kind.TEXT,
    nw.Enum: Kind.TEXT,
    nw.Date: Kind.DATE,
    nw.Time: Kind.TIME,
    nw.Duration: Kind.DURATION,
}
