"""The audit log holds whole lines, without secrets, whoever writes at the same time."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from acme.core.audit import AuditLog, audit_context
from acme.core.component import Component, Lifecycle
from acme.core.errors import ResourceError
from acme.core.secret import MASK, Secret


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where to log to, in a folder that is not there yet."""
    return tmp_path / "var" / "logs" / "audit.jsonl"


def records(file: Path) -> list[dict[str, Any]]:
    """Return the records of a log."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_record_says_what_when_how_grave_and_in_which_context(file: Path) -> None:
    log = AuditLog(file)

    with Lifecycle(log), audit_context(user="ada"):
        log.record("table written", severity="warning", rows=3)

    (record,) = records(file)
    assert datetime.fromisoformat(record["time"]).utcoffset() == timedelta(0)
    assert (record["event"], record["severity"]) == ("table written", "warning")
    assert (record["context"], record["details"]) == ({"user": "ada"}, {"rows": 3})


def test_log_is_appended_to(file: Path) -> None:
    for event in ("first", "second"):
        log = AuditLog(file)
        with Lifecycle(log):
            log.record(event)

    assert [record["event"] for record in records(file)] == ["first", "second"]


def test_two_logs_of_one_file_write_each_line_once(file: Path) -> None:
    one, two = AuditLog(file), AuditLog(file)

    with Lifecycle(one, two):
        one.record("one")
        two.record("two")

    assert [record["event"] for record in records(file)] == ["one", "two"]


def test_nothing_reaches_python_s_logging(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = AuditLog(file)

    with caplog.at_level(logging.DEBUG), Lifecycle(log):
        log.record("table written", severity="critical")

    assert caplog.records == []


def test_secrets_are_masked(file: Path) -> None:
    log = AuditLog(file)

    with Lifecycle(log), audit_context(token="t0ken"):  # noqa: S106  # made up
        log.record("connected", url="postgresql://ada:lovelace@db", key=Secret("s3cret"))

    (record,) = records(file)
    assert record["context"] == {"token": MASK}
    assert record["details"] == {"url": f"postgresql://ada:{MASK}@db", "key": MASK}


def test_what_json_has_no_form_for_is_written_as_text(file: Path) -> None:
    log = AuditLog(file)

    with Lifecycle(log):
        log.record("done", path=Path("a.csv"), note="two\nlines \udcff")

    (record,) = records(file)
    assert record["details"] == {"path": "a.csv", "note": "two\nlines ?"}


def test_context_nests_ends_and_follows_tasks(file: Path) -> None:
    log = AuditLog(file)

    async def work(name: str) -> None:
        with audit_context(task=name):
            await asyncio.sleep(0)
            log.record("step")

    async def both() -> None:
        await asyncio.gather(work("a"), work("b"))

    with Lifecycle(log):
        with audit_context(user="ada"):
            asyncio.run(both())
        log.record("after")

    contexts = [record["context"] for record in records(file)]
    assert contexts == [{"user": "ada", "task": "a"}, {"user": "ada", "task": "b"}, {}]


def test_lines_stay_whole_under_threads(file: Path) -> None:
    log = AuditLog(file)

    with Lifecycle(log), ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: log.record("step", number=n, text="x" * 10_000), range(200)))

    assert sorted(record["details"]["number"] for record in records(file)) == list(range(200))


@pytest.mark.skipif(os.name == "nt", reason="Windows appends in two steps")
def test_lines_stay_whole_under_processes(file: Path) -> None:
    code = (
        "import sys; from acme.core.audit import AuditLog\n"
        "log = AuditLog(sys.argv[1]); log.initialize()\n"
        "for number in range(200): log.record('step', number=number, text='x' * 5000)\n"
    )
    command = [sys.executable, "-c", code, str(file)]

    writers = [subprocess.Popen(command) for _ in range(3)]
    statuses = [writer.wait() for writer in writers]

    assert statuses == [0, 0, 0]
    numbers = sorted(record["details"]["number"] for record in records(file))
    assert numbers == sorted([*range(200)] * 3)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_file_is_for_its_owner_alone(file: Path) -> None:
    with Lifecycle(AuditLog(file)):
        mode = file.stat().st_mode & 0o777

    assert mode == 0o600


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="the audit log cannot be written"):
        AuditLog(tmp_path).initialize()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the full disk that Linux has")
def test_full_disk_is_told() -> None:
    log = AuditLog("/dev/full")

    with Lifecycle(log), pytest.raises(ResourceError, match="No space left on device"):
        log.record("lost")


def test_cut_off_record_is_told(file: Path) -> None:
    log = AuditLog(file)
    resource = pytest.importorskip("resource", reason="needs POSIX limits on a file's size")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with Lifecycle(log), pytest.raises(ResourceError, match="an audit record is cut off"):
            log.record("lost", text="x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def test_closed_log_is_told_and_closes_twice(file: Path) -> None:
    log = AuditLog(file)
    log.cleanup()

    with pytest.raises(ResourceError, match="the audit log is not open"):
        log.record("lost")


def test_log_is_a_component(file: Path) -> None:
    assert isinstance(AuditLog(file), Component)
