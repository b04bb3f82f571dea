"""Whether a commit gives the same bytes however it is built."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from tools import verify_build
from tools.distributions import circumstances
from tools.distributions.circumstances import Circumstance

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

WHEEL, SDIST = "acme_core-1.0-py3-none-any.whl", "acme_core-1.0.tar.gz"
FOLDER = Circumstance("another folder")
LATER = Circumstance("a later clock", prefix=("env", "SOURCE_DATE_EPOCH=1700000000"))
BROKEN = Circumstance("a broken machine", prefix=("false",))
ABSENT = Circumstance("the moon", missing="it is too far")


def wheel(folder: Path, content: str = "text", compression: int = zipfile.ZIP_STORED) -> None:
    """Write a wheel with one module."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / WHEEL, "w", compression) as archive:
        archive.writestr(zipfile.ZipInfo("acme/core.py"), content, compression)


def sdist(folder: Path, mode: int = 0o644) -> None:
    """Write an sdist with one module."""
    folder.mkdir(exist_ok=True)
    with tarfile.open(folder / SDIST, "w:gz") as archive:
        member = tarfile.TarInfo("acme_core-1.0/core.py")
        member.mode = mode
        archive.addfile(member, io.BytesIO())


def found(tmp_path: Path) -> list[str]:
    """The differences between the folders one and other."""
    return list(verify_build.differences(tmp_path / "one", tmp_path / "other"))


def test_the_same_bytes_are_no_difference(tmp_path: Path) -> None:
    wheel(tmp_path / "one")
    wheel(tmp_path / "other")

    assert found(tmp_path) == []


def test_a_file_that_only_one_build_has_is_told(tmp_path: Path) -> None:
    wheel(tmp_path / "one")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / SDIST).touch()

    assert found(tmp_path) == [f"{WHEEL} was not built", f"{SDIST} was built too"]


def test_a_wheel_that_differs_is_told_with_its_member(tmp_path: Path) -> None:
    wheel(tmp_path / "one")
    wheel(tmp_path / "other", content="other")

    (problem,) = found(tmp_path)

    assert problem.startswith(f"{WHEEL} differs: acme/core.py has {{'date'")


def test_an_sdist_that_differs_is_told_with_its_member(tmp_path: Path) -> None:
    sdist(tmp_path / "one")
    sdist(tmp_path / "other", mode=0o600)

    (problem,) = found(tmp_path)

    assert problem.startswith(f"{SDIST} differs: acme_core-1.0/core.py has")
    assert "0o600" in problem


def test_archives_may_differ_with_the_same_members(tmp_path: Path) -> None:
    wheel(tmp_path / "one")
    wheel(tmp_path / "other", compression=zipfile.ZIP_DEFLATED)

    assert found(tmp_path) == [
        f"{WHEEL} differs: the members are the same, in another order or compression"
    ]


def use(monkeypatch: pytest.MonkeyPatch, *chosen: Circumstance) -> None:
    """Try these circumstances alone."""
    monkeypatch.setattr(circumstances, "all_of", lambda _root: iter(chosen))


def test_a_commit_that_gives_the_same_bytes_passes(
    buildable: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, FOLDER, ABSENT)

    code = verify_build.main([])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[:2] == ["same       another folder", "not tried  the moon: it is too far"]
    assert [line.partition("-")[0][66:] for line in lines[2:]] == ["acme_core", "acme_core"]
    assert buildable.git("status", "--porcelain") == ""


@pytest.mark.usefixtures("buildable")
def test_a_build_that_differs_fails_and_says_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, LATER, FOLDER)

    code = verify_build.main([])

    out = capsys.readouterr().out
    assert code == 1
    assert "DIFFERS    a later clock\nacme_core-" in out
    assert "'date': (2023, 11, 14, " in out
    assert "same       another folder" in out


@pytest.mark.usefixtures("buildable")
def test_a_build_that_fails_is_told_as_a_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, BROKEN)

    code = verify_build.main([])

    assert code == 1
    assert "DIFFERS    a broken machine\n`false git clone" in capsys.readouterr().out


@pytest.mark.usefixtures("buildable")
def test_a_machine_reads_json_alone_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, ABSENT)

    code = verify_build.main(["--json"])

    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert code == 0
    assert result["verdicts"] == [{"name": "the moon", "missing": "it is too far", "problems": []}]
    assert [len(digest) for digest in result["files"].values()] == [
        hashlib.sha256().digest_size * 2
    ] * 2
    assert "the moon" in printed.err


def test_what_is_not_committed_cannot_be_verified(
    buildable: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    buildable.write("new.txt")

    code = verify_build.main([])

    assert code == 2
    assert "commit or stash new.txt" in capsys.readouterr().err
