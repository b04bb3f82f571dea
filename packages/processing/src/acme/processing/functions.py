"""Functions of the expression language, each an entry of a table."""

# ruff: noqa: PLW0108 -- a lambda's parameters are the function's own, and are shown to users

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import narwhals as nw

from acme.processing.kinds import Kind

__all__ = ["AGGREGATES", "FUNCTIONS", "Function", "Parameter", "count_distinct"]

Parameter: TypeAlias = tuple[Kind, ...] | type | Mapping[str, str]
"""Kinds of expression that are taken, or the type of a constant, or the choices for a text."""


def count_distinct(value: nw.Expr) -> nw.Expr:
    """Return the number of different values that are not null.

    narwhals counts null as one more value, and gives null when there are no rows at all.
    """
    has_null = nw.when(nw.len() > value.count()).then(1).otherwise(0)
    return nw.when(value.count() > 0).then(value.n_unique() - has_null).otherwise(0)


@dataclass(frozen=True)
class Function:
    """A function of the expression language.

    Attributes:
        name: As written in an expression.
        summary: What it returns.
        parameters: What each argument may be.
        result: Kind of the result; None when it is the kind that the arguments share.
        build: Makes the narwhals expression of expressions and constants; its parameters' names,
            defaults and star are the function's own. None for a cast to the kind of the result.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    result: Kind | None
    build: Callable[..., nw.Expr] | None

    @property
    def signature(self) -> str:
        """The function as users read it, such as `round(number, [digits])`."""
        if self.build is None:
            return f"{self.name}(value)"
        parameters = inspect.signature(self.build).parameters.values()
        return f"{self.name}({', '.join(map(_spelled, parameters))})"

    def parameters_for(self, count: int) -> tuple[Parameter, ...] | None:
        """Return what each of so many arguments may be; None if there cannot be so many."""
        if self.build is None:
            return self.parameters if count == 1 else None
        try:
            inspect.signature(self.build).bind(*range(count))
        except TypeError:
            return None
        return (*self.parameters, *self.parameters[-1:] * (count - len(self.parameters)))[:count]


def _spelled(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"{parameter.name}, ..."
    return parameter.name if parameter.default is parameter.empty else f"[{parameter.name}]"


BOOLEAN = (Kind.BOOLEAN,)
NUMBER = (Kind.NUMBER, Kind.INTEGER)
TEXT = (Kind.TEXT,)
CLOCK = (Kind.DATETIME, Kind.INSTANT)
MOMENT = (Kind.DATE, *CLOCK)
DURATION = (Kind.DURATION,)
ORDERED = (*NUMBER, *TEXT, *MOMENT)
ANY = tuple(Kind)
DATES = {"year": "y", "quarter": "q", "month": "mo", "day": "d"}
UNIT = DATES | {"hour": "h", "minute": "m", "second": "s"}


def _function(
    name: str,
    parameters: tuple[Parameter, ...],
    result: Kind | None,
    summary: str,
    build: Callable[..., nw.Expr] | None = None,
) -> tuple[str, Function]:
    return name, Function(name, summary, parameters, result, build)


# One line says what a function is, the next how it is made.
# fmt: off
FUNCTIONS = dict([
    _function("column", (str,), None, "the column of that name, whatever characters it has",
        lambda name: nw.col(name)),
    _function("integer", (ANY,), Kind.INTEGER, "the value as a whole number; fails on any other"),
    _function("number", (ANY,), Kind.NUMBER, "the value as a number; fails on a text that is none"),
    _function("text", (ANY,), Kind.TEXT, "the value as text"),
    _function("boolean", (ANY,), Kind.BOOLEAN, "the text `true` or `false` as a boolean"),
    _function("date", (ANY,), Kind.DATE, "the text or datetime as a date"),
    _function("datetime", (ANY,), Kind.DATETIME, "the text or date as a datetime"),
    _function("abs", (NUMBER,), None, "the number without its sign",
        lambda number: number.abs()),
    _function("round", (NUMBER, int), Kind.NUMBER, "the number with so many decimals, else 0",
        lambda number, digits=0: number.cast(nw.Float64).round(digits)),
    _function("floor", (NUMBER,), Kind.NUMBER, "the next whole number that is not above",
        lambda number: number.cast(nw.Float64).floor()),
    _function("ceil", (NUMBER,), Kind.NUMBER, "the next whole number that is not below",
        lambda number: number.cast(nw.Float64).ceil()),
    _function("sqrt", (NUMBER,), Kind.NUMBER, "the square root; NaN below 0",
        lambda number: number.sqrt()),
    _function("exp", (NUMBER,), Kind.NUMBER, "e to that power",
        lambda number: number.exp()),
    _function("log", (NUMBER,), Kind.NUMBER, "the natural logarithm; NaN below 0",
        lambda number: number.log()),
    _function("is_nan", (NUMBER,), Kind.BOOLEAN, "whether the number is NaN",
        lambda number: number.cast(nw.Float64).is_nan()),
    _function("upper", (TEXT,), Kind.TEXT, "the text in upper case",
        lambda text: text.str.to_uppercase()),
    _function("lower", (TEXT,), Kind.TEXT, "the text in lower case",
        lambda text: text.str.to_lowercase()),
    _function("strip", (TEXT,), Kind.TEXT, "the text without white space at its ends",
        lambda text: text.str.strip_chars()),
    _function("length", (TEXT,), Kind.INTEGER, "how many characters the text has",
        lambda text: text.str.len_chars()),
    _function("contains", (TEXT, str), Kind.BOOLEAN, "whether the text has that part",
        lambda text, part: text.str.contains(part, literal=True)),
    _function("starts_with", (TEXT, str), Kind.BOOLEAN, "whether the text begins so",
        lambda text, prefix: text.str.starts_with(prefix)),
    _function("ends_with", (TEXT, str), Kind.BOOLEAN, "whether the text ends so",
        lambda text, suffix: text.str.ends_with(suffix)),
    _function("matches", (TEXT, str), Kind.BOOLEAN, "whether the text has what the regex describes",
        lambda text, regex: text.str.contains(regex)),
    _function("replace", (TEXT, str, str), Kind.TEXT, "the text with every such part replaced",
        lambda text, part, by: text.str.replace_all(part, by, literal=True)),
    _function("slice", (TEXT, int, int), Kind.TEXT, "so many characters from a position, from 0",
        lambda text, start, count=None: text.str.slice(start, count)),
    _function("concat", (TEXT,), Kind.TEXT, "the texts one after another; null if one is null",
        lambda text, *texts: nw.concat_str(text, *texts)),
    _function("parse_date", (TEXT, str), Kind.DATE, "the text as a date, by a format as `%d.%m.%Y`",
        lambda text, pattern: text.str.to_datetime(format=pattern)),
    _function("parse_datetime", (TEXT, str), Kind.DATETIME, "the same as a datetime",
        lambda text, pattern: text.str.to_datetime(format=pattern)),
    _function("format", (MOMENT, str), Kind.TEXT, "the moment as text, by a format as `%Y-%m`",
        lambda moment, pattern: moment.dt.to_string(pattern)),
    _function("year", (MOMENT,), Kind.INTEGER, "the year",
        lambda moment: moment.dt.year()),
    _function("month", (MOMENT,), Kind.INTEGER, "the month, 1 to 12",
        lambda moment: moment.dt.month()),
    _function("day", (MOMENT,), Kind.INTEGER, "the day of the month, 1 to 31",
        lambda moment: moment.dt.day()),
    _function("weekday", (MOMENT,), Kind.INTEGER, "the day of the week, 1 for Monday to 7",
        lambda moment: moment.dt.weekday()),
    _function("day_of_year", (MOMENT,), Kind.INTEGER, "the day of the year, 1 to 366",
        lambda moment: moment.dt.ordinal_day()),
    _function("hour", (CLOCK,), Kind.INTEGER, "the hour, 0 to 23",
        lambda moment: moment.dt.hour()),
    _function("minute", (CLOCK,), Kind.INTEGER, "the minute, 0 to 59",
        lambda moment: moment.dt.minute()),
    _function("second", (CLOCK,), Kind.INTEGER, "the second, 0 to 59",
        lambda moment: moment.dt.second()),
    _function("truncate", (MOMENT, UNIT), None, "when that unit of the moment began",
        lambda moment, unit: moment.dt.truncate(f"1{unit}")),
    _function("shift", (MOMENT, int, UNIT), None, "the moment so many of that unit later",
        lambda moment, count, unit: moment.dt.offset_by(f"{count}{unit}")),
    _function("minutes", (DURATION,), Kind.INTEGER, "the whole minutes of a difference of moments",
        lambda difference: difference.dt.total_minutes()),
    _function("seconds", (DURATION,), Kind.INTEGER, "the whole seconds of a difference of moments",
        lambda difference: difference.dt.total_seconds()),
    _function("between", (ORDERED,), Kind.BOOLEAN, "whether low <= value <= high",
        lambda value, low, high: (value >= low) & (value <= high)),
    _function("coalesce", (ANY,), None, "the first value that is not null",
        lambda value, *values: nw.coalesce(value, *values)),
    _function("least", (ORDERED,), None, "the smallest value that is not null",
        lambda value, *values: nw.min_horizontal(value, *values)),
    _function("greatest", (ORDERED,), None, "the largest value that is not null",
        lambda value, *values: nw.max_horizontal(value, *values)),
])
"""What has a value for each row."""

AGGREGATES = dict([
    _function("count", (ANY,), Kind.INTEGER, "the number of rows, or of values that are not null",
        lambda value=None: nw.len() if value is None else value.count()),
    _function("count_if", (BOOLEAN,), Kind.INTEGER, "the number of rows where a condition is true",
        lambda condition: condition.sum()),
    _function("count_distinct", (ANY,), Kind.INTEGER, "the number of different values",
        lambda value: count_distinct(value)),
    _function("sum", (NUMBER,), None, "the sum; 0 if there is no value",
        lambda number: number.sum()),
    _function("mean", (NUMBER,), Kind.NUMBER, "the arithmetic mean",
        lambda number: number.mean()),
    _function("median", (NUMBER,), Kind.NUMBER, "the median",
        lambda number: number.median()),
    _function("quantile", (NUMBER, float), Kind.NUMBER, "what that share of the values is below",
        lambda number, share: number.quantile(share, interpolation="linear")),
    _function("std", (NUMBER,), Kind.NUMBER, "the standard deviation of a sample",
        lambda number: number.std()),
    _function("var", (NUMBER,), Kind.NUMBER, "the variance of a sample",
        lambda number: number.var()),
    _function("min", (ORDERED,), None, "the smallest value",
        lambda value: value.min()),
    _function("max", (ORDERED,), None, "the largest value",
        lambda value: value.max()),
    _function("any", (BOOLEAN,), Kind.BOOLEAN, "whether a condition is true for any row",
        lambda condition: condition.any()),
    _function("all", (BOOLEAN,), Kind.BOOLEAN, "whether a condition is true for all rows",
        lambda condition: condition.all()),
])
"""What has one value for each group of rows; nulls are left out."""
# fmt: on
