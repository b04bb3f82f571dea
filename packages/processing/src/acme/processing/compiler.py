"""Compiler: from a parsed expression and the columns there are to a narwhals expression.

Every part has a kind and a scope, so that what makes no sense is refused before any data is read.
Meaning is Python's where Python and engines agree, and else fixed here, the same on every engine:
null in gives null out, a division by 0 gives null, and `%` has the sign of its right side (of
fractions it is right up to rounding).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing import operations
from acme.processing.checks import for_each
from acme.processing.expressions import Expression
from acme.processing.functions import AGGREGATES, FUNCTIONS, Function, Parameter
from acme.processing.kinds import CASTABLE, MOMENTS, Kind, cast, kind_of
from acme.processing.values import Refusal, Scope, Value, alike, constant, moment, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["each_group", "each_row", "new_columns"]


def each_row(expression: Expression, schema: Mapping[str, nw.dtypes.DType]) -> Value:
    """Compile to an expression with a value for each row.

    Raises:
        UnknownNameError: A column that does not exist.
        ConfigurationError: Parts that do not fit together.
    """
    return _compile(expression, schema, FUNCTIONS)


def each_group(expression: Expression, schema: Mapping[str, nw.dtypes.DType]) -> Value:
    """Compile to an expression with one value for each group of rows; raises as `each_row`."""
    value = _compile(expression, schema, FUNCTIONS | AGGREGATES)
    if value.scope is not Scope.GROUP:
        hint = "use a function such as max"
        raise ConfigurationError("this is not one value for each group", hint=hint)
    return value


def new_columns(
    texts: Mapping[str, str],
    schema: Mapping[str, nw.dtypes.DType],
    compile_: Callable[[Expression, Mapping[str, nw.dtypes.DType]], Value],
) -> Iterable[nw.Expr]:
    """Return new columns, compiled by `each_row` or `each_group`; errors tell the column's key."""

    def column(name: str, text: str) -> nw.Expr:
        value = compile_(Expression(text), schema)
        if value.kind is Kind.NULL:
            hint = "write its type, as in text(None)"
            raise ConfigurationError("a column of None has no type", hint=hint)
        return value.expr.alias(name)

    return for_each(texts, column).values()


def _compile(
    expression: Expression,
    schema: Mapping[str, nw.dtypes.DType],
    functions: Mapping[str, Function],
) -> Value:
    try:
        return _Compiler(expression.text, schema, functions).value(expression.tree)
    except Refusal as refusal:
        raise expression.mark(refusal.error, refusal.node) from None


@dataclass(frozen=True)
class _Compiler:
    text: str
    schema: Mapping[str, nw.dtypes.DType]
    functions: Mapping[str, Function]

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=value):
                return constant(node, value)
            case ast.UnaryOp(ast.USub(), ast.Constant(value=int() | float() as number)):
                return constant(node, -number)  # the least integer is none without its sign
            case ast.Name():
                # Not node.id: Python's parser normalizes letters that a column's name may have.
                return self.column(node, ast.get_source_segment(self.text, node) or node.id)
            case ast.Call(ast.Name(name), arguments):
                return self.call(node, name, arguments)
        return self.operation(node)

    def values(self, nodes: Iterable[ast.expr]) -> list[Value]:
        return [self.value(node) for node in nodes]

    def operation(self, node: ast.expr) -> Value:
        match node:
            case ast.UnaryOp(op, operand):
                return operations.operation(node, op, self.value(operand))
            case ast.BinOp(left, op, right):
                return operations.operation(node, op, *self.values([left, right]))
            case ast.BoolOp(op, parts):
                return operations.operation(node, op, *self.values(parts))
            case ast.IfExp(test, body, orelse):
                return operations.conditional(node, *self.values([test, body, orelse]))
            case ast.Compare(left, ops, rights):
                links = map(self.comparison, [left, *rights], ops, rights)
                return operations.operation(node, ast.And(), *links)
        raise Refusal(node, f"a {type(node).__name__.lower()} stands only after in")

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not isinstance(op, ast.In | ast.NotIn):  # codespell:ignore notin
            return operations.comparison(op, *self.values([left, right]))
        if not (isinstance(right, ast.List | ast.Tuple) and right.elts):
            hint = "write [1, 2] or contains(text, part)"
            raise Refusal(right, '"in" needs a list of constants', hint)
        return operations.membership(right, op, *self.values([left, *right.elts]))

    def call(self, node: ast.Call, name: str, arguments: Sequence[ast.expr]) -> Value:
        if name not in self.functions:
            hint = "use it in a step that aggregates"
            raise Refusal(node, f'"{name}" needs a group of rows', hint)
        function = self.functions[name]
        parameters = function.parameters_for(len(arguments))
        if parameters is None:
            raise Refusal(node, f"the arguments do not fit {function.signature}")
        split = sum(not parameter.is_constant for parameter in parameters)
        kind, values = alike(*self.values(arguments[:split]))
        for value, parameter in zip(values, parameters, strict=False):
            require(parameter.kinds, value)
        constants = list(map(self.setting, arguments[split:], parameters[split:]))
        if name == "column":
            return self.column(node, *constants)
        return _called(node, function, function.result or kind, values, constants)

    def column(self, node: ast.expr, name: str) -> Value:
        if name not in self.schema:
            raise Refusal(node, UnknownNameError.among("column", name, self.schema))
        return Value(node, nw.col(name), kind_of(self.schema[name]), Scope.ROW)

    def setting(self, node: ast.expr, parameter: Parameter) -> Any:
        """Return an argument that must be a constant."""
        value = self.value(node)
        require(parameter.kinds, value)
        if value.constant is None:
            raise Refusal(node, f"a constant {value.kind} is needed")
        if parameter.choices and value.constant not in parameter.choices:
            raise Refusal(node, f"one of {', '.join(parameter.choices)} is needed")
        return parameter.choices.get(value.constant, value.constant)


def _called(
    node: ast.expr,
    function: Function,
    kind: Kind,
    values: Sequence[Value],
    constants: Sequence[Any],
) -> Value:
    if function.how == "cast":
        return _cast(node, values[0], kind)
    made = Value.made(node, lambda *exprs: function.build(*exprs, *constants), kind, *values)
    if kind in (Kind.INTEGER, Kind.DATE):
        # Engines differ, and widen sums beyond any file.
        made = replace(made, expr=made.expr.cast(CASTABLE[kind]))
    if function.name not in AGGREGATES:
        return made
    if values and made.scope is not Scope.ROW:
        raise Refusal(node, f'"{function.name}" needs the values of a column')
    return replace(made, scope=Scope.GROUP)


def _cast(node: ast.expr, value: Value, kind: Kind) -> Value:
    if kind in MOMENTS and isinstance(value.constant, str):
        return moment(value, kind)
    try:
        return Value.made(node, lambda expr: cast(expr, value.kind, kind), kind, value)
    except ConfigurationError as error:
        raise Refusal(node, error) from None
