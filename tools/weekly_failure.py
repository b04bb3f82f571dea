"""Open an issue on the weekly run's failure, unless one is open already.

GitHub's own client `gh` asks and writes; it takes the repository from the checkout and its token
from GH_TOKEN. The variable RUN_URL says which run failed. Standard library only.

    python -m tools.weekly_failure --dry-run

Exit codes: 0 an issue is open, 1 GitHub refused, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import sys

from tools.execution import command_line
from tools.execution.process import output_of

TITLE = "The weekly run fails"
BODY = """\
{run}

The weekly run tests the main branch with the newest releases and pre-releases of what the packages
require, on the newest Python, and runs every audit. Its summary names the jobs that failed. Close
this issue once the run passes; the next failure opens another one.
"""


def open_issues() -> list[str]:
    """Addresses of the open issues with our title."""
    asked = ["--state", "open", "--search", f'in:title "{TITLE}"', "--json", "title,url"]
    found = json.loads(output_of(["gh", "issue", "list", *asked]))
    return [issue["url"] for issue in found if issue["title"] == TITLE]


def report(run: str, *, dry_run: bool) -> int:
    """Say which issue is open, or open it.

    Raises:
        ToolError: GitHub refused.
    """
    known = open_issues()
    if known:
        print(f"{known[0]} is open already")
    elif dry_run:
        print(f"would open an issue: {TITLE}")
    else:
        body = BODY.format(run=run)
        print(output_of(["gh", "issue", "create", "--title", TITLE, "--body", body]).strip())
    return command_line.DONE


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("weekly_failure", __doc__)
    parser.add_argument("--dry-run", action="store_true", help="open nothing")
    options = parser.parse_args(argv)
    run = os.environ.get("RUN_URL", "The run is not known.")
    return command_line.exit_code("weekly-failure", lambda: report(run, dry_run=options.dry_run))


if __name__ == "__main__":
    sys.exit(main())
