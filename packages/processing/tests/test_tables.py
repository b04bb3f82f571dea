from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing import Aggregate, Join, Union

if TYPE_CHECKING:
    from collections.abc import Callable

Frame = nw.LazyFrame[Any]
Rows = Any


def test_aggregate_makes_a_row_of_each_group(flights: Frame, rows: Callable[[Frame], Rows]) -> None:
    aggregate = Aggregate({"n": "count()", "delay": "mean(delay)"}, by=("carrier",))

    result = aggregate.apply(flights, {}).sort("carrier", nulls_last=True)

    assert rows(result) == [("AA", 1, -4.0), ("UA", 2, 6.5), (None, 1, None)]


def test_aggregate_without_groups_makes_one_row(
    flights: Frame, rows: Callable[[Frame], Rows]
) -> None:
    assert rows(Aggregate({"n": "count()"}).apply(flights, {})) == [(4,)]


def test_a_sum_of_whole_numbers_stays_a_type_that_files_can_hold(flights: Frame) -> None:
    result = Aggregate({"sum": "sum(distance)"}).apply(flights, {})

    assert result.collect_schema() == {"sum": nw.Int64}


@pytest.mark.parametrize("text", ["carrier", "1"])
def test_aggregate_wants_one_value_for_each_group(flights: Frame, text: str) -> None:
    with pytest.raises(ConfigurationError, match="not one value for each group") as caught:
        Aggregate({"x": text}).apply(flights, {})

    assert caught.value.key == "columns.x"


def test_aggregate_refuses_a_second_column_of_a_name(flights: Frame) -> None:
    with pytest.raises(ConfigurationError, match='two columns "carrier"'):
        Aggregate({"carrier": "count()"}, by=("carrier",)).apply(flights, {})


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("left", [("UA", "United"), ("AA", None), ("UA", "United"), (None, None)]),
        ("inner", [("UA", "United"), ("UA", "United")]),
        ("semi", [("UA",), ("UA",)]),
        ("anti", [("AA",), (None,)]),
    ],
)
def test_join_brings_in_what_matches(
    flights: Frame,
    airlines: Frame,
    rows: Callable[[Frame], Rows],
    how: Literal["left", "inner", "semi", "anti"],
    expected: Rows,
) -> None:
    result = Join("airlines", ("carrier",), how).apply(flights, {"airlines": airlines})

    names = [name for name in ("carrier", "name") if name in result.collect_schema()]
    assert sorted(rows(result.select(*names)), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("on", [("carrier",), {"carrier": "code"}])
def test_join_keeps_our_key_and_names_a_second_column_apart(
    flights: Frame, table: Callable[..., Frame], on: tuple[str, ...] | Mapping[str, str]
) -> None:
    key = on["carrier"] if isinstance(on, Mapping) else "carrier"
    lookup = table("VALUES ('UA', 1)", key, "delay")

    result = Join("lookup", on).apply(flights, {"lookup": lookup})

    assert result.collect_schema().names() == [*flights.collect_schema().names(), "delay_right"]


def test_join_refuses_a_name_that_the_suffix_makes_twice(table: Callable[..., Frame]) -> None:
    frame = table("SELECT 1, 2, 3", "key", "a", "a_right")

    with pytest.raises(ConfigurationError, match='two columns "a_right"') as caught:
        Join("lookup", ("key",)).apply(frame, {"lookup": frame.select("key", "a")})

    assert caught.value.key == "suffix"


def test_join_refuses_keys_of_two_kinds(flights: Frame, table: Callable[..., Frame]) -> None:
    lookup = table("VALUES (1)", "carrier")

    with pytest.raises(ConfigurationError, match=r'"carrier" is text, and .* is integer') as caught:
        Join("lookup", ("carrier",)).apply(flights, {"lookup": lookup})

    assert caught.value.key == "on"


@pytest.mark.parametrize("transform", [Join("airline", ("carrier",)), Union("airline")])
def test_an_unknown_lookup_is_told_with_near_ones(
    flights: Frame, airlines: Frame, transform: Join | Union
) -> None:
    with pytest.raises(UnknownNameError, match=r'unknown lookup "airline" .*"airlines"'):
        transform.apply(flights, {"airlines": airlines})


@pytest.mark.parametrize("on", [{"carrier_": "carrier"}, {"carrier": "carrier_"}])
def test_an_unknown_key_of_either_table_is_told(
    flights: Frame, airlines: Frame, on: Mapping[str, str]
) -> None:
    with pytest.raises(UnknownNameError, match='unknown column "carrier_"'):
        Join("airlines", on).apply(flights, {"airlines": airlines})


def test_union_puts_columns_together_by_name(
    table: Callable[..., Frame], rows: Callable[[Frame], Rows]
) -> None:
    frame = table("SELECT 1::BIGINT, 2::BIGINT", "a", "b")
    more = table("SELECT 20::SMALLINT, 10::SMALLINT", "b", "a")

    result = Union("more").apply(frame, {"more": more})

    assert rows(result) == [(1, 2), (10, 20)]
    assert result.collect_schema() == frame.collect_schema()


@pytest.mark.parametrize(
    ("query", "names"), [("SELECT 1", ["a"]), ("SELECT 1, 2, 3", ["a", "b", "c"])]
)
def test_union_wants_the_same_columns(
    table: Callable[..., Frame], query: str, names: list[str]
) -> None:
    frame = table("SELECT 1, 2", "a", "b")

    with pytest.raises(UnknownNameError, match="unknown column"):
        Union("more").apply(frame, {"more": table(query, *names)})


def test_union_wants_columns_of_the_same_kinds(table: Callable[..., Frame]) -> None:
    frame = table("SELECT 1", "a")

    with pytest.raises(ConfigurationError, match='"a" is integer, and "a" of the lookup is text'):
        Union("more").apply(frame, {"more": table("SELECT 'x'", "a")})
