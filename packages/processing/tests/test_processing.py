from __future__ import annotations

import doctest
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import acme.processing
from acme.processing.functions import AGGREGATES, FUNCTIONS

if TYPE_CHECKING:
    from acme.processing.functions import Function


def test_the_version_is_that_of_the_distribution() -> None:
    assert acme.processing.__version__ == version("acme-processing")


def test_every_public_name_is_there() -> None:
    assert all(hasattr(acme.processing, name) for name in acme.processing.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Piepline'"):
        acme.processing.Piepline  # noqa: B018


def test_what_the_readme_shows_is_what_happens() -> None:
    readme = Path(__file__).parents[1] / "README.md"

    results = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")

    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("function", [*FUNCTIONS.values(), *AGGREGATES.values()])
def test_the_readme_tells_every_function(function: Function) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

    assert f"\n| `{function.signature}` | {function.summary} |\n" in readme
