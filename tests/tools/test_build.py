from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import build
from tools.distributions import building

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tools.house import House

BUILD = [sys.executable, "-m", "tools.build"]
REPOSITORY = Path(__file__).parents[2]

IN_TREE = """\
[build-system]
requires = []
build-backend = "waiting"
backend-path = ["."]

[project]
name = "acme-core"
"""

WAITING = """\
import os

def build_sdist(folder, config_settings=None):
    open(os.environ["GATE"]).read()
    raise SystemExit(1)
"""

COMMITTED = 1_767_323_045  # the clock of every commit that a test makes


@pytest.fixture
def released(house: House) -> House:
    """A committed workspace of one package, tagged 1.2.0."""
    house.package("core")
    house.commit()
    house.release("core-v1.2.0")
    return house


@pytest.fixture
def restored_umask() -> Iterator[None]:
    """The umask as it was, after the test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def environment(**more: str) -> dict[str, str]:
    """What `BUILD` needs to start in another folder than the repository's."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), **more}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_a_tagged_commit_gives_its_version_and_its_clock(
    released: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main([]) == 0

    dist = released.root / "dist"
    files = digests(dist)
    assert sorted(files) == ["acme_core-1.2.0-py3-none-any.whl", "acme_core-1.2.0.tar.gz"]
    for line in capsys.readouterr().out.splitlines():
        sha256, size, unit, name = line.split()
        assert (sha256, int(size), unit) == (files[name], (dist / name).stat().st_size, "B")
    with tarfile.open(dist / "acme_core-1.2.0.tar.gz") as archive:
        assert {member.mtime for member in archive} == {COMMITTED}
    with zipfile.ZipFile(dist / "acme_core-1.2.0-py3-none-any.whl") as archive:
        assert "acme/core/py.typed" in archive.namelist()


@pytest.mark.usefixtures("restored_umask")
def test_the_bytes_are_the_same_from_another_folder_umask_clock_zone_and_owner(
    released: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    building.build(released.root, ["core"], tmp_path / "one")
    elsewhere = tmp_path / "else" / "where"
    os.umask(0o077)
    shutil.copytree(released.root, elsewhere, copy_function=shutil.copyfile)
    for path in elsewhere.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700 if path.is_dir() else 0o600)
        if os.geteuid() == 0 and ".git" not in path.relative_to(elsewhere).parts:
            with suppress(PermissionError):  # root in a container may have no capability
                os.chown(path, 12345, 12345)
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("PYTHONHASHSEED", "7")

    building.build(elsewhere, ["core"], tmp_path / "other")

    assert digests(tmp_path / "one") == digests(tmp_path / "other")


def test_an_earlier_build_is_replaced_and_strangers_stay(released: House) -> None:
    stays = ["acme_core_extra-1.0.tar.gz", "acme_core-1.0.0.txt", "acme_core-1/file.whl"]
    for name in ["acme_core-1.0.0.tar.gz", "acme_core-1.0.0-py3-none-any.whl", *stays]:
        released.write(f"dist/{name}", "old")

    assert build.main(["core", "core"]) == 0

    left = {
        str(path.relative_to(released.root / "dist"))
        for path in (released.root / "dist").rglob("*")
    }
    built = {"acme_core-1.2.0-py3-none-any.whl", "acme_core-1.2.0.tar.gz"}
    assert left == {*stays, *built, "acme_core-1"}


def test_a_package_that_cannot_be_built_leaves_what_was_there_and_the_others_go_on(
    released: House, capsys: pytest.CaptureFixture[str]
) -> None:
    released.package("io")
    released.edit("packages/io/pyproject.toml", 'license = "MIT"', 'license = "No such"')
    before = released.write("dist/acme_io-1.0.0.tar.gz", "old")

    assert build.main([]) == 1

    assert capsys.readouterr().err.startswith("build: packages/io cannot be built: ")
    assert sorted(path.name for path in (released.root / "dist").iterdir()) == [
        "acme_core-1.2.0-py3-none-any.whl", "acme_core-1.2.0.tar.gz", before.name,
    ]  # fmt: skip


def test_a_killed_build_leaves_what_was_there_and_can_be_run_again(
    released: House, tmp_path: Path
) -> None:
    settings = (released.root / "packages/core/pyproject.toml").read_text("utf-8")
    released.write("packages/core/pyproject.toml", IN_TREE)
    released.write("packages/core/waiting.py", WAITING)
    before = released.write("dist/acme_core-1.0.0.tar.gz", "old")
    gate = tmp_path / "gate"
    os.mkfifo(gate)

    with (
        subprocess.Popen(BUILD, env=environment(GATE=str(gate))) as process,
        gate.open("w"),  # opens once the back end reads
    ):
        process.kill()

    assert process.returncode == -signal.SIGKILL
    assert before.read_text("utf-8") == "old"
    released.write("packages/core/pyproject.toml", settings)
    assert build.main([]) == 0
    assert not before.exists()


def test_a_full_disk_leaves_what_was_there_and_is_told(released: House) -> None:
    before = released.write("dist/acme_core-1.0.0.tar.gz", "old")

    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 1 && exec "$@"', "sh", *BUILD],
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("build: packages/core cannot be built: ")
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (released.root / "dist").iterdir()] == [before.name]


def test_machines_get_json_and_choose_the_folder(
    released: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["core", "--json", "--output", str(tmp_path / "out put")]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert {row["file"]: row["sha256"] for row in rows} == digests(tmp_path / "out put")
    assert {row["package"] for row in rows} == {"core"}
    assert not (released.root / "dist").exists()


def test_an_unknown_package_is_wrong_usage(
    released: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["../core"]) == 2
    assert capsys.readouterr().err == "build: there is no package ../core; there are core\n"
    assert not (released.root / "dist").exists()


def test_a_folder_that_cannot_be_written_is_told(
    released: House, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = released.write("dist", "a file")

    assert build.main([]) == 1
    assert capsys.readouterr().err == f"build: {in_the_way}: File exists\n"
