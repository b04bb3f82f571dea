from __future__ import annotations

import ast

import pytest

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.expressions import DEEPEST, LONGEST, Expression, parse_each


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("__import__('os').system('true')", 1, "only a function can be called"),
        ("(lambda: 1)()", 1, "only a function can be called"),
        ("().__class__.__bases__", 1, r"no Attribute is allowed here.*upper\(name\)"),
        ("a + b.c", 5, "no Attribute is allowed here"),
        ("a[0]", 1, r"no Subscript is allowed here.*slice\(text, start, count\)"),
        ("1 + (lambda x: x)", 6, "no Lambda is allowed here"),
        ("[x for x in a]", 1, "no ListComp is allowed here"),
        ("f'{a}'", 1, "no JoinedStr is allowed here"),
        ("(a := 1)", 2, "no NamedExpr is allowed here"),
        ("{'a': 1}", 1, "no Dict is allowed here"),
        ("a > 1 and b & c", 11, 'no BitAnd is allowed here.*write "and"'),
        ("a | b", 1, 'no BitOr is allowed here.*write "or"'),
        ("~a", 1, 'no Invert is allowed here.*write "not"'),
        ("upper(text=a)", 7, "no keyword is allowed here.*by their position"),
        ("upper(*a)", 7, "no Starred is allowed here"),
        ("a +\n  b.c", 7, "no Attribute is allowed here"),
        ("'é' == a.b", 8, "no Attribute is allowed here"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_column(
    text: str, column: int, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        Expression(text)

    assert caught.value.column == column


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("a = 1", 3, 'this is no expression: .*write "=="'),
        ("a && b", 4, "this is no expression"),
        ("a >", 4, "this is no expression"),
        ("a\n >", 5, "this is no expression"),
        ("a\rb", 3, "this is no expression"),
        ("a\r\nb", 3, "this is no expression"),
        ("", 1, "this is no expression"),
        ("b + 'a", 5, "this is no expression: unterminated string literal"),
        ("é + (a", 5, r"this is no expression: '\(' was never closed"),
        ("a  # that\n+ b", 11, "this is no expression"),
    ],
)
def test_broken_syntax_is_refused_with_its_column(text: str, column: int, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        Expression(text)

    assert column == caught.value.column


@pytest.mark.parametrize(
    ("text", "column"),
    [(r"matches(a, '\d')", 13), (r"'\\\d'", 4), ('"""a\n\\s"""', 6), (r"'\'\ '", 4)],
)
def test_an_escape_that_means_nothing_is_refused(text: str, column: int) -> None:
    with pytest.raises(
        ConfigurationError, match=r"is no escape, .*; write .*, or r before the quotes"
    ) as caught:
        Expression(text)

    assert column == caught.value.column


@pytest.mark.parametrize("text", [r"r'\d'", r"'\\d'", r"'it\'s\n'", r"'\u00e9\x41\101'"])
def test_an_escape_means_what_it_means_in_python(text: str) -> None:
    assert isinstance(Expression(text).tree, ast.Constant)


@pytest.mark.parametrize("text", ["exec(a)", "open('/etc/passwd')", "getattr(a, 'b')", "upper2(a)"])
def test_only_functions_of_the_table_can_be_called(text: str) -> None:
    with pytest.raises(UnknownNameError, match="unknown function"):
        Expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "a + " * DEEPEST + "a",
        "(" * 300 + "a" + ")" * 300,
        "-" * (LONGEST - 1) + "a",
        "9" * 5000,
        "a\0b",
    ],
)
def test_what_would_strain_the_parser_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"this is no expression|levels deep"):
        Expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " % a" * 6,
        "a / (" * 20 + "a" + ")" * 20,
        "integer(text(" * 5 + "a" + "))" * 5,
        "(a == " * 20 + "a" + " == a)" * 20,
        "between(" * 20 + "a" + ", 0, 1)" * 20,
    ],
)
def test_what_would_swell_in_the_engine_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="too much at once; derive it in steps"):
        Expression(text)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="at most 10000 characters"):
        Expression("a" * (LONGEST + 1))


def test_many_conditions_are_not_deep() -> None:
    conditions = " and ".join(f"a != {number}" for number in range(300))

    assert Expression(conditions).text == conditions


def test_a_message_shows_the_part_of_a_long_expression_that_is_wrong() -> None:
    text = "a + " * 50 + "b.c" + " + d" * 20

    with pytest.raises(ConfigurationError) as caught:
        Expression(text)

    excerpt = caught.value.message.partition('in "')[2]
    assert excerpt.startswith("…a + a + a")
    assert "b.c" in excerpt
    assert excerpt.endswith('d + d …"')
    assert len(excerpt) == 63


def test_an_error_of_one_of_several_expressions_tells_its_key() -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_each({"speed": "distance / time", "late": "delay.late"})

    assert caught.value.key == "columns.late"
