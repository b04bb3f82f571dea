"""Targets are replaced whole, keep what they are, and are never an input."""

from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from acme.core.errors import ConfigurationError, MissingFileError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from acme.io import Engine

    Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def table(write: Write) -> Path:
    return write("table.csv", "a\n1\n")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_permissions_stay(table: Path, engine: Engine, mode: int) -> None:
    target = table.with_name("out.csv")
    target.touch()
    target.chmod(mode)

    engine.sink(engine.scan(table), target)

    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert target.read_text() == "a\n1\n"


def test_a_new_file_has_the_permissions_of_any_new_file(table: Path, engine: Engine) -> None:
    table.with_name("other").touch()

    engine.sink(engine.scan(table), table.with_name("out.csv"))

    modes = [table.with_name(name).stat().st_mode for name in ("other", "out.csv")]
    assert modes[0] == modes[1]


def test_a_link_stays_and_what_it_points_to_is_replaced(table: Path, engine: Engine) -> None:
    target, link = table.with_name("real.csv"), table.with_name("link.csv")
    target.write_text("old")
    link.symlink_to("real.csv")

    engine.sink(engine.scan(table), link)

    assert link.is_symlink()
    assert target.read_text() == "a\n1\n"


@pytest.mark.parametrize("alias", ["table.csv", "../{folder}/table.csv", "link.csv", "hard.csv"])
def test_an_input_is_not_written_to(table: Path, engine: Engine, alias: str) -> None:
    table.with_name("link.csv").symlink_to(table)
    table.with_name("hard.csv").hardlink_to(table)
    target = table.parent / alias.format(folder=table.parent.name)
    frame = engine.scan(table).join(engine.scan(table), on="a")

    with pytest.raises(ConfigurationError, match="would be read and written at once"):
        engine.sink(frame, target)
    with pytest.raises(ConfigurationError, match="would be read and written at once"):
        engine.scan(table, rejects=target)

    assert table.read_text() == "a\n1\n"


def test_the_rejects_are_not_written_over(table: Path, engine: Engine) -> None:
    rejects = table.with_name("rejects.jsonl")
    frame = engine.scan(table, rejects=rejects)

    with pytest.raises(ConfigurationError, match="would be read and written at once"):
        engine.sink(frame, rejects)


def test_where_nothing_can_be_written_is_named(table: Path, engine: Engine) -> None:
    frame = engine.scan(table)

    with pytest.raises(MissingFileError, match=r'there is no folder ".*nowhere"'):
        engine.sink(frame, table.parent / "nowhere" / "out.csv")
    with pytest.raises(ConfigurationError, match="is a folder; name a file in it"):
        engine.sink(frame, table.parent, format="csv")
    with pytest.raises(ConfigurationError, match="remote targets are not supported"):
        engine.sink(frame, "https://example.org/out.csv")


def test_standard_output_gets_all_at_the_end(
    table: Path, engine: Engine, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = engine.sink(engine.scan(table), "-", format="csv")

    assert capfdbinary.readouterr().out == b"a\n1\n"
    assert report == (1, 1, 0)


def test_a_pipe_gets_all_at_the_end(table: Path, engine: Engine) -> None:
    pipe, got = table.with_name("pipe.csv"), []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()

    engine.sink(engine.scan(table), pipe)
    reader.join()

    assert got == [b"a\n1\n"]


def test_names_are_never_read_as_sql(write: Write, engine: Engine) -> None:
    name = "it's \"; DROP TABLE x; --.csv"
    path = write(name, '"a""; --",b\'\n1,x\n')

    engine.sink(engine.scan(path), path.with_name("o'ut.csv"))

    assert path.with_name("o'ut.csv").read_text() == '"a""; --",b\'\n1,x\n'
