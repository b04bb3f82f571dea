from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.monorepo import settings

if TYPE_CHECKING:
    from pathlib import Path


def test_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "hatch.toml"
    path.write_text('[envs.test]\npath = "here"\n', encoding="utf-8")

    assert settings.read(path) == {"envs": {"test": {"path": "here"}}}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"^hatch.toml: cannot be read as TOML \(.*No such file"):
        settings.read(tmp_path / "hatch.toml")


@pytest.mark.parametrize("content", [b"a = 1\nb = ", b"a = '\xff'"])
def test_what_is_no_toml_is_told_with_its_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "hatch.toml").write_bytes(content)

    with pytest.raises(ToolError, match=r"^hatch.toml: cannot be read as TOML \(.+\); mend it$"):
        settings.read(tmp_path / "hatch.toml")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("a", "b"), 1),
        (("a", "c"), "none"),
        (("x", "b"), "none"),
        (("a", "b", "c"), "none"),
        ((), {"a": {"b": 1}}),
    ],
)
def test_a_missing_key_on_the_way_gives_the_default(
    keys: tuple[str, ...], expected: object
) -> None:
    assert settings.lookup({"a": {"b": 1}}, *keys, default="none") == expected
