"""A checkout, and the engine to run its containers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.docker.checkout import Checkout

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def engine() -> None:
    """A Docker engine that answers, with Compose."""
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        if (
            not shutil.which("docker")
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            pytest.skip("waits for a Docker engine with Compose v2.26 or newer")


@pytest.fixture(scope="session")
def make_checkout(
    engine: None,  # noqa: ARG001 -- there is nothing to clone for without one
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Checkout]:
    """Clone this repository's HEAD into a folder of its own, with a space in its path."""
    from tests.docker.checkout import Checkout

    def make(*options: str) -> Checkout:
        folder = tmp_path_factory.mktemp("docker") / "a clone"
        subprocess.run(["git", "clone", "--quiet", *options, ROOT, folder], check=True)
        return Checkout(folder)

    return make


@pytest.fixture(scope="session")
def checkout(make_checkout: Callable[..., Checkout]) -> Checkout:
    """A clean clone, which tests only add to."""
    return make_checkout()


@pytest.fixture(scope="session")
def ci_image(checkout: Checkout) -> str:
    """The image of the jobs."""
    return checkout.build("ci")


@pytest.fixture(scope="session")
def base_image() -> str:
    """The image that the others are built on."""
    given = os.environ.get("PYTHON_IMAGE")
    if given:
        return given
    text = (ROOT / "docker" / "Dockerfile").read_text("utf-8")
    return text.partition("PYTHON_IMAGE:-")[2].partition("}")[0]
