"""From notes, tags and declared ranges to the releases that follow.

The state is read afresh each time and the rules are pure, so that the plan of a repository is
always the same, and applying it leaves an empty one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.releasing import state
from tools.releasing.decide import decide
from tools.releasing.releases import Plan, Wish

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Plan", "Wish", "make"]


def make(root: Path, wish: Wish | None = None) -> Plan:
    """The plan of the repository at ``root``.

    Raises:
        ToolError: The repository cannot be read, or the wish names what does not exist.
    """
    return decide(state.read(root), wish or Wish())
