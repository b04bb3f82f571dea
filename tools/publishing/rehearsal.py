"""The steps of a rehearsed release, each a function, in the order of a real one."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.execution.environment import python_of
from tools.execution.process import environment_without_locks, output_of, uv
from tools.monorepo import workspace
from tools.publishing import delivery, package_index
from tools.publishing import shipments as shipping
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tools.distributions.building import Built
    from tools.publishing.shipments import Shipment
    from tools.releasing.candidates import Candidate

CLONE_SETTINGS = {
    "user.name": "Rehearsal",
    "user.email": "rehearsal@localhost",
    "tag.gpgSign": "false",
    "core.hooksPath": os.devnull,
}
"""Git settings of the clone: who tags there, and how, is not asked of the user's own."""

UPLOAD_DEADLINE = 10.0
"""Seconds until a package that was uploaded before can be resolved; this index does not lag."""


def changed_since_head(root: Path) -> int:
    """How many files of the work tree a clone of HEAD would leave out."""
    if not git.is_repository(root):
        return 0
    return len(git.text(root, "status", "--porcelain", "--untracked-files=all").splitlines())


def clone(root: Path, target: Path) -> None:
    """Clone HEAD of ``root`` with its tags.

    Raises:
        ToolError: ``root`` is no git repository, or has no commit yet.
    """
    settings = [
        word for name, value in CLONE_SETTINGS.items() for word in ("--config", f"{name}={value}")
    ]
    try:
        output_of(["git", "clone", "--quiet", "--no-hardlinks", *settings, str(root), str(target)])
        git.head(target)
    except ToolError as error:
        remedy = f"`git init && git add --all && git commit` in {root}"
        message = f"a rehearsal needs a git repository with a commit; make one with {remedy}"
        raise ToolError(f"{message} ({error})") from error


def shipments(root: Path, dist: Path, releases: Iterable[Candidate]) -> list[Shipment]:
    """What was built of the workspace at ``root``, dependencies first.

    Raises:
        ToolError: A file has another version than its tag.
    """
    planned = {release.package: release for release in releases}
    found = shipping.read(dist, workspace.packages(root))
    for shipment in found:
        release = planned[shipment.package]
        if str(shipment.version) != release.version:
            raise ToolError(
                f"{release.distribution} {shipment.version} was built where the tag says"
                f" {release.tag}; see [tool.hatch.version] of"
                f" packages/{release.package}/pyproject.toml"
            )
    return found


def upload(shipment: Shipment, address: str) -> None:
    """Publish one package as a real release does.

    The index asks for no name, but the client insists on one.
    """
    index = package_index.locate(address)
    anybody = {"UV_PUBLISH_USERNAME": "rehearsal", "UV_PUBLISH_PASSWORD": "rehearsal"}
    delivery.deliver(delivery.compare(shipment, index), index, UPLOAD_DEADLINE, anybody)


def install(
    releases: Sequence[Candidate], built: Sequence[Built], index: str, pins: Path, target: Path
) -> Path:
    """Install every release into a new environment and return its Python.

    The siblings' hashes are constraints: a file with other bytes than those that were built, from
    wherever it came, ends the installation. Our index stands before the configured ones, and uv
    asks no further index for a name that the first one has.
    """
    constraints = target.with_suffix(".txt")
    constraints.write_text(_hashed(releases, built) + pins.read_text("utf-8"), "utf-8")
    environment = environment_without_locks()
    environment["UV_INDEX"] = f"{index}simple/ {os.environ.get('UV_INDEX', '')}".strip()
    python = python_of(target)
    venv = [uv(), "venv", "--quiet", "--python", sys.executable, str(target)]
    output_of(venv, folder=target.parent, environment=environment)
    # What an earlier rehearsal left in uv's cache had the same versions, and maybe the same port.
    fresh = [f"--refresh-package={release.distribution}" for release in releases]
    wanted = [f"{release.distribution}=={release.version}" for release in releases]
    command = [uv(), "pip", "install", "--quiet", "--python", str(python), *fresh]
    constrained = [*command, "--constraint", str(constraints), *wanted]
    output_of(constrained, folder=target.parent, environment=environment)
    return python


def _hashed(releases: Iterable[Candidate], built: Sequence[Built]) -> str:
    lines = []
    for release in releases:
        files = [file for file in built if file.package == release.package]
        hashes = [f"--hash=sha256:{file.sha256}" for file in files]
        lines.append(" ".join([f"{release.distribution}=={release.version}", *hashes]))
    return "\n".join(lines) + "\n"


def proofs(root: Path) -> list[Path]:
    """The packages' ``rehearsal.py`` programs, in the order of their names."""
    return sorted(root.glob("packages/*/rehearsal.py"))


def prove(program: Path, examples: Path, python: Path, folder: Path) -> str:
    """Run a proof with the installed packages in an empty folder and return what it found.

    Raises:
        ToolError: The result is wrong; the sentence carries what the program said.
    """
    folder.mkdir(parents=True)
    shutil.copytree(examples, folder / "examples")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    command = [str(python), "-I", str(program), "examples"]
    try:
        return output_of(command, folder=folder, environment=environment).strip()
    except ToolError as error:
        name = program.parent.name
        raise ToolError(f"the installed {name} gave a wrong result: {error}") from error
