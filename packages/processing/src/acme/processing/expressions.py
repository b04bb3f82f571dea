"""Expressions: text such as `dep_delay > 0 and carrier is not None` to narwhals expressions.

The text is read by Python's own parser and compiled from a whitelist of syntax nodes; nothing is
ever evaluated as Python. Every part has a kind, checked against the columns there are, so what
makes no sense is refused before any data is read.
"""

from __future__ import annotations

import ast
import operator
import warnings
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING

import narwhals as nw

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.functions import AGGREGATES, FUNCTIONS, Function
from acme.processing.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Expression"]

LONGEST = 10_000
"""Characters that an expression may have."""
INTEGERS = range(-(2**63), 2**63)

NUMERIC = (Kind.INTEGER, Kind.NUMBER)


class Scope(Enum):
    """What an expression has a value for."""

    CONSTANT = 0
    ROW = 1
    GROUP = 2


@dataclass(frozen=True)
class Value:
    """A compiled part of an expression."""

    expr: nw.Expr
    kind: Kind
    scope: Scope


@dataclass(frozen=True)
class Expression:
    """An expression, parsed; it is compiled when the columns are known.

    Args:
        text: The expression as written.

    Raises:
        ConfigurationError: The text is no expression.
    """

    text: str
    tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", _parse(self.text))

    def each_row(self, schema: Mapping[str, nw.dtypes.DType]) -> Value:
        """Compile to an expression with a value for each row.

        Raises:
            UnknownNameError: A column or function that does not exist.
            ConfigurationError: Something that does not fit together or is not allowed.
        """
        return _Compiler(self.text, schema).compile(self.tree, FUNCTIONS)

    def each_group(self, schema: Mapping[str, nw.dtypes.DType]) -> Value:
        """Compile to an expression with one value for each group of rows.

        Raises:
            UnknownNameError: A column or function that does not exist.
            ConfigurationError: Something that does not fit together or is not allowed.
        """
        return _Compiler(self.text, schema).compile(self.tree, FUNCTIONS | AGGREGATES)


