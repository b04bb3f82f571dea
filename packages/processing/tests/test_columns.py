from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing import Cast, Derive, Drop, Fill, Rename, Select

if TYPE_CHECKING:
    from collections.abc import Callable

    from acme.processing import Transform

Frame = nw.LazyFrame[Any]


def names(frame: Frame) -> list[str]:
    return frame.collect_schema().names()


def test_select_keeps_columns_in_the_order_asked_for(flights: Frame) -> None:
    assert names(Select(("delay", "carrier")).apply(flights, {})) == ["delay", "carrier"]


def test_drop_leaves_columns_out(flights: Frame) -> None:
    assert names(Drop(("delay", "time")).apply(flights, {})) == ["carrier", "origin", "distance"]


def test_rename_can_swap_names(flights: Frame) -> None:
    renamed = Rename({"carrier": "origin", "origin": "carrier"}).apply(flights, {})

    assert names(renamed)[:2] == ["origin", "carrier"]


def test_cast_changes_types(flights: Frame, rows: Callable[[Frame], list[Any]]) -> None:
    result = Cast({"distance": "text", "time": "date"}).apply(flights, {})

    assert rows(result.select("distance", "time"))[0] == ("1400", date(2013, 1, 1))


def test_cast_to_a_narrow_type_refuses_what_does_not_fit(
    flights: Frame, rows: Callable[[Frame], list[Any]]
) -> None:
    narrow = Cast({"distance": "int8"}).apply(flights, {})

    assert narrow.collect_schema()["distance"] == nw.Int8
    with pytest.raises(duckdb.Error, match="out of range"):
        rows(narrow)


def test_fill_puts_values_where_there_is_none(
    flights: Frame, rows: Callable[[Frame], list[Any]]
) -> None:
    result = Fill({"carrier": "?", "delay": 0}).apply(flights, {})

    assert rows(result.select("carrier", "delay"))[-1] == ("?", 0.0)


def test_derive_sees_the_columns_that_came_in(
    flights: Frame, rows: Callable[[Frame], list[Any]]
) -> None:
    derive = Derive({"delay": "delay * 60", "hours": "delay / 60", "self": "1"})

    result = derive.apply(flights, {}).select("delay", "hours", "self")

    assert rows(result)[0] == (120.0, 2 / 60, 1)


@pytest.mark.parametrize(
    ("transform", "key"),
    [
        (Select(("delay", "dlay")), "columns"),
        (Drop(("dlay",)), "columns"),
        (Rename({"dlay": "late"}), "columns"),
        (Cast({"dlay": "text"}), "columns"),
        (Fill({"dlay": 0}), "columns"),
        (Derive({"late": "dlay > 0"}), "columns.late"),
    ],
)
def test_a_column_that_does_not_exist_is_told_with_near_ones(
    flights: Frame, transform: Transform, key: str
) -> None:
    with pytest.raises(UnknownNameError, match=r'unknown column "dlay" .*"delay"') as caught:
        transform.apply(flights, {})

    assert key == caught.value.key


@pytest.mark.parametrize(
    ("transform", "name"),
    [
        (Select(("delay", "delay")), "delay"),
        (Rename({"carrier": "origin"}), "origin"),
        (Rename({"carrier": "ORIGIN"}), "origin"),
        (Derive({"Delay": "delay + 1"}), "Delay"),
    ],
)
def test_two_columns_of_one_name_are_refused(
    flights: Frame, transform: Transform, name: str
) -> None:
    with pytest.raises(ConfigurationError, match=f'there would be two columns "{name}"'):
        transform.apply(flights, {})


@pytest.mark.parametrize(
    ("transform", "key", "message"),
    [
        (Fill({"delay": "none"}), "columns.delay", "'none' is text, and the column is number"),
        (Cast({"distance": "date"}), "columns.distance", "integer cannot be made date"),
        (Drop(("carrier", "origin", "delay", "distance", "time")), "columns", "no column would"),
        (Rename({"delay": ""}), "columns", "a column needs a name"),
        (Derive({"": "1"}), "columns", "a column needs a name"),
        (Derive({"nothing": "None"}), "columns.nothing", r"has no type; .*text\(None\)"),
    ],
)
def test_what_does_not_fit_a_column_is_refused(
    flights: Frame, transform: Transform, key: str, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        transform.apply(flights, {})

    assert key == caught.value.key


def test_a_cast_to_an_unknown_type_is_refused_at_once() -> None:
    with pytest.raises(UnknownNameError, match='unknown type "int"') as caught:
        Cast({"delay": "int"})

    assert caught.value.key == "columns.delay"


def test_a_broken_expression_is_refused_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Derive({"late": "delay >"})

    assert caught.value.key == "columns.late"
