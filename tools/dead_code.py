"""Find code in the packages and tools that nothing uses, not even a test (vulture).

What a test defines for its own sake is not judged, but what it uses counts as used. Names that a
library calls are listed in ``[tool.vulture]`` of the root ``pyproject.toml``.

    python -m tools.dead_code

Exit codes: 0 everything is used, 1 something is not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from vulture import Vulture

from tools.errors import ToolError
from tools.execution import command_line
from tools.monorepo import settings, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator


def unused(root: Path) -> Iterator[str]:
    """Each unused definition as a sentence with its place.

    Raises:
        ToolError: A file is no Python; vulture has named it on standard error.
    """
    table = settings.lookup(settings.read(root / "pyproject.toml"), "tool", "vulture", default={})
    finder = Vulture(
        ignore_names=table.get("ignore_names"), ignore_decorators=table.get("ignore_decorators")
    )
    finder.scavenge([str(root / folder) for folder in ("packages", "tools", "tests")])
    if finder.exit_code:
        raise ToolError("a file cannot be read as Python; mend the one named above")
    for item in finder.get_unused_code(table.get("min_confidence", 60)):
        place = Path(item.filename).relative_to(root)
        if "tests" not in place.parts:
            yield f"{place}:{item.first_lineno}: {item.message}; use it or remove it"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("dead_code", __doc__).parse_args(argv)
    return command_line.exit_code(
        "dead-code", lambda: command_line.report(unused(workspace.find_root()))
    )


if __name__ == "__main__":
    sys.exit(main())
