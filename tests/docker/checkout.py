"""A checkout whose containers a test runs."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = "docker-tests"
"""One name for all checkouts, so that an image that one test built serves the next."""


class Checkout(NamedTuple):
    """A folder with the repository in it."""

    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`docker compose run --rm` with these words; build progress and output in ``stdout``."""
        return self.docker("compose", "run", "--rm", "--no-TTY", *words)

    def docker(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Any docker command in the folder."""
        return subprocess.run(
            ["docker", *words],
            cwd=self.folder,
            env={**os.environ, "COMPOSE_PROJECT_NAME": PROJECT, "BUILDKIT_PROGRESS": "plain"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def build(self, target: str, *options: str) -> str:
        """Build one image of the Dockerfile and return its name."""
        name = f"{PROJECT}-{target}"
        secret = os.environ.get("CA_BUNDLE")
        done = self.docker(
            "build",
            *("--file", "docker/Dockerfile", "--target", target, "--tag", name),
            *("--build-arg", "PYTHON_IMAGE", "--build-arg", "PYTHON_VERSION"),
            *(("--secret", f"id=ca_bundle,src={secret}") if secret else ()),
            *options,
            ".",
        )
        assert done.returncode == 0, done.stdout
        return name

    def add(self, path: str, text: str) -> None:
        """Write a file that is not committed."""
        (self.folder / path).write_text(text, "utf-8")
