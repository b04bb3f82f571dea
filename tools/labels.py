"""Bring GitHub's labels in line with `.github/labels.toml` and the packages.

Each table of the file is a label with its colour and description; every package has a label of its
own, `package: NAME`, beside them. Labels that exist are updated, none is removed. GitHub's own client
`gh` does the work. Standard library only.

    python -m tools.labels --dry-run
    python -m tools.labels

Exit codes: 0 done, 1 the file is wrong or GitHub refused, 2 wrong usage.
"""

from __future__ import annotations

import re
import sys
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.process import output_of
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".github/labels.toml"
PACKAGE_COLOUR = "1d76db"
_COLOUR = re.compile(r"[0-9a-f]{6}")


class Label(NamedTuple):
    """A label as GitHub keeps it."""

    name: str
    colour: str
    description: str


def read(root: Path) -> list[Label]:
    """The labels that the repository should have.

    Raises:
        ToolError: The file cannot be read, or a label in it is not whole.
    """
    try:
        listed = tomllib.loads((root / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ToolError(f"{FILE}: cannot be read as TOML ({error}); mend it") from None
    labels = [_label(name, about) for name, about in listed.items()]
    return [
        *labels,
        *(
            Label(f"package: {name}", PACKAGE_COLOUR, f"About {package.distribution}")
            for name, package in workspace.packages(root).items()
        ),
    ]


def _label(name: str, about: object) -> Label:
    if not isinstance(about, dict) or set(about) != {"colour", "description"}:
        raise ToolError(f"{FILE}: [{name}] needs a colour and a description, and nothing else")
    if not _COLOUR.fullmatch(str(about["colour"])):
        raise ToolError(f"{FILE}: [{name}] colour must be six hexadecimal digits, such as d73a4a")
    return Label(name, about["colour"], str(about["description"]))


def apply(root: Path, *, dry_run: bool) -> int:
    """Create or update each label, and say so.

    Raises:
        ToolError: The file is wrong, or GitHub refused.
    """
    for label in read(root):
        print(f"{label.name}: {label.description}", flush=True)
        about = ["--color", label.colour, "--description", label.description, "--force"]
        if not dry_run:
            output_of(["gh", "label", "create", label.name, *about], folder=root)
    return command_line.DONE


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("labels", __doc__)
    parser.add_argument("--dry-run", action="store_true", help="say which, change nothing")
    options = parser.parse_args(argv)
    return command_line.exit_code(
        "labels", lambda: apply(workspace.find_root(), dry_run=options.dry_run)
    )


if __name__ == "__main__":
    sys.exit(main())
