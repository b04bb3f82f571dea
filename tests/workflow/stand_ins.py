"""What stands for each action when the workflow runs here.

Actions that only move files do just that. The others need GitHub itself; each checks what it is
given as far as that can be told here, and answers what a later step reads.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.workflow import repository

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.workflow.local_runner import LocalRunner

DOCKERFILE_TARGETS = re.compile(r"^FROM .* AS (\S+)$", re.MULTILINE)


class Artifacts:
    """The artefacts of a run: folders by name, ids as GitHub would number them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def keep(self, name: str, base: Path, files: list[Path]) -> str:
        """Keep files under their paths relative to ``base``; a name is taken once."""
        assert name not in self.names, f"an artefact {name} exists"
        for file in files:
            target = self.folder / name / file.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        self.names.append(name)
        return str(self.names.index(name) + 1)

    def bring(self, given: dict[str, str], target: Path) -> None:
        """Copy artefacts as the download asks: by id, or by a pattern of names."""
        if "artifact-ids" in given:
            names, apart = [self.names[int(given["artifact-ids"]) - 1]], False
        else:
            patterns = _alternatives(given["pattern"])
            names = [name for name in self.names if any(fnmatch.fnmatch(name, p) for p in patterns)]
            apart = given.get("merge-multiple") != "true"
        assert names, f"no artefact is what {given} asks for"
        for name in names:
            place = target / name if apart else target
            shutil.copytree(self.folder / name, place, dirs_exist_ok=True)


def _alternatives(pattern: str) -> list[str]:
    return pattern[1:-1].split(",") if pattern.startswith("{") else [pattern]


def interpreter(version: str) -> str | None:
    """The program of a Python version, if it starts here."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    program = shutil.which(f"python{version}")
    works = program and subprocess.run([program, "-c", ""], capture_output=True, check=False)
    return program if works and not works.returncode else None


def check_out(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """Clone as actions/checkout does: all of it or one commit, detached."""
    assert given["persist-credentials"] == "false"
    wanted = given.get("ref") or run.setting.github["sha"]
    depth = [] if given.get("fetch-depth") == "0" else ["--no-tags"]
    repository.git(run.workspace, "init", "--quiet", "--initial-branch=main")
    repository.git(run.workspace, "remote", "add", "origin", str(run.setting.origin))
    repository.git(run.workspace, "fetch", "--quiet", *depth, "origin")
    if not depth:
        repository.git(run.workspace, "fetch", "--quiet", "--tags", "origin")
    repository.git(run.workspace, "fetch", "--quiet", "origin", wanted)
    repository.git(run.workspace, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    return {}


def set_up_python(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """Put the version on PATH, or the one that runs the tests where this machine lacks it.

    It is a new environment, so that what a line installs stays in the run.
    """
    program = interpreter(given["python-version"]) or sys.executable
    home = run.temporary / f"python-{Path(program).resolve().parent.parent.name}"
    if not home.exists():
        subprocess.run([program, "-m", "venv", str(home)], check=True)
    link = run.temporary / "python"
    link.unlink(missing_ok=True)
    link.symlink_to(home / "bin")
    return {"python-version": given["python-version"]}


def upload(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """Keep files; one pattern or folder, or several below a common folder."""
    hidden = given.get("include-hidden-files") == "true"
    found = [path for line in given["path"].split() for path in _files(run.workspace, line, hidden)]
    assert found or given.get("if-no-files-found") != "error", f"{given['path']}: there is nothing"
    base = Path(os.path.commonpath([path.parent for path in found]))
    identity = run.artifacts.keep(given["name"], base, found)
    digest = hashlib.sha256(b"".join(sorted(path.read_bytes() for path in found))).hexdigest()
    return {"artifact-id": identity, "artifact-digest": digest}


def _files(root: Path, pattern: str, hidden: bool) -> list[Path]:
    places = list(root.glob(pattern.rstrip("/")))
    inside = [
        path for place in places for path in ([place] if place.is_file() else place.rglob("*"))
    ]
    return [path for path in inside if path.is_file() and (hidden or not path.name.startswith("."))]


def download(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """Bring artefacts into the workspace."""
    run.artifacts.bring(given, run.workspace / given.get("path", "."))
    return {}


def keep_site(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """The site must be there, with a first page."""
    assert (run.workspace / given["path"] / "index.html").is_file()
    return {}


def attest(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """What is attested must be there, or be named by its digest."""
    if "subject-path" in given:
        assert list(run.workspace.glob(given["subject-path"])), given
        bundle = run.temporary / "attestation.json"
        bundle.write_text("{}")
        return {"bundle-path": str(bundle)}
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", given["subject-digest"])
    return {}


def publish(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """Upload to the index that stands for PyPI, as the action does: everything in the folder."""
    files = sorted(str(path) for path in (run.workspace / given["packages-dir"]).iterdir())
    index = run.setting.overrides["INDEX"]
    command = ["uv", "publish", "--quiet", "--no-config", "--trusted-publishing", "never",
               "--publish-url", index.removesuffix("simple/"), "--check-url", index, "--", *files]  # fmt: skip
    credentials = {"UV_PUBLISH_USERNAME": "a", "UV_PUBLISH_PASSWORD": "a"}
    subprocess.run(command, check=True, env={**os.environ, **credentials})
    return {}


def build_image(run: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """The Dockerfile and its target must be there, and the image must have a name and a version."""
    dockerfile = (run.workspace / given["file"]).read_text("utf-8")
    assert given["target"] in DOCKERFILE_TARGETS.findall(dockerfile)
    assert given["tags"]
    return {"digest": f"sha256:{'0' * 64}"}


def name_image(_: LocalRunner, given: dict[str, str]) -> dict[str, str]:
    """What docker/metadata-action makes of a raw tag."""
    version = given["tags"].partition("value=")[2]
    return {"tags": f"{given['images']}:{version}", "labels": ""}


def nothing(_: LocalRunner, __: dict[str, str]) -> dict[str, str]:
    """Needs GitHub, and no later step reads what it leaves."""
    return {}


ACTIONS: dict[str, Callable[[LocalRunner, dict[str, str]], dict[str, str]]] = {
    "actions/attest": attest,
    "actions/checkout": check_out,
    "actions/deploy-pages": nothing,
    "actions/download-artifact": download,
    "actions/setup-python": set_up_python,
    "actions/upload-artifact": upload,
    "actions/upload-pages-artifact": keep_site,
    "docker/build-push-action": build_image,
    "docker/login-action": nothing,
    "docker/metadata-action": name_image,
    "docker/setup-buildx-action": nothing,
    "docker/setup-qemu-action": nothing,
    "github/codeql-action/analyze": nothing,
    "github/codeql-action/init": nothing,
    "github/codeql-action/upload-sarif": nothing,
    "ossf/scorecard-action": nothing,
    "pypa/gh-action-pypi-publish": publish,
    "step-security/harden-runner": nothing,
}
"""By action; one that is missing here fails the run."""
