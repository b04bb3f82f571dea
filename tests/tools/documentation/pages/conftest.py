"""What the site is given by the checkout that runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.documentation import pages

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def made() -> dict[str, str]:
    """Every page that is made of it."""
    return pages.generated(ROOT)
