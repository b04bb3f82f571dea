"""On a terminal there are tables that fit it, colours unless unwanted, and a bar for long work."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acme.cli.progress import ProgressBar
from acme.cli.settings import Settings

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal, which Windows does not have")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@contextmanager
def terminal() -> Iterator[tuple[TextIO, int]]:
    """Open a terminal: what a program writes to, and the descriptor to read it from."""
    screen, keyboard = pty.openpty()
    with os.fdopen(keyboard, "w") as stream:
        yield stream, screen
    os.close(screen)


def read(screen: int) -> str:
    """Return what is on the screen once nobody writes to it any more."""
    parts = []
    try:
        while part := os.read(screen, 65536):
            parts.append(part)
    except OSError:  # Linux: the other side is closed
        pass
    return b"".join(parts).decode()


def run(*arguments: str, **environment: str) -> str:
    """Run `acme` on a terminal and return what it shows."""
    plain = {"TERM": "xterm", "COLUMNS": "60", **environment}
    with terminal() as (stream, screen):
        command = [sys.executable, "-m", "acme.cli", *arguments]
        subprocess.run(command, stdout=stream, stderr=stream, env=os.environ | plain, check=False)
        stream.close()
        return read(screen)


@pytest.fixture(autouse=True)
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of the user's decide on colours, nor what terminal they are at."""
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def test_table_fits_the_terminal() -> None:
    lines = ESCAPE.sub("", run("transforms")).splitlines()

    assert "transform" in lines[0]
    assert max(map(len, lines)) <= 60


def test_nothing_of_a_table_is_cut_off_to_fit_the_terminal() -> None:
    Path("wide.csv").write_text("a_name_that_is_longer_than_half_of_the_terminal\n1000000\n")

    shown = ESCAPE.sub("", run("describe", "wide.csv"))

    cells = "".join(line.split()[0] for line in shown.splitlines())
    assert "a_name_that_is_longer_than_half_of_the_terminal" in cells


def test_figures_stand_right_below_each_other() -> None:
    Path("sizes.csv").write_text("size\n5\n1000000\n")

    heading, _, row, *_ = ESCAPE.sub("", run("describe", "sizes.csv", COLUMNS="100")).splitlines()

    assert heading.rstrip().endswith("max")
    assert row.rstrip().endswith("1000000")
    assert heading.index("nulls") + len("nulls") - 1 == row.index("0")


def test_what_a_table_holds_is_no_markup() -> None:
    Path("odd.csv").write_text("[bold]x[/bold]\n1\n")

    shown = ESCAPE.sub("", run("describe", "odd.csv", COLUMNS="200"))

    assert "[bold]x[/bold]" in shown


def test_error_is_coloured_unless_colours_are_unwanted() -> None:
    coloured = run("run", "none.toml")
    plain = run("run", "none.toml", NO_COLOR="1")

    assert coloured.startswith("\x1b[31m\x1b[1macme:\x1b[0m none.toml")
    assert "\x1b" not in plain


def test_table_has_no_colours_when_they_are_unwanted() -> None:
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", run("transforms", NO_COLOR="1"))


def test_bar_appears_for_long_work_and_goes_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal() as (stream, screen):
        monkeypatch.setattr(sys, "stderr", stream)
        with ProgressBar(Settings(), "writing", patience=0) as progress:
            progress(1, 4)
            progress._timer.join()
            progress(2, 4)
        stream.close()
        shown = read(screen)

    assert "writing" in shown
    assert "50%" in shown
    assert shown.endswith("\x1b[2K")


@pytest.mark.parametrize(
    "settings", [Settings(quiet=True), Settings(json=True)], ids=["quiet", "json"]
)
def test_no_bar_when_it_is_unwanted(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    with terminal() as (stream, screen):
        monkeypatch.setattr(sys, "stderr", stream)
        with ProgressBar(settings, "writing", patience=0) as progress:
            progress(1, 4)
        stream.close()
        shown = read(screen)

    assert shown == ""


def test_no_bar_for_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal() as (stream, screen):
        monkeypatch.setattr(sys, "stderr", stream)
        with ProgressBar(Settings(), "writing") as progress:
            progress(1, 4)
        progress._show()
        stream.close()
        shown = read(screen)

    assert shown == ""
