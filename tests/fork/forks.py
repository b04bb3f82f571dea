"""Forks of this repository's HEAD, and the commands that their people run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.releasing.repository import GIT_ENVIRONMENT, ROOT

if TYPE_CHECKING:
    from pathlib import Path

HATCH = ROOT / ".setup" / "bin" / "hatch"
PYTHON = f"+py={sys.version_info.major}.{sys.version_info.minor}"
NOT_THEIRS = (
    "COVERAGE",
    "FORK_",
    "HATCH",
    "MAKE",
    "PACKAGE_",
    "PYTEST",
    "UV_BUILD_CON",
    "UV_CON",
    "VIRTUAL_ENV",
)
"""What make, hatch and pytest set for this run, and what a fork's people would not have."""


class Repository(NamedTuple):
    """A checkout, with environments of its own beside it; hatch and uv's cache are shared.

    Attributes:
        root: The checkout.
    """

    root: Path

    def make(self, *words: str, code: int = 0) -> str:
        """What ``make WORDS`` prints; an exit code that was not expected fails the test."""
        return self._run("make", "SETUP=", *words, code=code)

    def hatch(self, *words: str) -> str:
        """What ``hatch run WORDS`` prints."""
        return self._run("hatch", "run", *words)

    def check(self, *names: str) -> str:
        """What the named checks say, or all of them."""
        return self.hatch("check:run", *names)

    def test(self, *paths: str) -> str:
        """What pytest says of these paths, on the Python that runs this test."""
        return self.hatch(PYTHON, "test:pytest", "-n", "0", "-q", "--tb", "short", *paths)

    def git(self, *words: str) -> str:
        """What git prints."""
        return self._run("git", *words).rstrip("\n")

    def append(self, path: str, text: str) -> None:
        """Add text to the end of a file."""
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write(text)

    def commit(self, message: str = "Change") -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def mentions(self, word: str, *options: str) -> list[str]:
        """The lines of tracked files that hold a word, whatever its capitals."""
        found = subprocess.run(
            ["git", "grep", "--ignore-case", "-I", word, *options],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.splitlines()

    def _run(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{' '.join(command)}: {done.returncode}\n{done.stdout}"
        return done.stdout

    def _environment(self) -> dict[str, str]:
        plain = {
            name: value for name, value in os.environ.items() if not name.startswith(NOT_THEIRS)
        }
        programs = [str(HATCH.parent)] if HATCH.exists() else []
        return {
            **plain,
            **GIT_ENVIRONMENT,
            "PATH": os.pathsep.join([*programs, plain["PATH"]]),
            "HATCH_DATA_DIR": str(self.root.parent / "environments"),
            "HATCH_ENV_TYPE_VIRTUAL_UV_PATH": _uv(),
        }


def _uv() -> str:
    beside = HATCH.with_name("uv")
    return (
        str(beside) if beside.exists() else os.environ.get("HATCH_UV") or shutil.which("uv") or ""
    )


def clone(folder: Path, source: Path = ROOT) -> Repository:
    """A copy of a repository's HEAD, without tags; skips the test where this is none."""
    if not (ROOT / ".git").exists():
        pytest.skip("waits for a git repository: this is a copy of the files alone")
    if not (HATCH.exists() or shutil.which("hatch")):
        pytest.skip("waits for hatch: run this through `make test`")
    made = Repository(folder / "checkout")
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        "git",
        "clone",
        "--quiet",
        "--no-tags",
        "--no-hardlinks",
        str(source),
        str(made.root),
    ]
    subprocess.run(command, check=True)
    return made


def fork(folder: Path, name: str, owner: str, *options: str) -> Repository:
    """A fork of HEAD, made by its verb and committed."""
    made = clone(folder)
    made.make("fork", f"NAME={name}", f"OWNER={owner}", f"ARGS={' '.join(options)}")
    made.git("commit", "--quiet", "--message", f"Make the fork {name}")
    return made
