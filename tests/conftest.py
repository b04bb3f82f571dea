"""What tests of several rooms need."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.releasing.index_server import gate
from tools.index import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.releasing.index_server import Index


@pytest.fixture(scope="session")
def index_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of the one index server of this process that serves it."""
    folder = tmp_path_factory.mktemp("server") / "index"
    with serve(folder) as address:
        yield folder, address


@pytest.fixture
def index(index_server: tuple[Path, str]) -> Iterator[Index]:
    """An empty package index."""
    folder, address = index_server
    shutil.rmtree(folder)
    folder.mkdir()
    with gate(folder, address) as guarded:
        yield guarded
