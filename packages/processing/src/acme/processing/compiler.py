"""Compiler: from a parsed expression and the columns there are to a narwhals expression.

Every part has a kind and a scope, so that what makes no sense is refused before any data is read.
Meaning is Python's where Python and engines agree, and else fixed here, the same on every engine:
null in gives null out, a division by 0 gives null, and `%` has the sign of its right side (of
fractions it is right up to rounding).
"""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.functions import AGGREGATES, FUNCTIONS, Function, Parameter
from acme.processing.kinds import CASTABLE, Kind, cast, kind_of, kind_of_constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from acme.processing.expressions import Expression

__all__ = ["Scope", "Value", "each_group", "each_row"]

INTEGERS = range(-(2**63), 2**63)
NUMERIC = (Kind.INTEGER, Kind.NUMBER)
MOMENTS = {
    Kind.DATE: "2013-12-31",
    Kind.DATETIME: "2013-12-31T23:59:59",
    Kind.INSTANT: "2013-12-31T23:59:59Z",
}
"""Kinds that a text can stand for, each with an example."""
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Scope(Enum):
    """What an expression has a value for."""

    CONSTANT = "everything"
    ROW = "each row"
    GROUP = "each group"


@dataclass(frozen=True)
class Value:
    """A compiled part of an expression.

    Attributes:
        node: The syntax that it was compiled from.
        expr: What computes it.
        kind: What it is.
        scope: What it has a value for.
        constant: What it is in Python, if it stands there as a constant.
    """

    node: ast.expr
    expr: nw.Expr
    kind: Kind
    scope: Scope = Scope.CONSTANT
    constant: Any = None


def each_row(expression: Expression, schema: Mapping[str, nw.dtypes.DType]) -> Value:
    """Compile to an expression with a value for each row.

    Raises:
        UnknownNameError: A column that does not exist.
        ConfigurationError: Parts that do not fit together.
    """
    return _Compiler(expression, schema, FUNCTIONS).value(expression.tree)


def each_group(expression: Expression, schema: Mapping[str, nw.dtypes.DType]) -> Value:
    """Compile to an expression with one value for each group of rows.

    Raises:
        UnknownNameError: A column that does not exist.
        ConfigurationError: Parts that do not fit together.
    """
    return _Compiler(expression, schema, FUNCTIONS | AGGREGATES).value(expression.tree)


