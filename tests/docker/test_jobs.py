"""The jobs of compose.yaml, each in its box: no network, nothing to write but the results."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.docker.checkout import Checkout

pytestmark = pytest.mark.slow

STRANGER = 4711
FORBIDDEN = ["/repo/README.md", "/repo/new", "/new", "/opt/hatch/new"]


def digests(folder: Path) -> dict[str, str]:
    """The files of a folder with their SHA-256."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*-*"))
    }


def test_compose_has_nothing_to_say_of_its_file(checkout: Checkout) -> None:
    done = checkout.docker("compose", "--profile", "*", "config", "--quiet")

    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture(scope="module")
def built_here(checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What this machine builds from HEAD."""
    output = tmp_path_factory.mktemp("here")
    command = [sys.executable, "-m", "tools.build", "--output", str(output)]
    subprocess.run(command, cwd=checkout.folder, check=True, capture_output=True)
    return digests(output)


def owners(folder: Path) -> set[int]:
    """Who owns a folder's results."""
    results = [folder / "dist", folder / "reports", *(folder / "dist").iterdir()]
    return {path.stat().st_uid for path in results}


def test_make_ci_passes_in_a_clean_clone_and_leaves_every_wheel(
    make_checkout: Callable[..., Checkout], built_here: dict[str, str]
) -> None:
    checkout = make_checkout()

    done = checkout.run("ci")

    assert done.returncode == 0, done.stdout
    left = digests(checkout.folder / "dist")
    wheels = [name for name in left if name.endswith(".whl")]
    assert len(wheels) == len(workspace.packages(checkout.folder))
    assert left == built_here
    assert owners(checkout.folder) == {os.getuid()}
    assert (checkout.folder / "reports" / "coverage.json").exists()
    assert (checkout.folder / "reports" / "site" / "index.html").exists()
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=checkout.folder) == b""


@pytest.mark.skipif(os.getuid() != 0, reason="waits for root, who may give a checkout away")
def test_what_it_leaves_belongs_to_whom_the_checkout_belongs(
    make_checkout: Callable[..., Checkout], built_here: dict[str, str]
) -> None:
    checkout = make_checkout()
    for path in [checkout.folder, *checkout.folder.rglob("*")]:
        os.lchown(path, STRANGER, -1)
    # As a private umask leaves a checkout.
    checkout.folder.chmod(0o700)

    done = checkout.run("build")

    assert done.returncode == 0, done.stdout
    assert digests(checkout.folder / "dist") == built_here
    assert owners(checkout.folder) == {STRANGER}


@pytest.fixture(scope="module")
def failed(make_checkout: Callable[..., Checkout]) -> subprocess.CompletedProcess[str]:
    """The tests of a checkout where some are wrong, and some ask for the network."""
    checkout = make_checkout()
    wrong = "def test_one_is_two() -> None:\n    assert 1 == 2\n"
    greedy = (
        "import socket\n\n\n"
        "def test_by_name() -> None:\n    socket.create_connection(('example.org', 443), 5)\n\n\n"
        "def test_by_address() -> None:\n    socket.create_connection(('192.0.2.1', 443), 5)\n"
    )
    tests = {"test_sums.py": wrong, "test_greedy.py": greedy}
    paths = [f"packages/core/tests/{name}" for name in tests]
    for path, text in zip(paths, tests.values(), strict=True):
        checkout.add(path, text)
    return checkout.run("--env", f"ARGS={' '.join(paths)}", "test")


def test_a_failing_test_fails_the_job_and_is_shown(
    failed: subprocess.CompletedProcess[str],
) -> None:
    assert failed.returncode == 1
    assert "FAILED packages/core/tests/test_sums.py::test_one_is_two" in failed.stdout


def test_a_test_that_tries_the_network_fails_and_is_named(
    failed: subprocess.CompletedProcess[str],
) -> None:
    assert "FAILED packages/core/tests/test_greedy.py::test_by_name" in failed.stdout
    assert "FAILED packages/core/tests/test_greedy.py::test_by_address" in failed.stdout
    assert "name resolution" in failed.stdout
    assert "Network is unreachable" in failed.stdout


@pytest.fixture(scope="module")
def attempted(checkout: Checkout) -> str:
    """What came of trying, in one box, what a job must not do."""
    attempts = [
        "cat /proc/self/status",
        *(f"touch {path}" for path in FORBIDDEN),
        "uv pip install --target dist/there requests",
    ]
    script = "; ".join(f"{attempt} && echo it let me {attempt}" for attempt in attempts)
    return checkout.run("shell", "sh", "-c", f"exec 2>&1; {script}").stdout


def test_nothing_can_be_written_but_the_results(attempted: str) -> None:
    refused = re.findall(r"touch: .*'(/\S+)'.*: Read-only file system", attempted)

    assert refused == FORBIDDEN
    assert "it let me touch" not in attempted


def test_an_installation_that_needs_the_network_is_named(attempted: str) -> None:
    assert "requests was not found" in attempted
    assert "it let me uv" not in attempted


def test_the_job_has_no_capability_and_can_gain_none(attempted: str, checkout: Checkout) -> None:
    status = dict(re.findall(r"^(Cap\w+|NoNewPrivs|Uid):\s*(\S+)", attempted, re.MULTILINE))

    assert status == {
        "Uid": str(checkout.folder.stat().st_uid),
        **dict.fromkeys(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"), "0" * 16),
        "NoNewPrivs": "1",
    }


def test_a_worktree_without_tags_is_told_what_to_mount_and_is_built_with_it(
    make_checkout: Callable[..., Checkout],
) -> None:
    checkout = make_checkout("--no-tags")
    worktree = checkout.folder.parent / "a worktree"
    command = ["git", "worktree", "add", "--quiet", "--detach", worktree]
    subprocess.run(command, cwd=checkout.folder, check=True)
    other = checkout._replace(folder=worktree)

    refused = other.run("build")
    (volume,) = re.findall(r"--volume '([^']*)'", refused.stdout)
    done = other.run("--volume", volume, "build")

    assert refused.returncode == 2
    assert "git worktree" in refused.stdout
    assert done.returncode == 0, done.stdout
    assert len(digests(worktree / "dist")) == 2 * len(workspace.packages(worktree))


def test_a_release_is_rehearsed_without_a_network(checkout: Checkout) -> None:
    done = checkout.run("rehearse")

    assert done.returncode == 0, done.stdout
    assert "use the installed cli" in done.stdout


def test_an_edit_of_the_source_rebuilds_nothing(
    make_checkout: Callable[..., Checkout], ci_image: str
) -> None:
    checkout = make_checkout()
    before = identity(checkout, ci_image)
    checkout.add("packages/core/src/acme/core/new.py", "NEW = 1\n")

    after = identity(checkout, checkout.build("ci"))

    assert after == before


def identity(checkout: Checkout, image: str) -> str:
    """What the engine calls the bytes of an image."""
    return checkout.docker("image", "inspect", "--format", "{{.Id}}", image).stdout
