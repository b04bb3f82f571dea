"""Pictures of what a command prints."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tools import picture

if TYPE_CHECKING:
    from pathlib import Path

RED = "\x1b[31mfailed\x1b[0m"


def words(svg: str) -> str:
    """The text in a picture; a terminal's spaces are hard."""
    texts = ET.fromstring(svg).itertext()  # noqa: S314 -- it was drawn here
    return " ".join("".join(texts).replace("\xa0", " ").split())


def test_a_picture_shows_the_text_and_its_title() -> None:
    svg = picture.drawn("core 0.1.0\nio   0.1.0\n", "make rehearse", 40)

    assert "make rehearse" in words(svg)
    assert "core 0.1.0" in words(svg)


def test_a_line_that_is_too_long_goes_on_below() -> None:
    svg = picture.drawn("Z" * 50, "t", 40)

    assert words(svg).count("Z") == 50


def test_colours_of_the_terminal_are_kept() -> None:
    plain, coloured = picture.drawn("failed", "t", 40), picture.drawn(RED, "t", 40)

    assert "failed" in words(coloured)
    assert len(re.findall("fill: #", coloured)) > len(re.findall("fill: #", plain))


def test_nothing_is_fetched_when_a_picture_is_opened() -> None:
    svg = picture.drawn("core", "t", 40)

    assert "url(http" not in svg
    assert 'url("http' not in svg
    assert "@font-face" not in svg


def test_the_same_text_gives_the_same_picture() -> None:
    assert picture.drawn("core", "t", 40) == picture.drawn("core  \n\n", "t", 40)


def test_a_program_is_told_that_it_prints_on_a_terminal() -> None:
    found = picture.terminal(90, {"NO_COLOR": "1", "HOME": "/home/ada"})

    assert found == {
        "HOME": "/home/ada",
        "COLUMNS": "90",
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
    }


def test_what_a_command_prints_is_drawn(tmp_path: Path) -> None:
    target = tmp_path / "pictures" / "hello.svg"

    code = picture.main(["--width", "30", str(target), sys.executable, "-c", "print('hello')"])

    assert code == 0
    assert "hello" in words(target.read_text("utf-8"))
    assert [path.name for path in target.parent.iterdir()] == ["hello.svg"]


def test_a_command_that_fails_is_not_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bad.svg"

    code = picture.main([str(target), sys.executable, "-c", "import sys; sys.exit('no index')"])

    assert code == 1
    assert "ended with 1: no index" in capsys.readouterr().err
    assert not target.exists()


def test_a_command_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        picture.main([str(tmp_path / "empty.svg")])

    assert stopped.value.code == 2
    assert "say which command to draw" in capsys.readouterr().err
