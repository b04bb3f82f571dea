"""Targets: where a table is written so that nothing is half written and no input is lost."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from acme.core.errors import ConfigurationError, MissingFileError
from acme.io.atomic import replacing
from acme.io.remote import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["STANDARD", "refuse_input", "replaced"]

STANDARD = "-"
"""The location of standard input and output."""


def refuse_input(name: str, inputs: Sequence[Path]) -> None:
    """Refuse to write onto a file that is read.

    Raises:
        ConfigurationError: The target is an input, by whatever name.
    """
    path = Path(name)
    if any(path.exists() and other.exists() and path.samefile(other) for other in inputs):
        raise ConfigurationError(
            "would be read and written at once", file=name, hint="choose another target"
        )


@contextmanager
def replaced(name: str, scratch: Path) -> Iterator[Path]:
    """Give a path to write to; what was written gets to the target when the block ends well.

    A device, a pipe and standard output get it all at once at the end.

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
    if name != STANDARD and (path.is_file() or not path.exists()):
        with replacing(path) as temporary:
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
