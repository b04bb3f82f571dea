"""The steps of a rehearsed release, each a function, in the order of a real one."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools import delivery, package_index, plan, workspace
from tools import shipments as shipping
from tools.errors import ToolError
from tools.process import environment_without_locks, output_of
from tools.tags import ReleaseTag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.build import Built
    from tools.shipments import Shipment


AUTHOR = ("--config", "user.name=Rehearsal", "--config", "user.email=rehearsal@localhost")

UPLOAD_DEADLINE = 10.0
"""Seconds until a package that was uploaded before can be resolved; this index does not lag."""


@dataclass(frozen=True)
class Candidate:
    """A package as it would be released: its version, and the tag it would get."""

    package: str
    distribution: str
    version: str
    tag: str


def clone(root: Path, target: Path) -> None:
    """Clone HEAD of ``root`` with its tags; who tags there is not asked of the user's settings.

    Raises:
        ToolError: ``root`` is no git repository, or has no commit yet.
    """
    try:
        output_of(["git", "clone", "--quiet", "--no-hardlinks", *AUTHOR, str(root), str(target)])
        output_of(["git", "rev-parse", "--verify", "--quiet", "HEAD"], folder=target)
    except ToolError as error:
        remedy = f"`git init && git add --all && git commit` in {root}"
        message = f"a rehearsal needs a git repository with a commit; make one with {remedy}"
        raise ToolError(message) from error


def candidates(root: Path) -> list[Candidate]:
    """What would be released from ``root``, dependencies first.

    A package that nothing calls to release keeps the version it has.
    """
    packages = workspace.packages(root)
    return [
        Candidate(name, packages[name].distribution, str(version), str(ReleaseTag(name, version)))
        for name, version in plan.make(root).versions.items()
        if version is not None
    ]


def tag(root: Path, releases: Iterable[Candidate]) -> None:
    """Give HEAD the tags of the release, so that the build takes its versions from them."""
    for release in releases:
        title = f"{release.distribution} {release.version}"
        output_of(
            ["git", "tag", "--annotate", "--force", "--message", title, release.tag], folder=root
        )


def shipments(root: Path, dist: Path) -> list[Shipment]:
    """What was built of the workspace at ``root``, dependencies first."""
    return shipping.read(dist, workspace.packages(root))


def upload(shipment: Shipment, address: str) -> None:
    """Publish one package as a real release does.

    The index asks for no name, but the client insists on one.
    """
    index = package_index.locate(address)
    anybody = {"UV_PUBLISH_USERNAME": "rehearsal", "UV_PUBLISH_PASSWORD": "rehearsal"}
    delivery.deliver(delivery.compare(shipment, index), index, UPLOAD_DEADLINE, anybody)


def install(
    releases: Iterable[Candidate], built: Iterable[Built], index: str, pins: Path, target: Path
) -> Path:
    """Install every release into a new environment and return its Python.

    The siblings' hashes are constraints: a file with other bytes than those that were built, from
    wherever it came, ends the installation. Our index stands before the configured ones, and uv
    asks no further index for a name that the first one has.
    """
    releases = list(releases)
    constraints = target.with_suffix(".txt")
    constraints.write_text(_hashed(releases, list(built)) + pins.read_text("utf-8"), "utf-8")
    environment = environment_without_locks()
    environment["UV_INDEX"] = f"{index}simple/ {os.environ.get('UV_INDEX', '')}".strip()
    output_of(
        ["uv", "venv", "--quiet", "--python", sys.executable, str(target)], folder=target.parent
    )
    python = target / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = [f"{release.distribution}=={release.version}" for release in releases]
    command = [
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        str(python),
        "--constraint",
        str(constraints),
        *wanted,
    ]
    output_of(command, folder=target.parent, environment=environment)
    return python


def _hashed(releases: list[Candidate], built: list[Built]) -> str:
    lines = []
    for release in releases:
        hashes = [
            f"--hash=sha256:{file.sha256}" for file in built if file.package == release.package
        ]
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
    return output_of(command, folder=folder, environment=environment).strip()
