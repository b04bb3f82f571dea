"""Run a package's tests with nothing installed but its dependencies and its test group.

What a sibling or another environment brings along is out of reach, so a dependency that was
forgotten fails here. Siblings that the package declares come from the tree.

    python -m tools.alone               every package
    python -m tools.alone core io       some
    python -m tools.alone io -- -k csv  with pytest's own arguments

Exit codes: 0 passed, 1 a test failed or an environment could not be made, 2 wrong usage.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import command_line, workspace
from tools.process import output_of


def environment_for(package: workspace.Package, root: Path, target: Path) -> Path:
    """Make an environment with the package and its test group, and return its Python.

    Raises:
        ToolError: Something declared could not be installed.
    """
    output_of(["uv", "venv", "--quiet", "--python", sys.executable, str(target)], folder=root)
    python = target / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    group = f"{package.path / 'pyproject.toml'}:test"
    command = [
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        str(python),
        "--editable",
        str(package.path),
        "--group",
        group,
    ]
    output_of(command, folder=root)
    return python


def passes(package: workspace.Package, root: Path, arguments: list[str]) -> bool:
    """Whether the package's tests pass in an environment of its own."""
    print(f"{package.distribution} alone", flush=True)
    with tempfile.TemporaryDirectory(prefix=f"alone-{package.name}-") as scratch:
        python = environment_for(package, root, Path(scratch, "environment"))
        command = [str(python), "-m", "pytest", "--quiet", str(package.path / "tests"), *arguments]
        return subprocess.run(command, cwd=root, check=False).returncode == 0


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("alone", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    words = sys.argv[1:] if argv is None else argv
    at = words.index("--") if "--" in words else len(words)
    options = parser.parse_args(words[:at])
    return command_line.exit_code("alone", lambda: test(options.names, words[at + 1 :]))


def test(names: list[str], arguments: list[str]) -> int:
    """Test the named packages one after the other; all of them, if none is named."""
    root = workspace.find_root()
    packages = workspace.packages(root)
    chosen = command_line.known(names, packages, "package")
    failed = [name for name in chosen if not passes(packages[name], root, arguments)]
    return command_line.report(
        f"alone: {name} failed; does packages/{name}/pyproject.toml declare all that it imports?"
        for name in failed
    )


if __name__ == "__main__":
    sys.exit(main())