@dataclass(frozen=True)
class _Compiler:
    expression: Expression
    schema: Mapping[str, nw.dtypes.DType]
    functions: Mapping[str, Function]

    @singledispatchmethod
    def value(self, node: ast.expr) -> Value:
        raise self.refusal(node, f"a {type(node).__name__.lower()} stands only after in")

    @value.register
    def visit_constant(self, node: ast.Constant) -> Value:
        return self.constant(node, node.value)

    @value.register
    def visit_name(self, node: ast.Name) -> Value:
        # Not node.id, for which Python's parser normalizes letters that a column's name may have.
        return self.column(node, ast.get_source_segment(self.expression.text, node) or node.id)

    @value.register
    def visit_unary(self, node: ast.UnaryOp) -> Value:
        match node.op, node.operand:
            case ast.Not(), _:
                operand = self.of_kind(node.operand, Kind.BOOLEAN)
                return self.made(node, ~operand.expr, Kind.BOOLEAN, operand)
            case ast.USub(), ast.Constant(value=int() | float() as number):
                return self.constant(node, -number)
        operand = self.of_kind(node.operand, *NUMERIC)
        signed = -operand.expr if isinstance(node.op, ast.USub) else operand.expr
        return self.made(node, signed, operand.kind, operand)

    @value.register
    def visit_binary(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        match node.op, left.kind, right.kind:
            case ast.Add(), Kind.TEXT, Kind.TEXT:
                joined = nw.concat_str(left.expr, right.expr)
                return self.made(node, joined, Kind.TEXT, left, right)
            case ast.Sub(), (Kind.DATE | Kind.DATETIME), (Kind.DATE | Kind.DATETIME):
                a, b = (cast(side.expr, side.kind, Kind.DATETIME) for side in (left, right))
                return self.made(node, a - b, Kind.DURATION, left, right)
            case ast.Sub(), Kind.INSTANT, Kind.INSTANT:
                return self.made(node, left.expr - right.expr, Kind.DURATION, left, right)
        self.require(NUMERIC, left, right)
        is_whole = left.kind is right.kind is Kind.INTEGER
        kind = Kind.NUMBER if isinstance(node.op, ast.Div | ast.Pow) or not is_whole else left.kind
        return self.made(node, _arithmetic(node.op, left, right), kind, left, right)

    @value.register
    def visit_junction(self, node: ast.BoolOp) -> Value:
        values = [self.of_kind(part, Kind.BOOLEAN) for part in node.values]
        join = nw.all_horizontal if isinstance(node.op, ast.And) else nw.any_horizontal
        expr = join(*(value.expr for value in values), ignore_nulls=False)
        return self.made(node, expr, Kind.BOOLEAN, *values)

    @value.register
    def visit_comparisons(self, node: ast.Compare) -> Value:
        lefts = [node.left, *node.comparators[:-1]]
        links = zip(lefts, node.ops, node.comparators, strict=True)
        values = [self.comparison(*link) for link in links]
        expr = nw.all_horizontal(*(value.expr for value in values), ignore_nulls=False)
        return self.made(node, expr, Kind.BOOLEAN, *values)

    @value.register
    def visit_condition(self, node: ast.IfExp) -> Value:
        condition = self.of_kind(node.test, Kind.BOOLEAN)
        kind, (then, otherwise) = self.alike([node.body, node.orelse])
        expr = nw.when(condition.expr).then(then.expr).otherwise(otherwise.expr)
        return self.made(node, expr, kind, condition, then, otherwise)

    @value.register
    def visit_call(self, node: ast.Call) -> Value:
        name = node.func.id  # type: ignore[attr-defined]  # the parser lets names through only
        if name not in self.functions:
            hint = "use it in a step that aggregates"
            raise self.refusal(node, f'"{name}" needs a group of rows', hint)
        function = self.functions[name]
        parameters = function.parameters_for(len(node.args))
        if parameters is None:
            raise self.refusal(node, f"the arguments do not fit {function.signature}")
        split = sum(not parameter.is_constant for parameter in parameters)
        kind, values = self.alike(node.args[:split])
        for value, parameter in zip(values, parameters, strict=False):
            self.require(parameter.kinds, value)
        constants = list(map(self.setting, node.args[split:], parameters[split:]))
        if name == "column":
            return self.column(node, *constants)
        return self.call(node, function, function.result or kind, values, constants)

    def call(
        self,
        node: ast.Call,
        function: Function,
        kind: Kind,
        values: Sequence[Value],
        constants: Sequence[Any],
    ) -> Value:
        if function.build is None:
            return self.cast(node, values[0], kind)
        expr = function.build(*(value.expr for value in values), *constants)
        if kind in (Kind.INTEGER, Kind.DATE):
            expr = expr.cast(CASTABLE[kind])  # engines differ, and widen sums beyond any file
        made = self.made(node, expr, kind, *values)
        if function.name not in AGGREGATES:
            return made
        if values and made.scope is not Scope.ROW:
            raise self.refusal(node, f'"{function.name}" needs the values of a column')
        return Value(node, expr, kind, Scope.GROUP)

    def cast(self, node: ast.expr, value: Value, kind: Kind) -> Value:
        if kind in MOMENTS and isinstance(value.constant, str):
            return self.moment(value, kind)
        try:
            return self.made(node, cast(value.expr, value.kind, kind), kind, value)
        except ConfigurationError as error:
            raise self.expression.mark(error, node) from None

    def column(self, node: ast.expr, name: str) -> Value:
        if name not in self.schema:
            raise self.expression.mark(UnknownNameError.among("column", name, self.schema), node)
        return Value(node, nw.col(name), kind_of(self.schema[name]), Scope.ROW)

    def constant(self, node: ast.expr, constant: Any) -> Value:
        kind = kind_of_constant(constant)
        if kind is Kind.OTHER or (kind is Kind.INTEGER and constant not in INTEGERS):
            raise self.refusal(node, "a constant is a text, a number, True, False or None")
        literal = nw.lit(constant, nw.Int64 if kind is Kind.INTEGER else None)
        return Value(node, literal, kind, constant=constant)

    def setting(self, node: ast.expr, parameter: Parameter) -> Any:
        """Return an argument that must be a constant."""
        value = self.of_kind(node, *parameter.kinds)
        if value.constant is None:
            raise self.refusal(node, f"a constant {value.kind} is needed")
        if parameter.choices and value.constant not in parameter.choices:
            raise self.refusal(node, f"one of {', '.join(parameter.choices)} is needed")
        return parameter.choices.get(value.constant, value.constant)

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if isinstance(op, ast.Is | ast.IsNot):
            return self.null_test(left, op, right)
        if type(op) not in COMPARISONS:
            return self.membership(left, op, right)
        kind, (a, b) = self.alike([left, right])
        if Kind.NULL in (a.kind, b.kind):
            raise self.refusal(right, "nothing equals None", 'write "is None" or "is not None"')
        if kind in (Kind.BOOLEAN, Kind.OTHER) and not isinstance(op, ast.Eq | ast.NotEq):
            raise self.refusal(right, f"a {kind} has no order")
        return self.made(right, COMPARISONS[type(op)](a.expr, b.expr), Kind.BOOLEAN, a, b)

    def null_test(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not (isinstance(right, ast.Constant) and right.value is None):
            raise self.refusal(right, '"is" goes with None only', 'compare with "=="')
        value = self.value(left)
        test = value.expr.is_null()
        return self.made(right, test if isinstance(op, ast.Is) else ~test, Kind.BOOLEAN, value)

    def membership(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not (isinstance(right, ast.List | ast.Tuple) and right.elts):
            hint = "write [1, 2] or contains(text, part)"
            raise self.refusal(right, '"in" needs a list of constants', hint)
        kind, (value, *members) = self.alike([left, *right.elts])
        for member in members:
            if member.constant is None:
                raise self.refusal(member.node, "a list has constants only, and not None")
        expr, constants = value.expr, [member.constant for member in members]
        if kind is Kind.NUMBER:  # engines want one type, and Python's 7 is none of theirs
            expr, constants = cast(expr, value.kind, kind), [float(c) for c in constants]
        test = expr.is_in(constants)
        return self.made(right, test if isinstance(op, ast.In) else ~test, Kind.BOOLEAN, value)

    def alike(self, nodes: Iterable[ast.expr]) -> tuple[Kind, list[Value]]:
        """Compile parts that must be of one kind; a text that stands for a moment becomes one."""
        values = [self.value(node) for node in nodes]
        moments = {value.kind for value in values} & MOMENTS.keys()
        if len(moments) == 1:
            values = [self.moment(value, *moments) for value in values]
        kinds = {value.kind for value in values} - {Kind.NULL}
        if len(kinds) > 1 and not kinds <= {*NUMERIC}:
            named = " and ".join(sorted(kinds))
            raise self.refusal(values[-1].node, f"{named} do not go together")
        return Kind.NUMBER if len(kinds) > 1 else next(iter(kinds), Kind.NULL), values

    def moment(self, value: Value, kind: Kind) -> Value:
        """Return a text that stands for a moment as that moment, and any other value as it is."""
        if not isinstance(value.constant, str):
            return value
        moment = _moment(value.constant, kind)
        if kind_of_constant(moment) is not kind:
            raise self.refusal(value.node, f"this is no {kind} such as {MOMENTS[kind]}")
        return Value(value.node, nw.lit(moment), kind, constant=moment)

    def made(self, node: ast.expr, expr: nw.Expr, kind: Kind, *parts: Value) -> Value:
        """Return what is made of parts, which have one scope."""
        scopes = {part.scope for part in parts} - {Scope.CONSTANT}
        if len(scopes) > 1:
            hint = "put the column into a function such as max"
            raise self.refusal(node, "values of rows and of groups do not mix", hint)
        return Value(node, expr, kind, next(iter(scopes), Scope.CONSTANT))

    def of_kind(self, node: ast.expr, *kinds: Kind) -> Value:
        value = self.value(node)
        self.require(kinds, value)
        return value

    def require(self, kinds: Sequence[Kind], *values: Value) -> None:
        for value in values:
            if value.kind not in kinds:
                wanted = " or ".join(kinds)
                raise self.refusal(value.node, f"{wanted} is needed, not {value.kind}")

    def refusal(self, node: ast.expr, message: str, hint: str | None = None) -> ConfigurationError:
        return self.expression.mark(ConfigurationError(message, hint=hint), node)


def _moment(text: str, kind: Kind) -> date | None:
    """Read a date or datetime in the form of ISO 8601; None if it is none."""
    try:
        return date.fromisoformat(text) if kind is Kind.DATE else datetime.fromisoformat(text)
    except ValueError:
        return None


def _arithmetic(op: ast.operator, left: Value, right: Value) -> nw.Expr:
    a, b = left.expr, right.expr
    if isinstance(op, ast.Pow):
        return a.cast(nw.Float64) ** b.cast(nw.Float64)
    if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and not right.constant:
        # Null for 0; a guard around the division would not do, as engines compute constants first.
        b = nw.when(b != 0).then(b).otherwise(None)
    return OPERATORS[type(op)](a, b)


OPERATORS: dict[type[ast.operator], Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
