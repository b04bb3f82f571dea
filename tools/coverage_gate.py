"""Combine the coverage of all test runs and demand 100 % of each package and of the tools.

    python -m tools.coverage_gate             every package
    python -m tools.coverage_gate core io     some, where only they were tested

Prints a line for each package, and below it every file with what no test reached. The same for
machines is left in ``reports/coverage.json``; in a workflow the figures stand in the job's summary.

Exit codes: 0 everything is covered, 1 something is not, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.process import output_of
from tools.monorepo import workspace
from tools.workflow import runner

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path("reports", ".coverage")
"""Where the runs leave their data; ``[tool.coverage.run]`` says the same."""

REPORT = Path("reports", "coverage.json")


@dataclass
class Total:
    """Lines and branches of one room of the house: how many there are, and how many ran."""

    lines: int = 0
    lines_run: int = 0
    branches: int = 0
    branches_run: int = 0

    def add(self, summary: dict[str, Any]) -> None:
        """Count one file in; ``summary`` is coverage's own, from its JSON report."""
        self.lines += summary["num_statements"]
        self.lines_run += summary["covered_lines"]
        self.branches += summary["num_branches"]
        self.branches_run += summary["covered_branches"]

    @property
    def whole(self) -> bool:
        """Whether every line and branch ran."""
        return (self.lines_run, self.branches_run) == (self.lines, self.branches)

    @property
    def percent(self) -> float:
        """Covered lines and branches together; an empty room is fully covered."""
        everything = self.lines + self.branches
        return 100.0 * (self.lines_run + self.branches_run) / everything if everything else 100.0

    @property
    def shown(self) -> str:
        """The share to show; 99.999 % is not shown as whole."""
        return f"{self.percent if self.whole else min(self.percent, 99.99):.2f} %"

    def __str__(self) -> str:
        """The room's figures."""
        return f"{self.lines:>6} lines {self.branches:>6} branches {self.shown:>9}"


def totals(report: dict[str, Any]) -> dict[str, Total]:
    """Totals by room (``packages/core``, ``tools``), from coverage's JSON report."""
    rooms: dict[str, Total] = {}
    for name, file in report["files"].items():
        parts = Path(name).parts
        room = "/".join(parts[:2]) if parts[0] == "packages" else parts[0]
        rooms.setdefault(room, Total()).add(file["summary"])
    return dict(sorted(rooms.items()))


def forget(root: Path) -> None:
    """Remove what earlier runs measured."""
    for path in (root / DATA).parent.glob(f"{DATA.name}*"):
        path.unlink()


def judge(root: Path, packages: Iterable[str] = ()) -> int:
    """Combine, report, and return 0 only where every room is whole.

    Args:
        root: The repository's root.
        packages: The packages that were tested, beside the tools; all of them, if left out.

    Raises:
        ToolError: No run left any data, or none of a package.
    """
    rooms = _chosen(totals(_combined(root)), list(packages))
    for room, total in rooms.items():
        print(f"{room:<22} {total}")
    rows = [(room, str(one.lines), str(one.branches), one.shown) for room, one in rooms.items()]
    runner.write_summary(runner.table(("Room", "Lines", "Branches", "Covered"), rows))
    if all(total.whole for total in rooms.values()):
        return command_line.DONE
    print(_coverage(root, "report", "--fail-under=0", "--show-missing", "--skip-covered"))
    return command_line.report(["coverage: write the tests that reach what is missing above"])


def _chosen(rooms: dict[str, Total], packages: list[str]) -> dict[str, Total]:
    if not packages:
        return rooms
    wanted = [*(f"packages/{name}" for name in packages), "tools"]
    unmeasured = [room for room in wanted if room not in rooms]
    if unmeasured:
        raise ToolError(f"no run measured {', '.join(unmeasured)}; run their tests first")
    return {room: rooms[room] for room in wanted}


def _combined(root: Path) -> dict[str, Any]:
    """The JSON report of all runs."""
    if not list((root / DATA).parent.glob(f"{DATA.name}.*")):
        raise ToolError("no run left any data; run `make test` first")
    _coverage(root, "combine", "--quiet")
    _coverage(root, "json", "--quiet", "--fail-under=0", "-o", str(REPORT))
    report: dict[str, Any] = json.loads((root / REPORT).read_text("utf-8"))
    return report


def _coverage(root: Path, job: str, *options: str) -> str:
    # In processes of its own, since to combine would end the measuring of the process that asks.
    place = ["--rcfile=pyproject.toml", f"--data-file={DATA}"]
    return output_of([sys.executable, "-m", "coverage", job, *place, *options], folder=root)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("coverage_gate", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    options = parser.parse_args(argv)
    return command_line.exit_code("coverage", lambda: _run(options.names))


def _run(names: list[str]) -> int:
    root = workspace.find_root()
    if names:
        command_line.known(names, workspace.packages(root), "package")
    return judge(root, names)


if __name__ == "__main__":
    sys.exit(main())
