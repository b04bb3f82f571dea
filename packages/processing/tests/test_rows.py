from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, UnknownNameError, ValidationError
from acme.processing import DropNulls, Filter, Limit, Sort, Unique

if TYPE_CHECKING:
    from collections.abc import Callable

    from acme.processing import Transform

Frame = nw.LazyFrame[Any]
Rows = Any


def test_filter_keeps_rows_for_which_the_condition_is_true_and_not_null(
    flights: Frame, rows: Callable[[Frame], Rows]
) -> None:
    result = Filter("delay > 0").apply(flights, {})

    assert rows(result.select("delay")) == [(2.0,), (11.0,)]


@pytest.mark.parametrize("where", ["delay", "True", "delay + 1"])
def test_filter_wants_a_condition_on_columns(flights: Frame, where: str) -> None:
    with pytest.raises(ConfigurationError, match="a condition on columns is needed") as caught:
        Filter(where).apply(flights, {})

    assert caught.value.key == "where"


def test_a_broken_condition_is_refused_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Filter("delay >")

    assert caught.value.key == "where"


@pytest.mark.parametrize(("columns", "count"), [((), 3), (("delay",), 3), (("origin",), 4)])
def test_drop_nulls_leaves_out_rows_with_a_null(
    flights: Frame, rows: Callable[[Frame], Rows], columns: tuple[str, ...], count: int
) -> None:
    assert len(rows(DropNulls(columns).apply(flights, {}))) == count


@pytest.mark.parametrize(
    ("keep", "order", "expected"),
    [
        ("first", ("time",), [("AA", -4.0), ("UA", 2.0), (None, None)]),
        ("last", ("time",), [("AA", -4.0), ("UA", 11.0), (None, None)]),
        ("none", (), [("AA", -4.0), (None, None)]),
    ],
)
def test_unique_keeps_one_row_of_those_with_the_same_values(
    flights: Frame,
    rows: Callable[[Frame], Rows],
    keep: Literal["first", "last", "none"],
    order: tuple[str, ...],
    expected: Rows,
) -> None:
    result = Unique(("carrier",), keep, order).apply(flights, {})

    assert rows(result.select("carrier", "delay").sort("carrier", nulls_last=True)) == expected


def test_unique_without_columns_drops_equal_rows(
    table: Callable[..., Frame], rows: Callable[[Frame], Rows]
) -> None:
    frame = table("VALUES (1, 'a'), (1, 'a'), (1, 'b')", "i", "s")

    assert sorted(rows(Unique().apply(frame, {}))) == [(1, "a"), (1, "b")]


@pytest.mark.parametrize(("keep", "order"), [("first", ()), ("any", ("time",))])
def test_unique_has_an_order_just_where_it_means_something(
    keep: Literal["first", "any"], order: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError, match="go together with an order"):
        Unique(("carrier",), keep, order)


def test_sort_puts_nulls_last_both_ways(flights: Frame, rows: Callable[[Frame], Rows]) -> None:
    result = Sort(("-carrier", "delay")).apply(flights, {})

    assert rows(result.select("carrier", "delay")) == [
        ("UA", 2.0),
        ("UA", 11.0),
        ("AA", -4.0),
        (None, None),
    ]


def test_sort_knows_a_column_whose_name_begins_with_a_minus(
    table: Callable[..., Frame], rows: Callable[[Frame], Rows]
) -> None:
    frame = table("VALUES (2), (1)", "-i")

    assert rows(Sort(("-i",)).apply(frame, {})) == [(1,), (2,)]
    assert rows(Sort(("--i",)).apply(frame, {})) == [(2,), (1,)]


def test_limit_keeps_the_first_rows(flights: Frame, rows: Callable[[Frame], Rows]) -> None:
    assert rows(Limit(2).apply(flights, {}).select("origin")) == [("EWR",), ("JFK",)]


@pytest.mark.parametrize("number", [-1, 2**63])
def test_limit_refuses_what_no_engine_can_count_to(number: int) -> None:
    with pytest.raises(ValidationError, match=f"{number} rows cannot be kept"):
        Limit(number)


@pytest.mark.parametrize(
    "transform",
    [
        DropNulls(("dlay",)),
        Unique(("dlay",)),
        Unique(("carrier",), "last", ("dlay",)),
        Sort(("-dlay",)),
    ],
)
def test_a_column_that_does_not_exist_is_told(flights: Frame, transform: Transform) -> None:
    with pytest.raises(UnknownNameError, match='unknown column "dlay"'):
        transform.apply(flights, {})
