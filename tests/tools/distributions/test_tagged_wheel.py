from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.distributions import tagged_wheel
from tools.errors import ToolError
from tools.version_control import tags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

# Makes a wheel of the one file in the package's folder, which is named last.
UV = """\
for word; do case "$before" in --out-dir) made=$word ;; esac; before=$word; done
mkdir -p "$made" && cat "$word/VERSION" > "$made/acme_core-0.1.0-py3-none-any.whl"
"""


@pytest.fixture
def released(
    house: House, programs: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> House:
    """A house whose tree has moved on since core's release."""
    monkeypatch.setenv("HATCH_UV", str(programs("small-uv", UV)))
    house.write("packages/core/VERSION", "as released")
    house.commit()
    house.release("core-v0.1.0")
    house.write("packages/core/VERSION", "as it is")
    house.commit()
    return house


def wheel(house: House, tag: str, output: Path) -> Path:
    release = tags.parse(tag)
    assert release is not None
    return tagged_wheel.build(house.root, release, output)


def test_what_is_built_is_what_the_tag_holds(released: House, tmp_path: Path) -> None:
    built = wheel(released, "core-v0.1.0", tmp_path / "made")

    assert built.read_text("utf-8") == "as released"
    assert (released.root / "packages/core/VERSION").read_text("utf-8") == "as it is"


def test_a_tag_that_is_not_here_is_named(released: House, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"core-v0\.2\.0"):
        wheel(released, "core-v0.2.0", tmp_path / "made")
