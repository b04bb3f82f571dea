from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.documentation.practices import rows
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House

INDEX = 'rows = 2\n\n[chapters.A]\ntitle = "Shapes"\nfile = "shapes.toml"\nrows = 2\n'
ROWS = """\
[A01]
what = "Shapes are drawn."
here = ["packages/core"]
tests = ["tests/test_draw.py::test_square"]

[A02]
what = "Shapes are drawn by hand."
instead = "A program draws them."
by = ["make check"]
"""


@pytest.fixture
def chapters(house: House) -> House:
    """A house with one chapter of two rows."""
    house.write("docs/practices/chapters.toml", INDEX)
    house.write("docs/practices/shapes.toml", ROWS)
    return house


def test_rows_come_in_order_with_all_that_they_say(chapters: House) -> None:
    (chapter,) = rows.read(chapters.root)

    file = "docs/practices/shapes.toml"
    assert (chapter.letter, chapter.title) == ("A", "Shapes")
    assert chapter.rows == (
        rows.Row(
            "A01",
            "Shapes are drawn.",
            ("packages/core",),
            ("tests/test_draw.py::test_square",),
            "",
            file,
        ),
        rows.Row(
            "A02", "Shapes are drawn by hand.", ("make check",), (), "A program draws them.", file
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[A02]", "[A03]", "A02 is missing; say what it is and where it lives"),
        ("[A02]", "[A03]", "A03 is none of A01 to A02; see docs/practices/chapters.toml"),
        ('drawn."', 'drawn"', "A01: what is one sentence that ends with a full stop"),
        ('["packages/core"]', "[]", "A01: here is a list of names, each of them once"),
        ('["packages/core"]', '["a", "a"]', "A01: here is a list of names, each of them once"),
        ('["packages/core"]', "[1]", "A01: here is a list of names, each of them once"),
        ('["packages/core"]', '"a"', "A01: here is a list of names, each of them once"),
        ("here =", "there =", "A01: has there, what; a row has what and here, or what, instead"),
        ("by =", "here =", "A02: has here, instead, what; a row has what and here"),
        ('"A program draws them."', "3", "A02: instead is one sentence"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_told(
    chapters: House, old: str, new: str, sentence: str
) -> None:
    chapters.edit("docs/practices/shapes.toml", old, new)

    with pytest.raises(ToolError) as failure:
        rows.read(chapters.root)

    assert f"docs/practices/shapes.toml: {sentence}" in str(failure.value)


def test_a_row_that_stands_twice_is_told(chapters: House) -> None:
    chapters.write("docs/practices/shapes.toml", ROWS + ROWS)

    with pytest.raises(ToolError, match=r"^shapes.toml: cannot be read as TOML"):
        rows.read(chapters.root)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rows = 2\n\n", "rows = 3\n\n", "the chapters have 2 rows together and not 3; correct"),
        ('title = "Shapes"\n', "", "chapter A needs title, file and rows, and nothing else"),
    ],
)
def test_a_chapter_that_is_not_whole_is_told(
    chapters: House, old: str, new: str, sentence: str
) -> None:
    chapters.edit("docs/practices/chapters.toml", old, new)

    with pytest.raises(ToolError) as failure:
        rows.read(chapters.root)

    assert f"docs/practices/chapters.toml: {sentence}" in str(failure.value)


def test_every_fault_of_every_row_is_told_at_once(chapters: House) -> None:
    chapters.edit("docs/practices/shapes.toml", "drawn.", "drawn")
    chapters.edit("docs/practices/shapes.toml", "by hand.", "by hand")

    with pytest.raises(ToolError) as failure:
        rows.read(chapters.root)

    assert len(str(failure.value).splitlines()) == 2
