"""Options of formats and engines are refused where they are of a wrong type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from acme.core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("option", "kinds"),
    [
        ({"delimiter": 5}, "text in quotes, not 5"),
        ({"header": "maybe"}, "true or false, not 'maybe'"),
        ({"null_values": -999}, "text in quotes or a list, not -999"),
        ({"schema": "int64"}, "a table of names, not 'int64'"),
        ({"encoding": 1252}, "text in quotes, not 1252"),
        ({"rejects": True}, "a path in quotes, not True"),
    ],
)
def test_an_option_of_a_wrong_type_is_refused(
    write: Write, engine: Engine, option: dict[str, Any], kinds: str
) -> None:
    path = write("table.csv", "a\n1\n")

    with pytest.raises(ConfigurationError) as caught:
        engine.scan(path, **option)

    assert str(caught.value) == f'{path}: key "{next(iter(option))}": must be {kinds}'


def test_an_option_that_may_be_of_several_types_is_taken_as_either(
    write: Write, engine: Engine, tmp_path: Path
) -> None:
    path = write("table.csv", "a\n1\n-\n")

    reports = [
        engine.sink(engine.scan(path, null_values=nulls, schema=None), tmp_path / "out.csv")
        for nulls in ("-", ["-", "?"])
    ]

    assert reports == [(2, 2, 0)] * 2


def test_a_target_has_its_options_checked_alike(
    write: Write, engine: Engine, tmp_path: Path
) -> None:
    frame = engine.scan(write("table.csv", "a\n1\n"))

    for option in ({"format": 6}, {"header": 6}):
        with pytest.raises(ConfigurationError, match=r"must be .*, not 6"):
            engine.sink(frame, tmp_path / "out.csv", **option)
