"""Targets: where a table is written so that nothing is half written and no input is lost."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, MissingFileError
from acme.io.files import STANDARD
from acme.io.remote import is_remote
from acme.io.temporary import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["is_among", "refuse_input", "refuse_unwritable", "replaced"]


def refuse_input(name: str, inputs: Sequence[Path]) -> None:
    """Refuse to write onto a file that is read.

    Raises:
        ConfigurationError: The target is an input, by whatever name.
    """
    if is_among(name, inputs):
        raise ConfigurationError(
            "would be read and written at once", file=name, hint="choose another target"
        )


def is_among(name: str, paths: Sequence[Path]) -> bool:
    """Return whether a file is one of some others, by whatever name; a device can be used twice."""
    one = Path(name)
    return not one.is_char_device() and any(_are_one(one, path) for path in paths)


def refuse_unwritable(name: str) -> None:
    """Refuse a target that no file can be written to.

    Raises:
        MissingFileError: There is no folder to write to.
        ConfigurationError: The target is a folder, or remote.
    """
    path = Path(name)
    if is_remote(name):
        raise ConfigurationError("remote targets are not supported", file=name)
    if path.is_dir():
        raise ConfigurationError("is a folder", file=name, hint="name a file in it")
    if not path.parent.is_dir():
        raise MissingFileError(f'there is no folder "{path.parent}"', file=name)


@contextmanager
def replaced(name: str, scratch: Path) -> Iterator[Path]:
    """Give a path to write to; what was written gets to the target when the block ends well.

    A device, a pipe and standard output get it all at once at the end.

    Raises:
        AcmeError: It is refused, see `refuse_unwritable`.
    """
    refuse_unwritable(name)
    path = Path(name)
    if name != STANDARD and (path.is_file() or not path.exists()):
        with _replacing(path) as temporary:
            yield temporary
        return
    spool = scratch / token_hex(8)
    yield spool
    with spool.open("rb") as source:
        if name == STANDARD:
            shutil.copyfileobj(source, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            with path.open("wb") as target:
                shutil.copyfileobj(source, target)


def _are_one(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return os.path.realpath(path) == os.path.realpath(other)


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
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
