"""A passage goes whole, with its marks, and what stands around it stays."""

from __future__ import annotations

import pytest

from tools.scaffolding import passages

PROSE = """\
One.

<!-- begin: cli, which runs flows -->
Two.

Three.
<!-- end: cli -->

Four.
"""


def test_a_passage_goes_with_its_marks_and_one_blank_line() -> None:
    assert passages.without(PROSE, "cli") == "One.\n\nFour.\n"


@pytest.mark.parametrize("name", ["core", "cl", "cli-two"])
def test_a_passage_about_something_else_stays(name: str) -> None:
    assert passages.without(PROSE, name) == PROSE


def test_each_of_several_goes_and_what_is_between_stays() -> None:
    settings = "# begin: io\na\n# end: io\nb\n# begin: io\nc\n# end: io\nd\n"

    assert passages.without(settings, "io") == "b\nd\n"


def test_the_names_are_told_in_their_order() -> None:
    text = f"{PROSE}# begin: template\n# end: template\n"

    assert passages.names(text) == ["cli", "template"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("# begin: io\n", "begin: io"),
        ("# end: io\n", "end: io"),
        ("# begin: io\n# begin: cli\n# end: cli\n# end: io\n", "begin: cli"),
        ("# begin: io\n# end: cli\n", "end: cli"),
    ],
)
def test_a_mark_without_its_counterpart_is_named(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=f"`{named}` has no counterpart"):
        passages.names(text)
