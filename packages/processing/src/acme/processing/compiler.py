"""Compiler: from a parsed expression and the columns there are to a narwhals expression.

Every part has a kind and a scope, so that what makes no sense is refused before any data is read.
Meaning is Python's where Python and engines agree, and else fixed here, the same on every engine:
null in gives null out, a division by 0 gives null, and `%` has the sign of its right side (of
fractions it is right up to rounding).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError, error_context
from acme.processing import operations
from acme.processing.expressions import Expression, parse_each
from acme.processing.functions import AGGREGATES, FUNCTIONS
from acme.processing.kinds import CASTABLE, Kind, cast, kind_of
from acme.processing.values import MOMENTS, Refusal, Scope, Value, alike, constant, moment, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from acme.processing.signatures import Function, Parameter

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
) -> Iterator[nw.Expr]:
    """Yield new columns, compiled by `each_row` or `each_group`; an error tells the column's key."""
    for name, expression in parse_each(texts).items():
        with error_context(key=f"columns.{name}"):
            value = compile_(expression, schema)
            if value.kind is Kind.NULL:
                hint = "write its type, as in text(None)"
                raise ConfigurationError("a column of None has no type", hint=hint)
            yield value.expr.alias(name)


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

    @singledispatchmethod
    def value(self, node: ast.expr) -> Value:
        raise Refusal(node, f"a {type(node).__name__.lower()} stands only after in")

    @value.register
    def visit_constant(self, node: ast.Constant) -> Value:
        return constant(node, node.value)

    @value.register
    def visit_name(self, node: ast.Name) -> Value:
        # Not node.id, for which Python's parser normalizes letters that a column's name may have.
        return self.column(node, ast.get_source_segment(self.text, node) or node.id)

    @value.register
    def visit_unary(self, node: ast.UnaryOp) -> Value:
        match node:
            case ast.UnaryOp(ast.USub(), ast.Constant(value=int() | float() as number)):
                return constant(node, -number)  # the least integer is none without its sign
        return operations.unary(node, self.value(node.operand))

    @value.register
    def visit_binary(self, node: ast.BinOp) -> Value:
        return operations.binary(node, self.value(node.left), self.value(node.right))

    @value.register
    def visit_junction(self, node: ast.BoolOp) -> Value:
        return operations.junction(node, self.values(node.values))

    @value.register
    def visit_conditional(self, node: ast.IfExp) -> Value:
        return operations.conditional(node, *self.values([node.test, node.body, node.orelse]))

    @value.register
    def visit_comparisons(self, node: ast.Compare) -> Value:
        lefts = [node.left, *node.comparators[:-1]]
        links = zip(lefts, node.ops, node.comparators, strict=True)
        values = [self.comparison(*link) for link in links]
        expr = nw.all_horizontal(*(value.expr for value in values), ignore_nulls=False)
        return Value.made(node, expr, Kind.BOOLEAN, *values)

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not isinstance(op, ast.In | ast.NotIn):  # codespell:ignore notin
            return operations.comparison(op, self.value(left), self.value(right))
        if not (isinstance(right, ast.List | ast.Tuple) and right.elts):
            hint = "write [1, 2] or contains(text, part)"
            raise Refusal(right, '"in" needs a list of constants', hint)
        return operations.membership(right, op, self.values([left, *right.elts]))

    @value.register
    def visit_call(self, node: ast.Call) -> Value:
        name = node.func.id  # type: ignore[attr-defined]  # the parser lets names through only
        if name not in self.functions:
            hint = "use it in a step that aggregates"
            raise Refusal(node, f'"{name}" needs a group of rows', hint)
        function = self.functions[name]
        parameters = function.parameters_for(len(node.args))
        if parameters is None:
            raise Refusal(node, f"the arguments do not fit {function.signature}")
        split = sum(not parameter.is_constant for parameter in parameters)
        kind, values = alike(self.values(node.args[:split]))
        for value, parameter in zip(values, parameters, strict=False):
            require(parameter.kinds, value)
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
        made = Value.made(node, expr, kind, *values)
        if function.name not in AGGREGATES:
            return made
        if values and made.scope is not Scope.ROW:
            raise Refusal(node, f'"{function.name}" needs the values of a column')
        return Value(node, expr, kind, Scope.GROUP)

    def cast(self, node: ast.expr, value: Value, kind: Kind) -> Value:
        if kind in MOMENTS and isinstance(value.constant, str):
            return moment(value, kind)
        try:
            return Value.made(node, cast(value.expr, value.kind, kind), kind, value)
        except ConfigurationError as error:
            raise Refusal(node, error) from None

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

    def values(self, nodes: Iterable[ast.expr]) -> list[Value]:
        return [self.value(node) for node in nodes]
