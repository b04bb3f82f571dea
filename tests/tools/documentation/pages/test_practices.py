from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.documentation.pages import practices
from tools.documentation.practices import checkout, rows
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House

ROOT = Path(__file__).parents[4]
INDEX = 'rows = 4\n\n[chapters.A]\ntitle = "Shapes and sizes"\nfile = "a.toml"\nrows = 4\n'
ROWS = """\
[A01]
what = "Shapes are drawn."
here = ["packages/io/README.md", "packages/core"]
tests = ["tests/test_draw.py::test_square"]

[A02]
what = "Shapes are drawn by hand."
instead = "A program draws them."
by = ["docs/how-to/draw.md#first", "collections.deque"]

[A03]
what = "Shapes are known."
here = ["docs/contributing/shapes.md", "json"]

[A04]
what = "Shapes are read."
here = ["packages/io/README.md"]
"""
PAGE = """\
## Shapes and sizes { #shapes-and-sizes }

<span id="a01">**A01**</span> Shapes are drawn.
:   Here: [`packages/io/README.md`](https://github.com/org/acme/blob/main/packages/io/README.md),\
 [`packages/core`](https://github.com/org/acme/tree/main/packages/core).

    Shown by [`test_square`](https://github.com/org/acme/blob/main/tests/test_draw.py).

<span id="a02">**A02**</span> Shapes are drawn by hand.
:   A program draws them. Look at [`docs/how-to/draw.md#first`](../how-to/draw.md#first),\
 [`collections.deque`][collections.deque].

<span id="a03">**A03**</span> Shapes are known.
:   Here: [`docs/contributing/shapes.md`](shapes.md),\
 [`json`][json].

<span id="a04">**A04**</span> Shapes are read.
:   Here: [`packages/io/README.md`](https://github.com/org/acme/blob/main/packages/io/README.md).
"""


@pytest.fixture
def drawn(house: House) -> House:
    """A house with a chapter of four rows, all of whose places are there."""
    house.write("pyproject.toml", '[tool.hatchery]\nname = "acme"\nowner = "org"\nauthor = "A"\n')
    house.package("core")
    house.package("io")
    house.write("docs/practices/chapters.toml", INDEX)
    house.write("docs/practices/a.toml", ROWS)
    house.write("docs/how-to/draw.md", "# Draw\n\n## First\n")
    house.write("docs/contributing/shapes.md", "# Shapes\n")
    house.write("tests/test_draw.py", "def test_square():\n    pass\n")
    return house


def test_a_chapter_defines_each_row_with_links(drawn: House) -> None:
    page = practices.pages(drawn.root)["contributing/practices.md"]

    assert page.startswith("# Practices\n")
    assert page.endswith(PAGE)


def test_rows_are_counted(drawn: House) -> None:
    page = practices.pages(drawn.root)["contributing/practices.md"]

    assert "4 practices" in page
    assert "3 live here. For the other 1 " in page
    assert "| [Shapes and sizes](#shapes-and-sizes) | 3 of 4 |\n" in page


def test_whatever_is_gone_is_told_with_its_row(drawn: House) -> None:
    (drawn.root / "docs/how-to/draw.md").unlink()
    drawn.edit("tests/test_draw.py", "test_square", "test_cube")

    with pytest.raises(ToolError) as failure:
        practices.pages(drawn.root)

    first, second = str(failure.value).splitlines()
    assert first == (
        "docs/practices/a.toml: A01: test_draw.py does not define test_square;"
        " name what does it now (tests/test_draw.py::test_square)"
    )
    assert second == (
        "docs/practices/a.toml: A02: there is no docs/how-to/draw.md;"
        " name what does it now (docs/how-to/draw.md#first)"
    )


def test_a_fork_without_a_sample_says_so(drawn: House) -> None:
    drawn.edit(
        "pyproject.toml",
        "[tool.hatchery]\n",
        '[tool.hatchery]\nforked-from = "a/b"\nforked-tree = "1"\n',
    )
    shutil.rmtree(drawn.root / "packages/io")

    page = practices.pages(drawn.root)["contributing/practices.md"]

    assert (
        ":   Here: [`packages/core`](https://github.com/org/acme/tree/main/packages/core)." in page
    )
    assert ":   Here: nothing, for this fork has dropped it." in page


def test_every_place_of_every_practice_is_there() -> None:
    chapters = rows.read(ROOT)

    _, problems = practices.find_all(chapters, checkout.at(ROOT))

    assert problems == []
    assert sum(len(chapter.rows) for chapter in chapters) == 226
