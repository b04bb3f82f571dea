"""Kinds: the few types that flows know, what they are in narwhals, and strict casts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError

__all__ = [
    "CASTABLE",
    "MOMENTS",
    "NUMERIC",
    "Kind",
    "cast",
    "fitted",
    "kind_of",
    "kind_of_constant",
    "name_of",
    "type_named",
]


def name_of(dtype: nw.dtypes.DType) -> str:
    """Return the name of a data type, such as "int64"."""
    return type(dtype).__name__.lower()


class Kind(StrEnum):
    """What a column or an expression holds, as flows and messages call it."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    INSTANT = "datetime with time zone"
    DURATION = "duration"
    NULL = "null"
    OTHER = "other"


NUMERIC = (Kind.INTEGER, Kind.NUMBER)
"""Kinds to reckon with."""
MOMENTS = {
    Kind.DATE: "2013-12-31",
    Kind.DATETIME: "2013-12-31T23:59:59",
    Kind.INSTANT: "2013-12-31T23:59:59Z",
}
"""Kinds that a text can stand for, each with an example."""

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?(?i:nan|inf|infinity)"
# A kind with its types in Python and narwhals, and what a text for it must look like: engines take
# more than that, as DuckDB reads "1.5" as the integer 2.
_BASIC = (
    (Kind.BOOLEAN, bool, nw.Boolean(), "(?i:true|false)"),
    (Kind.INTEGER, int, nw.Int64(), "[+-]?[0-9]+"),
    (Kind.NUMBER, float, nw.Float64(), _NUMBER),
    (Kind.TEXT, str, nw.String(), "(?s:.*)"),
    (Kind.DATE, date, nw.Date(), _DATE),
    (Kind.DATETIME, datetime, nw.Datetime(), f"{_DATE}[T ]{_TIME}"),
)
_LOOKS = {kind: look for kind, _, _, look in _BASIC}
CASTABLE: dict[Kind, nw.dtypes.DType] = {kind: dtype for kind, _, dtype, _ in _BASIC}
"""The kinds that a column can be cast to, each with the type for it."""
_KINDS: dict[type, Kind] = {
    **{python: kind for kind, python, _, _ in _BASIC},
    **{type(dtype): kind for kind, dtype in CASTABLE.items()},
    nw.Categorical: Kind.TEXT,
    nw.Enum: Kind.TEXT,
    nw.Duration: Kind.DURATION,
    type(None): Kind.NULL,
}

_WIDTHS = (
    *(nw.Int8(), nw.Int16(), nw.Int32(), nw.Int64(), nw.UInt8(), nw.UInt16(), nw.UInt32()),
    *(nw.UInt64(), nw.Float32(), nw.Float64(), nw.String()),
)
_TYPES = CASTABLE | {name_of(dtype): dtype for dtype in _WIDTHS}

_WIDER = {Kind.BOOLEAN: Kind.INTEGER, Kind.INTEGER: Kind.NUMBER, Kind.DATE: Kind.DATETIME}


def kind_of(dtype: nw.dtypes.DType) -> Kind:
    """Return the kind of a narwhals data type; types without a kind of their own are "other"."""
    if dtype.is_integer():
        return Kind.INTEGER
    if dtype.is_numeric():
        return Kind.NUMBER
    if isinstance(dtype, nw.Datetime):
        return Kind.INSTANT if dtype.time_zone else Kind.DATETIME
    return _KINDS.get(type(dtype), Kind.OTHER)


def type_named(name: str) -> nw.dtypes.DType:
    """Return the type that a user names by its kind, or by its own name, such as "int32".

    Raises:
        UnknownNameError: No column can be cast to a type of that name.
    """
    if name not in _TYPES:
        raise UnknownNameError.among("type", name, _TYPES)
    return _TYPES[name]


def kind_of_constant(constant: object) -> Kind:
    """Return the kind of a Python constant; "other" for what no expression can hold."""
    if isinstance(constant, datetime) and constant.tzinfo:
        return Kind.INSTANT
    return _KINDS.get(type(constant), Kind.OTHER)


def fitted(constant: Any, kind: Kind) -> Any:
    """Return a Python constant as it can stand in a column of a kind: 1 is 1.0 among numbers.

    Raises:
        ConfigurationError: It cannot.
    """
    own = kind_of_constant(constant)
    if (own, kind) == (Kind.INTEGER, Kind.NUMBER):
        return float(constant)
    if own is not kind:
        raise ConfigurationError(f"{constant!r} is {own}, and the column is {kind}")
    return constant


def cast(expr: nw.Expr, source: Kind, target: Kind) -> nw.Expr:
    """Cast strictly: a value that does not fit fails when it is computed, and is never bent.

    Args:
        expr: What to cast.
        source: The kind of `expr`.
        target: The kind to make of it.

    Raises:
        ConfigurationError: There is no such cast.
    """
    is_wider = _WIDER.get(source) is target or (target is Kind.TEXT and source in CASTABLE)
    if is_wider or source in (target, Kind.NULL):
        return expr.cast(CASTABLE[target])
    match source, target:
        case Kind.TEXT, _:
            return _read(expr, target)
        case Kind.NUMBER, Kind.INTEGER:
            is_whole = expr == expr.floor()
            return nw.coalesce(_failure(~is_whole, expr, target), expr.cast(nw.Int64))
        case ((Kind.DATETIME | Kind.INSTANT), Kind.DATE):
            return expr.dt.date()
    raise ConfigurationError(f"{source} cannot be made {target}")


def _read(text: nw.Expr, target: Kind) -> nw.Expr:
    trimmed = text.str.strip_chars()
    fits = trimmed.str.contains(f"^({_LOOKS[target]})$")
    # The text is cast only where it fits, for an engine may understand what we refuse.
    readable = nw.when(fits).then(trimmed).otherwise(None)
    return nw.coalesce(_failure(~fits, text, target), readable.cast(CASTABLE[target]))


def _failure(misfits: nw.Expr, value: nw.Expr, target: Kind) -> nw.Expr:
    """Return an expression that is null, and fails with the value in its message on a misfit."""
    message = nw.concat_str(nw.lit(f"no {target}: "), value.cast(nw.String))
    return nw.when(misfits).then(message).otherwise(None).cast(CASTABLE[target])
