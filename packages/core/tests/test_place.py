"""A place is told from the file inwards, as far as it is known."""

from __future__ import annotations

import pytest

from acme.core.place import Place, spelled


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        (Place(), []),
        (Place(file=None, line=None), []),
        (Place(file="a.csv", line=3, column=7), ["a.csv:3:7"]),
        (Place(file="a.csv", column=7), ["a.csv:7"]),
        (Place(line=3, column=7), ["line 3:7"]),
        (Place(column=7), ["column 7"]),
        (Place(file="a.csv", column="age"), ["a.csv", 'column "age"']),
        (Place(file="f.toml", step=2, key="by"), ["f.toml", "step 2", 'key "by"']),
    ],
)
def test_parts_of_a_place_are_told_in_order(place: Place, parts: list[str]) -> None:
    assert list(spelled(place)) == parts
