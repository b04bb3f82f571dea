from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.documentation.practices import symbols
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House

SHAPES = "packages/core/src/acme/core/shapes.py"


@pytest.mark.parametrize("name", ["", "SIDES", "Shape", "Shape.area", "Shape.colour"])
def test_what_a_module_defines_is_found(furnished: House, name: str) -> None:
    symbols.require(furnished.root / SHAPES, name)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Form", "shapes.py does not define Form"),
        ("Shape.size", "shapes.py does not define Shape.size"),
        ("cache", "shapes.py only imports cache; name the module that defines it"),
    ],
)
def test_what_it_does_not_define_is_told(furnished: House, name: str, sentence: str) -> None:
    with pytest.raises(ToolError) as failure:
        symbols.require(furnished.root / SHAPES, name)

    assert str(failure.value) == sentence


@pytest.mark.parametrize(
    ("dotted", "expected"),
    [
        ("acme.core.shapes.Shape.area", (SHAPES, "Shape.area")),
        ("acme.core", ("packages/core/src/acme/core/__init__.py", "")),
        ("tools.draw.main", ("tools/draw.py", "main")),
        ("acme.gone", None),
        ("json.loads", None),
    ],
)
def test_the_longest_module_of_a_name_counts(
    furnished: House, dotted: str, expected: tuple[str, str] | None
) -> None:
    found = symbols.module_of(dotted, furnished.root)

    shown = found and (found[0].relative_to(furnished.root).as_posix(), found[1])
    assert shown == expected


@pytest.mark.parametrize(
    "dotted",
    [
        "json",
        "json.loads",
        "importlib.metadata.version",
        "concurrent.futures.ThreadPoolExecutor.submit",
    ],
)
def test_names_of_the_standard_library_are_found(dotted: str) -> None:
    symbols.require_standard(dotted)


@pytest.mark.parametrize(
    ("dotted", "sentence"),
    [
        ("json.load_all", "the standard library's json has no load_all"),
        ("pytest.fixture", "there is no module pytest here, nor in the standard library"),
    ],
)
def test_what_python_does_not_bring_is_told(dotted: str, sentence: str) -> None:
    with pytest.raises(ToolError) as failure:
        symbols.require_standard(dotted)

    assert str(failure.value) == sentence


def test_the_keys_of_a_table_are_read_without_importing_it(furnished: House) -> None:
    assert symbols.keys(furnished.root / "tools/draw.py", "CHECKS") == ["lint", "types"]
    assert symbols.keys(furnished.root / "tools/draw.py", "main") == []
    assert symbols.keys(furnished.root / "tools/draw.py", "GONE") == []


def test_a_module_may_have_no_docstring(furnished: House) -> None:
    assert symbols.docstring(furnished.root / "tests/test_draw.py") == ""
