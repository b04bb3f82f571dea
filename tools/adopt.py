"""Take a repository of one package in as ``packages/NAME``, with its git history.

Its wheel is built once with its own back end; what the wheel says is translated to the back end and the
layout of this workspace, whatever the project used before. Then it is built here, and what differs
between the two wheels is said, with everything else that could not be translated. The adoption is one
commit, a merge where there is history; nothing is changed if a step fails.

    python -m tools.adopt ../requests
    python -m tools.adopt ../requests --name http --dry-run
    make adopt ARGS="../requests --name http"

Building a foreign project runs its build code and fetches its back end: adopt what you trust.

Exit codes: 0 adopted, 1 it could not be, 2 wrong usage.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools import new_package
from tools.distributions import foreign_wheel
from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.execution.process import environment_without_locks, output_of
from tools.monorepo import declared, workspace
from tools.rename import refuse_unclean
from tools.scaffolding import adoption
from tools.version_control import git

if TYPE_CHECKING:
    import argparse

    from tools.distributions.foreign_wheel import ForeignWheel


def build_foreign(source: Path, scratch: Path) -> ForeignWheel:
    """Build the project's wheel with its own back end and read it.

    Raises:
        ToolError: It does not build, or its wheel is made for one platform.
    """
    command = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(scratch), str(source)]
    output_of(command, folder=scratch, environment=environment_without_locks())
    path = next(scratch.glob("*.whl"))
    if not path.stem.endswith("-none-any"):
        tag = path.stem.split("-", 2)[2]
        raise ToolError(f"{source.name} compiles something ({tag}); its build cannot be translated")
    return foreign_wheel.read(path)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("adopt", __doc__)
    parser.add_argument("path", type=Path, help="folder of the project, a git repository or not")
    parser.add_argument("--name", help="folder name here (default: from the distribution)")
    parser.add_argument(
        "--dry-run", action="store_true", help="translate and report, adopt nothing"
    )
    options = parser.parse_args(argv)
    return command_line.exit_code("adopt", lambda: _adopt(options))


def _adopt(options: argparse.Namespace) -> int:
    root, source = workspace.find_root(), options.path.resolve()
    if not source.is_dir():
        raise UsageError(f"{options.path} is no folder; name an unpacked project")
    refuse_unclean(root)
    with tempfile.TemporaryDirectory(prefix="adopt-") as scratch:
        wheel = build_foreign(source, Path(scratch))
        name = options.name or declared.normalise(str(wheel.metadata.name))
        new_package.check_new(root, name)
        adopted = adoption.adopt(root, source, name, wheel)
    print("\n".join([f"packages/{name}", *(f"- {sentence}" for sentence in adopted.remarks)]))
    if not options.dry_run:
        git.text(root, "merge", "--ff-only", "--quiet", adopted.commit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
