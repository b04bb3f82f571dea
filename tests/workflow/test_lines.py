"""Every line of the workflow, executed here: for a pull request, and for a tag of a release.

What needs GitHub itself is not executed: minting an identity (attest, publish, image, site), code
scanning (codeql, scorecard), the registry of images and the pages. What those actions are given is
checked in stand_ins.py, and below. The container's one line needs a Docker engine; tests/docker
executes it where there is one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow import repository
from tests.workflow.local_runner import LocalRunner, Setting
from tests.workflow.source import ROOT, jobs
from tools.publishing import index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.workflow.engine import Engine

pytestmark = [pytest.mark.slow, pytest.mark.network]

GH = """\
#!{python}
import json, sys
with open({log!r}, "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
if sys.argv[1:3] == ["release", "view"]:
    sys.exit("release not found")
"""
DOCKER = "#!/bin/sh\necho not here: tests/docker does this\n"
SAMPLED = "coverage: write the tests that reach what is missing above"
"""What the coverage of samples comes to; `make test` judges the whole of them."""


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository like this one, as GitHub has it: main is HEAD, and nothing is tagged."""
    bare = tmp_path_factory.mktemp("origin") / "acme.git"
    repository.git(ROOT, "clone", "--quiet", "--bare", "--no-tags", str(ROOT), str(bare))
    repository.git(bare, "branch", "--force", "main", repository.git(ROOT, "rev-parse", "HEAD"))
    for setting in ("uploadpack.allowAnySHA1InWant", "uploadpack.allowReachableSHA1InWant"):
        repository.git(bare, "config", setting, "true")
    return bare


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all runs, with programs that stand for what is not on this machine."""
    folder = tmp_path_factory.mktemp("machine")
    (folder / "bin").mkdir()
    script = GH.format(python=sys.executable, log=str(folder / "gh.log"))
    for name, content in (("gh", script), ("docker", DOCKER)):
        program = folder / "bin" / name
        program.write_text(content)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.fixture(scope="module")
def local_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("pypi") / "index"
    with index.serve(folder) as address:
        yield folder, f"{address}simple/"


def samples() -> dict[str, dict[str, str]]:
    """What has `make test` and `make check` run a part: on these sources they have run whole.

    Of each suite that is one file of tests of each room, the smallest of each package.
    """
    packages = sorted(ROOT.glob("packages/*/tests"))
    known = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    own = [[path for path in room.glob("test_*.py") if path.stem not in known] for room in packages]
    files = [min(room, key=lambda path: path.stat().st_size) for room in own]
    chosen = " or ".join(["test_tags", *sorted({path.stem for path in files})])
    tests = {"PYTEST_ADDOPTS": f"-k '{chosen}'"}
    return {
        "check": {"ARGS": "layout format"},
        **dict.fromkeys(("test", "repository", "floors"), tests),
    }


def setting(
    engine: Engine, origin: Path, machine: Path, situation: dict[str, Any], **more: str
) -> Setting:
    checkout = machine / "head"
    shutil.rmtree(checkout, ignore_errors=True)
    repository.git(machine, "clone", "--quiet", str(origin), str(checkout))
    repository.git(checkout, "checkout", "--quiet", situation["head"])
    shutil.rmtree(machine / "artifacts", ignore_errors=True)
    return Setting(
        engine=engine,
        origin=origin,
        folder=machine,
        github=repository.github(checkout, situation),
        variables=situation.get("variables", {}),
        overrides={
            "HATCH_DATA_DIR": str(machine / "hatch"),
            "UV_PYTHON_DOWNLOADS": "never",
            **more,
        },
        samples=samples(),
        shortfalls={"coverage": SAMPLED},
    )


@pytest.fixture(scope="module")
def proposed(engine: Engine, origin: Path, machine: Path) -> LocalRunner:
    """The run of a pull request that changes cli."""
    work = machine / "proposal"
    repository.git(machine, "clone", "--quiet", str(origin), str(work))
    repository.git(work, "checkout", "--quiet", "-b", "proposal")
    readme = work / "packages" / "cli" / "README.md"
    readme.write_text(f"{readme.read_text('utf-8')}\nOne more sentence.\n", "utf-8")
    note = work / "packages" / "cli" / "changes" / "+sentence.doc.md"
    note.write_text("The README has one more sentence.\n", "utf-8")
    repository.git(work, "add", "--all")
    repository.git(work, "commit", "--quiet", "--message", "Add a sentence")
    repository.git(work, "push", "--quiet", "origin", "proposal")
    situation = {"event": "pull_request", "head": "origin/proposal"}
    run = LocalRunner(setting(engine, origin, machine, situation))
    run.run()
    return run


@pytest.fixture(scope="module")
def released(
    engine: Engine, origin: Path, machine: Path, local_index: tuple[Path, str]
) -> LocalRunner:
    """The run of cli's tag, once its siblings are out; our own tools prepared and tagged it all."""
    work = machine / "release"
    repository.git(machine, "clone", "--quiet", str(origin), str(work))
    for words in (["prepare"], ["tag"]):
        bump(work, machine, words)
        repository.git(work, "add", "--all")
        if words == ["prepare"]:
            repository.git(work, "commit", "--quiet", "--message", "Prepare the first releases")
    repository.git(work, "push", "--quiet", "origin", "main")
    repository.git(work, "push", "--quiet", "origin", "--tags")
    folder, address = local_index
    output = ["-m", "tools.build", "core", "io", "processing", "--output", str(folder)]
    subprocess.run([sys.executable, *output], cwd=work, check=True, capture_output=True)
    tag = next(name for name in repository.git(work, "tag").split() if name.startswith("cli-"))
    situation = {
        "event": "push",
        "tag": tag,
        "head": tag,
        "variables": {"PUBLISH": "true", "PAGES": "true", "MAIN_PACKAGE": "cli"},
    }
    run = LocalRunner(setting(engine, origin, machine, situation, INDEX=address))
    run.run()
    return run


def bump(work: Path, machine: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "tools.bump", *words]
    environment = {**os.environ, **repository.IDENTITY, "HATCH_DATA_DIR": str(machine / "hatch")}
    done = subprocess.run(
        command, cwd=work, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def lines_of(names: set[str]) -> dict[str, list[str]]:
    return {
        name: [step["run"] for step in jobs()[name]["steps"] if "run" in step]
        for name in names
        if any("run" in step for step in jobs()[name]["steps"])
    }


def test_a_pull_request_runs_every_line_of_its_jobs(proposed: LocalRunner) -> None:
    ran = {name for name, result in proposed.results.items() if result == "success"}
    for_tags_alone = ('changelog ARGS="show', "make sbom", "--fast --dist dist $PACKAGE")

    expected = {
        name: [line for line in lines if not any(part in line for part in for_tags_alone)]
        for name, lines in lines_of(ran).items()
    }

    assert proposed.lines == expected
    assert {"check", "docs", "audit", "build", "test", "repository", "floors", "gate"} <= ran


def test_a_pull_request_builds_what_it_affects_and_what_that_needs(proposed: LocalRunner) -> None:
    built = {path.name.split("-")[0] for path in (proposed.artifacts.folder / "dist").iterdir()}

    assert built == {"acme_cli", "acme_core", "acme_io", "acme_processing"}
    assert proposed.outputs["plan"]["packages"] == "cli"
    assert "| Packages | cli |" in proposed.summaries["plan"]


def test_coverage_is_judged_of_what_was_affected_and_of_the_tools(proposed: LocalRunner) -> None:
    rooms = re.findall(r"^\| (\S+) \| \d+ \|", proposed.summaries["coverage"], re.MULTILINE)

    assert rooms == ["packages/cli", "tools"]


def test_a_tag_runs_every_line_of_its_jobs(released: LocalRunner) -> None:
    ran = {name for name, result in released.results.items() if result == "success"}
    for_proposals_alone = ('make changelog ARGS="check',)

    expected = {
        name: [line for line in lines if not any(part in line for part in for_proposals_alone)]
        for name, lines in lines_of(ran).items()
    }

    assert released.lines == expected
    assert {"attest", "ready", "publish", "release", "image"} <= ran


def test_a_tag_publishes_its_package_and_nothing_else(
    released: LocalRunner, local_index: tuple[Path, str]
) -> None:
    siblings = ("acme_core-", "acme_io-", "acme_processing-")
    out = {path.name for path in local_index[0].iterdir() if not path.name.startswith(siblings)}
    tested = {
        path.name: path.read_bytes() for path in (released.artifacts.folder / "dist").iterdir()
    }

    assert out == {name for name in tested if name.startswith("acme_cli-")}
    assert len(out) == 2
    assert all((local_index[0] / name).read_bytes() == tested[name] for name in out)


def test_a_tag_makes_a_release_with_notes_files_bill_and_provenance(
    released: LocalRunner, machine: Path
) -> None:
    tag = released.outputs["plan"]["tag"]
    said = [json.loads(line) for line in (machine / "gh.log").read_text().splitlines()]
    verbs = [words[1] for words in said]
    uploaded = {word.rpartition("/")[2] for word in said[verbs.index("upload")][3:]}

    assert verbs == ["view", "create", "upload", "edit"]
    assert {words[2] for words in said} == {tag}
    assert {"acme-cli.cdx.json", "provenance.sigstore.json"} < uploaded
    assert sum(name.startswith("acme_cli-") for name in uploaded) == 2
    assert said[-1][3:] == ["--draft=false", "--prerelease=false", "--latest=true"]


def test_the_attestation_is_of_what_is_published(released: LocalRunner) -> None:
    given = dict(released.actions["attest"])["actions/attest"]

    assert given == {"subject-path": "dist/acme_cli-*"}


def test_the_image_is_named_after_repository_package_and_version(released: LocalRunner) -> None:
    given = dict(released.actions["image"])
    version = released.outputs["plan"]["version"]

    assert given["docker/build-push-action"]["tags"] == f"ghcr.io/acme-org/acme/cli:{version}"
    assert given["docker/build-push-action"]["target"] == "runtime"
    assert given["actions/attest"]["subject-name"] == "ghcr.io/acme-org/acme/cli"


def test_the_notes_are_the_changelogs_section(released: LocalRunner) -> None:
    notes = (released.artifacts.folder / "release" / "notes.md").read_text("utf-8")

    assert notes.strip()
    assert "Creating environment" not in notes
