"""What a package declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from tools.errors import ToolError
from tools.monorepo import declared
from tools.monorepo.declared import Dependency

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.from_regex(declared.NAME, fullmatch=True).filter(str.isascii)


def project(**tables: Any) -> dict[str, Any]:
    return {"project": {"name": "acme-io"}, **tables}


@given(NAMES)
def test_names_are_normalised_as_packaging_does(name: str) -> None:
    assert declared.normalise(name) == canonicalize_name(name)


def test_siblings_are_found_in_every_table() -> None:
    tables = {
        "build-system": {"requires": ["acme_core"]},
        "project": {
            "name": "acme-io",
            "dependencies": ["Acme.Core[fast] >=1.2,<2 ; python_version < '4'", "duckdb"],
            "optional-dependencies": {"spark": ["acme-core>=1.3"]},
        },
        "dependency-groups": {"test": ["acme-core", {"include-group": "more"}]},
    }

    found = list(declared.siblings("io", tables, {"acme-core": "core", "acme-io": "io"}))

    assert found == [
        Dependency("core", "acme_core", "", "build-system.requires"),
        Dependency(
            "core",
            "Acme.Core[fast] >=1.2,<2 ; python_version < '4'",
            ">=1.2,<2",
            "project.dependencies",
        ),
        Dependency("core", "acme-core>=1.3", ">=1.3", "project.optional-dependencies.spark"),
        Dependency("core", "acme-core", "", "dependency-groups.test"),
    ]
    assert [needed.published for needed in found] == [False, True, True, False]
    assert [needed.orders for needed in found] == [True, True, True, False]


def test_a_package_that_requires_an_extra_of_itself_is_no_sibling_of_its_own() -> None:
    tables = project(**{"dependency-groups": {"test": ["acme-io[spark]"]}})

    assert list(declared.siblings("io", tables, {"acme-io": "io"})) == []


def test_what_is_no_requirement_is_passed_over() -> None:
    tables = project(**{"dependency-groups": {"test": ["", "!", "acme-core"]}})

    assert declared.required("io", tables) == {"acme-core"}
    assert len(list(declared.siblings("io", tables, {"acme-core": "core"}))) == 1


@pytest.mark.parametrize(
    ("tables", "where"),
    [
        (project(**{"dependency-groups": ["pytest"]}), "dependency-groups"),
        (project(**{"dependency-groups": {"test": "pytest"}}), "dependency-groups.test"),
        (project(**{"build-system": {"requires": "hatchling"}}), "build-system.requires"),
        (project(**{"build-system": []}), "build-system.requires"),
    ],
)
def test_a_table_that_is_no_list_of_requirements_is_named(
    tables: dict[str, Any], where: str
) -> None:
    with pytest.raises(ToolError, match=rf"packages/io/pyproject.toml: {where}\.? is no list"):
        declared.required("io", tables)


@pytest.mark.parametrize(
    "tables", [{}, {"project": []}, {"project": {}}, {"project": {"name": "a b"}}]
)
def test_a_package_without_a_usable_name_is_told_to_take_one(tables: dict[str, Any]) -> None:
    with pytest.raises(ToolError, match=r"packages/io/.*has no usable name; .*acme-io"):
        declared.distribution("io", tables)


@pytest.mark.parametrize("content", [b"[project", b"name = '\xff'"])
def test_what_is_no_toml_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "packages/io"
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_bytes(content)

    with pytest.raises(ToolError, match=r"packages/io/pyproject.toml: cannot be read as TOML"):
        declared.metadata(tmp_path, "io")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"packages/io/pyproject.toml: cannot be read \(No such"):
        declared.content(tmp_path, "io")
