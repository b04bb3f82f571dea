"""Look for risky code (bandit) and for known vulnerabilities in every pin (pip-audit).

A pin that the vulnerability service knows nothing about, or a service that does not answer, is
reported as skipped, never as passed.

    python -m tools.audit             both
    python -m tools.audit --offline   bandit alone

Exit codes: 0 nothing was found, 1 something was.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from tools.dependencies import pip_audit
from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.process import exit_code_of
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path


def risky_code(root: Path) -> bool:
    """Whether bandit finds a risk in the packages or the tools; it prints what it finds."""
    places = [f"packages/{name}/src" for name in workspace.names(root)]
    command = ["bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *places]
    return exit_code_of([*command, "tools"], folder=root) != 0


def vulnerabilities(root: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each pin in ``locks/``, as `answers` has it.

    Raises:
        ToolError: The vulnerability service did not answer.
    """
    locks = [f"--requirement={path}" for path in sorted((root / "locks").glob("*.txt"))]
    return pip_audit.answers(["--require-hashes", *locks], root)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("audit", __doc__)
    parser.add_argument("--offline", action="store_true", help="ask no vulnerability service")
    options = parser.parse_args(argv)
    return command_line.exit_code("audit", lambda: audit(offline=options.offline))


def audit(*, offline: bool) -> int:
    """Look for both, and print a verdict on each."""
    root = workspace.find_root()
    risky = risky_code(root)
    print("FAIL  bandit" if risky else "pass  bandit", flush=True)
    unsafe = not offline and has_vulnerable_pins(root)
    return command_line.PROBLEMS if risky or unsafe else command_line.DONE


def has_vulnerable_pins(root: Path) -> bool:
    """Print what pip-audit found, and tell whether a pin is vulnerable."""
    try:
        found = vulnerabilities(root)
    except ToolError as error:
        print(f"skip  pip-audit: {error}")
        return False
    unknown = [pin for pin in found if "skip_reason" in pin]
    sentences = pip_audit.vulnerable(found)
    judged = len(found) - len(unknown)
    if unknown:
        print(f"skip  pip-audit: the service knows nothing of {len(unknown)} of {len(found)} pins")
    for sentence in sentences:
        print(f"FAIL  pip-audit: {sentence}")
    if judged and not sentences:
        print(f"pass  pip-audit: {judged} pins have no known vulnerability")
    return bool(sentences)


if __name__ == "__main__":
    sys.exit(main())
