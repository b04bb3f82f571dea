from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.monorepo import sibling_imports

if TYPE_CHECKING:
    from tests.tools.house import House

CORE = "packages/core/src/acme/core"
IO = "packages/io/src/acme/io"


@pytest.fixture
def pair(house: House) -> House:
    """Two packages, of which io declares core."""
    house.package("core")
    house.package("io", ["acme-core>=0.1"])
    return house


def problems(house: House) -> list[str]:
    return list(sibling_imports.package_problems(house.root))


@pytest.mark.parametrize(
    "line",
    [
        "import acme.core.registry",
        "from acme import core",
        "from acme.core import registry, __version__",
        "from acme.io import _own",
        "from . import _own",
        "from .deeper import _own",
        "import acme.iota",
        "from duckdb import _x",
        "import acme",
    ],
)
def test_declared_public_and_foreign_imports_are_allowed(line: str, pair: House) -> None:
    pair.write(f"{IO}/reader.py", f"{line}\n")

    assert problems(pair) == []


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("import acme.io", "acme.io"),
        ("import acme.io.reader as reader", "acme.io.reader"),
        ("from acme import io", "acme.io"),
        ("from acme.io.reader import read", "acme.io.reader.read"),
        ("from .. import io", "acme.io"),
        ("from ..io.reader import read", "acme.io.reader.read"),
        ("def late():\n    from acme.io import read", "acme.io.read"),
        ("if TYPE_CHECKING:\n    import acme.io", "acme.io"),
    ],
)
def test_a_sibling_must_be_declared(line: str, target: str, pair: House) -> None:
    pair.write(f"{CORE}/registry.py", f"{line}\n")

    assert problems(pair) == [
        (
            f"{CORE}/registry.py:{1 + line.count(chr(10))}: imports {target},"
            " but packages/core/pyproject.toml does not declare acme-io; declare it"
        )
    ]


def test_a_package_of_a_package_starts_its_relative_imports_from_itself(pair: House) -> None:
    pair.write(f"{CORE}/formats/__init__.py", "from .. import registry\nfrom ... import io\n")

    (problem,) = problems(pair)
    assert problem.startswith(f"{CORE}/formats/__init__.py:2: imports acme.io, but")


@pytest.mark.parametrize("line", ["from acme.core import _secret", "import acme.core._inner.table"])
def test_what_is_private_to_a_sibling_stays_so(line: str, pair: House) -> None:
    pair.write(f"{IO}/reader.py", f"{line}\n")

    (problem,) = problems(pair)
    assert problem.startswith(f"{IO}/reader.py:1: imports acme.core._")
    assert problem.endswith("which is private to acme-core; make it public there")


def test_a_dependency_of_the_tests_alone_is_none_of_the_package(pair: House) -> None:
    pair.edit(
        "packages/io/pyproject.toml", 'dependencies = ["acme-core>=0.1"]', "dependencies = []"
    )
    pair.edit(
        "packages/io/pyproject.toml",
        "[tool.hatch.version]\n",
        "[dependency-groups]\ntest = ['acme-core']\n\n[tool.hatch.version]\n",
    )
    pair.write(f"{IO}/reader.py", "import acme.core\n")

    (problem,) = problems(pair)
    assert "does not declare acme-core" in problem


def test_packages_without_a_namespace_are_known_by_their_own_name(pair: House) -> None:
    pair.package("cli")
    pair.write("packages/cli/src/acme_cli/__init__.py", "")
    pair.write(f"{CORE}/registry.py", "import acme_cli.commands\n")

    (problem,) = problems(pair)
    assert "does not declare acme-cli" in problem
