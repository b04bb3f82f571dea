"""A query is tried again only where another try can end better."""

from __future__ import annotations

import duckdb
import pytest

from acme.core.errors import ResourceError
from acme.io.writing import Writing


def test_a_failure_that_no_data_caused_is_told_at_once() -> None:
    tries = []

    def write() -> int:
        tries.append(1)
        raise duckdb.IOException("No space left on device")

    with (
        duckdb.connect() as connection,
        pytest.raises(ResourceError, match="No space left on device"),
    ):
        Writing(connection, "out.csv", [], None).run(write)

    assert tries == [1]
