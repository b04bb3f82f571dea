"""Known vulnerabilities of what is required, as pip-audit tells them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.execution.process import run

if TYPE_CHECKING:
    from pathlib import Path


def answers(arguments: list[str], folder: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each requirement: name, version, ``vulns`` or a ``skip_reason``.

    Raises:
        ToolError: The vulnerability service did not answer.
    """
    judge = ["pip-audit", "--disable-pip", "--format=json", "--progress-spinner=off"]
    done = run([*judge, *arguments], folder=folder)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = done.stderr.strip().rpartition("\n")[2] or "it said nothing"
        raise ToolError(f"pip-audit could not ask the vulnerability service: {last}") from None
    return found


def vulnerable(found: list[dict[str, Any]]) -> list[str]:
    """A sentence for each known vulnerability."""
    return [
        f"{pin['name']} {pin['version']}: {known['id']}, fixed in "
        f"{', '.join(known['fix_versions']) or 'no release yet'}"
        for pin in found
        for known in pin.get("vulns", [])
    ]
