"""Functions of the expression language, each an entry of a table."""

# ruff: noqa: PLW0108 -- a lambda's parameters are the function's own, and are shown to users

from __future__ import annotations

import narwhals as nw

from acme.processing.kinds import Kind
from acme.processing.signatures import Function, Parameter

__all__ = ["AGGREGATES", "FUNCTIONS", "count_distinct"]


def count_distinct(value: nw.Expr) -> nw.Expr:
    """Return the number of different values that are not null.

    narwhals counts null as one more value, and gives null when there are no rows at all.
    """
    has_null = nw.when(nw.len() > value.count()).then(1).otherwise(0)
    return nw.when(value.count() > 0).then(value.n_unique() - has_null).otherwise(0)


ANY = Parameter(tuple(Kind))
BOOLEAN = Parameter((Kind.BOOLEAN,))
NUMBER = Parameter((Kind.INTEGER, Kind.NUMBER))
TEXT = Parameter((Kind.TEXT,))
CLOCK = Parameter((Kind.DATETIME, Kind.INSTANT))
MOMENT = Parameter((Kind.DATE, *CLOCK.kinds))
DURATION = Parameter((Kind.DURATION,))
ORDERED = Parameter((*NUMBER.kinds, *TEXT.kinds, *MOMENT.kinds))
WHOLE_CONSTANT = Parameter((Kind.INTEGER,), is_constant=True)
NUMBER_CONSTANT = Parameter(NUMBER.kinds, is_constant=True)
TEXT_CONSTANT = Parameter((Kind.TEXT,), is_constant=True)
UNITS = {"year": "y", "quarter": "q", "month": "mo", "day": "d", "hour": "h"}
UNIT = Parameter((Kind.TEXT,), is_constant=True, choices=UNITS | {"minute": "m", "second": "s"})


def _table(*functions: Function) -> dict[str, Function]:
    return {function.name: function for function in functions}


