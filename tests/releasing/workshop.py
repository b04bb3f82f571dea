"""A repository with small packages that can be built, tagged, checked and released."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.releasing import distributions
from tests.releasing.repository import CHANGELOG, Repository, note_types
from tests.releasing.workspaces import buildable
from tools.release_checks import repository
from tools.release_checks.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.publishing.package_index import PackageIndex

PYTEST = """
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
"""
MATRIX = """
[[envs.test.matrix]]
python = ["3.11", "3.13"]
"""
TESTED = """
[dependency-groups]
test = ["pytest"]
"""
HEADERS = (
    "License-Expression: MIT",
    "License-File: LICENSE",
    "Requires-Python: >=3.11",
    "Classifier: Programming Language :: Python :: 3.11",
    "Classifier: Programming Language :: Python :: 3.13",
)
TEST = "def test_nothing() -> None:\n    pass\n"


class Workshop(Repository):
    """A repository whose packages have all that a release needs.

    Attributes:
        dist: A folder beside it for files that pass for built ones.
        scratch: Another, in which each subject makes what it needs.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "work")
        self.dist = folder / "dist"
        self.scratch = folder / "scratch"
        self.settings("")
        self.write("hatch.toml", MATRIX)
        self.write(".gitignore", "*.secret\n")

    def settings(self, more: str) -> None:
        """Write the settings at the root, and some more."""
        self.write("pyproject.toml", f"{note_types()}{PYTEST}{more}")

    def package(self, name: str, *dependencies: str, code: str = "", test: str = TEST) -> None:
        """Write a package ``acme-NAME`` that is imported as ``acme.NAME``."""
        folder = f"packages/{name}"
        self.write(f"{folder}/pyproject.toml", buildable(name, dependencies) + TESTED)
        self.write(f"{folder}/README.md", f"# acme-{name}\n")
        self.write(f"{folder}/LICENSE", "MIT\n")
        self.write(f"{folder}/CHANGELOG.md", CHANGELOG)
        self.write(f"{folder}/changes/.gitkeep")
        self.write(f"{folder}/src/acme/{name}/__init__.py", code)
        self.write(f"{folder}/src/acme/{name}/py.typed")
        self.write(f"{folder}/tests/test_{name}.py", test)

    def program(self, name: str, text: str) -> Path:
        """Write a program into a folder that is to come first on PATH, and return the folder."""
        self.write(f"bin/{name}", text)
        (self.root / "bin" / name).chmod(0o755)
        return self.root / "bin"

    def changelog(self, name: str, version: str, body: str = "### Added\n\n- Something.") -> None:
        """Have a package's changelog tell of one version."""
        text = f"{CHANGELOG}\n## [{version}] - 2026-01-01\n\n{body}\n"
        self.write(f"packages/{name}/CHANGELOG.md", text)

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

    def subject(self, name: str, index: PackageIndex | None = None) -> Subject:
        """A package as the checks see it now; what is in `dist` need not be built."""
        dist = self.dist if self.dist.exists() else None
        self.scratch.mkdir(exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=self.scratch))
        return Subject(repository.Repository(self.root, scratch, index=index, dist=dist), name)
