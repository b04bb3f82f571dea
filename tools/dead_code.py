"""Find code in the packages and tools that nothing uses, not even a test (vulture).

What a test defines for its own sake is not judged, but what it uses counts as used. Names that a
library calls are listed in ``[tool.vulture]`` of the root ``pyproject.toml``.

    python -m tools.dead_code

Exit codes: 0 everything is used, 1 something is not.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from vulture import Vulture

from tools import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator


def unused(root: Path) -> Iterator[str]:
    """Each unused definition as a sentence with its place."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["vulture"]
    finder = Vulture(
        ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"]
    )
    finder.scavenge([str(root / folder) for folder in ("packages", "tools", "tests")])
    for item in finder.get_unused_code(settings["min_confidence"]):
        place = Path(item.filename).relative_to(root)
        if "tests" not in place.parts:
            yield f"{place}:{item.first_lineno}: {item.message}; use it or remove it"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("dead_code", __doc__).parse_args(argv)
    root = Path(__file__).parents[1]
    return command_line.exit_code("dead-code", lambda: command_line.report(unused(root)))


if __name__ == "__main__":
    sys.exit(main())
