"""Atomic writes: a file is replaced whole or stays as it was, whatever happens meanwhile."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from acme.io.temporary import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replacing"]


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary file beside the target that takes its place when the block ends well.

    The content is on the disk (fsync) before the name is (rename), so that a crash leaves the old
    file or the new one. Permissions stay; a link stays and what it points to is replaced. If the
    block fails, the temporary file is removed; if the process is killed, the next run removes it.
    """
    target = Path(os.path.realpath(target))
    with beside(target) as temporary:
        yield temporary
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        _flush(temporary)
        temporary.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
