"""Where the workspace is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.workspaces import declare
from tools.errors import ToolError
from tools.monorepo.root import find_root

if TYPE_CHECKING:
    from pathlib import Path


def test_the_root_is_found_from_deep_inside_a_package(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": []})
    deep = root / "packages/core/src/acme"
    deep.mkdir(parents=True)

    assert find_root(deep) == root


def test_outside_of_a_workspace_a_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"holds packages/ and pyproject.toml; run it inside"):
        find_root(tmp_path)
