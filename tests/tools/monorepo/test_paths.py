"""What a path belongs to."""

from __future__ import annotations

import pytest

from tools.monorepo import paths


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("packages/core/src/a.py", "core"),
        ("packages/core/pyproject.toml", "core"),
        ("packages/core-v2/a", "core-v2"),
        ("packages/core", ""),
        ("packages/README.md", ""),
        ("packagesx/core/a", ""),
        ("tools/packages/core/a", ""),
        ("packages/co\nre/a", "co\nre"),
    ],
)
def test_a_path_belongs_to_the_folder_it_lies_in(path: str, package: str) -> None:
    assert paths.package_of(path) == package


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "NEWS.RST",
        "docs/index.md",
        "docs/a.py",
        ".github/CONTRIBUTING.md",
        ".github/ISSUE_TEMPLATE/x.yml",
        ".vscode/launch.json",
    ],
)
def test_prose_and_issue_forms_change_nothing(path: str) -> None:
    assert paths.touched([path]) == (set(), "")


@pytest.mark.parametrize(
    "path",
    [
        "pyproject.toml",
        "docsx/a.md",
        "docs",
        "tools/README.md",
        ".github/workflows/ci.yml",
        "a.txt",
    ],
)
def test_any_other_path_may_bear_on_all(path: str) -> None:
    assert paths.touched(["packages/core/a", path, "z"]) == ({"core"}, path)


def test_an_odd_name_is_shown_on_one_line_of_plain_characters() -> None:
    assert paths.shown("a\nb\udce9é") == r"a\nb\udce9\xe9"
