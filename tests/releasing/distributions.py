"""Wheels and sdists made in a millisecond, for tests that need files and no build."""

from __future__ import annotations

import io
import tarfile
import zipfile
from importlib import metadata as installed
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def metadata(
    name: str, version: str, requires: Iterable[str] = (), headers: Iterable[str] = ()
) -> str:
    """Core metadata of a distribution that requires others."""
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}"]
    required = [f"Requires-Dist: {line}" for line in requires]
    return "\n".join([*lines, *required, *headers, "Description-Content-Type: text/markdown", ""])


def wheel(
    folder: Path,
    name: str,
    version: str,
    requires: Iterable[str] = (),
    *,
    files: Mapping[str, str] | None = None,
    headers: Iterable[str] = (),
    readme: str = "# Something\n",
) -> Path:
    """An installable wheel.

    Args:
        folder: Where it goes.
        name: Its distribution.
        version: Its version.
        requires: What it requires.
        files: What it holds by path; ``INFO/`` stands for the folder of its metadata.
        headers: More lines of metadata.
        readme: Its description.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    told = f"{metadata(name, version, requires, headers)}\n{readme}"
    given = {path.replace("INFO/", f"{info}/"): text for path, text in (files or {}).items()}
    return _zipped(folder, f"{stem}-py3-none-any.whl", info, {**given, f"{info}/METADATA": told})


def _zipped(folder: Path, filename: str, info: str, files: Mapping[str, str]) -> Path:
    whole = {**files, f"{info}/WHEEL": WHEEL}
    record = "".join(f"{path},,\n" for path in [*whole, f"{info}/RECORD"])
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / filename, "w") as archive:
        for path, content in {**whole, f"{info}/RECORD": record}.items():
            archive.writestr(zipfile.ZipInfo(path), content)
    return folder / filename


def repacked(folder: Path, name: str) -> list[Path]:
    """Wheels of a distribution that is installed here and of all that it requires here.

    So that a test can install pytest into an environment without the network.
    """
    distribution = installed.distribution(name)
    info = f"{name.replace('-', '_')}-{distribution.version}.dist-info"
    files = {
        str(path): path.read_text(encoding="utf-8")
        for path in distribution.files or []
        if path.suffix == ".py" and path.parts[0] != ".."
    }
    for told in ("METADATA", "entry_points.txt"):
        text = distribution.read_text(told)
        if text is not None:
            files[f"{info}/{told}"] = text
    made = [_zipped(folder, f"{info.removesuffix('.dist-info')}-py3-none-any.whl", info, files)]
    for line in distribution.requires or []:
        if "extra ==" not in line and "sys_platform" not in line and "python_version" not in line:
            made += repacked(folder, line.split(">")[0].split("=")[0].split("<")[0].strip())
    return made


def sdist(
    folder: Path,
    name: str,
    version: str,
    requires: Iterable[str] = (),
    *,
    files: Mapping[str, str] | None = None,
) -> Path:
    """An sdist of metadata and whatever else it is to hold."""
    stem = f"{name.replace('-', '_')}-{version}"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{stem}.tar.gz"
    with tarfile.open(target, "w:gz") as archive:
        told = f"{metadata(name, version, requires)}\n# Something\n"
        for path, text in {"pyproject.toml": "", **(files or {}), "PKG-INFO": told}.items():
            content = text.encode()
            member = tarfile.TarInfo(f"{stem}/{path}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def pair(folder: Path, name: str, version: str, requires: Iterable[str] = ()) -> list[Path]:
    """A wheel and an sdist of one version."""
    needed = list(requires)
    return [wheel(folder, name, version, needed), sdist(folder, name, version, needed)]
