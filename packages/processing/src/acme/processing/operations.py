"""Operations: what the operators of expressions make of values."""

from __future__ import annotations

import ast
import operator
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.processing.kinds import NUMERIC, Kind
from acme.processing.values import Refusal, Value, alike, require

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["comparison", "conditional", "membership", "operation"]

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _divisor(number: nw.Expr) -> nw.Expr:
    # Null for 0; a guard around the division would not do, as engines compute constants first.
    return nw.when(number != 0).then(number).otherwise(None)


OPERATORS: dict[type[ast.AST], tuple[tuple[Kind, ...], Kind | None, Callable[..., Any]]] = {
    ast.Not: ((Kind.BOOLEAN,), Kind.BOOLEAN, operator.invert),
    ast.And: ((Kind.BOOLEAN,), Kind.BOOLEAN, partial(nw.all_horizontal, ignore_nulls=False)),
    ast.Or: ((Kind.BOOLEAN,), Kind.BOOLEAN, partial(nw.any_horizontal, ignore_nulls=False)),
    ast.UAdd: (NUMERIC, None, lambda number: number),
    ast.USub: (NUMERIC, None, operator.neg),
    ast.Add: (NUMERIC, None, operator.add),
    ast.Sub: (NUMERIC, None, operator.sub),
    ast.Mult: (NUMERIC, None, operator.mul),
    ast.Div: (NUMERIC, Kind.NUMBER, lambda a, b: a / _divisor(b)),
    ast.FloorDiv: (NUMERIC, None, lambda a, b: a // _divisor(b)),
    ast.Mod: (NUMERIC, None, lambda a, b: a % _divisor(b)),
    ast.Pow: (NUMERIC, Kind.NUMBER, lambda a, b: a.cast(nw.Float64) ** b.cast(nw.Float64)),
}
"""What an operator takes, what it gives, where that is not what it takes, and how."""


def operation(node: ast.expr, op: ast.AST, *values: Value) -> Value:
    """Return what an operator makes of one value, of two, or of those that it joins."""
    match op, *(value.kind for value in values):
        case ast.Add(), Kind.TEXT, Kind.TEXT:
            return Value.made(node, nw.concat_str, Kind.TEXT, *values)
        case ast.Sub(), (Kind.DATE | Kind.DATETIME), (Kind.DATE | Kind.DATETIME):
            return Value.made(node, _duration, Kind.DURATION, *values)
        case ast.Sub(), Kind.INSTANT, Kind.INSTANT:
            return Value.made(node, operator.sub, Kind.DURATION, *values)
    kinds, result, build = OPERATORS[type(op)]
    require(kinds, *values)
    kind, values = alike(*values)
    return Value.made(node, build, result or kind, *values)


def conditional(node: ast.IfExp, condition: Value, *branches: Value) -> Value:
    """Return `then if condition else otherwise`."""
    require((Kind.BOOLEAN,), condition)
    kind, branches = alike(*branches)
    return Value.made(node, _choice, kind, condition, *branches)


def comparison(op: ast.cmpop, left: Value, right: Value) -> Value:
    """Return whether an order or equality holds, or whether a value `is None`."""
    if isinstance(op, ast.Is | ast.IsNot):
        if right.kind is not Kind.NULL:
            raise Refusal(right.node, '"is" goes with None only', 'compare with "=="')
        return _signed(op, Value.made(right.node, nw.Expr.is_null, Kind.BOOLEAN, left))
    kind, (a, b) = alike(left, right)
    if Kind.NULL in (a.kind, b.kind):
        raise Refusal(right.node, "nothing equals None", 'write "is None" or "is not None"')
    if kind in (Kind.BOOLEAN, Kind.OTHER) and not isinstance(op, ast.Eq | ast.NotEq):
        raise Refusal(right.node, f"a {kind} has no order")
    return Value.made(right.node, COMPARISONS[type(op)], Kind.BOOLEAN, a, b)


def membership(node: ast.expr, op: ast.cmpop, *values: Value) -> Value:
    """Return whether the first of the values is among the others."""
    kind, (value, *members) = alike(*values)
    for member in members:
        if member.constant is None:
            raise Refusal(member.node, "a list has constants only, and not None")
    constants = [member.constant for member in members]
    if kind is Kind.NUMBER:  # engines want one type, and Python's 7 is none of theirs
        value = Value.made(node, lambda number: number.cast(nw.Float64), kind, value)
        constants = [float(constant) for constant in constants]
    test = Value.made(node, lambda expr: expr.is_in(constants), Kind.BOOLEAN, value)
    return _signed(op, test)


def _signed(op: ast.cmpop, test: Value) -> Value:
    return test if isinstance(op, ast.Is | ast.In) else operation(test.node, ast.Not(), test)


def _duration(end: nw.Expr, start: nw.Expr) -> nw.Expr:
    return end.cast(nw.Datetime()) - start.cast(nw.Datetime())


def _choice(condition: nw.Expr, then: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(then).otherwise(otherwise)
