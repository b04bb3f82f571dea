from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, UnknownNameError
from acme.processing.kinds import (
    Kind,
    cast,
    fitted,
    kind_of,
    kind_of_constant,
    type_named,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Frame = nw.LazyFrame[Any]


@pytest.mark.parametrize(
    ("dtype", "kind"),
    [
        (nw.UInt8(), Kind.INTEGER),
        (nw.Int128(), Kind.INTEGER),
        (nw.Float32(), Kind.NUMBER),
        (nw.Decimal(), Kind.NUMBER),
        (nw.Enum(["a"]), Kind.TEXT),
        (nw.Date(), Kind.DATE),
        (nw.Datetime(), Kind.DATETIME),
        (nw.Datetime(time_zone="UTC"), Kind.INSTANT),
        (nw.Duration(), Kind.DURATION),
        (nw.Time(), Kind.OTHER),
        (nw.List(nw.Int8), Kind.OTHER),
    ],
)
def test_every_data_type_has_a_kind(dtype: nw.dtypes.DType, kind: Kind) -> None:
    assert kind_of(dtype) is kind


@pytest.mark.parametrize(
    ("name", "dtype"), [("integer", nw.Int64()), ("int32", nw.Int32()), ("string", nw.String())]
)
def test_a_type_is_named_by_its_kind_or_its_own_name(name: str, dtype: nw.dtypes.DType) -> None:
    assert type_named(name) == dtype


def test_a_type_that_does_not_exist_is_told_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match=r'unknown type "int".*"integer"'):
        type_named("int")


@pytest.mark.parametrize(
    ("constant", "kind"),
    [
        (1.5, Kind.NUMBER),
        (True, Kind.BOOLEAN),
        (date(2013, 1, 1), Kind.DATE),
        (datetime(2013, 1, 1, tzinfo=UTC), Kind.INSTANT),
    ],
)
def test_a_constant_fits_a_column_of_its_kind(constant: object, kind: Kind) -> None:
    assert fitted(constant, kind) is constant


def test_a_whole_number_fits_a_column_of_numbers_as_one() -> None:
    assert type(fitted(1, Kind.NUMBER)) is float


@pytest.mark.parametrize(
    ("constant", "kind"), [(1.5, Kind.INTEGER), (True, Kind.INTEGER), ("1", Kind.DATE)]
)
def test_a_constant_of_another_kind_is_refused(constant: object, kind: Kind) -> None:
    with pytest.raises(ConfigurationError, match=f"the column is {kind}"):
        fitted(constant, kind)


def test_what_no_expression_can_hold_is_of_no_kind() -> None:
    assert kind_of_constant(object()) is Kind.OTHER


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        ("' 7 '", Kind.INTEGER, 7),
        ("'-9223372036854775808'", Kind.INTEGER, -(2**63)),
        ("NULL::VARCHAR", Kind.INTEGER, None),
        ("7.0::DOUBLE", Kind.INTEGER, 7),
        ("7.00::DECIMAL(9, 2)", Kind.INTEGER, 7),
        ("NULL::DOUBLE", Kind.INTEGER, None),
        ("true", Kind.INTEGER, 1),
        ("'1.5e1'", Kind.NUMBER, 15.0),
        ("'-.5'", Kind.NUMBER, -0.5),
        ("'Infinity'", Kind.NUMBER, float("inf")),
        ("7::BIGINT", Kind.NUMBER, 7.0),
        ("'TRUE'", Kind.BOOLEAN, True),
        ("'2013-01-31'", Kind.DATE, date(2013, 1, 31)),
        ("TIMESTAMP '2013-01-31 10:11:12'", Kind.DATE, date(2013, 1, 31)),
        ("'2013-01-31T10:11'", Kind.DATETIME, datetime(2013, 1, 31, 10, 11)),  # noqa: DTZ001
        ("DATE '2013-01-31'", Kind.DATETIME, datetime(2013, 1, 31)),  # noqa: DTZ001
        ("DATE '2013-01-31'", Kind.TEXT, "2013-01-31"),
        ("false", Kind.TEXT, "false"),
        ("'a'", Kind.TEXT, "a"),
    ],
)
def test_a_value_that_fits_is_cast(
    table: Callable[..., Frame],
    rows: Callable[[Frame], list[Any]],
    value: str,
    target: Kind,
    expected: object,
) -> None:
    frame = table(f"SELECT {value}", "value")
    source = kind_of(frame.collect_schema()["value"])

    ((actual,),) = rows(frame.select(cast(nw.col("value"), source, target)))

    assert expected == actual
    assert type(expected) is type(actual)


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("'1.5'", Kind.INTEGER),
        ("'1e3'", Kind.INTEGER),
        ("'1_000'", Kind.INTEGER),
        ("''", Kind.INTEGER),
        ("'9223372036854775808'", Kind.INTEGER),
        ("1.5::DOUBLE", Kind.INTEGER),
        ("1.5::DECIMAL(9, 2)", Kind.INTEGER),
        ("'nan'::DOUBLE", Kind.INTEGER),
        ("1e300::DOUBLE", Kind.INTEGER),
        ("'1_000'", Kind.NUMBER),
        ("'1,5'", Kind.NUMBER),
        ("'.'", Kind.NUMBER),
        ("'yes'", Kind.BOOLEAN),
        ("'1'", Kind.BOOLEAN),
        ("'2013-1-31'", Kind.DATE),
        ("'2013-02-29'", Kind.DATE),
        ("'2013-01-31 10:11'", Kind.DATE),
        ("'2013-01-31T10:11:12Z'", Kind.DATETIME),
        ("'2013-01-31'", Kind.DATETIME),
    ],
)
def test_a_value_that_does_not_fit_fails_and_is_never_bent(
    table: Callable[..., Frame], rows: Callable[[Frame], list[Any]], value: str, target: Kind
) -> None:
    frame = table(f"SELECT {value}", "value")
    source = kind_of(frame.collect_schema()["value"])

    with pytest.raises(duckdb.Error):
        rows(frame.select(cast(nw.col("value"), source, target)))


def test_a_failing_cast_names_the_value(
    table: Callable[..., Frame], rows: Callable[[Frame], list[Any]]
) -> None:
    frame = table("SELECT 1.5::DOUBLE", "value")

    with pytest.raises(duckdb.Error, match=r"no integer: 1\.5"):
        rows(frame.select(cast(nw.col("value"), Kind.NUMBER, Kind.INTEGER)))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (Kind.INTEGER, Kind.BOOLEAN),
        (Kind.INTEGER, Kind.DATE),
        (Kind.INSTANT, Kind.DATETIME),
        (Kind.DURATION, Kind.INTEGER),
        (Kind.OTHER, Kind.TEXT),
    ],
)
def test_a_cast_without_one_meaning_is_refused(source: Kind, target: Kind) -> None:
    with pytest.raises(ConfigurationError, match=f"{source} cannot be made {target}"):
        cast(nw.col("value"), source, target)
