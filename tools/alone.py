"""Run a package's tests with nothing installed but its dependencies and its test group.

What a sibling or another environment brings along is out of reach, so a dependency that was
forgotten fails here. Siblings that the package declares come from the tree.

    python -m tools.alone               every package
    python -m tools.alone core io       some
    python -m tools.alone io -k csv     some, with pytest's own options after them

Exit codes: 0 passed, 1 a test failed or an environment could not be made, 2 wrong usage.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.environment import python_of
from tools.execution.process import exit_code_of, output_of, uv
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator


def environment_for(package: workspace.Package, root: Path, target: Path) -> Path:
    """Make an environment with the package and its test group, and return its Python.

    Raises:
        ToolError: Something declared could not be installed.
    """
    python = python_of(target)
    declared = ["--editable", package.folder, "--group", f"{package.path / 'pyproject.toml'}:test"]
    output_of([uv(), "venv", "--quiet", "--python", sys.executable, str(target)], folder=root)
    command = [uv(), "pip", "install", "--quiet", "--python", str(python), *declared]
    output_of(command, folder=root)
    return python


def problems(package: workspace.Package, root: Path, arguments: list[str]) -> Iterator[str]:
    """Test the package in an environment of its own; what went wrong, as a sentence."""
    print(f"{package.distribution} alone", flush=True)
    with tempfile.TemporaryDirectory(prefix="alone-") as scratch:
        try:
            python = environment_for(package, root, Path(scratch, "environment"))
        except ToolError as error:
            yield f"alone: {package.name} cannot be installed: {error}"
            return
        command = [str(python), "-m", "pytest", "--quiet", str(package.path / "tests"), *arguments]
        if exit_code_of(command, folder=root):
            yield (
                f"alone: {package.name} failed; does packages/{package.name}/pyproject.toml declare"
                " all that it imports?"
            )


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("alone", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.epilog = "Options after the packages are pytest's."
    words = sys.argv[1:] if argv is None else argv
    at = next((at for at, word in enumerate(words) if _is_for_pytest(word)), len(words))
    options = parser.parse_args(words[:at])
    return command_line.exit_code("alone", lambda: test(options.names, words[at:]))


def _is_for_pytest(word: str) -> bool:
    return word.startswith("-") and word not in {"-h", "--help"}


def test(names: list[str], arguments: list[str]) -> int:
    """Test the named packages one after the other; all of them, if none is named."""
    root = workspace.find_root()
    packages = workspace.packages(root)
    chosen = command_line.known(names, packages, "package")
    found = [problem for name in chosen for problem in problems(packages[name], root, arguments)]
    return command_line.report(found)


if __name__ == "__main__":
    sys.exit(main())
