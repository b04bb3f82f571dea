from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import rehearse

if TYPE_CHECKING:
    from tests.tools.house import House

REPOSITORY = Path(__file__).parents[2]

PROOF = """\
import sys
from importlib.metadata import version
from pathlib import Path
from acme.core import double
number = int(Path(sys.argv[1], "numbers.csv").read_text().split()[1])
Path("left.txt").write_text("by the proof")
print([version("acme-core"), double(number)])
sys.exit(double(number) != 2)
"""


@pytest.fixture
def committed(house: House) -> House:
    """A committed workspace of one package, which proves that it doubles."""
    house.package("core", code="\n\ndef double(number):\n    return 2 * number\n")
    house.write("packages/core/rehearsal.py", PROOF)
    house.commit()
    return house


def surround_with_enemies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hook's variables, a proxy that is down, another index, and a real release's secrets."""
    other = tmp_path / "other" / "simple"
    (other / "acme-core").mkdir(parents=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "no-such-repository"))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("UV_PUBLISH_TOKEN", "secret")
    monkeypatch.setenv("UV_INDEX", other.as_uri())
    monkeypatch.setenv("UV_CONSTRAINT", "no-such-lock.txt")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def test_a_release_is_rehearsed_whatever_surrounds_it(
    committed: House,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    committed.package("cli", ["acme-core>=0.1,<1"])
    committed.commit()
    surround_with_enemies(monkeypatch, tmp_path)
    keep = tmp_path / "kept here"

    assert rehearse.main(["--keep", str(keep)]) == 0

    told = capsys.readouterr().out
    steps = [line.split(" s  ")[1] for line in told.splitlines() if " s  " in line]
    assert steps == [
        "clone HEAD",
        "plan the release, prepare it and tag it",
        "build each package once",
        "upload acme-core 0.1.0",
        "upload acme-cli 0.1.0",
        "install from the index",
        "use the installed core",
    ]
    assert "acme-core  0.1.0    core-v0.1.0" in told
    assert "core: ['0.1.0', 2]" in told
    files = sorted((keep / "dist").iterdir())
    assert len(files) == 4
    for file in files:
        assert f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" in told
        assert (keep / "index" / file.name).read_bytes() == file.read_bytes()
    assert (keep / "results/core/left.txt").read_text("utf-8") == "by the proof"
    assert (keep / "clone/packages/core").is_dir()


def test_a_second_rehearsal_gives_the_same_bytes_and_the_checkout_is_untouched(
    committed: House, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in committed.root.rglob("*")}

    results = []
    for _ in range(2):
        assert rehearse.main(["--json"]) == 0
        results.append(json.loads(capsys.readouterr().out))

    assert results[0] == results[1]
    assert results[0]["releases"] == [
        {
            "package": "core",
            "distribution": "acme-core",
            "version": "0.1.0",
            "tag": "core-v0.1.0",
        }
    ]
    assert len({file["sha256"] for file in results[0]["files"]}) == 2
    assert results[0]["results"] == {"core": "['0.1.0', 2]"}
    assert committed.git("tag") == ""
    assert {path: path.stat().st_mtime_ns for path in committed.root.rglob("*")} == before


def test_a_wrong_result_fails_in_one_sentence(
    committed: House, capsys: pytest.CaptureFixture[str]
) -> None:
    committed.edit("packages/core/src/acme/core/__init__.py", "2 * number", "3 * number")
    committed.commit()

    assert rehearse.main([]) == 1

    told = capsys.readouterr()
    assert "failed  use the installed core" in told.out
    assert told.err.startswith("rehearse: the installed core gave a wrong result: ")
    assert told.err.endswith("ended with 1: ['0.1.0', 3]\n")


def test_what_is_not_committed_is_left_out_and_that_is_told(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.package("core", code="\n\nVALUE = 1\n")
    house.commit()
    house.write("packages/core/src/acme/core/__init__.py", "def\n")

    assert rehearse.main([]) == 0

    told = capsys.readouterr().out
    assert told.startswith("HEAD is rehearsed, without what 1 changed or new files hold\n")
    assert "no packages/*/rehearsal.py, so nothing was used" in told


@pytest.mark.parametrize("repository", [False, True])
def test_without_a_commit_there_is_nothing_to_rehearse(
    repository: bool, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    if repository:
        house.git("init", "--quiet")

    assert rehearse.main([]) == 1

    (sentence,) = capsys.readouterr().err.splitlines()[:1]
    assert sentence.startswith(
        "rehearse: a rehearsal needs a git repository with a commit; make one with `git init &&"
    )


@pytest.mark.usefixtures("committed")
def test_a_folder_that_holds_something_is_not_filled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    (tmp_path / "file").touch()

    for name in ("full", "file"):
        assert rehearse.main(["--keep", str(tmp_path / name)]) == 2
        assert "is there and not empty; name a new folder" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]


def test_an_interrupted_rehearsal_leaves_nothing_behind(committed: House, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-u", "-m", "tools.rehearse"]
    with subprocess.Popen(
        command,
        cwd=committed.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "clone HEAD" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()

    assert said == "rehearse: interrupted; it can be run again\n"
    assert process.returncode == 130
    assert list(scratch.iterdir()) == []