def _parse(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ConfigurationError(f"an expression has at most {LONGEST} characters")
    # A newline means nothing; the backslash keeps the positions as they are.
    joined = text.strip().replace("\n", "\\\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(joined, mode="eval").body
    except SyntaxError as error:
        raise ConfigurationError(f'"{text}" is no expression: {error.msg}') from None
    except (ValueError, RecursionError, MemoryError):
        raise ConfigurationError("no expression, or one that is nested too deeply") from None


ARITHMETIC: dict[type[ast.operator], tuple[str, Callable[[nw.Expr, nw.Expr], nw.Expr]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}
COMPARISON: dict[type[ast.cmpop], tuple[str, Callable[[nw.Expr, nw.Expr], nw.Expr]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
}


class _Compiler:
    def __init__(self, text: str, schema: Mapping[str, nw.dtypes.DType]) -> None:
        self.text = text
        self.schema = schema

    def compile(self, node: ast.expr, functions: Mapping[str, Function]) -> Value:
        self.functions = functions
        return self.value(node)

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=constant):
                return self.constant(node, constant)
            case ast.Name(id=name):
                return self.column(node, name)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.negation(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.minus(node, operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
                return self.arithmetic(node, left, op, right)
            case ast.BoolOp(op=op, values=values):
                return self.junction(op, values)
            case ast.Compare():
                return self.comparisons(node)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(node, name, arguments)
        raise self.refusal(node, f"{type(node).__name__} is not allowed in an expression")

    def constant(self, node: ast.expr, constant: object) -> Value:
        match constant:
            case None:
                return Value(nw.lit(None), Kind.NULL, Scope.CONSTANT)
            case bool():
                return Value(nw.lit(constant), Kind.BOOLEAN, Scope.CONSTANT)
            case int() if constant in INTEGERS:
                return Value(nw.lit(constant, nw.Int64), Kind.INTEGER, Scope.CONSTANT)
            case float():
                return Value(nw.lit(constant), Kind.NUMBER, Scope.CONSTANT)
            case str():
                return Value(nw.lit(constant), Kind.TEXT, Scope.CONSTANT)
        raise self.refusal(node, "this constant is not allowed in an expression")

    def column(self, node: ast.expr, name: str) -> Value:
        if name not in self.schema:
            raise UnknownNameError.among("column", name, self.schema)
        return Value(nw.col(name), kind_of(self.schema[name]), Scope.ROW)

    def negation(self, operand: ast.expr) -> Value:
        value = self.expect(operand, (Kind.BOOLEAN,))
        return Value(~value.expr, Kind.BOOLEAN, value.scope)

    def minus(self, node: ast.expr, operand: ast.expr) -> Value:
        match operand:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self.constant(node, -number)
        value = self.expect(operand, NUMERIC)
        return Value(-value.expr, value.kind, value.scope)

    def arithmetic(
        self, node: ast.expr, left: ast.expr, op: ast.operator, right: ast.expr
    ) -> Value:
        _, build = ARITHMETIC[type(op)]
        a, b = self.expect(left, NUMERIC), self.expect(right, NUMERIC)
        integral = a.kind is b.kind is Kind.INTEGER and not isinstance(op, ast.Div)
        kind = Kind.INTEGER if integral else Kind.NUMBER
        return Value(build(a.expr, b.expr), kind, self.scope(node, a, b))

    def junction(self, op: ast.boolop, nodes: Sequence[ast.expr]) -> Value:
        values = [self.expect(node, (Kind.BOOLEAN,)) for node in nodes]
        build = operator.and_ if isinstance(op, ast.And) else operator.or_
        expr = reduce(build, (value.expr for value in values))
        return Value(expr, Kind.BOOLEAN, self.scope(nodes[0], *values))

    def comparisons(self, node: ast.Compare) -> Value:
        lefts = [node.left, *node.comparators[:-1]]
        triples = zip(lefts, node.ops, node.comparators, strict=True)
        pairs = [self.comparison(*triple) for triple in triples]
        expr = reduce(operator.and_, (pair.expr for pair in pairs))
        return Value(expr, Kind.BOOLEAN, self.scope(node, *pairs))

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if isinstance(op, ast.Is | ast.IsNot):
            return self.null_test(left, op, right)
        if type(op) not in COMPARISON:
            raise self.refusal(right, f"{type(op).__name__} is not allowed in an expression")
        sign, build = COMPARISON[type(op)]
        a, b = self.value(left), self.value(right)
        if a.kind is not b.kind and not {a.kind, b.kind} <= set(NUMERIC):
            raise self.refusal(right, f"{a.kind} {sign} {b.kind} cannot be compared")
        return Value(build(a.expr, b.expr), Kind.BOOLEAN, self.scope(right, a, b))

    def null_test(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Value:
        if not (isinstance(right, ast.Constant) and right.value is None):
            raise self.refusal(right, '"is" compares with None only')
        value = self.value(left)
        test = value.expr.is_null()
        return Value(test if isinstance(op, ast.Is) else ~test, Kind.BOOLEAN, value.scope)

    def call(self, node: ast.expr, name: str, arguments: Sequence[ast.expr]) -> Value:
        if name not in self.functions:
            raise UnknownNameError.among("function", name, self.functions)
        function = self.functions[name]
        values = [self.value(argument) for argument in arguments]
        kind = function.result or values[0].kind
        scope = Scope.GROUP if name in AGGREGATES else self.scope(node, *values)
        return Value(function.build(*(value.expr for value in values)), kind, scope)

    def expect(self, node: ast.expr, kinds: Sequence[Kind]) -> Value:
        value = self.value(node)
        if value.kind not in kinds:
            raise self.refusal(node, f"a {kinds[0]} is needed, not a {value.kind}")
        return value

    def scope(self, node: ast.expr, *values: Value) -> Scope:
        scopes = {value.scope for value in values} - {Scope.CONSTANT}
        if len(scopes) > 1:
            raise self.refusal(node, "values of rows and of groups cannot be mixed")
        return scopes.pop() if scopes else Scope.CONSTANT

    def refusal(self, node: ast.expr, message: str) -> ConfigurationError:
        return ConfigurationError(f'{message}, at column {node.col_offset + 1} of "{self.text}"')
