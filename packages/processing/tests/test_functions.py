from __future__ import annotations

import pytest

from acme.processing.functions import AGGREGATES, FUNCTIONS


@pytest.mark.parametrize("name", sorted(FUNCTIONS | AGGREGATES))
def test_every_function_says_what_it_returns(name: str) -> None:
    function = (FUNCTIONS | AGGREGATES)[name]

    assert function.name == name
    assert function.summary


def test_no_function_of_rows_is_one_of_groups_too() -> None:
    assert not FUNCTIONS.keys() & AGGREGATES.keys()


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("upper", "upper(text)"),
        ("integer", "integer(value)"),
        ("round", "round(number, [digits])"),
        ("concat", "concat(text, texts, ...)"),
        ("count", "count([value])"),
    ],
)
def test_a_signature_is_what_a_user_writes(name: str, signature: str) -> None:
    assert (FUNCTIONS | AGGREGATES)[name].signature == signature


@pytest.mark.parametrize(
    ("name", "count", "kinds"),
    [("upper", 0, None), ("upper", 2, None), ("round", 1, 1), ("round", 2, 2), ("concat", 4, 4)],
)
def test_a_function_takes_as_many_arguments_as_its_signature_says(
    name: str, count: int, kinds: int | None
) -> None:
    parameters = FUNCTIONS[name].parameters_for(count)

    assert (parameters and len(parameters)) == kinds
