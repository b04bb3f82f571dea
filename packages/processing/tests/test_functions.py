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
