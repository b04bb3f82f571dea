"""How the release tools scale, against peers in the same run, on synthetic monorepos.

Goals, in seconds on two cores: `affected` at most 1.5 times `python -c pass` at 50 packages, 0.07 at
300, and faster than turbo at every size; `bump plan` at most 1.5 times what git and tomllib take to
read the same, and 0.5 at 300; `changelog check` 0.3 at 300; peak memory below 60 MiB everywhere.

Turbo and the other peers are measured where they are on PATH (`npm install turbo nx lerna pnpm`).
HATCHERY_SCALE=huge adds a thousand packages; HATCHERY_SCALE_DIR=FOLDER keeps what was generated.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmarks import monorepo
from tests.releasing.repository import ROOT

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SIZES = list(monorepo.SIZES)[: 4 if os.environ.get("HATCHERY_SCALE") == "huge" else 3]
NOTHING = [sys.executable, "-c", "pass"]
AFFECTED = {
    "affected": [sys.executable, "-m", "tools.affected", "--json", "--since", "main"],
    "turbo": ["turbo", "ls", "--affected", "--output=json"],
    "nx": ["nx", "show", "projects", "--affected", "--base=main", "--json"],
    "lerna": ["lerna", "ls", "--since", "main", "--json", "--loglevel=error"],
    "pnpm": ["pnpm", "list", "--recursive", "--depth=-1", "--json", "--filter=...[main]"],
}
READ = """
import pathlib, subprocess, tomllib
form = "%(refname)%00%(objecttype)%00%(objectname)%00%(*objectname)"
subprocess.run(["git", "for-each-ref", "--merged=HEAD", f"--format={form}", "refs/tags"],
    capture_output=True, check=True)
for path in pathlib.Path().glob("packages/*/pyproject.toml"):
    tomllib.loads(path.read_text())
"""
"""What no plan can do without: the tags that HEAD contains, and every declaration."""

PEAK = """
import atexit, runpy, sys
sys.argv = sys.argv[1:]
lines = lambda: open("/proc/self/status").read().splitlines()
atexit.register(lambda: print(*(line for line in lines() if line.startswith("VmHWM"))))
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Run a module and print the most memory that its process held, as Linux counts it."""

PLAN = {
    "git and tomllib": [sys.executable, "-c", READ],
    "bump plan": [sys.executable, "-m", "tools.bump", "plan", "--json"],
}
CHECK = [sys.executable, "-m", "tools.changelog", "check", "--since", "main"]


@pytest.fixture(scope="session", params=SIZES)
def repository(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of a monorepo of some size, with the branches change and main."""
    kept = os.environ.get("HATCHERY_SCALE_DIR")
    folder = Path(kept or tmp_path_factory.mktemp("scale"), request.param)
    folder.mkdir(parents=True, exist_ok=True)
    monorepo.generate(folder, monorepo.SIZES[request.param])
    clone = folder / "clone"
    if not clone.exists():
        _git(folder, "clone", "--quiet", (folder / "repository").as_uri(), str(clone))
    for branch in ("main", "change"):
        _git(clone, "switch", "--quiet", branch)
    _lend_modules(clone)
    return clone


def _lend_modules(clone: Path) -> None:
    """Let nx, which wants itself inside of the repository, find itself there."""
    program = Path(shutil.which("nx") or "nowhere").resolve()
    modules = next((above for above in program.parents if above.name == "node_modules"), None)
    if modules and not (clone / "node_modules").exists():
        (clone / "node_modules").symlink_to(modules)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def run(command: list[str], folder: Path) -> bytes:
    """What a command prints."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TURBO_SCM_BASE": "main",
        "TURBO_TELEMETRY_DISABLED": "1",
        "NX_DAEMON": "false",
        "pnpm_config_pm_on_fail": "ignore",
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout


def measure(benchmark: BenchmarkFixture, command: list[str], repository: Path, group: str) -> bytes:
    """Time a command; its group gathers all that are compared at one size."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on PATH: npm install {command[0]}")
    benchmark.group = f"{group}, {repository.parent.name}"
    if command[1:2] == ["-m"]:
        peak = run([sys.executable, "-c", PEAK, *command[2:]], repository)
        benchmark.extra_info["peak MiB"] = int(peak.split()[-2]) >> 10
    printed: bytes = benchmark.pedantic(
        run, args=(command, repository), rounds=_rounds(repository), warmup_rounds=1
    )
    return printed


def _rounds(repository: Path) -> int:
    return 5 if repository.parent.name == "huge" else 10


def expected(repository: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((repository.parent / "expected.json").read_text())
    return found


def test_start_up(benchmark: BenchmarkFixture, repository: Path) -> None:
    measure(benchmark, NOTHING, repository, "affected")


@pytest.mark.parametrize("tool", AFFECTED)
def test_affected(benchmark: BenchmarkFixture, repository: Path, tool: str) -> None:
    printed = measure(benchmark, AFFECTED[tool], repository, "affected")

    if tool == "affected":
        found = json.loads(printed)
        assert {key: found[key] for key in ("changed", "affected")} == expected(repository)[
            "change"
        ]


@pytest.mark.parametrize("tool", PLAN)
def test_plan(benchmark: BenchmarkFixture, repository: Path, tool: str) -> None:
    _git(repository, "switch", "--quiet", "main")

    printed = measure(benchmark, PLAN[tool], repository, "plan")

    _git(repository, "switch", "--quiet", "change")
    if tool == "bump plan":
        releases = json.loads(printed)["releases"]
        nexts = {release["package"]: release["next"] for release in releases}
        assert nexts == expected(repository)["versions"]


def test_check(benchmark: BenchmarkFixture, repository: Path) -> None:
    measure(benchmark, CHECK, repository, "changelog check")
