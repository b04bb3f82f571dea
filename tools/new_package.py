"""Add a package that passes every check at once, or take one away.

It gets a folder in ``packages/`` with the layout of the others, tests, a first change note, a page in
the docs, and its place in the few lists that no glob can serve. Ranges of siblings begin at their last
release and end before their next breaking one.

    python -m tools.new_package stats --depends core,io --description "Figures of a table."
    python -m tools.new_package stats --dry-run
    python -m tools.new_package stats --remove
    make package NAME=stats DEPENDS=core,io

Exit codes: 0 done, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.monorepo import workspace
from tools.scaffolding import addition, names, removal
from tools.scaffolding.package_template import Blueprint
from tools.version_control import git, history

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from packaging.version import Version

FIRST_RANGE = ">=0.1,<0.2"
"""The range of a sibling that is not released yet."""


def remove(root: Path, name: str, *, dry_run: bool) -> list[str]:
    """Take a package out again and return what was changed or removed, as paths from the root."""
    planned = removal.of(root, name)
    if not dry_run:
        removal.carry_out(root, planned)
    return sorted(str(path.relative_to(root)) for path in planned.paths())


def requirements(root: Path, depends: list[str]) -> tuple[str, ...]:
    """Requirements of the named siblings, each from its last release to its next breaking one.

    Raises:
        UsageError: One of them is no package.
    """
    packages = workspace.packages(root)
    command_line.known(depends, packages, "package")
    out = history.released(git.tags_reached(root)) if git.has_commits(root) else {}
    return tuple(
        f"{packages[name].distribution}{_range(out[name].current) if name in out else FIRST_RANGE}"
        for name in depends
    )


def _range(version: Version) -> str:
    end = f"0.{version.minor + 1}" if version.major == 0 else str(version.major + 1)
    return f">={version.major}.{version.minor},<{end}"


def check_new(root: Path, name: str) -> None:
    """Refuse a name that is taken, or that people or tags would confuse with another.

    Raises:
        UsageError: The sentence says why, and what to do.
    """
    names.check_package(name)
    for other in workspace.names(root):
        if _confusable(name) == _confusable(other):
            raise UsageError(
                f"packages/{other} is there already; choose a name that differs from it"
            )
    for maker in sorted((root / "tools" / "documentation" / "pages").glob("*.py")):
        if f'"reference/{name}.md"' in maker.read_text("utf-8"):
            raise UsageError(
                f"tools/documentation/pages/{maker.name} makes a page {name}; choose another name"
            )


def _confusable(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


def check_unneeded(root: Path, name: str) -> None:
    """Refuse to remove what is not there, or what another package declares.

    Raises:
        UsageError: There is no such package.
        ToolError: Another package declares it.
    """
    packages = workspace.packages(root)
    command_line.known([name], packages, "package")
    needing = sorted(workspace.dependents(packages, [name]) - {name})
    if needing:
        raise ToolError(f"{', '.join(needing)} declare {name}; take the dependency out first")


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("new_package", __doc__)
    parser.add_argument("name", nargs="?", default=os.environ.get("PACKAGE_NAME") or None)
    depends = os.environ.get("PACKAGE_DEPENDS", "")
    parser.add_argument("--depends", default=depends, metavar="A,B", help="siblings it requires")
    about = os.environ.get("PACKAGE_DESCRIPTION")
    parser.add_argument("--description", default=about, help="one sentence for users")
    parser.add_argument("--remove", action="store_true", help="take the package away")
    parser.add_argument("--dry-run", action="store_true", help="say what would change")
    options = parser.parse_args(argv)
    if not options.name:
        parser.error("name the package, such as stats")
    return command_line.exit_code("new_package", lambda: _act(options))


def _act(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    if options.remove:
        check_unneeded(root, options.name)
        paths = remove(root, options.name, dry_run=options.dry_run)
    else:
        paths = addition.add(root, _blueprint(root, options), dry_run=options.dry_run)
    print("\n".join(paths))
    if not options.dry_run and not options.remove:
        print(f"\nNext:\n  make check\n  make test ARGS=packages/{options.name}")
    return 0


def _blueprint(root: Path, options: argparse.Namespace) -> Blueprint:
    check_new(root, options.name)
    depends = [word.strip() for word in options.depends.split(",") if word.strip()]
    description = options.description or f"The package {options.name}."
    names.check_sentence(description)
    return Blueprint(options.name, description, requirements(root, depends))


if __name__ == "__main__":
    sys.exit(main())
