from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.documentation.practices import targets
from tools.documentation.practices.checkout import at
from tools.documentation.practices.targets import Target
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House


@pytest.mark.parametrize(
    ("text", "file", "place"),
    [
        ("packages", "packages", ""),
        ("packages/core", "packages/core", ""),
        ("Makefile", "Makefile", ""),
        ("hatch.toml#envs.test", "hatch.toml", "envs.test"),
        ("docs/how-to/draw.md#draw", "docs/how-to/draw.md", "draw"),
        ("tests/test_draw.py::test_square", "tests/test_draw.py", "test_square"),
        (
            "tests/test_draw.py::TestRound::test_circle",
            "tests/test_draw.py",
            "TestRound.test_circle",
        ),
        ("make check", "Makefile", ""),
        ("hatch run draw square", "tools/draw.py", ""),
        (
            "acme.core.shapes.Shape.area",
            "packages/core/src/acme/core/shapes.py",
            "Shape.area",
        ),
        ("acme.core", "packages/core/src/acme/core/__init__.py", ""),
        ("tools.draw.main", "tools/draw.py", "main"),
        ("collections.deque", "", ""),
    ],
)
def test_what_is_there_is_found(furnished: House, text: str, file: str, place: str) -> None:
    assert targets.find(text, at(furnished.root)) == Target(text, file, place)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("packages/gone", "there is no packages/gone"),
        ("gone.toml#tool", "there is no gone.toml"),
        ("tests/test_gone.py::test_square", "there is no tests/test_gone.py"),
        ("tests/test_draw.py::test_gone", "test_draw.py does not define test_gone"),
        ("tests/test_draw.py::TestRound", "TestRound is no test; a test's name begins with test_"),
        ("hatch.toml#envs.gone", "hatch.toml has no envs.gone"),
        ("acme.core.shapes.Gone", "shapes.py does not define Gone"),
        ("acme.core.gone", "__init__.py does not define gone"),
        ("make gone", "the Makefile has no verb gone"),
        ("gone.Thing", "there is no module gone here, nor in the standard library"),
    ],
)
def test_what_is_gone_is_told(furnished: House, text: str, sentence: str) -> None:
    with pytest.raises(ToolError) as failure:
        targets.find(text, at(furnished.root))

    assert str(failure.value) == sentence


def test_what_disappears_is_no_longer_found(furnished: House) -> None:
    before = targets.find("packages/core/README.md", at(furnished.root))
    (furnished.root / "packages/core/README.md").unlink()

    assert before.file == "packages/core/README.md"
    with pytest.raises(ToolError, match=r"^there is no packages/core/README.md$"):
        targets.find("packages/core/README.md", at(furnished.root))


@pytest.fixture
def fork(furnished: House) -> House:
    """The house as a fork."""
    furnished.edit(
        "pyproject.toml",
        "[tool.hatchery]\n",
        '[tool.hatchery]\nforked-from = "a/b"\nforked-tree = "1"\n',
    )
    return furnished


@pytest.mark.parametrize(
    "text",
    [
        "packages/io/README.md",
        "gone.toml#tool",
        "tests/integration/test_gone.py::test_gone",
        "acme.io.engine",
        "tests.gone.SIZE",
    ],
)
def test_a_fork_may_drop_what_it_does_not_need(fork: House, text: str) -> None:
    assert targets.find(text, at(fork.root)) is None


@pytest.mark.parametrize(
    "text",
    [
        "hatch.toml#envs.gone",
        "tests/test_draw.py::test_gone",
        "tools.gone.main",
        "acme.core.gone",
        "acme gone",
        "make gone",
    ],
)
def test_a_fork_is_told_of_all_else_that_is_gone(fork: House, text: str) -> None:
    with pytest.raises(ToolError):
        targets.find(text, at(fork.root))


def test_a_fork_has_what_it_has_kept(fork: House) -> None:
    assert targets.find("acme run", at(fork.root)) == Target(
        "acme run", "packages/cli/src/acme/cli/overview.py"
    )


def test_commands_go_with_the_package_that_has_them(fork: House) -> None:
    (fork.root / "packages/cli/src/acme/cli/overview.py").unlink()

    assert targets.find("acme run", at(fork.root)) is None
