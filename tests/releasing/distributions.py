"""Wheels and sdists made in a millisecond, for tests that need files and no build."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def metadata(name: str, version: str, requires: Iterable[str] = ()) -> str:
    """Core metadata of a distribution that requires others."""
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}"]
    return "\n".join([*lines, *(f"Requires-Dist: {line}" for line in requires), ""])


def wheel(
    folder: Path,
    name: str,
    version: str,
    requires: Iterable[str] = (),
    modules: Mapping[str, str] | None = None,
) -> Path:
    """An installable wheel that holds the given modules."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    inside = {
        **(modules or {}),
        f"{info}/METADATA": metadata(name, version, requires),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*inside, f"{info}/RECORD"])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in {**inside, f"{info}/RECORD": record}.items():
            archive.writestr(zipfile.ZipInfo(path), content)
    return target


def sdist(folder: Path, name: str, version: str, requires: Iterable[str] = ()) -> Path:
    """An sdist that holds its metadata alone."""
    stem = f"{name.replace('-', '_')}-{version}"
    content = metadata(name, version, requires).encode()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{stem}.tar.gz"
    with tarfile.open(target, "w:gz") as archive:
        member = tarfile.TarInfo(f"{stem}/PKG-INFO")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return target


def pair(folder: Path, name: str, version: str, requires: Iterable[str] = ()) -> list[Path]:
    """A wheel and an sdist of one version."""
    needed = list(requires)
    return [wheel(folder, name, version, needed), sdist(folder, name, version, needed)]
