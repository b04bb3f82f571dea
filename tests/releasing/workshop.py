"""A repository with small packages that can be built, tagged, checked and released."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from tests.releasing import distributions
from tools.release_checks.repository import Repository
from tools.release_checks.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tools.package_index import PackageIndex

ROOT = """
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]

[tool.towncrier]
type = [
  { directory = "breaking", name = "Changed", showcontent = true, level = "major" },
  { directory = "feature", name = "Added", showcontent = true, level = "minor" },
  { directory = "bugfix", name = "Fixed", showcontent = true, level = "patch" },
]
"""
MATRIX = """
[[envs.test.matrix]]
python = ["3.11", "3.12"]
"""
PACKAGE = """
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
classifiers = [
  "Programming Language :: Python :: 3.11",
  "Programming Language :: Python :: 3.12",
]
dependencies = {dependencies}

[dependency-groups]
test = ["pytest"]

[tool.hatch.version]
source = "vcs"
fallback-version = "0.1.0.dev0"

[tool.hatch.version.raw-options]
dist_name = "acme-{name}"
search_parent_directories = true
local_scheme = "no-local-version"
scm.git.describe_command = [
  "git", "describe", "--dirty", "--tags", "--long", "--match", "{name}-v[0-9]*",
]

[tool.hatch.build.targets.wheel]
packages = ["src/acme"]

[tool.hatch.build.targets.sdist]
include = ["/src", "/tests"]
"""
HEADERS = (
    "License-Expression: MIT",
    "License-File: LICENSE",
    "Requires-Python: >=3.11",
    "Classifier: Programming Language :: Python :: 3.11",
    "Classifier: Programming Language :: Python :: 3.12",
)
AUTHOR = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Tester"), ("EMAIL", "tester@localhost"))
}


class Workshop:
    """A git repository to work on.

    Attributes:
        root: Its folder.
        dist: A folder beside it for files that pass for built ones.
        scratch: Another, for what checks make.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "work"
        self.dist = folder / "dist"
        self.scratch = folder / "scratch"
        self.write("pyproject.toml", ROOT)
        self.write("hatch.toml", MATRIX)
        self.write(".gitignore", "*.secret\n")
        self.git("init", "--quiet", "--initial-branch", "main")

    def git(self, *arguments: str) -> str:
        """What git prints."""
        variables = {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=variables, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, path: str, text: str) -> Path:
        """Write a file below the root."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def package(
        self,
        name: str,
        dependencies: Sequence[str] = (),
        code: str = "",
        test: str = "def test_nothing() -> None:\n    pass\n",
    ) -> None:
        """Write a package ``acme-NAME`` that is imported as ``acme.NAME``."""
        folder = f"packages/{name}"
        declared = PACKAGE.replace("{name}", name).replace(
            "{dependencies}", json.dumps([*dependencies])
        )
        self.write(f"{folder}/pyproject.toml", declared)
        self.write(f"{folder}/README.md", f"# acme-{name}\n")
        self.write(f"{folder}/LICENSE", "MIT\n")
        self.write(
            f"{folder}/CHANGELOG.md", "# Changelog\n\n<!-- towncrier release notes start -->\n"
        )
        self.write(f"{folder}/changes/.gitkeep", "")
        self.write(f"{folder}/src/acme/{name}/__init__.py", code)
        self.write(f"{folder}/src/acme/{name}/py.typed", "")
        self.write(f"{folder}/tests/test_{name}.py", test)

    def changelog(self, name: str, version: str, body: str = "### Added\n\n- Something.") -> None:
        """Have a package's changelog tell of one version."""
        text = f"# Changelog\n\n<!-- towncrier release notes start -->\n\n## [{version}] - 2026-01-01\n\n{body}\n"
        self.write(f"packages/{name}/CHANGELOG.md", text)

    def commit(self) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Work")

    def tag(self, name: str) -> None:
        """Tag HEAD."""
        self.git("tag", "--annotate", "--message", name, name)

    def wheel(
        self,
        name: str,
        version: str = "1.0",
        requires: Sequence[str] = (),
        files: Mapping[str, str] | None = None,
        headers: Sequence[str] = HEADERS,
        folder: Path | None = None,
        readme: str = "# Small\n",
    ) -> Path:
        """Put a wheel of a package into `dist` that is as it should be, but for what is given."""
        usual = {
            f"acme/{name}/__init__.py": "",
            f"acme/{name}/py.typed": "",
            "INFO/licenses/LICENSE": "MIT\n",
        }
        return distributions.wheel(
            folder or self.dist,
            f"acme-{name}",
            version,
            requires,
            files=usual if files is None else {**usual, **files},
            headers=headers,
            readme=readme,
        )

    def files(self, name: str, version: str = "1.0", requires: Sequence[str] = ()) -> None:
        """Put a wheel and an sdist into `dist` that pass for built ones."""
        self.wheel(name, version, requires)
        distributions.sdist(self.dist, f"acme-{name}", version, requires)

    def repository(self, index: PackageIndex | None = None) -> Repository:
        """The repository as the checks see it now; what is in `dist` need not be built."""
        dist = self.dist if self.dist.exists() else None
        return Repository(self.root, self.scratch, index=index, dist=dist)

    def subject(self, name: str, index: PackageIndex | None = None) -> Subject:
        """A package as the checks see it now."""
        return Subject(self.repository(index), name)
