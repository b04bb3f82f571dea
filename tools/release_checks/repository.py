"""What all checks of one run share: the repository as it stands, and what was built of it."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from tools.distributions import building
from tools.distributions.archives import inspect
from tools.errors import ToolError
from tools.monorepo import workspace
from tools.publishing.shipments import read
from tools.release_checks.programs import run
from tools.releasing import decide, state
from tools.releasing.releases import Wish
from tools.version_control import git, tags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from packaging.version import Version

    from tools.distributions.archives import Artifact
    from tools.publishing.package_index import PackageIndex
    from tools.version_control.git import Tag

T = TypeVar("T")


class Once(Generic[T]):
    """Something dear that is made when it is first asked for, and then shared between threads."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Future[T] = Future()

    def __call__(self) -> T:
        """What was made.

        Raises:
            ToolError: It could not be made; every caller is told.
        """
        with self._lock:
            if not self._made.done():
                try:
                    self._made.set_result(self._make())
                except ToolError as error:
                    self._made.set_exception(error)
        return self._made.result()


class Repository:
    """The repository under check.

    Attributes:
        root: Its folder.
        scratch: A temporary folder for whatever the checks make.
        index: Where siblings are published; None where nobody said.
        packages: Its packages by name.
        state: Tags, notes and changelogs.
        plan: The releases that follow from the state.
        head: The commit that is checked out.
        built: Wheel and sdist of each package, by its name.
        docs: What mkdocs says against the site.
    """

    def __init__(
        self,
        root: Path,
        scratch: Path,
        *,
        index: PackageIndex | None = None,
        dist: Path | None = None,
    ) -> None:
        self.root = root
        self.scratch = scratch
        self.index = index
        self.packages = workspace.packages(root)
        self.state = state.read(root)
        self.plan = decide.decide(self.state, Wish())
        self.docs = Once(self._build_docs)
        self.head = git.head(root)
        self.tags = [(tags.parse(tag.name), tag) for tag in git.tags_reached(root)]
        given = {} if dist is None else {one.package: one for one in read(dist, self.packages)}
        self.built = {
            name: Once(partial(self._take, given[name].artifacts))
            if name in given
            else Once(partial(self.build, name, scratch / "built" / name))
            for name in self.packages
        }

    def release_tags(self, name: str) -> list[tuple[Version, Tag]]:
        """The tags in HEAD's history that are named like releases of a package."""
        return [
            (parsed.version, tag)
            for parsed, tag in self.tags
            if parsed is not None and parsed.package == name
        ]

    def version_to_be(self, name: str) -> Version | None:
        """The version that a package has once everything prepared and planned is out."""
        return self.plan.versions.get(name)

    def build(
        self, name: str, output: Path, version: Version | None = None
    ) -> tuple[Artifact, ...]:
        """Wheel and sdist of a package, under a given version or the one that it is to have.

        A tag at HEAD decides by itself, as it will when the package is published.

        Raises:
            ToolError: The back end refused.
        """
        package = self.packages[name]
        variables = {}
        version = version or self.version_to_be(name)
        if version is not None and not self.tagged_here(name):
            suffix = package.distribution.upper().replace("-", "_").replace(".", "_")
            variables = {f"SETUPTOOLS_SCM_PRETEND_VERSION_FOR_{suffix}": str(version)}
        built = building.build(self.root, [name], output, variables)
        artifacts = [inspect(output / file.file) for file in built]
        return self._take(tuple(sorted(artifacts, key=lambda one: one.path.suffix, reverse=True)))

    def tagged_here(self, name: str) -> list[tuple[Version, Tag]]:
        """The release tags of a package at HEAD itself."""
        return [(found, tag) for found, tag in self.release_tags(name) if tag.commit == self.head]

    def _build_docs(self) -> str:
        site = str(self.scratch / "site")
        command = [
            "hatch",
            "run",
            "docs:mkdocs",
            "build",
            "--strict",
            "--site-dir",
            site,
        ]
        return run(command, folder=self.root)

    @staticmethod
    def _take(artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        if [artifact.path.suffix for artifact in artifacts] != [".whl", ".gz"]:
            names = ", ".join(artifact.path.name for artifact in artifacts)
            raise ToolError(f"a release is one wheel and one sdist, but there is {names}")
        return artifacts
