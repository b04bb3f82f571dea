"""Pass only where every job that was planned succeeded, and every other one was left out.

This is the one check that a branch rule asks for, so that a job which did not run can never be taken
for one that passed. The workflow gives it the results of all jobs in the variable NEEDS, as
GitHub's context ``needs`` has them, with the plan (`python -m tools.jobs`) among the outputs of
`plan`. Jobs that come after the gate are not its business. Standard library only.

    NEEDS='{"plan": {"result": "success", "outputs": {"jobs": "[]"}}}' python -m tools.gate

Exit codes: 0 all is as planned, 1 it is not, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from tools.errors import UsageError
from tools.execution import command_line
from tools.workflow import runner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLANNER = "plan"


def problems(needs: Mapping[str, Any]) -> Iterator[str]:
    """Each job whose result is not the planned one, as a sentence."""
    planner = needs[PLANNER]["result"]
    if planner != "success":
        yield f"{PLANNER} ended with {planner}, so nothing that was left out can count as planned"
        return
    planned = _planned(needs)
    for name, job in needs.items():
        expected = "success" if name == PLANNER or name in planned else "skipped"
        if job["result"] != expected:
            yield f"{name} ended with {job['result']}; the plan says {expected}"


def _planned(needs: Mapping[str, Any]) -> list[str]:
    found: list[str] = json.loads(needs[PLANNER]["outputs"]["jobs"])
    return found


def read(environment: Mapping[str, str]) -> dict[str, Any]:
    """The results of the jobs.

    Raises:
        UsageError: There are none, or they cannot be read.
    """
    try:
        found: dict[str, Any] = json.loads(environment["NEEDS"])
        if found[PLANNER]["result"] == "success":
            _planned(found)
    except (KeyError, TypeError, ValueError):
        raise UsageError(
            "the variable NEEDS must hold GitHub's context `needs` as JSON, with the job plan"
        ) from None
    return found


def judge() -> int:
    """Print what is not as planned, in the summary too."""
    needs = read(os.environ)
    found = list(problems(needs))
    rows = [(name, job["result"]) for name, job in needs.items()]
    runner.write_summary("\n\n".join([runner.table(("Job", "Result"), rows), *found]))
    if not found:
        print(f"{len(rows)} jobs ended as planned")
    return command_line.report(f"gate: {problem}" for problem in found)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("gate", __doc__).parse_args(argv)
    return command_line.exit_code("gate", judge)


if __name__ == "__main__":
    sys.exit(main())
