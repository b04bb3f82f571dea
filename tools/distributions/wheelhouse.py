"""The wheels of a folder, and new environments with packages installed from them.

A wheel whose version its siblings do not accept is installed all the same, since between releases
the tree is ahead of its tags; whether the declared ranges hold is what `lowest` shows.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from tools.dependencies import floors
from tools.distributions import tagged_wheel
from tools.errors import ToolError
from tools.execution.environment import python_of
from tools.execution.process import environment_without_locks, output_of, uv
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tools.monorepo.workspace import Package
    from tools.version_control.tags import ReleaseTag

TEST_TOOLS = ("coverage", "pytest-xdist")
"""What a test run takes beyond a package's own test group."""


class Wheelhouse(NamedTuple):
    """Wheels by package name, for the packages of one repository."""

    root: Path
    packages: Mapping[str, Package]
    wheels: Mapping[str, Path]

    def install(self, packages: list[Package], dependencies: str, target: Path) -> Path:
        """Make an environment with the packages' wheels and test groups; return its Python.

        Args:
            packages: What to install.
            dependencies: Which third parties: `locked`, `lowest`, `newest` or `pre-releases`.
            target: A folder that does not exist yet; files beside it hold the constraints.

        Raises:
            ToolError: Something declared could not be installed.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        output_of([uv(), "venv", "--quiet", "--python", sys.executable, str(target)])
        python = python_of(target)
        command = [uv(), "pip", "install", "--quiet", "--python", str(python)]
        wanted = [str(self.wheels[package.name]) for package in packages]
        selected = self._selection(packages, dependencies, target)
        output_of(
            [*command, *selected, *_test_groups(packages), *wanted, *TEST_TOOLS],
            folder=target.parent,
            environment=environment_without_locks(),
        )
        return python

    def _selection(self, packages: list[Package], dependencies: str, target: Path) -> list[str]:
        """The options that select versions, their files written beside ``target``."""
        if dependencies == "lowest":
            (package,) = packages
            released = floors.siblings(self.root, package, self.packages)
            pins = floors.pins(self.root, package, self.packages, released)
            constraints = _written(target, "lowest.txt", pins)
            wheels = {**self.wheels, **self._built_from_tags(released, target)}
            return [*self._siblings(packages, target, wheels), "--constraint", constraints]
        versions = {
            "locked": ["--constraint", str(self.root / "locks" / "test.txt")],
            "newest": [],
            "pre-releases": ["--prerelease", "allow"],
        }
        return [*self._siblings(packages, target, self.wheels), *versions[dependencies]]

    def _built_from_tags(self, released: Iterable[ReleaseTag], target: Path) -> dict[str, Path]:
        """Wheels by package name, made beside ``target``."""
        built = {}
        for tag in released:
            print(f"  with {self.packages[tag.package].distribution} built from {tag}", flush=True)
            built[tag.package] = tagged_wheel.build(self.root, tag, target.parent)
        return built

    def _siblings(
        self, packages: Iterable[Package], target: Path, wheels: Mapping[str, Path]
    ) -> list[str]:
        """Have siblings taken from the wheels, whatever version a package asks for."""
        names = workspace.with_siblings(self.packages, [package.name for package in packages])
        lines = [f"{self.packages[name].distribution} @ {wheels[name].as_uri()}" for name in names]
        return ["--override", _written(target, "siblings.txt", lines)]


def read(
    root: Path, dist: Path, packages: Mapping[str, Package], chosen: Iterable[Package]
) -> Wheelhouse:
    """The wheels of the chosen packages and of the siblings that they need.

    Raises:
        ToolError: One is missing, or there are two of one package.
    """
    wheels = {}
    for name in workspace.with_siblings(packages, [package.name for package in chosen]):
        stem = packages[name].distribution.replace("-", "_")
        found = sorted(dist.glob(f"{stem}-*.whl"))
        if len(found) != 1:
            problem = f"{len(found)} wheels" if found else "no wheel"
            raise ToolError(f"{dist} holds {problem} of {name}; run `make build` first")
        wheels[name] = found[0].resolve()
    return Wheelhouse(root, packages, wheels)


def _test_groups(packages: Iterable[Package]) -> list[str]:
    return [
        word
        for package in packages
        if "test" in package.metadata.get("dependency-groups", {})
        for word in ("--group", f"{package.path / 'pyproject.toml'}:test")
    ]


def _written(target: Path, name: str, lines: Iterable[str]) -> str:
    path = target.with_name(name)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return str(path)
