"""What a rehearsal must not take from where it is started."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MISLEADING = (
    "CI",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
"""What makes uploads ask a CI service for credentials, and what git tells a hook (git help githooks)."""


@contextmanager
def hidden() -> Iterator[None]:
    """Hide from all steps what would lead them elsewhere than to our clone and our index.

    That is the repository whose hook runs us, a proxy, and how and with whose credentials a real
    release would be published.
    """
    before = dict(os.environ)
    for name in before:
        if name in MISLEADING or name.startswith("UV_PUBLISH_"):
            del os.environ[name]
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(["127.0.0.1", *filter(None, [before.get(name)])])
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
