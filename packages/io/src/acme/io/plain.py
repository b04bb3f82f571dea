"""Plain bytes: copies of files that are compressed or of another encoding.

A copy is checked to its end (a gzip's CRC, say) before the first row is used.
"""

from __future__ import annotations

import codecs
import gzip
import shutil
import sys
import zlib
from functools import partial
from importlib import import_module
from secrets import token_hex
from typing import IO, TYPE_CHECKING, cast

from acme.core.errors import DataError, UnknownNameError
from acme.io.files import File

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

__all__ = ["plain", "zstd"]

_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


def plain(file: File, encoding: str | None, scratch: Path) -> File:
    """Return a file with plain bytes: the file itself, or a copy without compression, in UTF-8.

    Raises:
        DataError: It is cut short or broken, or its bytes are not of that encoding.
        UnknownNameError: There is no such encoding.
    """
    with file.path.open("rb") as start:
        magic = start.read(4)
    compression = next((name for m, name in _MAGIC.items() if magic.startswith(m)), None)
    if encoding is not None and _codec(encoding) == "utf-8":
        encoding = None
    if compression is None and encoding is None:
        return file
    copy = scratch / token_hex(8)
    with _opened(file, compression) as source, copy.open("wb") as target:
        try:
            if encoding is None:
                shutil.copyfileobj(source, target, 1 << 20)
            else:
                _recode(source, target, encoding)
        except UnicodeError as error:
            raise DataError(f"the bytes are no {encoding}: {error}", file=file.label) from error
        except (EOFError, OSError, zlib.error, zstd().ZstdError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise DataError(
                f"the {compression} data are cut short or broken: {error}",
                file=file.label,
                hint="fetch or make the file again",
            ) from error
    return File(copy, file.label)


def zstd() -> ModuleType:
    """Return Python's zstd module, which is in the standard library from 3.14 on."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


def _opened(file: File, compression: str | None) -> IO[bytes]:
    if compression == "gzip":
        return cast("IO[bytes]", gzip.open(file.path))
    if compression == "zstd":
        return cast("IO[bytes]", zstd().open(file.path))
    return file.path.open("rb")


def _recode(source: IO[bytes], target: IO[bytes], encoding: str) -> None:
    # A byte that means nothing stays as it is, so that its row is found and shown.
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    for data in iter(partial(source.read, 1 << 20), b""):
        target.write(decoder.decode(data).encode("utf-8", "surrogateescape"))
    target.write(decoder.decode(b"", final=True).encode("utf-8", "surrogateescape"))


def _codec(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        known = ["utf-8", "utf-16", "latin-1", "cp1252", "cp437", "shift_jis", "gb18030"]
        raise UnknownNameError.among("encoding", encoding, known) from None
