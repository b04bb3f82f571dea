"""The command line of publish."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import pair, sdist
from tests.releasing.index_server import PASSWORD
from tests.releasing.workspaces import declare
from tools import publish

if TYPE_CHECKING:
    from tests.releasing.index_server import Index

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dist(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`core` and `io` as 1.0, and the right credentials in the environment."""
    index.closed = True
    monkeypatch.chdir(declare(tmp_path / "work", {"core": [], "io": ["acme-core>=1"]}))
    monkeypatch.setenv("UV_PUBLISH_USERNAME", "tester")
    monkeypatch.setenv("UV_PUBLISH_PASSWORD", PASSWORD)
    pair(tmp_path / "dist", "acme-core", "1.0")
    pair(tmp_path / "dist", "acme-io", "1.0", ["acme-core>=1"])
    return tmp_path / "dist"


def words(dist: Path, index: Index, *more: str) -> list[str]:
    return ["--dist", str(dist), "--index", index.address, "--deadline", "0", *more]


def test_it_prints_what_is_out(
    dist: Path, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    code = publish.main(words(dist, index))

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out == "Out:\n  uploaded     acme-core 1.0\n  uploaded     acme-io 1.0\n"
    assert printed.err == "uploaded     acme-core 1.0\nuploaded     acme-io 1.0\n"


def test_it_prints_what_is_not_out(
    dist: Path, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    index.refuse = lambda name: name.startswith("acme_io")

    code = publish.main(words(dist, index))

    out = capsys.readouterr().out
    assert code == 1
    assert out.startswith(
        "Out:\n  uploaded     acme-core 1.0\nNot out:\n  failed       acme-io 1.0: "
    )
    assert PASSWORD not in out


def test_a_second_run_is_a_no_op(
    dist: Path, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    publish.main(words(dist, index))
    capsys.readouterr()

    code = publish.main(words(dist, index))

    assert code == 0
    assert (
        capsys.readouterr().out
        == "Out:\n  out          acme-core 1.0\n  out          acme-io 1.0\n"
    )
    assert len(index.uploads) == 4


def test_json_tells_states_reasons_and_files(
    dist: Path, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    sdist(index.folder, "acme-core", "1.0", ["tampered"])

    code = publish.main(words(dist, index, "--json"))

    told = json.loads(capsys.readouterr().out)
    assert code == 1
    assert told["index"] == index.simple
    assert [
        (package["package"], package["distribution"], package["version"], package["state"])
        for package in told["packages"]
    ] == [("core", "acme-core", "1.0", "stopped"), ("io", "acme-io", "1.0", "stopped")]
    assert "other bytes as acme_core-1.0.tar.gz" in told["packages"][0]["reason"]
    assert [(file["file"], file["index"]) for file in told["packages"][0]["files"]] == [
        ("acme_core-1.0-py3-none-any.whl", "absent"),
        ("acme_core-1.0.tar.gz", "different"),
    ]
    assert index.uploads == []


def test_a_dry_run_succeeds_without_uploading(
    dist: Path, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    code = publish.main(words(dist, index, "--dry-run"))

    assert code == 0
    assert capsys.readouterr().out == (
        "Not out:\n  would upload acme-core 1.0\n  would upload acme-io 1.0\n"
    )
    assert index.uploads == []


def test_a_tag_publishes_its_package_alone(dist: Path, index: Index) -> None:
    code = publish.main(words(dist, index, "--tag", "core-v1.0"))

    assert code == 0
    assert index.uploads == ["acme_core-1.0-py3-none-any.whl", "acme_core-1.0.tar.gz"]


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        (["--tag", "core-v1.1"], 1, "core-v1.1 says 1.1, but acme-core was built as 1.0"),
        (["--tag", "v1.1"], 2, "'v1.1' is no release tag"),
        (["--only", "spam"], 2, "there is no package spam; there are core, io"),
        (["--index", "ftp://h/"], 2, "'ftp://h/' is no index"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    dist: Path,
    index: Index,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    code: int,
    told: str,
) -> None:
    ended = publish.main(words(dist, index, *more))

    assert ended == code
    assert f"publish: {told}" in capsys.readouterr().err
    assert index.uploads == []


@pytest.mark.usefixtures("dist")
def test_an_empty_folder_is_told(
    index: Index, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()

    code = publish.main(words(tmp_path / "empty", index))

    assert code == 1
    assert "holds no wheel or sdist; run `make build` first" in capsys.readouterr().err


@pytest.mark.usefixtures("on_retry")
def test_waiting_is_told(dist: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    code = publish.main([*words(dist, index, "--only", "io"), "--deadline", "60"])

    told = capsys.readouterr().err.splitlines()
    assert code == 1
    assert told[0].startswith("asking again in 0 s (0 s so far): Because acme-core was not found")


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        publish.main(["--help"])

    assert caught.value.code == 0
    assert "Trusted Publishing" in capsys.readouterr().out


def test_killed_between_two_uploads_the_next_run_finishes(dist: Path, index: Index) -> None:
    """The program is killed, without warning, as the index is offered the first file of io."""
    command = [sys.executable, "-m", "tools.publish", *words(dist, index)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def kill(name: str) -> bool:
        if name == "acme_io-1.0-py3-none-any.whl":
            os.killpg(publisher.pid, signal.SIGKILL)
        return False

    index.refuse = kill
    publisher = subprocess.Popen(
        command,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    first = publisher.wait()
    index.refuse = lambda _: False
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert first == -signal.SIGKILL
    assert second.returncode == 0, second.stderr
    assert second.stdout.startswith(
        "Out:\n  out          acme-core 1.0\n  uploaded     acme-io 1.0"
    )
    assert sorted(path.name for path in (index.folder).iterdir()) == sorted(
        path.name for path in dist.iterdir()
    )


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ((), publish.DEADLINE),
        (("--dry-run",), 0.0),
        (("--dry-run", "--deadline", "30"), 30.0),
    ],
)
def test_a_dry_run_waits_only_where_it_is_told_to(
    said: tuple[str, ...], seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {}

    def deliver_all(*_: object, deadline: float, **__: object) -> list[object]:
        given["deadline"] = deadline
        return []

    (tmp_path / "dist").mkdir()
    monkeypatch.setattr(publish.delivery, "deliver_all", deliver_all)
    monkeypatch.setattr(publish.shipments, "read", lambda *_: ["anything"])
    monkeypatch.setattr(publish.shipments, "chosen", lambda *_: [])

    publish.main(["--dist", str(tmp_path), "--index", "pypi", *said])

    assert given == {"deadline": seconds}
