"""Run the tests on the supported Pythons that this machine has.

Every test runs on the Python that runs this program; the packages' own tests run again on each
other Python found, and those that are missing are named. Coverage of all runs is combined and must
be 100 % of lines and branches.

    python -m tools.matrix                    everything
    python -m tools.matrix -k registry        one run with pytest's own arguments, not judged
    python -m tools.matrix --python 3.12      everything, on that Python alone

Exit codes: 0 passed, 1 a test failed or coverage fell short, 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools import coverage_gate
from tools.errors import ToolError, UsageError
from tools.execution import command_line, interpreters
from tools.execution.process import exit_code_of
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path


def runs(here: list[str], arguments: list[str]) -> list[tuple[str, str]]:
    """The runs to make, as pairs of a Python version and a script of the test environment."""
    everything_on = interpreters.current() if interpreters.current() in here else here[-1]
    others = [] if arguments else [version for version in here if version != everything_on]
    return [(everything_on, "all"), *((version, "packages") for version in others)]


def announce(versions: list[str], here: list[str]) -> str:
    """One sentence on which Pythons are tested and which wait for a machine that has them."""
    missing = [version for version in versions if version not in here]
    absent = f"; not on this machine: {', '.join(missing)}" if missing else ""
    return f"Testing on Python {', '.join(here)}{absent}"


def run_on(version: str, script: str, arguments: list[str], root: Path) -> int:
    """Run one script of the test environment on one Python and return its exit code."""
    command = ["hatch", "run", f"+py={version}", f"test:{script}", *arguments]
    return exit_code_of(command, folder=root)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("matrix", __doc__)
    parser.add_argument("--python", metavar="3.X", help="test on this version alone")
    options, arguments = parser.parse_known_args(argv)
    return command_line.exit_code("matrix", lambda: test(options.python, arguments))


def test(wanted: str | None, arguments: list[str]) -> int:
    """Make the runs, and judge the coverage of all of them unless pytest was told what to run.

    Raises:
        UsageError: None of the versions is on this machine.
        ToolError: A test failed.
    """
    root = workspace.find_root()
    versions = [wanted] if wanted else interpreters.supported(root)
    here = interpreters.found(versions)
    if not here:
        raise UsageError(
            f"no Python {', '.join(versions)} on this machine; install it, or choose another"
        )
    print(announce(versions, here), flush=True)
    # What an interrupted run or one with arguments left behind must not count.
    coverage_gate.forget(root)
    failed = [
        version
        for version, script in runs(here, arguments)
        if run_on(version, script, arguments, root)
    ]
    if failed:
        raise ToolError(f"tests failed on Python {', '.join(failed)}")
    return command_line.DONE if arguments else coverage_gate.judge(root)


if __name__ == "__main__":
    sys.exit(main())
