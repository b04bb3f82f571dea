"""Atomic writes: a file is replaced whole or stays as it was, whatever happens meanwhile."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replacing"]


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary file beside the target that takes its place when the block ends well.

    The content is on the disk (fsync) before the name is (rename), so that a crash leaves the old
    file or the new one. If the block fails, the temporary file is removed.
    """
    target = Path(os.path.realpath(target))
    temporary = target.with_name(f".{target.name}.{token_hex(4)}.tmp")
    try:
        yield temporary
        _flush(temporary)
        os.replace(temporary, target)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
