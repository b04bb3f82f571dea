"""What a package consists of: the files of ``tools/templates/package``, filled in.

The samples and every new package have this layout; a test holds the samples against it.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.monorepo.spelling import Identity

TEMPLATES = Path(__file__).parents[1] / "templates" / "package"


class Blueprint(NamedTuple):
    """What tells one package from another.

    Attributes:
        name: Folder name, in lower case with hyphens.
        description: One sentence, for the index and the docs.
        dependencies: Requirements of siblings, such as ``acme-core>=0.1,<0.2``.
    """

    name: str
    description: str
    dependencies: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The import package inside the namespace."""
        return self.name.replace("-", "_")


def package_files(blueprint: Blueprint, owner: Identity, licence: bytes) -> dict[str, bytes]:
    """Contents by path inside the package's folder."""
    fill = _filler(blueprint, owner)
    source = f"src/{owner.module}/{blueprint.module}"
    return {
        "pyproject.toml": fill("pyproject.toml"),
        "README.md": fill("README.md"),
        "CHANGELOG.md": fill("CHANGELOG.md"),
        "LICENSE": licence,
        "changes/.gitkeep": b"",
        f"changes/+{blueprint.name}.feature.md": fill("note.md"),
        f"{source}/__init__.py": fill("__init__.py"),
        f"{source}/py.typed": b"",
        f"tests/test_{blueprint.module}.py": fill("test_package.py"),
    }


def reference_page(blueprint: Blueprint, owner: Identity) -> bytes:
    """The package's page in ``docs/reference``."""
    return _filler(blueprint, owner)("reference.md")


def _filler(blueprint: Blueprint, owner: Identity) -> Callable[[str], bytes]:
    """A function that fills the template of a name with what is true of one package."""
    values = _values(blueprint, owner)

    def fill(name: str) -> bytes:
        text = (TEMPLATES / f"{name}.template").read_text("utf-8")
        return Template(text).substitute(values).encode()

    return fill


def _values(blueprint: Blueprint, owner: Identity) -> dict[str, str]:
    required = "".join(f'  "{wanted}",\n' for wanted in blueprint.dependencies)
    return {
        "package": blueprint.name,
        "module": blueprint.module,
        "distribution": f"{owner.name}-{blueprint.name}",
        "namespace": owner.module,
        "description": blueprint.description,
        "dependencies": f"\n{required}" if required else "",
        "authors": owner.people,
        "licence": owner.licence,
        "repository": f"https://github.com/{owner.owner}/{owner.name}",
        "pages": f"{owner.owner.lower()}.github.io/{owner.name}",
    }
