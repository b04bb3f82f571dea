"""Checks of what is inside the wheel and the sdist."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tools.release_checks.programs import run
from tools.release_checks.verdict import failed, judged, shown
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

GENERATED = ("PKG-INFO", "setup.cfg")
"""What a back end adds to an sdist, beside the ``.gitignore`` that steered it."""
NO_LIBRARY = {"tests", "test", "conftest.py", "__pycache__"}


def wheel(subject: Subject) -> Verdict:
    """The wheel holds the package with licence and types, and no strays."""
    path = subject.wheel.path
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    homes = [module.replace(".", "/") for module in subject.import_packages]
    problems = [*_missing(names, homes), *_strays(names, homes)]
    remedy = "correct [tool.hatch.build.targets.wheel] in its pyproject.toml"
    verdict = judged(problems, f"{len(names)} files, each where it belongs", remedy)
    if problems:
        return verdict
    said = run(["check-wheel-contents", "--no-config", str(path)])
    return failed("check-wheel-contents objects", remedy, said) if said else verdict


def _missing(names: list[str], homes: list[str]) -> Iterator[str]:
    if not any(".dist-info/" in name and "LICENSE" in name for name in names):
        yield "the wheel has no LICENSE"
    for home in homes:
        if f"{home}/__init__.py" not in names:
            yield f"the wheel has no {home}/__init__.py"
        if f"{home}/py.typed" not in names:
            yield f"the wheel has no {home}/py.typed, so that its types count for nothing (PEP 561)"


def _strays(names: list[str], homes: list[str]) -> Iterator[str]:
    for name in names:
        parts = PurePosixPath(name).parts
        inside = parts[0].endswith(".dist-info") or any(
            name.startswith(f"{home}/") for home in homes
        )
        if not inside or NO_LIBRARY.intersection(parts):
            yield f"the wheel has {shown(name)}, which users have no use for"


def sdist(subject: Subject) -> Verdict:
    """Everything in the sdist is under version control."""
    with tarfile.open(subject.sdist.path, "r:gz") as archive:
        members = [member.name for member in archive if not member.isdir()]
    inside = [name.partition("/")[2] for name in members]
    generated = [name for name in inside if name in GENERATED or name == ".gitignore"]
    folder = subject.package.path.relative_to(subject.repository.root).as_posix()
    shipped = {f"{folder}/{name}" for name in inside if name not in generated}
    strays = sorted(shipped - _listed(subject, folder))
    ignored = _listed(subject, folder, "--others", "--ignored", "--exclude-standard")
    problems = [
        f"the sdist has {shown(name)}, which git {'ignores' if name in ignored else 'does not know'}"
        for name in strays
    ]
    remedy = "commit it, or leave it out in [tool.hatch.build.targets.sdist] of its pyproject.toml"
    return judged(problems, f"{len(members)} files, all under version control", remedy)


def _listed(subject: Subject, folder: str, *options: str) -> set[str]:
    listed = git.run(subject.repository.root, "ls-files", "-z", *options, "--", folder)
    return {os.fsdecode(name) for name in listed.split(b"\0") if name}
