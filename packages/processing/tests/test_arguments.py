from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- types of fields are read at run time
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pytest

from acme.core.errors import ConfigurationError, UnknownNameError, ValidationError
from acme.core.types import Scalar  # noqa: TC001 -- as above
from acme.processing.arguments import (
    Argument,
    arguments_of,
    check_arguments,
    from_table,
)


@dataclass(frozen=True)
class Everything:
    """An example.

    Args:
        name: What it is called.
        rows: How many,
            at most.
    """

    name: str
    rows: int = 1
    share: float = 0.5
    loud: bool = False
    how: Literal["left", "inner"] = "left"
    columns: tuple[str, ...] = ()
    on: tuple[str, ...] | Mapping[str, str] = ()
    values: Mapping[str, Scalar] | None = None

    def __post_init__(self) -> None:
        check_arguments(self)


def test_a_table_becomes_a_dataclass() -> None:
    values: dict[str, Scalar] = {"a": 1, "b": 0.5, "c": "x", "d": True, "e": date(2013, 1, 1)}
    table = {"name": "x", "share": 1, "columns": ["a", "b"], "on": {"a": "b"}, "values": values}

    everything = from_table(Everything, table)

    assert everything == Everything("x", 1, 1, False, "left", ("a", "b"), {"a": "b"}, values)


def test_later_changes_of_a_list_or_table_do_not_reach_a_dataclass() -> None:
    columns, on = ["a"], {"a": "b"}
    everything = Everything("x", columns=columns, on=on)  # type: ignore[arg-type]

    columns.append("b")
    on["b"] = "c"

    assert everything == Everything("x", columns=("a",), on={"a": "b"})


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("name", 1, "this must be a text"),
        ("rows", 1.0, "this must be a whole number"),
        ("rows", True, "this must be a whole number"),
        ("share", "1", "this must be a number"),
        ("loud", 1, "this must be true or false"),
        ("how", "right", 'this must be one of "left", "inner"'),
        ("columns", "a", "this must be a list of texts"),
        ("columns", ["a", 1], "this must be a list of texts"),
        ("on", {"a": 1}, "this must be a list of texts or a table of texts"),
        ("values", {"a": [1]}, "this must be a table of constants"),
        ("values", {1: "a"}, "this must be a table"),
    ],
)
def test_a_value_of_another_type_is_refused(field: str, value: object, wanted: str) -> None:
    with pytest.raises(ValidationError, match=wanted) as caught:
        from_table(Everything, {"name": "x", field: value})

    assert field == caught.value.key


@dataclass(frozen=True)
class Needed:
    columns: tuple[str, ...] | Mapping[str, str]

    def __post_init__(self) -> None:
        check_arguments(self)


@pytest.mark.parametrize("columns", [[], {}])
def test_what_is_needed_must_not_be_empty(columns: Any) -> None:
    with pytest.raises(ValidationError, match="this must not be empty"):
        Needed(columns)


def test_an_unknown_argument_is_told_with_near_ones() -> None:
    with pytest.raises(
        UnknownNameError, match=r'unknown argument "columns_" .*"columns"'
    ) as caught:
        from_table(Everything, {"name": "x", "columns_": []})

    assert caught.value.key == "columns_"


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(ConfigurationError, match='"name" is missing, a text'):
        from_table(Everything, {})


def test_arguments_are_described_by_type_and_docstring() -> None:
    assert arguments_of(Everything)[:3] == [
        Argument("name", "a text", required=True, summary="What it is called."),
        Argument("rows", "a whole number", required=False, summary="How many, at most."),
        Argument("share", "a number", required=False, summary=""),
    ]
