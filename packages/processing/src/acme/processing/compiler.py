"""Compiler: from a parsed expression and the columns there are to a narwhals expression.

Every part has a kind and a scope, so that what makes no sense is refused before any data is read.
Meaning is Python's where Python and engines agree, and else fixed here, the same on every engine:
null in gives null out, a division by 0 gives null, and `%` has the sign of its right side.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Mapping
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
    from collections.abc import Callable, Sequence

    from acme.processing.expressions import Expression

__all__ = ["Scope", "Value", "each_group", "each_row"]

INTEGERS = range(-(2**63), 2**63)
NUMERIC = (Kind.INTEGER, Kind.NUMBER)
EXAMPLES = {
    Kind.DATE: "2013-12-31",
    Kind.DATETIME: "2013-12-31T23:59:59",
    Kind.INSTANT: "2013-12-31T23:59:59Z",
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
SETTINGS: dict[Any, tuple[Kind, ...]] = {
    int: (Kind.INTEGER,),
    float: (Kind.NUMBER, Kind.INTEGER),
    str: (Kind.TEXT,),
}
"""The kinds of constant that an argument of a type may be."""


class Scope(Enum):
    """What an expression has a value for."""

    CONSTANT = "everything"
    ROW = "each row"
    GROUP = "each group"


@dataclass(frozen=True)
class Value:
    """A compiled part of an expression; `constant` is what it is in Python if it is constant."""

    expr: nw.Expr
    kind: Kind
    scope: Scope
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
    def _(self, node: ast.Constant) -> Value:
        return self.constant(node, node.value)

    @value.register
    def _(self, node: ast.Name) -> Value:
        # Not node.id, for which Python's parser normalizes letters that a column's name may have.
        return self.column(node, ast.get_source_segment(self.expression.text, node) or node.id)

    @value.register
    def _(self, node: ast.UnaryOp) -> Value:
        match node:
            case ast.UnaryOp(op=ast.Not()):
                operand = self.of_kind(node.operand, Kind.BOOLEAN)
                return Value(~operand.expr, Kind.BOOLEAN, operand.scope)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return self.constant(node, -number)
        operand = self.of_kind(node.operand, *NUMERIC)
        negated = -operand.expr if isinstance(node.op, ast.USub) else operand.expr
        return Value(negated, operand.kind, operand.scope)

    @value.register
    def _(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        scope = self.scope(node, left, right)
        match node.op, left.kind, right.kind:
            case ast.Add(), Kind.TEXT, Kind.TEXT:
                return Value(nw.concat_str(left.expr, right.expr), Kind.TEXT, scope)
            case ast.Sub(), (Kind.DATE | Kind.DATETIME), (Kind.DATE | Kind.DATETIME):
                a, b = (cast(side.expr, side.kind, Kind.DATETIME) for side in (left, right))
                return Value(a - b, Kind.DURATION, scope)
            case ast.Sub(), Kind.INSTANT, Kind.INSTANT:
                return Value(left.expr - right.expr, Kind.DURATION, scope)
        for side, part in ((left, node.left), (right, node.right)):
            self.require(part, side, *NUMERIC)
        kinds = {left.kind, right.kind}
        is_whole = kinds == {Kind.INTEGER} and not isinstance(node.op, ast.Div | ast.Pow)
        expr = _arithmetic(node.op, left, right)
        return Value(expr, Kind.INTEGER if is_whole else Kind.NUMBER, scope)

    @value.register
    def _(self, node: ast.BoolOp) -> Value:
        values = [self.of_kind(part, Kind.BOOLEAN) for part in node.values]
        join = nw.all_horizontal if isinstance(node.op, ast.And) else nw.any_horizontal
        expr = join(*(value.expr for value in values), ignore_nulls=False)
        return Value(expr, Kind.BOOLEAN, self.scope(node, *values))

    @value.register
    def _(self, node: ast.Compare) -> Value:
        lefts = [node.left, *node.comparators[:-1]]
        links = zip(lefts, node.ops, node.comparators, strict=True)
        values = [self.comparison(*link) for link in links]
        expr = nw.all_horizontal(*(value.expr for value in values), ignore_nulls=False)
        return Value(expr, Kind.BOOLEAN, self.scope(node, *values))

    @value.register
    def _(self, node: ast.IfExp) -> Value:
        condition = self.of_kind(node.test, Kind.BOOLEAN)
        kind, (then, otherwise) = self.alike([node.body, node.orelse])
        expr = nw.when(condition.expr).then(then.expr).otherwise(otherwise.expr)
        return Value(expr, kind, self.scope(node, condition, then, otherwise))

    @value.register
    def _(self, node: ast.Call) -> Value:
        name = node.func.id  # type: ignore[attr-defined]  # the parser lets names through only
        if name not in self.functions:
            hint = "use it in a step that aggregates"
            raise self.refusal(node, f'"{name}" needs a group of rows', hint)
        function = self.functions[name]
        parameters = function.parameters_for(len(node.args))
        if parameters is None:
            taken = f"{len(node.args)} argument{'s' * (len(node.args) != 1)}"
            raise self.refusal(node, f"{function.signature} does not take {taken}")
        if name == "column":
            return self.column(node, self.setting(node.args[0], str))
        return self.call(node, function, parameters)

    def column(self, node: ast.expr, name: str) -> Value:
        if name not in self.schema:
            raise self.expression.mark(UnknownNameError.among("column", name, self.schema), node)
        return Value(nw.col(name), kind_of(self.schema[name]), Scope.ROW)

    def call(self, node: ast.Call, function: Function, parameters: Sequence[Parameter]) -> Value:
        pairs = list(zip(node.args, parameters, strict=True))
        kind, values = self.alike([part for part, taken in pairs if isinstance(taken, tuple)])
        rest = iter(values)
        arguments = [
            self.argument(part, taken, next(rest))
            if isinstance(taken, tuple)
            else self.setting(part, taken)
            for part, taken in pairs
        ]
        scope = self.scope(node, *values)
        if function.name in AGGREGATES:
            if values and scope is not Scope.ROW:
                raise self.refusal(node, f'"{function.name}" needs the values of a column')
            scope = Scope.GROUP
        kind = function.result or kind
        if function.build is None:
            if kind in EXAMPLES and isinstance(values[0].constant, str):
                return self.moment(node.args[0], values[0], kind)
            return Value(self.cast(node, values[0], kind), kind, scope)
        return Value(_normalized(function.build(*arguments), kind), kind, scope)

    def argument(self, node: ast.expr, kinds: Sequence[Kind], value: Value) -> nw.Expr:
        self.require(node, value, *kinds)
        return value.expr

    def setting(self, node: ast.expr, taken: Parameter) -> Any:
        """Return an argument that must be a constant."""
        constant = self.value(node).constant
        if isinstance(taken, Mapping):
            if constant not in taken:
                raise self.refusal(node, f"one of {', '.join(taken)} is needed, in quotes")
            return taken[constant]
        if kind_of_constant(constant) not in SETTINGS[taken]:
            raise self.refusal(node, f"a constant {SETTINGS[taken][0]} is needed")
        return constant

    def cast(self, node: ast.expr, value: Value, kind: Kind) -> nw.Expr:
        try:
            return cast(value.expr, value.kind, kind)
        except ConfigurationError as error:
            raise self.expression.mark(error, node) from None

    def constant(self, node: ast.expr, constant: Any) -> Value:
        kind = kind_of_constant(constant)
        if kind is Kind.OTHER or (kind is Kind.INTEGER and constant not in INTEGERS):
            raise self.refusal(node, "a constant is a text, a number, True, False or None")
        dtype = nw.Int64 if kind is Kind.INTEGER else None
        return Value(nw.lit(constant, dtype), kind, Scope.CONSTANT, constant)

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        match op:
            case ast.Is() | ast.IsNot():
                return self.null_test(left, op, right)
            case ast.In() | ast.NotIn():
                return self.membership(left, op, right)
        kind, (a, b) = self.alike([left, right])
        if Kind.NULL in (a.kind, b.kind):
            raise self.refusal(right, "nothing equals None", 'write "is None" or "is not None"')
        if kind in (Kind.BOOLEAN, Kind.OTHER) and not isinstance(op, ast.Eq | ast.NotEq):
            raise self.refusal(right, f"a {kind} has no order")
        return Value(COMPARISONS[type(op)](a.expr, b.expr), Kind.BOOLEAN, self.scope(right, a, b))

    def null_test(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not (isinstance(right, ast.Constant) and right.value is None):
            raise self.refusal(right, '"is" goes with None only', 'compare with "=="')
        value = self.value(left)
        test = value.expr.is_null()
        return Value(test if isinstance(op, ast.Is) else ~test, Kind.BOOLEAN, value.scope)

    def membership(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not (isinstance(right, ast.List | ast.Tuple) and right.elts):
            raise self.refusal(
                right, '"in" needs a list of constants', "write [1, 2] or contains(text, part)"
            )
        _, (value, *members) = self.alike([left, *right.elts])
        for node, member in zip(right.elts, members, strict=True):
            if member.scope is not Scope.CONSTANT or member.kind is Kind.NULL:
                raise self.refusal(node, "a list has constants only, and not None")
        test = value.expr.is_in([member.constant for member in members])
        return Value(test if isinstance(op, ast.In) else ~test, Kind.BOOLEAN, value.scope)

    def alike(self, nodes: Sequence[ast.expr]) -> tuple[Kind, list[Value]]:
        """Compile parts that must be of one kind; a text that stands for a moment becomes one."""
        values = [self.value(node) for node in nodes]
        moments = {value.kind for value in values} & EXAMPLES.keys()
        if len(moments) == 1:
            kind = moments.pop()
            values = [self.moment(*pair, kind) for pair in zip(nodes, values, strict=True)]
        kinds = {value.kind for value in values} - {Kind.NULL}
        if len(kinds) > 1 and not kinds <= {*NUMERIC}:
            named = " and ".join(sorted(kinds))
            raise self.refusal(nodes[-1], f"{named} do not go together")
        return _common(kinds), values

    def moment(self, node: ast.expr, value: Value, kind: Kind) -> Value:
        if not isinstance(value.constant, str):
            return value
        moment = _moment(value.constant, kind)
        if kind_of_constant(moment) is not kind:
            raise self.refusal(node, f"this is no {kind} such as {EXAMPLES[kind]}")
        return Value(nw.lit(moment), kind, Scope.CONSTANT, moment)

    def of_kind(self, node: ast.expr, *kinds: Kind) -> Value:
        value = self.value(node)
        self.require(node, value, *kinds)
        return value

    def require(self, node: ast.expr, value: Value, *kinds: Kind) -> None:
        if value.kind not in kinds:
            wanted = " or ".join(kinds)
            raise self.refusal(node, f"{wanted} is needed, not {value.kind}")

    def scope(self, node: ast.expr, *values: Value) -> Scope:
        scopes = {value.scope for value in values} - {Scope.CONSTANT}
        if len(scopes) > 1:
            hint = "put the column into a function such as max"
            raise self.refusal(node, "values of rows and of groups do not mix", hint)
        return scopes.pop() if scopes else Scope.CONSTANT

    def refusal(self, node: ast.expr, message: str, hint: str | None = None) -> ConfigurationError:
        return self.expression.mark(ConfigurationError(message, hint=hint), node)


def _moment(text: str, kind: Kind) -> date | None:
    """Read a date or datetime in the form of ISO 8601; None if it is none."""
    try:
        return date.fromisoformat(text) if kind is Kind.DATE else datetime.fromisoformat(text)
    except ValueError:
        return None


def _common(kinds: set[Kind]) -> Kind:
    if len(kinds) > 1:
        return Kind.NUMBER
    return next(iter(kinds), Kind.NULL)


def _normalized(expr: nw.Expr, kind: Kind) -> nw.Expr:
    """Even out what engines make of their own functions, such as sums wider than a file holds."""
    return expr.cast(CASTABLE[kind]) if kind in (Kind.INTEGER, Kind.DATE) else expr


def _arithmetic(op: ast.operator, left: Value, right: Value) -> nw.Expr:
    a, b = left.expr, right.expr
    match op:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
        case ast.Pow():
            return a.cast(nw.Float64) ** b.cast(nw.Float64)
    divide: Mapping[Any, Callable[[nw.Expr, nw.Expr], nw.Expr]] = {
        ast.Div: operator.truediv,
        ast.FloorDiv: operator.floordiv,
        ast.Mod: _modulo,
    }
    # Null instead of 0, for an engine may compute a constant division before it looks at a guard.
    return divide[type(op)](a, b if right.constant else nw.when(b != 0).then(b).otherwise(None))


def _modulo(a: nw.Expr, b: nw.Expr) -> nw.Expr:
    rest = a % b
    differs = (rest != 0) & ((rest < 0) != (b < 0))
    return nw.when(differs).then(rest + b).otherwise(rest)
