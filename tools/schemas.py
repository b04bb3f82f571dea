"""Check files that GitHub, Docker and dependabot read against the schemas of their kinds.

    python -m tools.schemas

The schemas come with check-jsonschema, so this needs no network.

Exit codes: 0 every file fits, 1 one does not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.execution import command_line, process
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMAS = {
    "vendor.github-workflows": (".github/workflows/*.yml",),
    "vendor.dependabot": (".github/dependabot.yml",),
    "vendor.github-issue-forms": (".github/ISSUE_TEMPLATE/[!c]*.yml",),
    "vendor.github-issue-config": (".github/ISSUE_TEMPLATE/config.yml",),
    "vendor.compose-spec": ("compose.yaml", "docker/compose.yaml"),
}
"""Which files each schema of check-jsonschema is for."""


def problems(root: Path) -> Iterator[str]:
    """What check-jsonschema says of files that do not fit, kind by kind."""
    for schema, patterns in SCHEMAS.items():
        files = sorted(str(path) for pattern in patterns for path in root.glob(pattern))
        if not files:
            yield f"{', '.join(patterns)} match no file; take them out of tools/schemas.py"
            continue
        command = ["check-jsonschema", "--builtin-schema", schema, *files]
        result = process.run(command, folder=root)
        if result.returncode:
            yield (result.stdout + result.stderr).strip()


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    command_line.parser("schemas", __doc__).parse_args(argv)
    return command_line.exit_code(
        "schemas", lambda: command_line.report(problems(workspace.find_root()))
    )


if __name__ == "__main__":
    sys.exit(main())
