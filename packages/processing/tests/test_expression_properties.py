"""Random expressions mean what Python means by them, and random text does no harm."""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acme.core.errors import AcmeError
from acme.processing.compiler import each_row
from acme.processing.expressions import Expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Whole numbers and quarters are exact in floating point, so results must be equal to the last bit.
ROWS: list[dict[str, Any]] = [
    {"i": 7, "j": 2, "x": 0.25, "y": -1.5, "s": "Ab", "t": "b", "b": True},
    {"i": -7, "j": 2, "x": -2.5, "y": 1.5, "s": "", "t": "B a", "b": False},
    {"i": 7, "j": -2, "x": 2.5, "y": -0.75, "s": "ba", "t": "ba", "b": None},
    {"i": -7, "j": -2, "x": -0.5, "y": -0.25, "s": "a.b", "t": "", "b": True},
    {"i": 0, "j": 0, "x": 0.0, "y": 0.0, "s": "A", "t": "a", "b": False},
    {"i": None, "j": 3, "x": None, "y": 4.0, "s": None, "t": "b", "b": None},
    {"i": 20, "j": None, "x": 12.75, "y": None, "s": "zz", "t": None, "b": True},
    {"i": None, "j": None, "x": None, "y": None, "s": None, "t": None, "b": None},
]
TYPES = {"i": "BIGINT", "x": "DOUBLE", "s": "VARCHAR", "b": "BOOLEAN"}
TYPES |= {"j": TYPES["i"], "y": TYPES["x"], "t": TYPES["s"]}


