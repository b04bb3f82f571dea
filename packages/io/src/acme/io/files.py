"""Files: from a location to the plain files on this disk that hold it.

Standard input, remote and compressed files, and those of another encoding, are first copied to a
scratch folder: what is read twice must be there twice, and a copy is checked to its end (a gzip's
CRC, say) before the first row is used.
"""

from __future__ import annotations

import codecs
import glob
import gzip
import shutil
import sys
import zlib
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Any, cast

from acme.core.errors import DataError, MissingFileError, UnknownNameError
from acme.io.options import keywords
from acme.io.remote import fetch, is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

__all__ = ["STANDARD", "File", "located", "plain", "same_columns", "split_name", "zstd"]

STANDARD = "-"
"""The location of standard input and output."""

_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_LISTED = 10


@dataclass(frozen=True)
class File:
    """A file on this disk.

    Attributes:
        path: Where its plain bytes are.
        label: How the user named it.
        lines: The lines that the records of a copy had in the file itself, if they differ.
    """

    path: Path
    label: str
    lines: Sequence[int] = ()

    def line(self, number: int) -> int:
        """Return the line in the file itself, given that of the plain bytes."""
        return self.lines[number - 1] if self.lines else number


def split_name(location: str) -> tuple[str, str | None]:
    """Return the suffix that tells a location's format, and the compression, if there is any."""
    suffixes = [suffix.lower() for suffix in Path(location.partition("?")[0]).suffixes]
    compression = _COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    formats = suffixes[:-1] if compression else suffixes
    return (formats[-1] if formats else ""), compression


def located(location: str, scratch: Path, remote: Mapping[str, Any]) -> list[File]:
    """Return the files that a location means: a path, a pattern, a folder, `-` or a URL.

    Args:
        location: The location; standard input and remote files are copied.
        scratch: Where copies go.
        remote: Arguments of `acme.io.remote.fetch`.

    Raises:
        MissingFileError: There is none.
        DataError: They are of several formats.
        ResourceError: A remote file did not arrive.
    """
    if location == STANDARD:
        copy = scratch / token_hex(8)
        with copy.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        return [File(copy, "standard input")]
    if is_remote(location):
        keywords(fetch, remote)
        return [File(fetch(location, scratch, **remote), location)]
    files = [File(path, str(path)) for path in _found(location)]
    suffixes = sorted({split_name(file.label)[0] for file in files})
    if len(suffixes) > 1:
        raise DataError(
            f"the files are of several formats: {', '.join(suffixes)}",
            file=location,
            hint="choose some with a pattern",
        )
    return files


def _found(location: str) -> list[Path]:
    path = Path(location)
    if path.is_dir():
        files = [p for p in path.iterdir() if p.is_file() and p.name[0] not in "._"]
        missing = "the folder has no files"
    elif path.exists():
        return [path]
    else:
        # Path.glob takes no absolute patterns.
        files = [p for p in map(Path, glob.glob(location, recursive=True)) if p.is_file()]  # noqa: PTH207
        missing = "no file fits the pattern" if glob.has_magic(location) else "no such file"
    if not files:
        raise MissingFileError(missing, file=location, hint=_neighbours(path))
    return sorted(files)


def same_columns(tables: Iterable[tuple[File, list[str]]]) -> list[str]:
    """Return the columns of files that are to be one table.

    Args:
        tables: The files, and what tells a column of each, such as its name.

    Raises:
        DataError: A file has other columns than the first, or another order.
    """
    (first, columns), *others = tables
    for file, others_columns in others:
        if others_columns != columns:
            raise DataError(
                f"the columns are {', '.join(others_columns)}, not {', '.join(columns)} "
                f'as in "{first.label}"',
                file=file.label,
                hint="files that are read together have the same columns in the same order",
            )
    return columns


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


def _neighbours(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f'there is no folder "{folder}"'
    names = sorted(p.name for p in folder.iterdir() if p.suffix == path.suffix)
    listed = ", ".join(names[:_LISTED]) + (", ..." if names[_LISTED:] else "")
    return f"the folder has {listed}" if names else "the folder has no file of that kind"
