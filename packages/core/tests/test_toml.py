"""A TOML file is read, or refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from acme.core import toml
from acme.core.errors import ConfigurationError, MissingFileError

if TYPE_CHECKING:
    from pathlib import Path


def test_text_of_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("name = 'ö'", encoding="utf-8")

    assert toml.parse(toml.read(file)) == {"name": "ö"}


def test_mark_of_the_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("a = 1", encoding="utf-8-sig")

    assert toml.read(file) == "a = 1"


def test_missing_file_is_named() -> None:
    with pytest.raises(MissingFileError, match=r"none\.toml: there is no such file"):
        toml.read("none.toml")


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="this cannot be read: "):
        toml.read(tmp_path)


def test_other_bytes_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"name = '\xff'")

    with pytest.raises(ConfigurationError, match=r"a\.toml: this is no UTF-8 text"):
        toml.read(file)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = 1\nb 2", "line 2:3: this is no TOML: Expected '=' after a key"),
        ("a = [1,", "this is no TOML: Invalid value"),
        ("a = " + "[" * 100_000, "this is n"),  # the parser recurses, or has a limit of its own
    ],
)
def test_fault_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        toml.parse(text)

    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("true", True),
        ('["a", "b"]', ["a", "b"]),
        ("{ a = 1 }", {"a": 1}),
        ("'quoted'", "quoted"),
        ("plain", "plain"),
        (";", ";"),
        ("", ""),
        ("1\nother = 2", "1\nother = 2"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_value_is_that_of_toml_or_else_the_text(text: str, value: object) -> None:
    assert toml.parse_value(text) == value
