"""Expressions: text such as `dep_delay > 0 and carrier is not None`, parsed and checked.

The text is read by Python's own parser, but nothing is ever evaluated as Python: only a few kinds
of syntax are let through, and `acme.processing.compiler` makes narwhals expressions of those.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from acme.core.errors import AcmeError, ConfigurationError, UnknownNameError
from acme.processing.checks import for_each
from acme.processing.functions import AGGREGATES, FUNCTIONS
from acme.processing.kinds import CASTABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Expression", "parse_each"]

LONGEST = 10_000
"""Characters that an expression may have."""
DEEPEST = 100
"""Levels of syntax that an expression may have; engines recurse into them."""
HEAVIEST = 20_000
"""Parts that an engine may be told, where some syntax makes several of one."""
EXCERPT = 60
"""Characters of an expression that a message shows."""

ALLOWED = (
    *(ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Load),
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.UAdd, ast.USub, ast.BinOp),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow),
    *(ast.Compare, ast.cmpop, ast.IfExp, ast.Call),
)
"""Everything else is refused, whatever Python may bring."""
HINTS: dict[type[ast.AST], str] = {
    ast.Attribute: "write a function, as in upper(name)",
    ast.Subscript: "write slice(text, start, count)",
    ast.BitAnd: 'write "and"',
    ast.BitOr: 'write "or"',
    ast.Invert: 'write "not"',
    ast.keyword: "give arguments by their position",
}

KNOWN = FUNCTIONS | AGGREGATES
STRING = re.compile(r"""([rR]?)('{3}|"{3}|'|")((?:\\.|(?!\2).)*)\2""", re.DOTALL)
ESCAPED = "\n\\'\"abfnrtvxuUN01234567"
"""Characters that mean something after a backslash in a text."""

E = TypeVar("E", bound=AcmeError)


@dataclass(frozen=True)
class Expression:
    """An expression, parsed.

    Args:
        text: The expression as written.

    Attributes:
        tree: Its syntax tree, of nothing but the nodes that are allowed.

    Raises:
        ConfigurationError: The text is no expression, or has something that is not allowed.
        UnknownNameError: A function that does not exist.
    """

    text: str
    tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", re.sub(r"\r\n?", "\n", self.text.strip()))
        object.__setattr__(self, "tree", self._parse())
        for node in ast.walk(self.tree):
            self._check(node)
        if _weight(self.tree) > HEAVIEST:
            hint = "derive it in steps"
            raise ConfigurationError("this expression is too much at once", hint=hint)

    def mark(self, error: E, node: ast.AST) -> E:
        """Return the error with the place of a node in its text and, from 1, as its column."""
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        before = self.text.split("\n")[line - 1].encode()[:offset].decode()
        return self._mark(error, self._start(line) + len(before))

    def _mark(self, error: E, start: int) -> E:
        error.column = start + 1
        error.message += f', in "{self._excerpt(start)}"'
        return error

    def _start(self, line: int) -> int:
        return sum(len(text) + 1 for text in self.text.split("\n")[: line - 1])

    def _excerpt(self, start: int) -> str:
        first = max(0, min(start - EXCERPT // 3, len(self.text) - EXCERPT))
        piece = self.text[first : first + EXCERPT]
        return f"{'…' * (first > 0)}{piece}{'…' * (first + EXCERPT < len(self.text))}"

    def _parse(self) -> ast.expr:
        if len(self.text) > LONGEST:
            raise ConfigurationError(f"an expression has at most {LONGEST} characters")
        self._check_escapes()
        try:
            # A new line means nothing; the backslash keeps the positions as they are.
            tree = ast.parse(self.text.replace("\n", "\\\n"), mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error(error) from None
        except (ValueError, RecursionError, MemoryError):
            raise ConfigurationError("this is no expression, or one nested too deeply") from None
        if _depth(tree) > DEEPEST:
            raise ConfigurationError(f"an expression is at most {DEEPEST} levels deep")
        return tree

    def _check_escapes(self) -> None:
        """Refuse what Python only warns of, by a filter that all threads share."""
        for text in STRING.finditer(self.text):
            for escape in re.compile(r"\\(.)", re.DOTALL).finditer(self.text, *text.span(3)):
                if not text[1] and escape[1] not in ESCAPED:
                    hint = f"write \\{escape[0]}, or r before the quotes"
                    refusal = ConfigurationError(f"{escape[0]} is no escape", hint=hint)
                    raise self._mark(refusal, escape.start())

    def _syntax_error(self, error: SyntaxError) -> ConfigurationError:
        hint = 'write "==", "and", "or", "is None", and column("…") for an odd name'
        refusal = ConfigurationError(f"this is no expression: {error.msg}", hint=hint)
        line = error.lineno or 1
        end = len(self.text.split("\n")[line - 1])  # where the parser still waits, it says 0
        return self._mark(refusal, self._start(line) + (error.offset - 1 if error.offset else end))

    def _check(self, node: ast.AST) -> None:
        match node:
            case ast.Call(func=ast.Name(id=name)) if name not in KNOWN:
                raise self.mark(UnknownNameError.among("function", name, sorted(KNOWN)), node)
            case ast.Call(func=function) if not isinstance(function, ast.Name):
                raise self.mark(ConfigurationError("only a function can be called"), node)
        for syntax in (node, getattr(node, "op", node)):  # an operator has no place of its own
            if not isinstance(syntax, ALLOWED):
                name, hint = type(syntax).__name__, HINTS.get(type(syntax))
                raise self.mark(ConfigurationError(f"no {name} is allowed here", hint=hint), node)


def _weight(node: ast.AST) -> int:
    """Count what an engine is told: it knows no names, so a part in two places is told twice."""
    times = 1
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CASTABLE:
            times = 6
        case ast.BinOp(op=ast.Mod()):
            times = 6
        case ast.BinOp(op=ast.Div() | ast.FloorDiv()) | ast.Call(func=ast.Name(id="between")):
            times = 2
        case ast.Compare(ops=[_, _, *_]):
            times = 2
    return 1 + times * sum(map(_weight, ast.iter_child_nodes(node)))


def parse_each(texts: Mapping[str, str]) -> dict[str, Expression]:
    """Parse the expressions of new columns; an error tells the column's key.

    Raises:
        AcmeError: As `Expression` raises.
    """
    return for_each(texts, lambda _name, text: Expression(text))


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:  # not by recursion, of which Python has less than its parser
        depth, level = depth + 1, [part for node in level for part in ast.iter_child_nodes(node)]
    return depth
