"""One package under check, and what several checks need to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.monorepo import sibling_imports
from tools.release_checks import environments
from tools.release_checks.repository import Once
from tools.release_checks.verdict import WaitingError

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.version import Version

    from tools.distributions.archives import Artifact
    from tools.monorepo.workspace import Package
    from tools.release_checks.environments import Environment
    from tools.release_checks.repository import Repository
    from tools.version_control.git import Tag


class Subject:
    """A package under check.

    Attributes:
        repository: Where it stands.
        package: What it declares.
        installed: An environment with its wheel, the siblings' wheels built from the tree, and
            what they require; nothing else.
    """

    def __init__(self, repository: Repository, name: str) -> None:
        self.repository = repository
        self.package: Package = repository.packages[name]
        self.installed: Once[Environment] = Once(self._install_alone)

    @property
    def name(self) -> str:
        """The package's folder name."""
        return self.package.name

    @property
    def scratch(self) -> Path:
        """A temporary folder of its own."""
        folder = self.repository.scratch / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Its wheel and its sdist.

        Raises:
            WaitingError: It cannot be built.
        """
        return self._built(self.name)

    @property
    def wheel(self) -> Artifact:
        """Its wheel."""
        return self.artifacts[0]

    @property
    def sdist(self) -> Artifact:
        """Its sdist."""
        return self.artifacts[1]

    @property
    def environment(self) -> Environment:
        """What `installed` gives.

        Raises:
            WaitingError: It cannot be installed.
        """
        try:
            return self.installed()
        except WaitingError:
            raise
        except ToolError:
            raise WaitingError("installs") from None

    @property
    def import_packages(self) -> list[str]:
        """What it is imported as."""
        return sibling_imports.import_packages(self.package)

    @property
    def candidate(self) -> Version | None:
        """The version that is up for release: tagged here, or announced by the changelog."""
        here = [version for version, _ in self.repository.tagged_here(self.name)]
        return max(here, default=None) or self.repository.state.prepared(self.name)

    @property
    def last(self) -> tuple[Version, Tag] | None:
        """The highest release before the candidate."""
        elsewhere = [
            (version, tag)
            for version, tag in self.repository.release_tags(self.name)
            if tag.annotated and tag.commit != self.repository.head
        ]
        return max(elsewhere, key=lambda found: found[0], default=None)

    @property
    def floors(self) -> list[str]:
        """Its published requirements of siblings, for every platform and with every extra."""
        published = [needed for needed in self.package.dependencies if needed.published]
        return sorted({needed.requirement.partition(";")[0].strip() for needed in published})

    @property
    def sibling_wheels(self) -> list[Path]:
        """The built wheels of all siblings that it or its tests need, directly or not."""
        needed: set[str] = set()
        waiting = [self.name]
        while waiting:
            for dependency in self.repository.packages[waiting.pop()].dependencies:
                if dependency.package not in needed and _installed(dependency.where):
                    needed.add(dependency.package)
                    waiting.append(dependency.package)
        needed.discard(self.name)
        return [self._built(name)[0].path for name in sorted(needed)]

    def with_tests(self, folder: str, siblings: list[str], index: str | None = None) -> Environment:
        """A new environment with its wheel, its test group, and given siblings.

        Raises:
            ToolError: They cannot be installed together.
        """
        return environments.make(
            self.scratch / folder,
            [str(self.wheel.path), *siblings],
            root=self.repository.root,
            group=self.package.path,
            index=index,
        )

    def _built(self, name: str) -> tuple[Artifact, ...]:
        try:
            return self.repository.built[name]()
        except ToolError:
            raise WaitingError("build") from None

    def _install_alone(self) -> Environment:
        siblings = map(str, self.sibling_wheels)
        wanted = [str(self.wheel.path), *siblings]
        return environments.make(self.scratch / "environment", wanted, root=self.repository.root)


def _installed(where: str) -> bool:
    return where in ("project.dependencies", "dependency-groups.test")
