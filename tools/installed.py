"""Test the packages as users get them: the built wheels, with the sources out of reach.

Each package's tests are copied into an empty folder, with its README, whose examples some of them
run, and run there in a new environment, in parallel, against the wheels of a folder (`make build`
fills it). What they import can only be what was installed.

    python -m tools.installed                               every package, as pinned in locks/
    python -m tools.installed core io                       some
    python -m tools.installed --dependencies lowest io      with the lowest versions it declares
    python -m tools.installed --dependencies newest         with the newest releases
    python -m tools.installed --dependencies pre-releases   with what is about to come
    python -m tools.installed --coverage .coverage.wheels   measured, for `python -m tools.coverage_gate`

With `lowest` each package has an environment of its own. Siblings are built from the lowest release tag
of this repository that the package accepts, since that release may still be on its way to the index,
and come from the folder as long as there is none. It needs uv on PATH, as `python -m pip install
--requirement locks/setup.txt` brings it.

Exit codes: 0 passed, 1 a test failed or an environment could not be made, 2 wrong usage.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.distributions import measured, wheelhouse
from tools.execution import command_line
from tools.execution.process import environment_without_locks, exit_code_of
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.distributions.wheelhouse import Wheelhouse
    from tools.monorepo.workspace import Package

DEPENDENCIES = ("locked", "lowest", "newest", "pre-releases")


class Wish(NamedTuple):
    """How to test.

    Attributes:
        dependencies: One of `DEPENDENCIES`.
        coverage: Where to leave what the tests reached; None to measure nothing.
    """

    dependencies: str = "locked"
    coverage: Path | None = None


def groups(packages: list[Package], dependencies: str) -> list[list[Package]]:
    """The packages that are tested in one environment, each group in its own."""
    return [[package] for package in packages] if dependencies == "lowest" else [packages]


def passes(wheels: Wheelhouse, packages: list[Package], wish: Wish) -> bool:
    """Whether the packages' tests pass in an environment of their own.

    Raises:
        ToolError: The environment could not be made.
    """
    names = ", ".join(package.distribution for package in packages)
    print(
        f"{names} on Python {sys.version.split()[0]}, dependencies {wish.dependencies}", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="installed-") as scratch:
        folder = Path(scratch).resolve()
        python = wheels.install(packages, wish.dependencies, folder / "environment")
        tests = _copy_tests(packages, wheels.root, folder / "tree")
        command = [str(python), "-m", "pytest", "--numprocesses", "auto", "--quiet", *tests]
        if wish.coverage is None:
            return _run(command, folder / "tree")
        with measured.into(wish.coverage, wheels.root, packages, python, folder) as settings:
            command[1:2] = ["-m", "coverage", "run", f"--rcfile={settings}", "-m"]
            return _run(command, folder / "tree")


def _copy_tests(packages: Iterable[Package], root: Path, tree: Path) -> list[str]:
    """Copy the tests, what they read and pytest's settings; return the tests' folders in the copy."""
    folders = []
    for package in packages:
        folder = Path("packages", package.name, "tests")
        shutil.copytree(
            package.path / "tests", tree / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copyfile(package.path / "README.md", (tree / folder).with_name("README.md"))
        folders.append(str(folder))
    shutil.copyfile(root / "pyproject.toml", tree / "pyproject.toml")
    return folders


def _run(command: list[str], folder: Path) -> bool:
    environment = environment_without_locks()
    environment.pop("PYTHONPATH", None)
    return exit_code_of(command, folder=folder, environment=environment) == 0


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("installed", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.add_argument("--dist", type=Path, metavar="DIR", help="the wheels (default: dist)")
    parser.add_argument(
        "--dependencies", choices=DEPENDENCIES, default="locked", help="(default: %(default)s)"
    )
    parser.add_argument("--coverage", type=Path, metavar="FILE", help="leave coverage data here")
    options = parser.parse_args(argv)
    names = " ".join(options.names).split()  # a workflow hands over a list as one word
    wish = Wish(options.dependencies, options.coverage)
    return command_line.exit_code("installed", lambda: test(names, options.dist, wish))


def test(names: list[str], dist: Path | None, wish: Wish) -> int:
    """Test the named packages, all of them if none is named.

    Raises:
        ToolError: A wheel is missing, or an environment could not be made.
    """
    root = workspace.find_root().resolve()
    packages = workspace.packages(root)
    chosen = [packages[name] for name in command_line.known(names, packages, "package")]
    wheels = wheelhouse.read(root, dist or root / "dist", packages, chosen)
    failed = [
        together
        for together in groups(chosen, wish.dependencies)
        if not passes(wheels, together, wish)
    ]
    return command_line.report(
        f"installed: {', '.join(package.name for package in together)} failed"
        for together in failed
    )


if __name__ == "__main__":
    sys.exit(main())
