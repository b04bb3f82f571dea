"""Check that dependencies point inward, in the packages and among the tools.

A package may import a sibling only if it declares it, and never a private module or name of one.
At the top of ``tools/`` stand the programs, and in folders what they stand on: no folder imports a
program, no tool imports a package, and neither modules nor folders form a circle.

    python -m tools.imports

Exit codes: 0 all imports are allowed, 1 some are not.
"""

from __future__ import annotations

import sys

from tools.execution import command_line
from tools.monorepo import sibling_imports, tool_imports, workspace


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("imports", __doc__).parse_args(argv)
    return command_line.exit_code("imports", check)


def check() -> int:
    """Print every import that is not allowed."""
    root = workspace.find_root()
    return command_line.report(
        [*sibling_imports.package_problems(root), *tool_imports.problems(root)]
    )


if __name__ == "__main__":
    sys.exit(main())
