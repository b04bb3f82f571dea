"""Names stand in a sentence so that people see what they meant and what there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acme.core.wording import choice, printable, question

KNOWN = ["csv", "ACME_THREADS", "ACME_VERBOSE", "delay", "relay", "parquet"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("cvs", ' (did you mean "csv"?)'),
        ("CSV", ' (did you mean "csv"?)'),
        ("ACME_THREDS", ' (did you mean "ACME_THREADS"?)'),
        ("elay", ' (did you mean "delay" or "relay"?)'),
        ("zzz", ""),
    ],
)
def test_near_is_what_is_most_like_the_name_whatever_its_case(name: str, asked: str) -> None:
    assert question(name, KNOWN) == asked


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (1, 'choose from "c0"'),
        (20, '"c18", "c19"'),
        (25, '"c18", "c19" and 5 more'),
    ],
)
def test_at_most_twenty_names_are_listed(count: int, end: str) -> None:
    assert choice("column", [f"c{i}" for i in range(count)]).endswith(end)


def test_it_is_said_when_there_is_no_name_at_all() -> None:
    assert choice("lookup", []) == "there is no lookup at all"


@given(st.text())
def test_whatever_a_text_holds_it_becomes_one_line(text: str) -> None:
    assert printable(text).isprintable()


def test_plain_text_stays_as_it_is() -> None:
    assert printable("a größer name") == "a größer name"
