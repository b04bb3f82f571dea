"""The checkout in which practices are found: its root, whose it is, and whether it is a fork."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.monorepo import identity

if TYPE_CHECKING:
    from pathlib import Path

    from tools.monorepo.spelling import Identity


class Checkout(NamedTuple):
    """What is asked of a checkout again and again."""

    root: Path
    own: Identity
    is_fork: bool


def at(root: Path) -> Checkout:
    """The checkout at a root.

    Raises:
        ToolError: The root does not say whose it is.
    """
    return Checkout(root, identity.identity(root), identity.origin(root) is not None)
