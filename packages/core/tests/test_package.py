"""The package: light to import, no runtime dependencies, a version and typed."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import requires, version
from importlib.resources import files

import pytest

import acme.core


def test_version_is_that_of_the_installed_distribution() -> None:
    assert acme.core.__version__ == version("acme-core")


def test_other_attributes_are_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match=r"module 'acme.core' has no attribute 'frobnicate'"):
        _ = acme.core.frobnicate


def test_nothing_is_needed_to_run() -> None:
    assert requires("acme-core") in (None, [])


def test_package_says_that_it_is_typed() -> None:
    assert files("acme.core").joinpath("py.typed").is_file()


def test_errors_and_registry_import_nothing_dear() -> None:
    code = "import sys, acme.core.errors, acme.core.registry; print(*sys.modules)"

    # coverage would import some of them before us.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}

    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    dear = {"importlib.metadata", "tomllib", "dataclasses", "logging", "asyncio", "difflib"}
    assert not dear & set(run.stdout.split())
