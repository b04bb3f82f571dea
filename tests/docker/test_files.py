"""The files beside the Dockerfile, which need no engine to be checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def patterns(name: str) -> list[str]:
    """The lines of an ignore file, without comments."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def as_docker_writes_it(pattern: str) -> str:
    """A line of .gitignore in the syntax of .dockerignore, whose patterns start at the root."""
    anchored = pattern.startswith("/")
    bare = pattern.strip("/")
    return bare if anchored else f"**/{bare}"


def test_the_build_sees_what_git_tracks_and_its_history() -> None:
    assert patterns(".dockerignore") == [
        as_docker_writes_it(line) for line in patterns(".gitignore")
    ]


def test_every_image_from_elsewhere_is_pinned_by_its_digest() -> None:
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text("utf-8")
    compose = (ROOT / "docker" / "compose.yaml").read_text("utf-8")
    stages = set(re.findall(r"^FROM .* AS (\S+)$", dockerfile, re.MULTILINE))

    sources = re.findall(r"^FROM (\S+) AS", dockerfile, re.MULTILINE)
    services = re.findall(r"image: \$\{\w+_IMAGE:-(\S+)\}", compose)

    outside = [source for source in sources if source not in {*stages, "scratch"}] + services
    assert len(outside) == 2
    assert all(re.search(r":[\w.-]+@sha256:[0-9a-f]{64}", image) for image in outside)
    assert "latest" not in dockerfile + compose


def test_no_front_end_has_to_be_fetched() -> None:
    assert "syntax=" not in (ROOT / "docker" / "Dockerfile").read_text("utf-8")


def test_every_image_is_built_for_the_python_it_was_asked_for() -> None:
    compose = (ROOT / "docker" / "compose.yaml").read_text("utf-8")

    images = re.findall(r"image: \$\{COMPOSE_PROJECT_NAME\}-\w+:(\S+)", compose)

    assert set(images) == {"python${PYTHON_VERSION:-3.14}"}


def test_an_editor_opens_the_image_of_the_jobs_where_its_environments_are() -> None:
    folder = ROOT / ".devcontainer"
    text = (folder / "devcontainer.json").read_text("utf-8")
    settings = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))

    dockerfile = (folder / settings["build"]["dockerfile"]).read_text("utf-8")

    assert (folder / settings["build"]["context"]).resolve() == ROOT
    assert f" AS {settings['build']['target']}\n" in dockerfile
    assert f"WORKDIR {settings['workspaceFolder']}\n" in dockerfile
    assert f"target={settings['workspaceFolder']}," in settings["workspaceMount"]
    assert f" {settings['remoteUser']};" in dockerfile
