from __future__ import annotations

from importlib.metadata import version

import pytest

import acme.processing


def test_the_version_is_that_of_the_distribution() -> None:
    assert acme.processing.__version__ == version("acme-processing")


def test_every_public_name_is_there() -> None:
    assert all(hasattr(acme.processing, name) for name in acme.processing.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Piepline'"):
        acme.processing.Piepline  # noqa: B018
