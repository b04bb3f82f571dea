"""Functions of the expression language, each a row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeAlias

import narwhals as nw

from acme.processing.kinds import MOMENTS, NUMERIC, Kind

__all__ = ["AGGREGATES", "FUNCTIONS", "Function", "Parameter", "count_distinct"]


@dataclass(frozen=True)
class Parameter:
    """What an argument may be.

    Attributes:
        kinds: The kinds that are taken.
        is_constant: Whether it must be a constant; such arguments come last.
        choices: The texts there are to choose from, and what is made of them; empty for any.
    """

    kinds: tuple[Kind, ...]
    is_constant: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


UNITS = {"year": "y", "quarter": "q", "month": "mo", "day": "d", "hour": "h"}
UNIT = Parameter((Kind.TEXT,), is_constant=True, choices=UNITS | {"minute": "m", "second": "s"})
PARAMETERS = {
    **dict.fromkeys(("value", "values"), Parameter(tuple(Kind))),
    **dict.fromkeys(("text", "texts"), Parameter((Kind.TEXT,))),
    **dict.fromkeys(("item", "items", "low", "high"), Parameter((*NUMERIC, Kind.TEXT, *MOMENTS))),
    "number": Parameter(NUMERIC),
    "condition": Parameter((Kind.BOOLEAN,)),
    "moment": Parameter(tuple(MOMENTS)),
    "datetime": Parameter((Kind.DATETIME, Kind.INSTANT)),
    "difference": Parameter((Kind.DURATION,)),
    **dict.fromkeys(
        ("name", "part", "prefix", "suffix", "regex", "by", "pattern"),
        Parameter((Kind.TEXT,), is_constant=True),
    ),
    **dict.fromkeys(("digits", "start", "count"), Parameter((Kind.INTEGER,), is_constant=True)),
    "share": Parameter(NUMERIC, is_constant=True),
    "unit": UNIT,
}
"""What an argument may be, by the name that signatures give it."""

How: TypeAlias = Callable[..., nw.Expr] | str


@dataclass(frozen=True)
class Function:
    """A function of the expression language.

    Attributes:
        signature: The function as users read it, such as `round(number, [digits])`.
        result: Kind of the result; None when it is the kind that the arguments share.
        summary: What it returns.
        how: What makes the narwhals expression of expressions and constants, or the name of the
            first one's method that does; "cast" is a strict one to the kind of the result.
    """

    signature: str
    result: Kind | None
    summary: str
    how: How

    @property
    def name(self) -> str:
        """The name, as written in an expression."""
        return self.signature.partition("(")[0]

    def parameters_for(self, count: int) -> list[Parameter] | None:
        """Return what each of so many arguments may be; None if there cannot be so many."""
        names = re.findall(r"\w+", self.signature)[1:]
        repeats = "..." in self.signature
        fewest = len(names) - self.signature.count("[") - repeats
        if count < fewest or (count > len(names) and not repeats):
            return None
        return [PARAMETERS[name] for name in (names + names[-1:] * count)[:count]]

    def build(self, *arguments: Any) -> nw.Expr:
        """Return the narwhals expression of expressions and constants."""
        if callable(self.how):
            return self.how(*arguments)
        built: nw.Expr = attrgetter(self.how)(arguments[0])(*arguments[1:])
        return built


def count_distinct(value: nw.Expr) -> nw.Expr:
    """Return the number of different values that are not null.

    narwhals counts null as one more value, and gives null when there are no rows at all.
    """
    has_null = nw.when(nw.len() > value.count()).then(1).otherwise(0)
    return nw.when(value.count() > 0).then(value.n_unique() - has_null).otherwise(0)


def _table(*rows: tuple[str, Kind | None, str, How]) -> dict[str, Function]:
    functions = (Function(*row) for row in rows)
    return {function.name: function for function in functions}


# How it is made stands in a line of its own where one is too short.
# fmt: off
FUNCTIONS = _table(
    ("column(name)", None, "the column of that name, for any name", nw.col),
    ("integer(value)", Kind.INTEGER, "the value as a whole number; fails on any other", "cast"),
    ("number(value)", Kind.NUMBER, "the value as a number; fails on a text that is none", "cast"),
    ("text(value)", Kind.TEXT, "the value as text", "cast"),
    ("boolean(value)", Kind.BOOLEAN, "the text `true` or `false` as a boolean", "cast"),
    ("date(value)", Kind.DATE, "the text or datetime as a date", "cast"),
    ("datetime(value)", Kind.DATETIME, "the text or date as a datetime", "cast"),
    ("abs(number)", None, "the number without its sign", "abs"),
    ("round(number, [digits])", Kind.NUMBER, "rounded to so many decimals, or none",
        lambda number, digits=0: number.cast(nw.Float64).round(digits)),
    ("floor(number)", Kind.NUMBER, "the next whole number that is not above",
        lambda number: number.cast(nw.Float64).floor()),
    ("ceil(number)", Kind.NUMBER, "the next whole number that is not below",
        lambda number: number.cast(nw.Float64).ceil()),
    ("sqrt(number)", Kind.NUMBER, "the square root; NaN below 0", "sqrt"),
    ("exp(number)", Kind.NUMBER, "e to that power", "exp"),
    ("log(number)", Kind.NUMBER, "the natural logarithm; NaN below 0", "log"),
    ("is_nan(number)", Kind.BOOLEAN, "whether the number is NaN",
        lambda number: number.cast(nw.Float64).is_nan()),
    ("upper(text)", Kind.TEXT, "the text in upper case", "str.to_uppercase"),
    ("lower(text)", Kind.TEXT, "the text in lower case", "str.to_lowercase"),
    ("strip(text)", Kind.TEXT, "the text without white space at its ends", "str.strip_chars"),
    ("length(text)", Kind.INTEGER, "how many characters the text has", "str.len_chars"),
    ("contains(text, part)", Kind.BOOLEAN, "whether the text has that part",
        lambda text, part: text.str.contains(part, literal=True)),
    ("starts_with(text, prefix)", Kind.BOOLEAN, "whether the text begins so", "str.starts_with"),
    ("ends_with(text, suffix)", Kind.BOOLEAN, "whether the text ends so", "str.ends_with"),
    ("matches(text, regex)", Kind.BOOLEAN, "whether the regex finds anything", "str.contains"),
    ("replace(text, part, by)", Kind.TEXT, "the text with every such part replaced",
        lambda text, part, by: text.str.replace_all(part, by, literal=True)),
    ("slice(text, start, [count])", Kind.TEXT, "characters from a position, 0 first", "str.slice"),
    ("concat(text, texts, ...)", Kind.TEXT, "the texts one after another; null if one is null",
        nw.concat_str),
    ("parse_date(text, pattern)", Kind.DATE, "the date, by a pattern as `%d.%m.%Y`",
        "str.to_datetime"),
    ("parse_datetime(text, pattern)", Kind.DATETIME, "the datetime, likewise",
        "str.to_datetime"),
    ("format(moment, pattern)", Kind.TEXT, "the text, by a pattern as `%Y-%m`", "dt.to_string"),
    ("year(moment)", Kind.INTEGER, "the year", "dt.year"),
    ("month(moment)", Kind.INTEGER, "the month, 1 to 12", "dt.month"),
    ("day(moment)", Kind.INTEGER, "the day of the month, 1 to 31", "dt.day"),
    ("weekday(moment)", Kind.INTEGER, "the day of the week, 1 for Monday to 7", "dt.weekday"),
    ("day_of_year(moment)", Kind.INTEGER, "the day of the year, 1 to 366", "dt.ordinal_day"),
    ("hour(datetime)", Kind.INTEGER, "the hour, 0 to 23", "dt.hour"),
    ("minute(datetime)", Kind.INTEGER, "the minute, 0 to 59", "dt.minute"),
    ("second(datetime)", Kind.INTEGER, "the second, 0 to 59", "dt.second"),
    ("truncate(moment, unit)", None, "when that unit of the moment began",
        lambda moment, unit: moment.dt.truncate(f"1{unit}")),
    ("shift(moment, count, unit)", None, "the moment so many of that unit later",
        lambda moment, count, unit: moment.dt.offset_by(f"{count}{unit}")),
    ("minutes(difference)", Kind.INTEGER, "the whole minutes of a difference of moments",
        "dt.total_minutes"),
    ("seconds(difference)", Kind.INTEGER, "the whole seconds of a difference of moments",
        "dt.total_seconds"),
    ("between(item, low, high)", Kind.BOOLEAN, "whether low <= item <= high", "is_between"),
    ("coalesce(value, values, ...)", None, "the first value that is not null", nw.coalesce),
    ("least(item, items, ...)", None, "the smallest item that is not null", nw.min_horizontal),
    ("greatest(item, items, ...)", None, "the largest item that is not null", nw.max_horizontal),
)
"""What has a value for each row."""

AGGREGATES = _table(
    ("count([value])", Kind.INTEGER, "the number of rows, or of values that are not null",
        lambda value=None: nw.len() if value is None else value.count()),
    ("count_if(condition)", Kind.INTEGER, "the number of rows where a condition is true", "sum"),
    ("count_distinct(value)", Kind.INTEGER, "the number of different values", count_distinct),
    ("sum(number)", None, "the sum; 0 if there is no value", "sum"),
    ("mean(number)", Kind.NUMBER, "the arithmetic mean", "mean"),
    ("median(number)", Kind.NUMBER, "the median", "median"),
    ("quantile(number, share)", Kind.NUMBER, "what a share of values is below",
        lambda number, share: number.quantile(share, interpolation="linear")),
    ("std(number)", Kind.NUMBER, "the standard deviation of a sample", "std"),
    ("var(number)", Kind.NUMBER, "the variance of a sample", "var"),
    ("min(item)", None, "the smallest item", "min"),
    ("max(item)", None, "the largest item", "max"),
    ("any(condition)", Kind.BOOLEAN, "whether a condition is true for any row", "any"),
    ("all(condition)", Kind.BOOLEAN, "whether a condition is true for all rows", "all"),
)
"""What has one value for each group of rows; nulls are left out."""
# fmt: on
