"""Operations: what the operators of expressions make of values."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.processing.kinds import Kind, cast
from acme.processing.values import NUMERIC, Refusal, Value, alike, require

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["binary", "comparison", "conditional", "junction", "membership", "unary"]

COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
ARITHMETIC: dict[type[ast.operator], Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def unary(node: ast.UnaryOp, operand: Value) -> Value:
    """Return `not x`, `-x` or `+x`."""
    if isinstance(node.op, ast.Not):
        require([Kind.BOOLEAN], operand)
        return Value.made(node, ~operand.expr, Kind.BOOLEAN, operand)
    require(NUMERIC, operand)
    if isinstance(node.op, ast.UAdd):
        return operand
    return Value.made(node, -operand.expr, operand.kind, operand)


def binary(node: ast.BinOp, left: Value, right: Value) -> Value:
    """Return what an operator between two values makes: a number, a text or a duration."""
    match node.op, left.kind, right.kind:
        case ast.Add(), Kind.TEXT, Kind.TEXT:
            return Value.made(node, nw.concat_str(left.expr, right.expr), Kind.TEXT, left, right)
        case ast.Sub(), (Kind.DATE | Kind.DATETIME), (Kind.DATE | Kind.DATETIME):
            a, b = (cast(side.expr, side.kind, Kind.DATETIME) for side in (left, right))
            return Value.made(node, a - b, Kind.DURATION, left, right)
        case ast.Sub(), Kind.INSTANT, Kind.INSTANT:
            return Value.made(node, left.expr - right.expr, Kind.DURATION, left, right)
    require(NUMERIC, left, right)
    is_whole = left.kind is right.kind is Kind.INTEGER
    kind = Kind.NUMBER if isinstance(node.op, ast.Div | ast.Pow) or not is_whole else left.kind
    return Value.made(node, _arithmetic(node.op, left, right), kind, left, right)


def junction(node: ast.BoolOp, values: Sequence[Value]) -> Value:
    """Return values joined by `and` or by `or`."""
    require([Kind.BOOLEAN], *values)
    join = nw.all_horizontal if isinstance(node.op, ast.And) else nw.any_horizontal
    expr = join(*(value.expr for value in values), ignore_nulls=False)
    return Value.made(node, expr, Kind.BOOLEAN, *values)


def conditional(node: ast.IfExp, condition: Value, *branches: Value) -> Value:
    """Return `then if condition else otherwise`."""
    require([Kind.BOOLEAN], condition)
    kind, (then, otherwise) = alike(branches)
    expr = nw.when(condition.expr).then(then.expr).otherwise(otherwise.expr)
    return Value.made(node, expr, kind, condition, then, otherwise)


def comparison(op: ast.cmpop, left: Value, right: Value) -> Value:
    """Return whether an order or equality holds, or whether a value `is None`."""
    if isinstance(op, ast.Is | ast.IsNot):
        if right.kind is not Kind.NULL:
            raise Refusal(right.node, '"is" goes with None only', 'compare with "=="')
        test = left.expr.is_null()
        return Value.made(right.node, _signed(test, op, ast.Is), Kind.BOOLEAN, left)
    kind, (a, b) = alike([left, right])
    if Kind.NULL in (a.kind, b.kind):
        raise Refusal(right.node, "nothing equals None", 'write "is None" or "is not None"')
    if kind in (Kind.BOOLEAN, Kind.OTHER) and not isinstance(op, ast.Eq | ast.NotEq):
        raise Refusal(right.node, f"a {kind} has no order")
    return Value.made(right.node, COMPARISONS[type(op)](a.expr, b.expr), Kind.BOOLEAN, a, b)


def membership(node: ast.expr, op: ast.cmpop, values: Sequence[Value]) -> Value:
    """Return whether the first of the values is among the others."""
    kind, (value, *members) = alike(values)
    for member in members:
        if member.constant is None:
            raise Refusal(member.node, "a list has constants only, and not None")
    expr, constants = value.expr, [member.constant for member in members]
    if kind is Kind.NUMBER:  # engines want one type, and Python's 7 is none of theirs
        expr, constants = cast(expr, value.kind, kind), [float(c) for c in constants]
    test = _signed(expr.is_in(constants), op, ast.In)
    return Value.made(node, test, Kind.BOOLEAN, value)


def _signed(test: nw.Expr, op: ast.cmpop, positive: type[ast.cmpop]) -> nw.Expr:
    return test if isinstance(op, positive) else ~test


def _arithmetic(op: ast.operator, left: Value, right: Value) -> nw.Expr:
    a, b = left.expr, right.expr
    if isinstance(op, ast.Pow):
        return a.cast(nw.Float64) ** b.cast(nw.Float64)
    if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and not right.constant:
        # Null for 0; a guard around the division would not do, as engines compute constants first.
        b = nw.when(b != 0).then(b).otherwise(None)
    return ARITHMETIC[type(op)](a, b)
