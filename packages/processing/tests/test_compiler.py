from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.compiler import each_group, each_row
from acme.processing.expressions import Expression
from acme.processing.values import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

Frame = nw.LazyFrame[Any]

ROW = """
    VALUES (7::BIGINT, 2::BIGINT, -2.5::DOUBLE, 0::BIGINT, NULL::BIGINT,
            'Abc', ' x ', NULL::VARCHAR, true, NULL::BOOLEAN,
            DATE '2013-01-31', TIMESTAMP '2013-01-31 10:11:12',
            TIMESTAMPTZ '2013-01-31 10:11:12+00', [1])
"""
NAMES = ("i", "j", "x", "zero", "n", "s", "spaced", "sn", "yes", "bn", "d", "t", "tz", "list")


@pytest.fixture
def row(table: Callable[..., Frame]) -> Frame:
    return table(ROW, *NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i + j * 3", 13),
        ("(i + j) * 3", 27),
        ("i - j - 1", 4),
        ("i / j", 3.5),
        ("-i // j", -4),
        ("-i % j", 1),
        ("i % -3", -2),
        ("x % 2", 1.5),
        ("i * j % 4 // 2 + 1", 2),
        ("i ** 2", 49.0),
        ("+i", 7),
        ("--i", 7),
        ("i / zero", None),
        ("i // zero", None),
        ("i % zero", None),
        ("i / 0", None),
        ("i + n", None),
        ("-9223372036854775808", -9223372036854775808),
        ("i == 7", True),
        ("i != 7.0", False),
        ("1 < j <= 2", True),
        ("2 < j <= 2", False),
        ("n > 1", None),
        ("n > 1 and not yes", False),
        ("n > 1 or yes", True),
        ("n > 1 and yes", None),
        ("not bn", None),
        ("yes == True", True),
        ("i in [1, 7]", True),
        ("i not in (1, 7)", False),
        ("i in [-7, 7.0]", True),
        ("n in [1]", None),
        ("s in ['Abc']", True),
        ("d in ['2013-01-31']", True),
        ("between(i, 1, 7)", True),
        ("between(d, '2013-01-01', '2013-01-30')", False),
        ("n is None", True),
        ("i is not None", True),
        ("1 if yes else 2", 1),
        ("1 if bn else 2.5", 2.5),
        ("None if yes else 'a'", None),
        ("coalesce(n, j, i)", 2),
        ("least(i, x)", -2.5),
        ("greatest(i, n)", 7),
        ("abs(x)", 2.5),
        ("abs(-i)", 7),
        ("round(x * 1.01, 1)", -2.5),
        ("round(2.6)", 3.0),
        ("floor(x)", -3.0),
        ("ceil(x)", -2.0),
        ("sqrt(49)", 7.0),
        ("exp(0)", 1.0),
        ("log(1)", 0.0),
        ("is_nan(i)", False),
        ("s + '-' + s", "Abc-Abc"),
        ("s + sn", None),
        ("concat(s, 'x', s)", "AbcxAbc"),
        ("s < 'B'", True),
        ("upper(s)", "ABC"),
        ("lower(s)", "abc"),
        ("strip(spaced)", "x"),
        ("length(s)", 3),
        ("contains(s, 'bc')", True),
        ("contains(s, '.')", False),
        ("starts_with(s, 'A')", True),
        ("ends_with(s, 'A')", False),
        ("matches(s, '^A.c$')", True),
        ("replace(s, 'b', '.')", "A.c"),
        ("slice(s, 1, 1)", "b"),
        ("slice(s, -2)", "bc"),
        ("year(d) * 100 + month(d)", 201301),
        ("day(t)", 31),
        ("weekday(d)", 4),
        ("day_of_year(d)", 31),
        ("hour(t) + minute(t) + second(t)", 33),
        ("truncate(t, 'hour')", datetime(2013, 1, 31, 10)),  # noqa: DTZ001 -- has no zone
        ("truncate(d, 'quarter')", date(2013, 1, 1)),
        ("shift(d, 1, 'month')", date(2013, 2, 28)),
        ("shift(t, -11, 'minute')", datetime(2013, 1, 31, 10, 0, 12)),  # noqa: DTZ001
        ("minutes(t - d)", 611),
        ("seconds(t - datetime('2013-01-31 10:11:00'))", 12),
        ("tz - tz", timedelta()),
        ("format(d, '%Y/%m')", "2013/01"),
        ("parse_date('31.01.2013', '%d.%m.%Y') == d", True),
        ("parse_datetime('31.01.2013 10', '%d.%m.%Y %H') < t", True),
        ("d == '2013-01-31'", True),
        ("'2013-01-31T10:11:12' == t", True),
        ("tz >= '2013-01-31T11:11:12+01:00'", True),
        ("date(t)", date(2013, 1, 31)),
        ("date('2013-01-31') == d", True),
        ("datetime(d) < t", True),
        ("text(i)", "7"),
        ("integer('7') + number('.5e1')", 12.0),
        ("text(None) is None", True),
        ("column('i') + 1", 8),
        ("list is None", False),
        ("i +\n  j", 9),
        ("i + 1  # one more", 8),
    ],
)
def test_an_expression_has_the_value_that_it_says(
    row: Frame, rows: Callable[[Frame], list[Any]], text: str, expected: object
) -> None:
    value = each_row(Expression(text), row.collect_schema())

    ((actual,),) = rows(row.select(value.expr))

    assert expected == actual
    assert type(expected) is type(actual)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count()", 4),
        ("count(delay)", 3),
        ("count_if(delay > 0)", 2),
        ("count_distinct(carrier)", 2),
        ("sum(distance)", 3905),
        ("sum(delay) / count()", 2.25),
        ("mean(delay)", 3.0),
        ("mean(delay if delay > 0 else 0)", 3.25),
        ("median(distance)", 1400.0),
        ("quantile(distance, 0.5)", 1400.0),
        ("quantile(distance, 1)", 1416.0),
        ("round(std(delay), 2)", 7.55),
        ("var(delay)", 57.0),
        ("min(time)", datetime(2013, 1, 1, 5, 15)),  # noqa: DTZ001 -- has no zone
        ("max(carrier)", "UA"),
        ("any(delay > 10)", True),
        ("all(delay > 10)", False),
        ("max(delay) - min(delay) > 14 and count() > 3", True),
        ("'late' if mean(delay) > 0 else 'early'", "late"),
    ],
)
def test_an_aggregate_has_one_value_for_the_rows(
    flights: Frame, rows: Callable[[Frame], list[Any]], text: str, expected: object
) -> None:
    value = each_group(Expression(text), flights.collect_schema())

    ((actual,),) = rows(flights.select(value.expr))

    assert expected == actual
    assert type(expected) is type(actual)


