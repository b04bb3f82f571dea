from __future__ import annotations

import hashlib
import http.client
import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.releasing.distributions import wheel
from tools.publishing import index
from tools.publishing.package_index import locate
from tools.publishing.upload import upload

if TYPE_CHECKING:
    from pathlib import Path

ANYBODY = {"UV_PUBLISH_USERNAME": "anybody", "UV_PUBLISH_PASSWORD": "anything"}

HOLD = """\
import sys, time
from pathlib import Path
from tools.publishing import index
with index.serve(Path(sys.argv[1])) as address:
    print(address, flush=True)
    time.sleep(60)
"""


def read(address: str, **headers: str) -> bytes:
    asked = Request(address, headers=headers)  # noqa: S310 - our own index
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        return bytes(answer.read())


def test_what_is_uploaded_is_served_with_its_sha256(tmp_path: Path) -> None:
    built = wheel(tmp_path / "dist", "gadget", "1.0")
    digest = hashlib.sha256(built.read_bytes()).hexdigest()

    with index.serve(tmp_path / "new" / "index") as address:
        upload([built], locate(address), ANYBODY)
        page = read(f"{address}simple/gadget/").decode()

    assert f"{built.name}#sha256={digest}" in page
    assert (tmp_path / "new" / "index" / built.name).read_bytes() == built.read_bytes()


def test_a_name_it_does_not_have_is_looked_for_nowhere_else(tmp_path: Path) -> None:
    with index.serve(tmp_path) as address, pytest.raises(HTTPError) as refusal:
        read(f"{address}simple/pip/")

    assert refusal.value.code == 404
    refusal.value.close()


def test_a_file_is_sent_whole_even_if_a_part_is_asked_for(tmp_path: Path) -> None:
    built = wheel(tmp_path, "gadget", "1.0")

    with index.serve(tmp_path) as address:
        sent = read(f"{address}packages/{built.name}", Range="bytes=0-9")

    assert sent == built.read_bytes()


def test_two_indexes_do_not_know_each_other(tmp_path: Path) -> None:
    one = wheel(tmp_path / "one", "gadget", "1.0")
    other = wheel(tmp_path / "other", "widget", "1.0")

    with index.serve(one.parent) as first, index.serve(other.parent) as second:
        pages = read(f"{first}simple/"), read(f"{second}simple/")

    assert [b"gadget" in page for page in pages] == [True, False]
    assert [b"widget" in page for page in pages] == [False, True]


def test_it_ends_with_the_block_even_if_that_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), index.serve(tmp_path) as address:
        raise RuntimeError

    assert not answers(address)


@pytest.mark.parametrize("death", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_the_process(death: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert answers(address)
        process.send_signal(death)

    assert process.returncode != 0
    assert not answers(address)


def answers(address: str) -> bool:
    host = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().read() == b"Ok"
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()
