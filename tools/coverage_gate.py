"""Combine the coverage of all test runs and demand 100 % of each package and of the tools.

    python -m tools.coverage_gate

Prints a line for each package, and below it every file with what no test reached.

Exit codes: 0 everything is covered, 1 something is not.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverage import Coverage
from coverage.exceptions import NoDataError

from tools import command_line


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


def totals(report: dict[str, Any]) -> dict[str, Total]:
    """Totals by room (``packages/core``, ``tools``), from coverage's JSON report."""
    rooms: dict[str, Total] = {}
    for name, file in report["files"].items():
        parts = Path(name).parts
        room = "/".join(parts[:2]) if parts[0] == "packages" else parts[0]
        rooms.setdefault(room, Total()).add(file["summary"])
    return dict(sorted(rooms.items()))


def judge(root: Path) -> int:
    """Combine, report, and return 0 only where every room is whole."""
    data = root / "reports" / ".coverage"
    measured = Coverage(config_file=str(root / "pyproject.toml"), data_file=str(data))
    try:
        measured.combine(strict=True)
    except NoDataError:
        print("coverage: no run left any data; run `make test` first", file=sys.stderr)
        return 1
    measured.save()
    report = _json_report(measured, root)
    rooms = totals(report)
    for room, total in rooms.items():
        print(
            f"{room:<22} {total.lines:>6} lines {total.branches:>6} branches {total.percent:>7.2f} %"
        )
    whole = all(total.whole for total in rooms.values())
    if not whole:
        measured.report(show_missing=True, skip_covered=True)
        print("coverage: write the tests that reach what is missing above", file=sys.stderr)
    return 0 if whole else 1


def _json_report(measured: Coverage, root: Path) -> dict[str, Any]:
    import json

    folder = root / "reports"
    folder.mkdir(exist_ok=True)
    path = folder / "coverage.json"
    measured.json_report(outfile=str(path))
    report: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return report


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("coverage_gate", __doc__).parse_args(argv)
    return judge(Path(__file__).parents[1])


if __name__ == "__main__":
    sys.exit(main())
