"""A repository like this one, with as little in it as a test needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.releasing.repository import Workspace
from tests.releasing.workspaces import buildable

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


class House(Workspace):
    """A workspace that can be built and, once it is committed, released."""

    def package(self, name: str, dependencies: Sequence[str] = (), code: str = "") -> Path:
        """Add the package ``acme-NAME``, which can be built and has nothing missing."""
        folder = f"packages/{name}"
        self.write(f"{folder}/pyproject.toml", buildable(name, dependencies))
        for file in ("LICENSE", "README.md", "CHANGELOG.md", "changes/.gitignore"):
            self.write(f"{folder}/{file}", "MIT\n")
        self.write(f"{folder}/tests/test_{name}.py", "def test_nothing():\n    pass\n")
        self.write(f"{folder}/src/acme/{name}/py.typed")
        self.write(f"{folder}/src/acme/{name}/__init__.py", f'"""For a test."""\n{code}')
        return self.root / folder

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
