from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest

from acme.io import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from acme.io import Engine

    Rows = list[tuple[Any, ...]]
    Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine(threads=2) as engine:
        yield engine


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a file into the test's folder and returns its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read(engine: Engine) -> Callable[..., Rows]:
    """Return what reads a table through a sink, as a flow does, and returns its rows."""

    def read(path: Path, **options: Any) -> Rows:
        target = path.parent / "read.parquet"
        engine.sink(engine.scan(path, **options), target)
        rows: Rows = engine.scan(target).to_native().fetchall()
        return rows

    return read


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL server on a Unix socket and return the socket's folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(programs[-1]) if programs else shutil.which("initdb")
    if found is None:
        pytest.skip("waits for PostgreSQL's server programs (Debian: apt-get install postgresql)")
    # The name of a socket is at most 107 bytes, and the server refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    shutil.chown(folder, "nobody") if user else None
    try:
        run = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL, **user)
        run([found, "-D", folder / "data", "-A", "trust", "-U", "tester", "--no-sync"])
        control = Path(found).with_name("pg_ctl")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = folder / "log"
        run([control, "-D", folder / "data", "-o", options, "-l", log, "-w", "start"])
        try:
            yield str(folder)
        finally:
            run([control, "-D", folder / "data", "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def postgresql(postgresql_server: str) -> Callable[[], str]:
    """Return what makes an empty database and returns its location."""

    def make() -> str:
        from adbc_driver_postgresql import dbapi

        name = f"base_{token_hex(4)}"
        with (
            dbapi.connect(
                f"postgresql:///postgres?host={postgresql_server}&user=tester", autocommit=True
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(f"CREATE DATABASE {name}")
        return f"postgresql:///{name}?host={postgresql_server}&user=tester"

    return make
