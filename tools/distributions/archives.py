"""One wheel or sdist on disk: its digest, and what its own metadata says.

Formats: https://packaging.python.org/en/latest/specifications/ (binary and source distributions).
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from packaging.metadata import Metadata
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from packaging.version import Version

WHEEL, SDIST = ".whl", ".tar.gz"
LARGEST_METADATA = 1024 * 1024
"""Bytes of metadata that are read; more is no description of a package."""

CHUNK = 1024 * 1024

_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    ExceptionGroup,
    NotImplementedError,
    RuntimeError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What damaged, encrypted or hostile files make the readers raise."""


@dataclass(frozen=True)
class Artifact:
    """A wheel or sdist."""

    path: Path
    sha256: str
    metadata: Metadata


def inspect(path: Path) -> Artifact:
    """One file with its digest and metadata.

    Raises:
        ToolError: It cannot be read, or its name and its metadata differ.
    """
    shown = shown_name(path)
    try:
        name, version = _named(path.name)
    except (InvalidWheelFilename, InvalidSdistFilename):
        raise ToolError(f"{shown} is named like no distribution; build it again") from None
    try:
        digest = sha256(path)
        metadata = Metadata.from_email(_description(path), validate=True)
    except _UNREADABLE as error:
        raise ToolError(f"{shown} cannot be read ({_reason(error)}); build it again") from None
    if (canonicalize_name(metadata.name), metadata.version) != (name, version):
        told = f"{metadata.name} {metadata.version}"
        raise ToolError(f"{shown} calls itself {told} inside; build it again")
    return Artifact(path, digest, metadata)


def sha256(path: Path) -> str:
    """The file's digest, read in pieces, so that its size does not matter."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack an archive of our own making, as data where this Python knows how to (PEP 706).

    Python 3.11 learnt it in 3.11.4; Debian 12 has 3.11.2, where an argument for it is an error.
    """
    archive.extraction_filter = getattr(tarfile, "data_filter", None)
    archive.extractall(folder)  # noqa: S202  # nosec B202  # the filter is set above


def shown_name(path: Path) -> str:
    """A file's name as a message may carry it, whatever bytes it is made of."""
    return ascii(path.name)[1:-1]


def _named(filename: str) -> tuple[str, Version]:
    if filename.endswith(WHEEL):
        return parse_wheel_filename(filename)[:2]
    return parse_sdist_filename(filename)


def _description(path: Path) -> bytes:
    """The core metadata of a wheel or sdist, once every byte of it has been read."""
    return _wheel_metadata(path) if path.name.endswith(WHEEL) else _sdist_metadata(path)


def _wheel_metadata(path: Path) -> bytes:
    with zipfile.ZipFile(path) as wheel:
        torn = wheel.testzip()
        if torn is not None:
            raise ValueError(f"{torn!a} in it is torn")
        for name in wheel.namelist():
            if _lies_at_top(name, ".dist-info/METADATA"):
                with wheel.open(name) as file:
                    return _limited(file)
    raise ValueError("there is no metadata in it")


def _sdist_metadata(path: Path) -> bytes:
    with gzip.open(path) as packed:
        while packed.read(CHUNK):
            continue  # at the end gzip checks the sum of what was read
    with tarfile.open(path, "r:gz") as sdist:
        for member in sdist:
            if member.isfile() and _lies_at_top(member.name, "/PKG-INFO"):
                return _limited(cast("IO[bytes]", sdist.extractfile(member)))
    raise ValueError("there is no metadata in it")


def _lies_at_top(name: str, ending: str) -> bool:
    return name.count("/") == 1 and name.endswith(ending)


def _limited(file: IO[bytes]) -> bytes:
    content = file.read(LARGEST_METADATA + 1)
    if len(content) > LARGEST_METADATA:
        raise ValueError(f"its metadata is larger than {LARGEST_METADATA} bytes")
    return content


def _reason(error: BaseException) -> str:
    if isinstance(error, ExceptionGroup):
        return "; ".join(str(found) for found in error.exceptions)
    return str(error).partition("\n")[0] or type(error).__name__
