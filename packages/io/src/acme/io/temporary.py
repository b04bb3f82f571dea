"""Temporary files and folders that do not outlive the next run, even if this one is killed.

Whoever makes one holds a lock on it, which the system lets go when the process ends, however it
ends. What nobody holds is debris, and the next run removes it.
"""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

if sys.platform != "win32":  # pragma: no branch
    import fcntl

__all__ = ["beside", "folder"]

_SCRATCH = "acme-io-"
_LONGEST_NAME = 200


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give an empty file in the target's folder, and remove it if it is still there at the end.

    If the target is there, nobody else can read the file, for the target may be secret.
    """
    prefix = f".{os.fsdecode(os.fsencode(target.name)[:_LONGEST_NAME])}."
    mode = 0o600 if target.exists() else 0o666

    def make() -> Path:
        path = target.with_name(f"{prefix}{token_hex(8)}.tmp")
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        return path

    _sweep(target.parent, f"{glob.escape(prefix)}*.tmp")
    with _held(make) as path:
        yield path


@contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder among the system's temporary files, and remove it at the end."""
    _sweep(Path(tempfile.gettempdir()), f"{_SCRATCH}*")
    with _held(lambda: Path(tempfile.mkdtemp(prefix=_SCRATCH))) as path:
        yield path


@contextmanager
def _held(make: Callable[[], Path]) -> Iterator[Path]:
    while True:
        path = make()
        # Before the lock is ours, a sweep may take the newborn for debris: then make another.
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDONLY)
            if _lock(descriptor) and path.exists():
                break
            os.close(descriptor)
    try:
        yield path
    finally:
        os.close(descriptor)
        _remove(path)


def _sweep(parent: Path, pattern: str) -> None:
    for path in parent.glob(pattern):
        with suppress(OSError):  # gone meanwhile, or not ours to touch
            descriptor = os.open(path, os.O_RDONLY)
            try:
                if _lock(descriptor):
                    _remove(path)
            finally:
                os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _lock(descriptor: int) -> bool:
    if sys.platform == "win32":  # pragma: no cover  # an open file cannot be removed there
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
