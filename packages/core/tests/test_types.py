"""A value is taken as a type hint has it, or refused in words that say what the hint takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from acme.core.secret import Secret
from acme.core.types import Scalar, convert, words

HINTS: list[tuple[Any, str]] = [
    (str, "a text"),
    (bool, "true or false"),
    (int | None, "a whole number"),
    (Literal["left", "inner"], 'one of "left", "inner"'),
    (tuple[str, ...], "a list of texts"),
    (Mapping[str, bool], "a table of booleans"),
    (tuple[str, ...] | Mapping[str, str], "a list of texts or a table of texts"),
    (Scalar | None, "a constant"),
    (dict[str, Scalar], "a table of constants"),
]


@pytest.mark.parametrize(("hint", "spelled"), HINTS)
def test_words_say_what_a_hint_takes(hint: Any, spelled: str) -> None:
    assert words(hint) == spelled


@pytest.mark.parametrize(
    ("value", "hint", "expected"),
    [
        ("a", str, "a"),
        (1, int, 1),
        (1, float, 1.0),
        (True, Scalar, True),
        (None, int | None, None),
        ("left", Literal["left", "inner"], "left"),
        (["a"], tuple[str, ...], ("a",)),
        ({"a": [1]}, dict[str, tuple[float, ...]], {"a": (1.0,)}),
        ({"a": "b"}, tuple[str, ...] | Mapping[str, str], {"a": "b"}),
        ("/data", Path, Path("/data")),
        (Path("/data"), Path | None, Path("/data")),
        ("lovelace", Secret, Secret("lovelace")),
        (date(2013, 1, 1), Scalar, date(2013, 1, 1)),
    ],
)
def test_a_value_that_fits_is_taken(value: object, hint: Any, expected: object) -> None:
    converted = convert(value, hint)

    assert (type(converted), converted) == (type(expected), expected)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("1", int),
        (1.0, int),
        (True, int),
        (True, float),
        (10**400, float),
        (1, bool),
        (datetime(2013, 1, 1), date),  # noqa: DTZ001  # a file may hold one without a zone
        ("right", Literal["left", "inner"]),
        ("ab", tuple[str, ...]),
        (["a", 1], tuple[str, ...]),
        ({1: "a"}, Mapping[str, str]),
        ([], Mapping[str, str]),
        (None, str),
        (b"a", Path),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(value: object, hint: Any) -> None:
    with pytest.raises(ValueError, match=f"^this must be {words(hint)}$"):
        convert(value, hint)


def test_what_is_taken_does_not_change_with_what_was_given() -> None:
    given = {"a": ["b"]}

    taken = convert(given, dict[str, tuple[str, ...]])
    given["a"].append("c")

    assert taken == {"a": ("b",)}
