"""What tests of checks need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.workshop import Workshop

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """A repository with one package, `core`, committed, with files that pass for its build."""
    made = Workshop(tmp_path)
    made.package("core")
    made.files("core")
    made.commit()
    return made
