"""Remote files are fetched with retry, a size cap and a time-out; from a real server."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import stamina

from acme.core.errors import (
    AcmeError,
    ConfigurationError,
    DataError,
    MissingFileError,
    ResourceError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acme.io import Engine

TABLE = b"a,b\n1,x\n2,y\n"


@contextmanager
def serving(*answers: Any) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server that answers so in turn, and the list of what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers[min(len(asked), len(answers)) - 1]
            if callable(answer):
                answer(self)
                return
            self.send_response(200 if isinstance(answer, bytes) else answer)
            body = answer if isinstance(answer, bytes) else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Try again without waiting."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


def promise_more(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(TABLE)


def test_a_table_is_read_from_a_url(engine: Engine) -> None:
    with serving(TABLE) as (address, asked):
        frame = engine.scan(f"{address}/table.csv?version=1")

    assert frame.to_native().fetchall() == [(1, "x"), (2, "y")]
    assert asked == ["/table.csv?version=1"]


@pytest.mark.parametrize("failure", [500, 503, 429, 408, promise_more])
def test_what_may_pass_is_tried_again(engine: Engine, failure: Any) -> None:
    with serving(failure, failure, TABLE) as (address, asked):
        frame = engine.scan(f"{address}/table.csv")

    assert frame.to_native().fetchall() == [(1, "x"), (2, "y")]
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("failure", "error", "attempts"),
    [
        (500, ResourceError, 3),
        (promise_more, ResourceError, 3),
        (403, ResourceError, 1),
        (404, MissingFileError, 1),
    ],
)
def test_what_does_not_pass_is_one_sentence(
    engine: Engine, failure: Any, error: type[AcmeError], attempts: int
) -> None:
    with serving(failure) as (address, asked), pytest.raises(error) as caught:
        engine.scan(f"{address}/table.csv")

    assert len(asked) == attempts
    assert str(caught.value).startswith(f"{address}/table.csv: ")


def test_a_server_that_is_silent_or_gone_is_given_up(engine: Engine) -> None:
    released = threading.Event()

    def wait(_: Any) -> None:
        released.wait(30)

    with serving(wait) as (address, _):
        try:
            with pytest.raises(ResourceError, match=r"TimeoutError; tried at most 1 times, 0.1 s"):
                engine.scan(f"{address}/table.csv", remote={"timeout": 0.1, "attempts": 1})
        finally:
            released.set()
    with pytest.raises(ResourceError, match="did not arrive"):
        engine.scan(f"{address}/table.csv")


def test_a_file_over_the_limit_is_refused(engine: Engine) -> None:
    with serving(TABLE) as (address, asked), pytest.raises(DataError, match="larger than 5 bytes"):
        engine.scan(f"{address}/table.csv", remote={"size_limit": 5})

    assert len(asked) == 1


def test_what_cannot_be_asked_for_is_one_sentence(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ResourceError, match=r"cannot read this kind of location: .*gopher"):
        engine.scan("gopher://example.org/table.csv")
    with pytest.raises(UnknownNameError, match='unknown option "timeuot"'):
        engine.scan("https://example.org/table.csv", remote={"timeuot": 1})
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(ResourceError, match=r"install acme-io\[remote\]"):
        engine.scan("https://example.org/table.csv")


@pytest.mark.parametrize(
    ("option", "value"), [("attempts", 0), ("timeout", -1), ("size_limit", 0), ("timeout", "1 s")]
)
def test_a_limit_that_is_no_number_above_0_is_refused(
    engine: Engine, option: str, value: object
) -> None:
    with pytest.raises(ConfigurationError, match=f'key "{option}": must be a number above 0'):
        engine.scan("http://127.0.0.1/table.csv", remote={option: value})


def test_each_retry_is_logged(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    with serving(503, TABLE) as (address, _):
        engine.scan(f"{address}/table.csv")

    (record,) = [record for record in caplog.records if record.name == "stamina"]
    assert "503" in str(record.__dict__)


def test_other_file_systems_of_fsspec_work(engine: Engine) -> None:
    import fsspec

    with fsspec.open("memory://folder/table.csv", "wb") as file:
        file.write(TABLE)

    assert engine.scan("memory://folder/table.csv").to_native().fetchall() == [(1, "x"), (2, "y")]
    with pytest.raises(MissingFileError):
        engine.scan("memory://folder/none.csv")


def test_an_error_of_ours_is_not_mistaken_for_the_network_s(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr("acme.io.remote._download", fail)

    with pytest.raises(ValueError, match="a fault"):
        engine.scan("http://127.0.0.1/table.csv")
