"""Run every static check and report them together, so that none hides another.

    python -m tools.check             all of them
    python -m tools.check types lint  some of them
    python -m tools.check --list      what there is, with the command behind each name

Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import command_line
from tools.errors import ToolError

CHECKS = {
    "types": ["mypy"],
    "lint": ["ruff", "check", "--quiet", "--output-format", "concise"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "imports": [sys.executable, "-m", "tools.imports"],
    "layout": [sys.executable, "-m", "tools.layout"],
    "dead-code": [sys.executable, "-m", "tools.dead_code"],
    "docstrings": ["interrogate", "--verbose", "--exclude", "**/tests", "packages", "tools"],
    "spelling": ["codespell"],
    "locks": [sys.executable, "-m", "tools.lock", "--check"],
}
"""Each check's name and command; the slowest first, so that they overlap best."""


@dataclass(frozen=True)
class Outcome:
    """What one check said, and how long it took in seconds."""

    name: str
    passed: bool
    seconds: float
    output: str


def run(name: str, root: Path) -> Outcome:
    """Run one check of the table in ``root``."""
    begin = time.perf_counter()
    result = subprocess.run(
        CHECKS[name],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, result.returncode == 0, time.perf_counter() - begin, result.stdout.strip())


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("check", __doc__)
    parser.add_argument("names", nargs="*", metavar="CHECK", help="which to run (default: all)")
    parser.add_argument("--list", action="store_true", help="print names and commands, run nothing")
    options = parser.parse_args(argv)
    act = list_checks if options.list else report
    return command_line.exit_code(
        "check", lambda: act(command_line.known(options.names, CHECKS, "check"))
    )


def list_checks(names: list[str]) -> int:
    """Print the named checks with the command behind each."""
    for name in names:
        print(f"{name:<11} {' '.join(CHECKS[name])}")
    return 0


def report(names: list[str]) -> int:
    """Run the named checks side by side, print each as it ends, and return 1 if one failed."""
    root = Path(__file__).parents[1]
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for outcome in pool.map(lambda name: run(name, root), names):
            verdict = "pass" if outcome.passed else "FAIL"
            print(f"{verdict}  {outcome.name:<11} {outcome.seconds:6.2f} s", flush=True)
            if not outcome.passed:
                failed.append(outcome.name)
                print(outcome.output, flush=True)
    if failed:
        raise ToolError(f"{', '.join(failed)} failed; `make fix` mends format and much of lint")
    return 0


if __name__ == "__main__":
    sys.exit(main())
