"""Look for risky code (bandit) and for known vulnerabilities in every pin (pip-audit).

A pin that the vulnerability service knows nothing about, or a service that does not answer, is
reported as skipped, never as passed.

    python -m tools.audit             both
    python -m tools.audit --offline   bandit alone

Exit codes: 0 nothing was found, 1 something was.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools import command_line
from tools.errors import ToolError


def risky_code(root: Path) -> bool:
    """Whether bandit finds a risk in the packages or the tools; it prints what it finds."""
    places = [*map(str, sorted(root.glob("packages/*/src"))), "tools"]
    command = ["bandit", "--quiet", "--configfile", "pyproject.toml", "--recursive", *places]
    return subprocess.run(command, cwd=root, check=False).returncode != 0


def vulnerabilities(root: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each pin: its name, version, and ``vulns`` or a ``skip_reason``.

    Raises:
        ToolError: The vulnerability service did not answer.
    """
    locks = [
        word
        for path in sorted((root / "locks").glob("*.txt"))
        for word in ("--requirement", str(path))
    ]
    command = [
        "pip-audit",
        "--disable-pip",
        "--require-hashes",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    result = subprocess.run(
        [*command, *locks], cwd=root, capture_output=True, text=True, check=False
    )
    if not result.stdout.startswith("{"):
        last = result.stderr.strip().rpartition("\n")[2]
        raise ToolError(f"pip-audit could not ask the vulnerability service: {last}")
    found: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    return found


def verdict(found: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Sentences on the vulnerable pins, and the names of those that could not be judged."""
    vulnerable = [
        f"{pin['name']} {pin['version']}: {known['id']}, fixed in "
        f"{', '.join(known['fix_versions']) or 'no release yet'}"
        for pin in found
        for known in pin.get("vulns", [])
    ]
    return vulnerable, [pin["name"] for pin in found if "skip_reason" in pin]


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("audit", __doc__)
    parser.add_argument("--offline", action="store_true", help="ask no vulnerability service")
    options = parser.parse_args(argv)
    root = Path(__file__).parents[1]
    risky = risky_code(root)
    print("FAIL  bandit" if risky else "pass  bandit", flush=True)
    vulnerable = not options.offline and judged_vulnerable(root)
    return 1 if risky or vulnerable else 0


def judged_vulnerable(root: Path) -> bool:
    """Print what pip-audit found, and tell whether a pin is vulnerable."""
    try:
        found = vulnerabilities(root)
    except ToolError as error:
        print(f"skip  pip-audit: {error}")
        return False
    vulnerable, skipped = verdict(found)
    judged = len(found) - len(skipped)
    if skipped:
        print(f"skip  pip-audit: the service knows nothing of {len(skipped)} of {len(found)} pins")
    for sentence in vulnerable:
        print(f"FAIL  pip-audit: {sentence}", file=sys.stderr)
    if judged and not vulnerable:
        print(f"pass  pip-audit: {judged} pins have no known vulnerability")
    return bool(vulnerable)


if __name__ == "__main__":
    sys.exit(main())
