"""The workflow as it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
TEXT = WORKFLOW.read_text("utf-8")


@cache
def read() -> dict[str, Any]:
    """The workflow's tables; ``on`` is a boolean to YAML 1.1, and comes back as ``on``."""
    found: dict[Any, Any] = yaml.safe_load(TEXT)
    found["on"] = found.pop(True)
    return found


def jobs() -> dict[str, dict[str, Any]]:
    """The jobs by name."""
    found: dict[str, dict[str, Any]] = read()["jobs"]
    return found