@pytest.mark.parametrize(
    ("text", "expected"), [("count_distinct(carrier)", 0), ("sum(distance)", 0)]
)
def test_an_aggregate_of_no_rows_is_a_number_too(
    flights: Frame, rows: Callable[[Frame], list[Any]], text: str, expected: int
) -> None:
    value = each_group(Expression(text), flights.collect_schema())

    assert rows(flights.filter(nw.col("distance") < 0).select(value.expr)) == [(expected,)]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("i + s", 5, r'integer or number is needed, not text, in "i \+ s"'),
        ("i + None", 5, "integer or number is needed, not null"),
        ("-s", 2, "integer or number is needed, not text"),
        ("not i", 5, "boolean is needed, not integer"),
        ("yes and i", 9, "boolean is needed, not integer"),
        ("1 if i else 2", 6, "boolean is needed, not integer"),
        ("d + d", 1, "integer or number is needed, not date"),
        ("t - tz", 1, "integer or number is needed, not datetime"),
        ("s < 1", 5, "integer and text do not go together"),
        ("1 if yes else s", 15, "integer and text do not go together"),
        ("d < t", 5, "date and datetime do not go together"),
        ("yes < True", 7, "boolean has no order"),
        ("i == None", 6, 'nothing equals None, in "i == None"; write "is None"'),
        ("i is 7", 6, '"is" goes with None only'),
        ("i in j", 6, '"in" needs a list of constants'),
        ("i in []", 6, '"in" needs a list of constants'),
        ("i in [j]", 7, "a list has constants only, and not None"),
        ("i in [None]", 7, "a list has constants only, and not None"),
        ("[1, 2]", 1, "a list stands only after"),
        ("upper(i)", 7, "text is needed, not integer"),
        ("upper(s, s)", 1, r"the arguments do not fit upper\(text\)"),
        ("upper()", 1, r"the arguments do not fit upper\(text\)"),
        ("round()", 1, r"the arguments do not fit round\(number, \[digits\]\)"),
        ("date(s, s)", 1, r"the arguments do not fit date\(value\)"),
        ("round(i, j)", 10, "a constant integer is needed"),
        ("contains(s, s)", 13, "a constant text is needed"),
        ("column(s)", 8, "a constant text is needed"),
        ("truncate(d, 'fortnight')", 13, "one of year, quarter, month, day, hour"),
        ("d == 'soon'", 6, "this is no date such as 2013-12-31"),
        ("t == '2013-01-31T10:11:12Z'", 6, "this is no datetime such as"),
        ("tz == '2013-01-31T10:11:12'", 7, "this is no datetime with time zone such as"),
        ("date('2013-02-30')", 6, "this is no date such as"),
        ("boolean(i)", 1, "integer cannot be made boolean"),
        ("9223372036854775808", 1, "a constant is a text, a number, True, False or None"),
        ("1j", 1, "a constant is a text"),
        ("b'x'", 1, "a constant is a text"),
        ("...", 1, "a constant is a text"),
        ("i > mean(j)", 5, '"mean" needs a group of rows'),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_column(
    row: Frame, text: str, column: int, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        each_row(Expression(text), row.collect_schema())

    assert column == caught.value.column


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("delay - mean(delay)", 1, "values of rows and of groups do not mix"),
        ("sum(mean(delay))", 1, '"sum" needs the values of a column'),
        ("sum(1)", 1, '"sum" needs the values of a column'),
    ],
)
def test_rows_and_groups_do_not_mix(flights: Frame, text: str, column: int, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        each_group(Expression(text), flights.collect_schema())

    assert column == caught.value.column


def test_an_unknown_column_is_told_with_near_ones(row: Frame) -> None:
    with pytest.raises(UnknownNameError, match=r'unknown column "spacd".*"spaced"') as caught:
        each_row(Expression("i > 1 and spacd == 'x'"), row.collect_schema())

    assert caught.value.column == 11


def test_a_column_whose_letters_python_would_normalize_is_found(
    table: Callable[..., Frame], rows: Callable[[Frame], list[Any]]
) -> None:
    frame = table("SELECT 1, 2", "\ufb01eld", "field")

    value = each_row(Expression("\ufb01eld + field * 10"), frame.collect_schema())

    assert rows(frame.select(value.expr)) == [(21,)]


def test_a_constant_has_a_value_for_everything(row: Frame) -> None:
    value = each_row(Expression("1 + 2"), row.collect_schema())

    assert value.scope is Scope.CONSTANT
