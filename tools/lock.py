"""Pin what every environment installs, with hashes, in ``locks/``.

Each dependency group of the root ``pyproject.toml`` has a file ``locks/GROUP.txt``;
``locks/runtime.txt`` holds what the packages themselves require. The files are requirement files
with hashes for every supported Python and platform, and name no index, so that they hold behind a
mirror too. All files are cut from one resolution: a distribution has one version across the
repository.

    python -m tools.lock              pin what is missing, keep every pin that still fits
    python -m tools.lock --upgrade    take the newest releases
    python -m tools.lock --check      say which files no longer follow what is declared (needs no network)

Exit codes: 0 done, 1 a lock is stale or cannot be resolved, 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.dependencies import lock_files
from tools.execution import command_line
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("lock", __doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--upgrade", action="store_true", help="take the newest releases that fit")
    choice.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    options = parser.parse_args(argv)
    act = check if options.check else lambda root: rewrite(root, upgrade=options.upgrade)
    return command_line.exit_code("lock", lambda: act(workspace.find_root()))


def check(root: Path) -> int:
    """Name the locks that no longer follow what is declared."""
    return command_line.report(lock_files.problems(root))


def rewrite(root: Path, *, upgrade: bool) -> int:
    """Rewrite the locks and say which changed."""
    changed = lock_files.write(root, upgrade=upgrade)
    print(f"rewrote {', '.join(changed)}" if changed else "every lock is up to date")
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
