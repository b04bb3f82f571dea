"""Small workspaces: packages with as much as a test needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BUILDABLE = """\
[build-system]
requires = ["hatchling", "hatch-vcs"]
build-backend = "hatchling.build"

[project]
name = "acme-{name}"
dynamic = ["version"]
description = "Small."
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
license-files = ["LICENSE"]
classifiers = ["Programming Language :: Python :: 3.11", "Programming Language :: Python :: 3.13"]
dependencies = {dependencies}

[tool.hatch.version]
source = "vcs"
fallback-version = "0.1.0.dev0"

[tool.hatch.version.raw-options]
dist_name = "acme-{name}"
search_parent_directories = true
local_scheme = "no-local-version"
scm.git.describe_command = [
  "git", "describe", "--dirty", "--long", "--match", "{name}-v[0-9]*", "--exclude", "{name}-v*-v*",
]

[tool.hatch.build.targets.wheel]
packages = ["src/acme"]

[tool.hatch.build.targets.sdist]
include = ["/src", "/tests", "/CHANGELOG.md"]
"""


def buildable(name: str, dependencies: Sequence[str]) -> str:
    """What the package ``acme-NAME`` declares, so that it can be built with a version from tags."""
    return BUILDABLE.replace("{name}", name).replace("{dependencies}", json.dumps([*dependencies]))


def declare(root: Path, packages: Mapping[str, Sequence[str]]) -> Path:
    """A workspace whose packages are declared with their dependencies, and have no code."""
    (root / "packages").mkdir(parents=True)
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    for name, dependencies in packages.items():
        folder = root / "packages" / name
        folder.mkdir()
        lines = [
            "[project]",
            f'name = "acme-{name}"',
            'dynamic = ["version"]',
            f"dependencies = {list(dependencies)}",
        ]
        (folder / "pyproject.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root
