"""Where pages are followed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs import stories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for all pages of a run: hatch names environments after the checkout's path."""
    folder = tmp_path_factory.mktemp("pages")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def place(scratch: Path) -> Iterator[Path]:
    """An empty folder, at the same path for every page."""
    folder = scratch / "place"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def kept(scratch: Path) -> dict[str, str]:
    """Variables with which pages share this checkout's hatch, and environments with each other."""
    return stories.environment(SETUP="", HATCH_DATA_DIR=str(scratch / "hatch"))
