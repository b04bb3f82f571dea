"""Functions of the expression language: Python functions whose annotations are the signature.

A parameter annotated with `Text`, `Number` and the like takes an expression of that kind; one
annotated with `str` or `int` takes a constant. A docstring is what `acme transforms` shows.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import narwhals as nw

from acme.processing.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["AGGREGATES", "FUNCTIONS", "Function", "Parameter"]

Anything = Annotated[nw.Expr, *Kind]
Boolean = Annotated[nw.Expr, Kind.BOOLEAN]
Integer = Annotated[nw.Expr, Kind.INTEGER]
Number = Annotated[nw.Expr, Kind.NUMBER, Kind.INTEGER]
Text = Annotated[nw.Expr, Kind.TEXT]
Date = Annotated[nw.Expr, Kind.DATE]
Datetime = Annotated[nw.Expr, Kind.DATETIME, Kind.INSTANT]
Moment = Annotated[nw.Expr, Kind.DATE, Kind.DATETIME, Kind.INSTANT]
"""A date or a datetime."""
Duration = Annotated[nw.Expr, Kind.DURATION]


@dataclass(frozen=True)
class Parameter:
    """What one argument of a function may be.

    Attributes:
        name: As in the signature.
        kinds: Kinds of expression that are taken; empty for a constant.
        constant: The Python type of a constant; None for an expression.
        optional: Whether the argument may be left out.
    """

    name: str
    kinds: tuple[Kind, ...]
    constant: type | None
    optional: bool


@dataclass(frozen=True)
class Function:
    """A function of the expression language.

    Attributes:
        name: As written in an expression.
        summary: First line of its documentation.
        parameters: In order; with `variadic` the last one takes any number of arguments.
        variadic: Whether the last parameter repeats.
        result: Kind of the result; None when it is the kind that the arguments share.
        build: Makes the narwhals expression from expressions and constants.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    variadic: bool
    result: Kind | None
    build: Callable[..., nw.Expr]

    @property
    def signature(self) -> str:
        """The function as users read it, such as `round(value, digits)`."""
        names = [f"[{p.name}]" if p.optional else p.name for p in self.parameters]
        return f"{self.name}({', '.join(names)}{', ...' if self.variadic else ''})"


FUNCTIONS: dict[str, Function] = {}
"""What works on each row."""
AGGREGATES: dict[str, Function] = {}
"""What makes one value of the rows of a group."""


def _describe(build: Callable[..., nw.Expr]) -> Function:
    hints = get_type_hints(build, include_extras=True)
    signature = inspect.signature(build).parameters.values()
    result = hints.pop("return")
    return Function(
        name=build.__name__.rstrip("_"),
        summary=inspect.cleandoc(build.__doc__ or "").splitlines()[0],
        parameters=tuple(_parameter(p, hints[p.name]) for p in signature),
        variadic=any(p.kind is p.VAR_POSITIONAL for p in signature),
        result=None if result is Anything else result.__metadata__[0],
        build=build,
    )


def _parameter(parameter: inspect.Parameter, hint: Any) -> Parameter:
    kinds = getattr(hint, "__metadata__", ())
    constant = None if kinds else hint
    return Parameter(parameter.name, kinds, constant, parameter.default is not parameter.empty)


def _row(build: Callable[..., nw.Expr]) -> Callable[..., nw.Expr]:
    function = _describe(build)
    FUNCTIONS[function.name] = function
    return build


def _group(build: Callable[..., nw.Expr]) -> Callable[..., nw.Expr]:
    function = _describe(build)
    AGGREGATES[function.name] = function
    return build


@_row
def abs_(value: Number) -> Anything:
    """Return the number without its sign."""
    return value.abs()


@_row
def round_(value: Number, digits: int = 0) -> Number:
    """Round to so many decimal digits; halves go away from zero."""
    return value.cast(nw.Float64).round(digits)


@_row
def upper(text: Text) -> Text:
    """Return the text in upper case."""
    return text.str.to_uppercase()


@_row
def lower(text: Text) -> Text:
    """Return the text in lower case."""
    return text.str.to_lowercase()


@_row
def coalesce(*values: Anything) -> Anything:
    """Return the first value that is not null."""
    return nw.coalesce(*values)


@_group
def count(value: Anything | None = None) -> Integer:
    """Count the rows, or with an argument those where it is not null."""
    rows = nw.len() if value is None else value.count()
    return rows.cast(nw.Int64)


@_group
def sum_(value: Number) -> Anything:
    """Add up the values that are not null; the sum of none is 0."""
    return value.sum()


@_group
def mean(value: Number) -> Number:
    """Return the arithmetic mean of the values that are not null."""
    return value.mean()


@_group
def min_(value: Anything) -> Anything:
    """Return the smallest value that is not null."""
    return value.min()


@_group
def max_(value: Anything) -> Anything:
    """Return the largest value that is not null."""
    return value.max()


@_group
def median(value: Number) -> Number:
    """Return the median of the values that are not null."""
    return value.median()
