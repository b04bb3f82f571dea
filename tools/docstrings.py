"""Find public modules, classes and functions without a docstring (interrogate).

The public API is what ``packages/*/src`` and ``tools`` define under names without an underscore;
``[tool.interrogate]`` of the root ``pyproject.toml`` says what else is left out.

    python -m tools.docstrings

Exit codes: 0 everything says what it is for, 1 something does not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interrogate.config import InterrogateConfig
from interrogate.coverage import InterrogateCoverage

from tools.execution import command_line
from tools.monorepo import settings, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator


def undocumented(root: Path) -> Iterator[str]:
    """Each public definition without a docstring as a sentence with its place."""
    tables = settings.read(root / "pyproject.toml")
    given = settings.lookup(tables, "tool", "interrogate", default={})
    options = {name.replace("-", "_"): value for name, value in given.items()}
    folders = [root / "packages" / name / "src" for name in workspace.names(root)]
    places = [str(folder) for folder in (*folders, root / "tools")]
    coverage = InterrogateCoverage(places, InterrogateConfig(**options))
    for file in coverage.get_coverage().file_results:
        place = Path(file.filename).relative_to(root)
        for node in file.nodes:
            if not node.covered:
                yield f"{place}:{node.lineno or 1}: {node.name} has no docstring; say what it is for"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("docstrings", __doc__).parse_args(argv)
    return command_line.exit_code(
        "docstrings", lambda: command_line.report(undocumented(workspace.find_root()))
    )


if __name__ == "__main__":
    sys.exit(main())
