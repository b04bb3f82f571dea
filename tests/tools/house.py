"""A repository like this one, with as little in it as a test needs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SETTINGS = """\
[dependency-groups]
tools = []

[tool.towncrier]
type = [
  { directory = "feature", name = "Added", level = "minor" },
  { directory = "bugfix", name = "Fixed", level = "patch" },
]
"""

PACKAGE = """\
[build-system]
requires = ["hatchling", "hatch-vcs"]
build-backend = "hatchling.build"

[project]
name = "{distribution}"
dynamic = ["version"]
description = "For a test."
requires-python = ">=3.11"
license = "MIT"
license-files = ["LICENSE"]
classifiers = ["Programming Language :: Python :: 3.11", "Programming Language :: Python :: 3.13"]
dependencies = {dependencies}

[tool.hatch.version]
source = "vcs"
fallback-version = "0.1.0.dev0"

[tool.hatch.version.raw-options]
dist_name = "{distribution}"
search_parent_directories = true
local_scheme = "no-local-version"
scm.git.describe_command = [
  "git", "describe", "--dirty", "--tags", "--long", "--match", "{name}-v[0-9]*",
]

[tool.hatch.build.targets.wheel]
packages = ["src/acme"]

[tool.hatch.build.targets.sdist]
include = ["/src", "/CHANGELOG.md"]
"""


@dataclass(frozen=True)
class House:
    """A workspace at ``root``."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        """Write one file, and the folders it needs."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that must be there."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def package(self, name: str, dependencies: Sequence[str] = (), code: str = "") -> Path:
        """Add the package ``acme-NAME``, which can be built and has nothing missing."""
        folder = f"packages/{name}"
        declared = PACKAGE.format(
            name=name, distribution=f"acme-{name}", dependencies=list(dependencies)
        )
        self.write(f"{folder}/pyproject.toml", declared)
        for file in ("LICENSE", "README.md", "CHANGELOG.md", "changes/.gitignore"):
            self.write(f"{folder}/{file}", "MIT\n")
        self.write(f"{folder}/tests/test_{name}.py", "def test_nothing():\n    pass\n")
        self.write(f"{folder}/src/acme/{name}/py.typed", "")
        self.write(f"{folder}/src/acme/{name}/__init__.py", f'"""For a test."""\n{code}')
        return self.root / folder

    def git(self, *arguments: str) -> str:
        """Run git in the repository and return what it printed."""
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self) -> None:
        """Commit everything; make the repository first if there is none."""
        if not (self.root / ".git").exists():
            self.git("init", "--quiet", "--initial-branch", "main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change")

    def release(self, tag: str) -> None:
        """Put an annotated tag on HEAD."""
        self.git("tag", "--annotate", "--message", tag, tag)


def furnish(root: Path) -> House:
    """A workspace without packages, where nothing is missing."""
    house = House(root)
    house.write("packages/README.md", "Here come the packages.\n")
    house.write("pyproject.toml", SETTINGS)
    house.write("hatch.toml", "")
    house.write("LICENSE", "MIT\n")
    house.write("locks/runtime.txt", "")
    house.write("docs/examples/numbers.csv", "number\n1\n")
    house.write(".gitignore", "/dist/\n")
    return house
