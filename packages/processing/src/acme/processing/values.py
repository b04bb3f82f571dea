"""Values: the compiled parts of an expression, each with a kind and a scope, and how they join."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import narwhals as nw

from acme.core.errors import AcmeError, ConfigurationError
from acme.processing.kinds import MOMENTS, NUMERIC, Kind, kind_of_constant

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable

__all__ = ["Refusal", "Scope", "Value", "alike", "constant", "moment", "require"]

INTEGERS = range(-(2**63), 2**63)


class Refusal(Exception):  # noqa: N818  # users see the error in it
    """A part of an expression makes no sense, for a reason that is an error or its words."""

    def __init__(self, node: ast.expr, error: AcmeError | str, hint: str | None = None) -> None:
        super().__init__(error)
        self.node = node
        self.error = ConfigurationError(error, hint=hint) if isinstance(error, str) else error


class Scope(Enum):
    """What an expression has a value for."""

    CONSTANT = "everything"
    ROW = "each row"
    GROUP = "each group"


@dataclass(frozen=True)
class Value:
    """A part of an expression, compiled; `constant` is what it is in Python, if it is one."""

    node: ast.expr
    expr: nw.Expr
    kind: Kind
    scope: Scope = Scope.CONSTANT
    constant: Any = None

    @classmethod
    def made(
        cls, node: ast.expr, build: Callable[..., nw.Expr], kind: Kind, *parts: Value
    ) -> Value:
        """Return what a function makes of parts, which have one scope."""
        scopes = {part.scope for part in parts} - {Scope.CONSTANT}
        if len(scopes) > 1:
            hint = "put the column into a function such as max"
            raise Refusal(node, "values of rows and of groups do not mix", hint)
        expr = build(*(part.expr for part in parts))
        return cls(node, expr, kind, next(iter(scopes), Scope.CONSTANT))


def constant(node: ast.expr, value: Any) -> Value:
    """Return a constant as it stands in an expression."""
    kind = kind_of_constant(value)
    if kind is Kind.OTHER or (kind is Kind.INTEGER and value not in INTEGERS):
        raise Refusal(node, "a constant is a text, a number, True, False or None")
    literal = nw.lit(value, nw.Int64 if kind is Kind.INTEGER else None)
    return Value(node, literal, kind, constant=value)


def require(kinds: Iterable[Kind], *values: Value) -> None:
    """Refuse values of other kinds."""
    for value in values:
        if value.kind not in kinds:
            raise Refusal(value.node, f"{' or '.join(kinds)} is needed, not {value.kind}")


def alike(*values: Value) -> tuple[Kind, tuple[Value, ...]]:
    """Return values as one kind, and that kind; a text that stands for a moment becomes one."""
    moments = {value.kind for value in values} & MOMENTS.keys()
    if len(moments) == 1:
        values = tuple(moment(value, *moments) for value in values)
    kinds = {value.kind for value in values} - {Kind.NULL}
    if len(kinds) > 1 and not kinds <= {*NUMERIC}:
        raise Refusal(values[-1].node, f"{' and '.join(sorted(kinds))} do not go together")
    return Kind.NUMBER if len(kinds) > 1 else next(iter(kinds), Kind.NULL), values


def moment(value: Value, kind: Kind) -> Value:
    """Return a text that stands for a moment as that moment, and any other value as it is."""
    if not isinstance(value.constant, str):
        return value
    parse = date.fromisoformat if kind is Kind.DATE else datetime.fromisoformat
    try:
        parsed = parse(value.constant)
    except ValueError:  # no form of ISO 8601
        parsed = None
    if kind_of_constant(parsed) is not kind:
        raise Refusal(value.node, f"this is no {kind} such as {MOMENTS[kind]}")
    return Value(value.node, nw.lit(parsed), kind, constant=parsed)
