"""Run every static check and report them together, so that none hides another.

    python -m tools.check             all of them
    python -m tools.check types lint  some of them
    python -m tools.check --list      what there is, with the command behind each name

Exit codes: 0 all passed, 1 some failed, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.execution import command_line, process
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path


class Outcome(NamedTuple):
    """What one check said, and how long it took in seconds."""

    name: str
    seconds: float
    passed: bool
    output: str


OURS = [sys.executable, "-m"]
CHECKS = {
    "types": ["mypy"],
    "dead-code": [*OURS, "tools.dead_code"],
    "docstrings": [*OURS, "tools.docstrings"],
    "schemas": [*OURS, "tools.schemas"],
    "conventions": ["repo-review", "--show", "err", "."],
    "spelling": ["codespell"],
    "pages": [*OURS, "tools.doc_check"],
    "locks": [*OURS, "tools.lock", "--check"],
    "imports": [*OURS, "tools.imports"],
    "layout": [*OURS, "tools.layout"],
    "lint": ["ruff", "check", "--quiet", "--output-format", "concise"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "workflow-security": ["zizmor", "--quiet", "--offline", "--persona", "auditor", ".github"],
    "workflow-syntax": ["actionlint"],
    "dockerfile": ["hadolint", "docker/Dockerfile"],
    "shell": ["shellcheck", "docker/enter", "docker/build-step", ".ci/run"],
}
"""Each check's name and command; the slowest first, so that they overlap best."""


def run(name: str, root: Path) -> Outcome:
    """Run one check in ``root``."""
    begin = time.perf_counter()
    try:
        done = process.run(CHECKS[name], folder=root)
    except ToolError as error:
        return Outcome(name, time.perf_counter() - begin, passed=False, output=str(error))
    said = f"{done.stdout}{done.stderr}".strip()
    return Outcome(name, time.perf_counter() - begin, done.returncode == 0, said)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("check", __doc__)
    parser.add_argument("names", nargs="*", metavar="CHECK", help="which to run (default: all)")
    parser.add_argument("--list", action="store_true", help="print names and commands, run nothing")
    options = parser.parse_args(argv)
    act = list_checks if options.list else report
    return command_line.exit_code("check", lambda: act(options.names))


def list_checks(names: list[str]) -> int:
    """Print the named checks with the command behind each."""
    for name in command_line.known(names, CHECKS, "check"):
        print(f"{name:<17} {' '.join(CHECKS[name])}")
    return command_line.DONE


def report(names: list[str]) -> int:
    """Run the named checks side by side, and print each as it ends.

    Raises:
        ToolError: Some of them failed.
    """
    root = workspace.find_root()
    chosen = command_line.known(names, CHECKS, "check")
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in as_completed([pool.submit(run, name, root) for name in chosen]):
            _show(done.result())
            failed += [] if done.result().passed else [done.result().name]
    if failed:
        which = ", ".join(sorted(failed, key=chosen.index))
        raise ToolError(f"{which} failed; `make fix` mends format and much of lint")
    return command_line.DONE


def _show(outcome: Outcome) -> None:
    verdict = "pass" if outcome.passed else "FAIL"
    print(f"{verdict}  {outcome.name:<17} {outcome.seconds:6.2f} s", flush=True)
    if not outcome.passed:
        print(outcome.output, flush=True)


if __name__ == "__main__":
    sys.exit(main())
