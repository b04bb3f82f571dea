from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from acme.core.errors import ConfigurationError, DataError, UnknownNameError, ValidationError
from acme.processing import Contract, ContractError, Rules, Violation

if TYPE_CHECKING:
    from collections.abc import Callable

Frame = nw.LazyFrame[Any]
Fetch = Any

KEPT = {
    "carrier": Rules(type="text", allowed=("UA", "AA")),
    "origin": Rules(nullable=False),
    "delay": Rules(type="number", unique=True, minimum=-4, maximum=11),
    "distance": Rules(type="int32"),
    "time": Rules(maximum=datetime(2013, 12, 31)),  # noqa: DTZ001 -- has no zone
}


def test_a_table_that_keeps_its_contract_has_no_violations(flights: Frame, fetch: Fetch) -> None:
    contract = Contract(KEPT)

    contract.enforce(flights, fetch)

    assert contract.violations(flights, fetch) == ()


@pytest.mark.parametrize(
    ("column", "rules", "problem", "count"),
    [
        ("carrier", Rules(nullable=False), "null", 1),
        ("carrier", Rules(unique=True), "a duplicate", 1),
        ("origin", Rules(allowed=("EWR",)), "not allowed", 3),
        ("delay", Rules(minimum=2), "below 2", 1),
        ("delay", Rules(maximum=1.5), "above 1.5", 2),
        ("carrier", Rules(minimum="B"), "below B", 1),
        ("time", Rules(minimum=datetime(2013, 1, 2)), "below 2013-01-02 00:00:00", 2),  # noqa: DTZ001
    ],
)
def test_each_broken_rule_is_counted(
    flights: Frame, fetch: Fetch, column: str, rules: Rules, problem: str, count: int
) -> None:
    violations = Contract({column: rules}).violations(flights, fetch)

    assert violations == (Violation(column, problem, count, 4),)


def test_columns_that_are_missing_or_of_another_type_are_told(flights: Frame, fetch: Fetch) -> None:
    contract = Contract({"dlay": Rules(nullable=False), "delay": Rules(type="integer", minimum=9)})

    assert contract.violations(flights, fetch) == (
        Violation("dlay", "missing"),
        Violation("delay", "number, not integer"),
    )


def test_every_violation_is_in_one_error(flights: Frame, fetch: Fetch) -> None:
    contract = Contract({"dlay": Rules(), "carrier": Rules(nullable=False, unique=True)})

    with pytest.raises(ContractError) as caught:
        contract.enforce(flights, fetch, "the input", file="flow.toml")

    assert str(caught.value) == (
        'flow.toml: the input breaks its contract: column "dlay" is missing; '
        'column "carrier" is null in 1 of 4 rows; column "carrier" is a duplicate in 1 of 4 rows'
    )
    assert len(caught.value.violations) == 3


def test_an_error_crosses_to_another_process_with_its_violations() -> None:
    error = ContractError("broken", (Violation("a", "null", 1, 2),), file="flow.toml")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes

    assert isinstance(copy, ContractError)
    assert isinstance(copy, DataError)
    assert copy.violations == error.violations
    assert str(copy) == str(error)


def test_values_are_counted_in_one_pass(flights: Frame, fetch: Fetch) -> None:
    passes: list[Frame] = []

    def count_and_fetch(frame: Frame) -> Any:
        passes.append(frame)
        return fetch(frame)

    Contract(KEPT).violations(flights, count_and_fetch)

    assert len(passes) == 1


def test_no_rule_on_values_needs_no_pass(flights: Frame) -> None:
    def fetch(frame: Frame) -> Any:
        raise AssertionError(frame)

    assert Contract({"delay": Rules(type="number")}).violations(flights, fetch) == ()


def test_a_table_of_no_rows_keeps_its_contract(flights: Frame, fetch: Fetch) -> None:
    empty = flights.filter(nw.col("distance") < 0)
    contract = Contract(KEPT | {"carrier": Rules(unique=True, nullable=False)})

    assert contract.violations(empty, fetch) == ()


def test_a_rule_with_a_value_of_another_kind_is_refused(flights: Frame, fetch: Fetch) -> None:
    contract = Contract({"delay": Rules(allowed=("late",))})

    with pytest.raises(ConfigurationError, match="'late' is text, and the column is number"):
        contract.violations(flights, fetch)


def test_a_rule_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownNameError, match='unknown type "int"'):
        Rules(type="int")


def test_a_rule_is_checked_when_it_is_made() -> None:
    with pytest.raises(ValidationError, match="this must be true or false"):
        Rules(unique="yes")  # type: ignore[arg-type]


def test_dates_are_compared_as_dates(table: Callable[..., Frame], fetch: Fetch) -> None:
    frame = table("VALUES (DATE '2013-01-01'), (DATE '2013-06-01')", "day")

    violations = Contract({"day": Rules(maximum=date(2013, 3, 1))}).violations(frame, fetch)

    assert [violation.count for violation in violations] == [1]