def one_of(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


def joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    texts = [part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts]
    return st.tuples(*texts).map("".join)


def perhaps_in_brackets(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Without brackets, precedence decides what belongs together."""
    return text | joined("(", text, ")")


whole = one_of("i", "j", "0", "1", "3", "-2")
numeric_leaf = one_of("x", "y", "0.25", "-1.5") | whole
textual_leaf = one_of("s", "t", "'a'", "'Ab'", "''")
boolean_leaf = one_of("b", "True", "False")


def numeric_of(numeric: Any, textual: Any, boolean: Any) -> Any:
    return perhaps_in_brackets(
        joined(numeric, one_of(" + ", " - ", " * ", " / "), numeric)
        | joined(numeric_leaf, " ** ", one_of("0", "1", "2", "3"))
    ) | st.one_of(
        joined("-(", numeric, ")"),
        # In brackets: of fractions that are not exact, the rest is not exact either.
        joined("(", numeric_leaf, one_of(" // ", " % "), numeric_leaf, ")"),
        joined("(", numeric, " if ", boolean, " else ", numeric, ")"),
        joined(one_of("abs", "floor", "ceil"), "(", numeric, ")"),
        joined(one_of("least", "greatest", "coalesce"), "(", numeric, ", ", numeric, ")"),
        joined("length(", textual, ")"),
    )


def textual_of(numeric: Any, textual: Any, boolean: Any) -> Any:  # noqa: ARG001 -- one signature
    return st.one_of(
        joined("(", textual, " + ", textual, ")"),
        joined("(", textual, " if ", boolean, " else ", textual, ")"),
        joined(one_of("upper", "lower", "strip"), "(", textual, ")"),
        joined("replace(", textual, ", 'a', '.')"),
        joined("slice(", textual, ", ", one_of("0, 1", "1, 2", "1"), ")"),
        joined(one_of("concat", "coalesce"), "(", textual, ", ", textual, ")"),
    )


def boolean_of(numeric: Any, textual: Any, boolean: Any) -> Any:
    comparison = one_of(" == ", " != ", " < ", " <= ", " > ", " >= ")
    return perhaps_in_brackets(
        joined(boolean, one_of(" and ", " or "), boolean)
        | joined("not ", boolean_leaf, one_of(" and ", " or "), boolean)
        | joined(numeric, comparison, numeric)
        | joined(numeric, comparison, numeric, comparison, numeric)
        | joined(textual, comparison, textual)
        | joined(numeric, one_of(" in ", " not in "), one_of("[7, -0.5]", "(1,)"))
        | joined(textual, one_of(" in ", " not in "), "['', 'Ab']")
    ) | st.one_of(
        joined("not (", boolean, ")"),
        joined("(", numeric, ")", one_of(" is None", " is not None")),
        joined("between(", numeric, ", ", numeric, ", ", numeric, ")"),
        joined(one_of("contains", "starts_with", "ends_with"), "(", textual, ", 'b')"),
    )


def deeper(numeric: Any, textual: Any, boolean: Any, levels: int) -> Any:
    if not levels:
        return numeric | textual | boolean
    makers = (numeric_of, textual_of, boolean_of)
    made = [maker(numeric, textual, boolean) for maker in makers]
    numeric, textual, boolean = (
        old | new for old, new in zip((numeric, textual, boolean), made, strict=True)
    )
    return deeper(numeric, textual, boolean, levels - 1)


expressions = deeper(numeric_leaf, textual_leaf, boolean_leaf, 3)

OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
}
CALLS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "upper": str.upper,
    "lower": str.lower,
    "strip": str.strip,
    "length": len,
    "concat": operator.add,
    "contains": operator.contains,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "replace": str.replace,
    "slice": lambda text, start, count=None: text[start : None if count is None else start + count],
}
OF_WHAT_IS_THERE: dict[str, Callable[[list[Any]], Any]] = {
    "least": min,
    "greatest": max,
    "coalesce": lambda values: values[0],
}


def all_true(values: list[bool | None]) -> bool | None:
    """Return the conjunction in three-valued logic, as SQL has it."""
    if False in values:
        return False
    return None if None in values else True


def python(node: Any, row: dict[str, Any]) -> Any:  # noqa: C901, PLR0911 -- a case for each node
    """Return what an expression means in Python, with null for None and for a division by 0."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return row[name]
        case ast.List() | ast.Tuple():
            return [python(item, row) for item in node.elts]
        case ast.UnaryOp(op=op, operand=operand):
            value = python(operand, row)
            apply = operator.not_ if isinstance(op, ast.Not) else operator.neg
            return None if value is None else apply(value)
        case ast.BinOp(left=left, op=op, right=right):
            return strictly(OPERATORS[type(op)], python(left, row), python(right, row))
        case ast.BoolOp(op=ast.And(), values=values):
            return all_true([python(value, row) for value in values])
        case ast.BoolOp(values=values):
            negated = [strictly(operator.not_, python(value, row)) for value in values]
            return strictly(operator.not_, all_true(negated))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return python(body if python(test, row) else orelse, row)
        case ast.Compare(left=left, ops=ops, comparators=rights):
            pairs = zip([left, *rights], ops, rights, strict=False)
            return all_true([compared(python(a, row), op, python(b, row)) for a, op, b in pairs])
        case ast.Call(func=ast.Name(id="between"), args=[value, low, high]):
            value, low, high = (python(part, row) for part in (value, low, high))
            return all_true([strictly(operator.le, low, value), strictly(operator.le, value, high)])
        case ast.Call(func=ast.Name(id=name), args=arguments):
            values = [python(argument, row) for argument in arguments]
            if name in CALLS:
                return strictly(CALLS[name], *values)
            there = [value for value in values if value is not None]  # type: ignore[redundant-expr]
            return OF_WHAT_IS_THERE[name](there) if there else None
    raise AssertionError(node)


def strictly(function: Callable[..., Any], *values: Any) -> Any:
    if None in values:
        return None
    try:
        return function(*values)
    except ZeroDivisionError:
        return None


def compared(a: Any, op: ast.cmpop, b: Any) -> Any:
    match op:
        case ast.Is():
            return a is None
        case ast.IsNot():
            return a is not None
    return strictly(OPERATORS.get(type(op), lambda a, b: a not in b), a, b)


@pytest.fixture(scope="module")
def frame() -> Iterator[nw.LazyFrame[Any]]:
    with duckdb.connect(config={"threads": 1}) as connection:
        columns = ", ".join(f"{name} {type_}" for name, type_ in sorted(TYPES.items()))
        connection.execute(f"CREATE TABLE t ({columns})")
        places = ", ".join(f"${name}" for name in sorted(TYPES))
        connection.executemany(f"INSERT INTO t VALUES ({places})", ROWS)  # noqa: S608
        yield nw.from_native(connection.table("t"))


@settings(deadline=None)  # a busy machine is no fault of the expression
@given(text=expressions)
def test_an_expression_means_what_it_means_in_python(frame: nw.LazyFrame[Any], text: str) -> None:
    tree = ast.parse(text, mode="eval").body

    value = each_row(Expression(text), frame.collect_schema())

    result = frame.with_columns(value.expr.alias("value")).select("value")
    assert [(python(tree, row),) for row in ROWS] == result.to_native().fetchall()


WORDS = """
    i s b and or not in is None True ( ) [ ] { } , . : = == := < ** // % @ & | ~ lambda if else for
    await yield import * -> ... 1 1e999 'a' f'{i}' b'a' __import__ __class__ exec eval open upper
    os.system globals() ().__class__.__bases__ mean column text( date( upper( in[ \\ # ; é
"""
words = st.sampled_from([*WORDS.split(), "\n", "\0", " "])


@settings(deadline=None)
@given(text=st.lists(words, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_other_text_is_refused_and_harmless(frame: nw.LazyFrame[Any], text: str) -> None:
    try:
        value = each_row(Expression(text), frame.collect_schema())
    except AcmeError as error:
        assert str(error).isprintable()  # noqa: PT017 -- to be refused is one of two right answers
    else:
        assert isinstance(value.expr, nw.Expr)
