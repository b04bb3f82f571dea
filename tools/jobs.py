"""Decide which of the workflow's jobs run for an event, on what, and why.

A proposed change (pull request, merge queue) runs what it affects; the main branch, a tag, the
weekly and the manual run take everything. A manual run of the main branch is like a push to it.
What leaves the repository needs a repository variable: PUBLISH=true for packages, images and
releases, PAGES=true for the site; without it the summary says what to set, and nothing fails.
`python -m tools.gate` holds the run to this plan.

Standard library only: this runs before anything is installed. Inside the workflow the answer goes
to the job's outputs and its summary; anywhere else it shows what a pull request would run.

    python -m tools.jobs           the plan for this checkout
    python -m tools.jobs --json    the same for machines

Exit codes: 0 planned, 1 nothing may run (such as a tag that names no release), 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from tools import affected
from tools.execution import command_line
from tools.monorepo import workspace
from tools.monorepo.reach import Affected
from tools.workflow import cells, event, job_names, pushed_tag, runner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.monorepo.workspace import Package
    from tools.workflow.event import Event
    from tools.workflow.pushed_tag import PushedTag


UNPUBLISHED = (
    "Nothing was published: this repository has no variable PUBLISH=true. Run"
    " `python -m tools.release_check --setup`, do what it lists, and set the variable."
)


class Plan(NamedTuple):
    """What a run of the workflow does.

    Attributes:
        reason: Why these packages.
        jobs: The jobs to run.
        packages: The packages to test.
        built: These and the siblings they install with, dependencies first.
        test: The matrix of the job `test`.
        oldest: The oldest Python of the packages to test; empty when there are none.
        floors: The packages that support it.
        newest: The newest Python of all packages, which runs the repository's own tools.
        since: The commit that a proposed change is compared with; empty where there is none.
        release: What a tag releases; empty without one.
        hint: What to set up, in a fork that has not yet; empty otherwise.
    """

    reason: str
    jobs: list[str]
    packages: list[str]
    built: list[str]
    test: dict[str, Any]
    oldest: str
    floors: list[str]
    newest: str
    since: str
    release: dict[str, Any]
    hint: str

    def outputs(self) -> dict[str, str]:
        """The outputs of the job `plan`: lists of names as words, structures as JSON."""
        return {
            "jobs": json.dumps(self.jobs),
            "test": json.dumps(self.test),
            "ahead": json.dumps(cells.ahead(self.newest)),
            "packages": " ".join(self.packages),
            "built": " ".join(self.built),
            "oldest": self.oldest,
            "floors": " ".join(self.floors),
            "newest": self.newest,
            "since": self.since,
            **{name: _plain(value) for name, value in self.release.items()},
        }


def plan(root: Path, happened: Event) -> Plan:
    """The plan for an event in the checkout at ``root``.

    Raises:
        ToolError: The tag or the flagship will not do, or a package's declarations cannot be read.
    """
    found = workspace.packages(root)
    happened.check_flagship(found)
    tag = pushed_tag.check(root, happened.tag) if happened.tag else None
    selection = _selected(root, happened, list(found))
    selected = selection.affected
    tested = cells.by_python(root, selected)
    oldest = next(iter(tested), "")
    command = tag and _has_command(found[tag.package])
    return Plan(
        reason=selection.reason,
        jobs=job_names.jobs(happened, affected=bool(selected), command=command),
        packages=selected,
        built=workspace.with_siblings(found, selected),
        test=cells.matrix(tested),
        oldest=oldest,
        floors=tested.get(oldest, []),
        newest=list(cells.by_python(root, found))[-1],
        since=selection.base or "",
        release=_release(found, happened, tag) if tag else {},
        hint=UNPUBLISHED if tag and not happened.publish else "",
    )


def _selected(root: Path, happened: Event, every: list[str]) -> Affected:
    if happened.proposed:
        return affected.affected(os.fspath(root), happened.since or None)
    reason = f"{happened.tag or happened.name} runs everything"
    return Affected(None, everything=True, reason=reason, changed=every, affected=every)


def _has_command(package: Package) -> bool:
    return bool(package.metadata["project"].get("scripts"))


def _release(found: Mapping[str, Package], happened: Event, tag: PushedTag) -> dict[str, Any]:
    distribution = found[tag.package].distribution
    return {
        "ref": tag.commit,
        "tag": tag.name,
        "package": tag.package,
        "version": tag.version,
        "title": f"{distribution} {tag.version}",
        "files": f"{distribution.replace('-', '_')}-*",
        "prerelease": tag.prerelease,
        "foremost": tag.foremost,
        "latest": tag.package == happened.flagship and tag.foremost,
    }


def _plain(value: str | bool) -> str:  # noqa: FBT001 -- a value, not an option
    return value if isinstance(value, str) else json.dumps(value)


def summary(made: Plan) -> str:
    """The plan for people, as Markdown."""
    rows = [("Jobs", ", ".join(made.jobs)), ("Packages", ", ".join(made.packages) or "none")]
    rows += [(name.capitalize(), _plain(value)) for name, value in made.release.items()]
    paragraphs = [f"Why: {made.reason}.", runner.table(("", "Plan"), rows), made.hint]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("jobs", __doc__)
    parser.add_argument("--json", action="store_true", help="print the plan as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("jobs", lambda: _run(options.json))


def _run(as_json: bool) -> int:  # noqa: FBT001 -- an option
    made = plan(workspace.find_root(), event.read(os.environ))
    runner.write_outputs(made.outputs())
    runner.write_summary(summary(made))
    print(json.dumps(made._asdict(), indent=2) if as_json else summary(made))
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