# One line says what a function is, the next how it is made.
# fmt: off
FUNCTIONS = _table(
    Function("column", (TEXT_CONSTANT,), None, "the column of that name, for any name",
        lambda name: nw.col(name)),
    Function("integer", (ANY,), Kind.INTEGER, "the value as a whole number; fails on any other"),
    Function("number", (ANY,), Kind.NUMBER, "the value as a number; fails on a text that is none"),
    Function("text", (ANY,), Kind.TEXT, "the value as text"),
    Function("boolean", (ANY,), Kind.BOOLEAN, "the text `true` or `false` as a boolean"),
    Function("date", (ANY,), Kind.DATE, "the text or datetime as a date"),
    Function("datetime", (ANY,), Kind.DATETIME, "the text or date as a datetime"),
    Function("abs", (NUMBER,), None, "the number without its sign",
        lambda number: number.abs()),
    Function("round", (NUMBER, WHOLE_CONSTANT), Kind.NUMBER, "rounded to so many decimals, or none",
        lambda number, digits=0: number.cast(nw.Float64).round(digits)),
    Function("floor", (NUMBER,), Kind.NUMBER, "the next whole number that is not above",
        lambda number: number.cast(nw.Float64).floor()),
    Function("ceil", (NUMBER,), Kind.NUMBER, "the next whole number that is not below",
        lambda number: number.cast(nw.Float64).ceil()),
    Function("sqrt", (NUMBER,), Kind.NUMBER, "the square root; NaN below 0",
        lambda number: number.sqrt()),
    Function("exp", (NUMBER,), Kind.NUMBER, "e to that power",
        lambda number: number.exp()),
    Function("log", (NUMBER,), Kind.NUMBER, "the natural logarithm; NaN below 0",
        lambda number: number.log()),
    Function("is_nan", (NUMBER,), Kind.BOOLEAN, "whether the number is NaN",
        lambda number: number.cast(nw.Float64).is_nan()),
    Function("upper", (TEXT,), Kind.TEXT, "the text in upper case",
        lambda text: text.str.to_uppercase()),
    Function("lower", (TEXT,), Kind.TEXT, "the text in lower case",
        lambda text: text.str.to_lowercase()),
    Function("strip", (TEXT,), Kind.TEXT, "the text without white space at its ends",
        lambda text: text.str.strip_chars()),
    Function("length", (TEXT,), Kind.INTEGER, "how many characters the text has",
        lambda text: text.str.len_chars()),
    Function("contains", (TEXT, TEXT_CONSTANT), Kind.BOOLEAN, "whether the text has that part",
        lambda text, part: text.str.contains(part, literal=True)),
    Function("starts_with", (TEXT, TEXT_CONSTANT), Kind.BOOLEAN, "whether the text begins so",
        lambda text, prefix: text.str.starts_with(prefix)),
    Function("ends_with", (TEXT, TEXT_CONSTANT), Kind.BOOLEAN, "whether the text ends so",
        lambda text, suffix: text.str.ends_with(suffix)),
    Function("matches", (TEXT, TEXT_CONSTANT), Kind.BOOLEAN, "whether the regex finds anything",
        lambda text, regex: text.str.contains(regex)),
    Function("replace", (TEXT, TEXT_CONSTANT), Kind.TEXT, "the text with every such part replaced",
        lambda text, part, by: text.str.replace_all(part, by, literal=True)),
    Function("slice", (TEXT, WHOLE_CONSTANT), Kind.TEXT, "characters from a position, 0 first",
        lambda text, start, count=None: text.str.slice(start, count)),
    Function("concat", (TEXT,), Kind.TEXT, "the texts one after another; null if one is null",
        lambda text, *texts: nw.concat_str(text, *texts)),
    Function("parse_date", (TEXT, TEXT_CONSTANT), Kind.DATE, "the date, by a pattern as `%d.%m.%Y`",
        lambda text, pattern: text.str.to_datetime(format=pattern)),
    Function("parse_datetime", (TEXT, TEXT_CONSTANT), Kind.DATETIME, "the datetime, likewise",
        lambda text, pattern: text.str.to_datetime(format=pattern)),
    Function("format", (MOMENT, TEXT_CONSTANT), Kind.TEXT, "the text, by a pattern as `%Y-%m`",
        lambda moment, pattern: moment.dt.to_string(pattern)),
    Function("year", (MOMENT,), Kind.INTEGER, "the year",
        lambda moment: moment.dt.year()),
    Function("month", (MOMENT,), Kind.INTEGER, "the month, 1 to 12",
        lambda moment: moment.dt.month()),
    Function("day", (MOMENT,), Kind.INTEGER, "the day of the month, 1 to 31",
        lambda moment: moment.dt.day()),
    Function("weekday", (MOMENT,), Kind.INTEGER, "the day of the week, 1 for Monday to 7",
        lambda moment: moment.dt.weekday()),
    Function("day_of_year", (MOMENT,), Kind.INTEGER, "the day of the year, 1 to 366",
        lambda moment: moment.dt.ordinal_day()),
    Function("hour", (CLOCK,), Kind.INTEGER, "the hour, 0 to 23",
        lambda moment: moment.dt.hour()),
    Function("minute", (CLOCK,), Kind.INTEGER, "the minute, 0 to 59",
        lambda moment: moment.dt.minute()),
    Function("second", (CLOCK,), Kind.INTEGER, "the second, 0 to 59",
        lambda moment: moment.dt.second()),
    Function("truncate", (MOMENT, UNIT), None, "when that unit of the moment began",
        lambda moment, unit: moment.dt.truncate(f"1{unit}")),
    Function("shift", (MOMENT, WHOLE_CONSTANT, UNIT), None, "the moment so many of that unit later",
        lambda moment, count, unit: moment.dt.offset_by(f"{count}{unit}")),
    Function("minutes", (DURATION,), Kind.INTEGER, "the whole minutes of a difference of moments",
        lambda difference: difference.dt.total_minutes()),
    Function("seconds", (DURATION,), Kind.INTEGER, "the whole seconds of a difference of moments",
        lambda difference: difference.dt.total_seconds()),
    Function("between", (ORDERED,), Kind.BOOLEAN, "whether low <= value <= high",
        lambda value, low, high: (value >= low) & (value <= high)),
    Function("coalesce", (ANY,), None, "the first value that is not null",
        lambda value, *values: nw.coalesce(value, *values)),
    Function("least", (ORDERED,), None, "the smallest value that is not null",
        lambda value, *values: nw.min_horizontal(value, *values)),
    Function("greatest", (ORDERED,), None, "the largest value that is not null",
        lambda value, *values: nw.max_horizontal(value, *values)),
)
"""What has a value for each row."""

AGGREGATES = _table(
    Function("count", (ANY,), Kind.INTEGER, "the number of rows, or of values that are not null",
        lambda value=None: nw.len() if value is None else value.count()),
    Function("count_if", (BOOLEAN,), Kind.INTEGER, "the number of rows where a condition is true",
        lambda condition: condition.sum()),
    Function("count_distinct", (ANY,), Kind.INTEGER, "the number of different values",
        lambda value: count_distinct(value)),
    Function("sum", (NUMBER,), None, "the sum; 0 if there is no value",
        lambda number: number.sum()),
    Function("mean", (NUMBER,), Kind.NUMBER, "the arithmetic mean",
        lambda number: number.mean()),
    Function("median", (NUMBER,), Kind.NUMBER, "the median",
        lambda number: number.median()),
    Function("quantile", (NUMBER, NUMBER_CONSTANT), Kind.NUMBER, "what a share of values is below",
        lambda number, share: number.quantile(share, interpolation="linear")),
    Function("std", (NUMBER,), Kind.NUMBER, "the standard deviation of a sample",
        lambda number: number.std()),
    Function("var", (NUMBER,), Kind.NUMBER, "the variance of a sample",
        lambda number: number.var()),
    Function("min", (ORDERED,), None, "the smallest value",
        lambda value: value.min()),
    Function("max", (ORDERED,), None, "the largest value",
        lambda value: value.max()),
    Function("any", (BOOLEAN,), Kind.BOOLEAN, "whether a condition is true for any row",
        lambda condition: condition.any()),
    Function("all", (BOOLEAN,), Kind.BOOLEAN, "whether a condition is true for all rows",
        lambda condition: condition.all()),
)
"""What has one value for each group of rows; nulls are left out."""
# fmt: on
