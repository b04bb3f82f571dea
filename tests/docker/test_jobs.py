"""The jobs of compose.yaml, each in its box: no network, nothing to write but the results."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.docker.checkout import Checkout

pytestmark = pytest.mark.slow

STRANGER = 4711


def digests(folder: Path) -> dict[str, str]:
    """The files of a folder with their SHA-256."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*-*"))
    }


def built_here(checkout: Checkout, output: Path) -> dict[str, str]:
    """What this machine builds from the checkout."""
    command = [sys.executable, "-m", "tools.build", "--output", str(output)]
    subprocess.run(command, cwd=checkout.folder, check=True, capture_output=True)
    return digests(output)


def test_make_ci_passes_in_a_clean_clone_and_leaves_every_wheel(
    make_checkout: Callable[..., Checkout], tmp_path: Path
) -> None:
    checkout = make_checkout()

    done = checkout.run("ci")

    assert done.returncode == 0, done.stdout
    left = digests(checkout.folder / "dist")
    wheels = [name for name in left if name.endswith(".whl")]
    assert len(wheels) == len(workspace.packages(checkout.folder))
    assert left == built_here(checkout, tmp_path / "here")
    assert (checkout.folder / "reports" / "coverage.json").exists()
    assert (checkout.folder / "reports" / "site" / "index.html").exists()
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=checkout.folder) == b""


@pytest.mark.parametrize(
    "owner",
    [
        pytest.param(os.getuid(), id="the caller"),
        pytest.param(
            STRANGER,
            id="another user",
            marks=pytest.mark.skipif(os.getuid() != 0, reason="waits for root, who may give away"),
        ),
    ],
)
def test_what_it_leaves_belongs_to_whom_the_checkout_belongs(
    owner: int, make_checkout: Callable[..., Checkout], tmp_path: Path
) -> None:
    checkout = make_checkout()
    expected = built_here(checkout, tmp_path / "here")
    for path in [checkout.folder, *checkout.folder.rglob("*")]:
        os.lchown(path, owner, -1)
    # As a private umask leaves a checkout.
    checkout.folder.chmod(0o700)

    done = checkout.run("build")

    assert done.returncode == 0, done.stdout
    left = list((checkout.folder / "dist").iterdir())
    assert digests(checkout.folder / "dist") == expected
    assert {path.stat().st_uid for path in [*left, checkout.folder / "reports"]} == {owner}


def test_a_failing_test_fails_the_job_and_is_shown(make_checkout: Callable[..., Checkout]) -> None:
    checkout = make_checkout()
    checkout.add(
        "packages/core/tests/test_sums.py", "def test_one_is_two() -> None:\n    assert 1 == 2\n"
    )

    done = checkout.run("--env", "ARGS=packages/core/tests/test_sums.py", "test")

    assert done.returncode == 1
    assert "FAILED packages/core/tests/test_sums.py::test_one_is_two" in done.stdout


def test_a_test_that_tries_the_network_fails_and_is_named(
    make_checkout: Callable[..., Checkout],
) -> None:
    checkout = make_checkout()
    checkout.add(
        "packages/core/tests/test_greedy.py",
        "import socket\n\n\n"
        "def test_by_name() -> None:\n    socket.create_connection(('example.org', 443), 5)\n\n\n"
        "def test_by_address() -> None:\n    socket.create_connection(('192.0.2.1', 443), 5)\n",
    )

    done = checkout.run("--env", "ARGS=packages/core/tests/test_greedy.py", "test")

    assert done.returncode == 1
    assert "FAILED packages/core/tests/test_greedy.py::test_by_name" in done.stdout
    assert "FAILED packages/core/tests/test_greedy.py::test_by_address" in done.stdout
    assert "name resolution" in done.stdout
    assert "Network is unreachable" in done.stdout


def test_an_installation_that_needs_the_network_is_named(checkout: Checkout) -> None:
    done = checkout.run("shell", "uv", "pip", "install", "--target", "dist/there", "requests")

    assert done.returncode != 0
    assert "requests was not found" in done.stdout


@pytest.mark.parametrize("path", ["/repo/README.md", "/repo/new", "/new", "/opt/hatch/new"])
def test_nothing_can_be_written_but_the_results(path: str, checkout: Checkout) -> None:
    done = checkout.run("shell", "touch", path)

    assert done.returncode != 0
    assert "Read-only file system" in done.stdout


def test_the_job_has_no_capability_and_can_gain_none(checkout: Checkout) -> None:
    done = checkout.run("shell", "cat", "/proc/self/status")

    status = dict(re.findall(r"^(Cap\w+|NoNewPrivs|Uid):\s*(\S+)", done.stdout, re.MULTILINE))
    assert status == {
        "Uid": str(checkout.folder.stat().st_uid),
        **dict.fromkeys(("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"), "0" * 16),
        "NoNewPrivs": "1",
    }


def test_a_worktree_is_told_what_to_mount_and_works_with_it(checkout: Checkout) -> None:
    worktree = checkout.folder.parent / "a worktree"
    shutil.rmtree(worktree, ignore_errors=True)
    subprocess.run(
        ["git", "worktree", "add", "--quiet", "--force", "--detach", worktree],
        cwd=checkout.folder,
        check=True,
    )
    other = checkout._replace(folder=worktree)

    refused = other.run("build")
    (volume,) = re.findall(r"--volume '([^']*)'", refused.stdout)
    done = other.run("--volume", volume, "build")

    assert refused.returncode == 2
    assert "git worktree" in refused.stdout
    assert done.returncode == 0, done.stdout
    assert len(digests(worktree / "dist")) == 2 * len(workspace.packages(worktree))


def test_a_checkout_without_tags_is_built(make_checkout: Callable[..., Checkout]) -> None:
    checkout = make_checkout("--no-tags")

    done = checkout.run("build")

    assert done.returncode == 0, done.stdout
    assert len(digests(checkout.folder / "dist")) == 2 * len(workspace.packages(checkout.folder))


def test_a_release_is_rehearsed_without_a_network(checkout: Checkout) -> None:
    done = checkout.run("rehearse")

    assert done.returncode == 0, done.stdout
    assert "use the installed cli" in done.stdout


def test_an_edit_of_the_source_rebuilds_nothing(make_checkout: Callable[..., Checkout]) -> None:
    checkout = make_checkout()
    before = image_id(checkout)
    checkout.add("packages/core/src/acme/core/new.py", "NEW = 1\n")

    after = image_id(checkout)

    assert after == before


def image_id(checkout: Checkout) -> str:
    """The identity of the ci image that the checkout gives."""
    name = checkout.build("ci")
    return checkout.docker("image", "inspect", "--format", "{{.Id}}", name).stdout
