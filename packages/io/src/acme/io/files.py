"""Files: from a location to the files on this disk that hold it.

Standard input and remote files are copied first: what is read twice must be there twice.
"""

from __future__ import annotations

import glob
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from acme.core.errors import DataError, MissingFileError
from acme.io.formats import keywords
from acme.io.remote import fetch, is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["STANDARD", "File", "located", "same_columns", "split_name"]

STANDARD = "-"
"""The location of standard input and output."""

_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
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
    """Return the columns of files that are to be one table, each told by its name, say.

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


def _neighbours(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f'there is no folder "{folder}"'
    names = sorted(p.name for p in folder.iterdir() if p.suffix == path.suffix)
    listed = ", ".join(names[:_LISTED]) + (", ..." if names[_LISTED:] else "")
    return f"the folder has {listed}" if names else "the folder has no file of that kind"
