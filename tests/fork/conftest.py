"""A folder for each test, which is removed when the test is over: environments are big."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose name has a space."""
    folder = tmp_path / "a fork"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
