from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.dependencies import floors
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

UV = """\
cat > "{asked}"
echo "$*" >> "{asked}"
printf 'click==8.1.0\\nColor.Ama==0.4.6 ; sys_platform\\n# a remark\\n'
"""


@pytest.fixture
def asked(
    programs: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """What a small uv was asked; it knows click and something that click needs."""
    path = tmp_path / "asked"
    monkeypatch.setenv("HATCH_UV", str(programs("small-uv", UV.format(asked=path))))
    return path


def pins(house: House, name: str) -> list[str]:
    packages = workspace.packages(house.root)
    out = floors.siblings(house.root, packages[name], packages)
    return floors.pins(house.root, packages[name], packages, out)


def siblings(house: House, name: str) -> list[str]:
    packages = workspace.packages(house.root)
    return [str(tag) for tag in floors.siblings(house.root, packages[name], packages)]


def test_third_parties_are_pinned_to_the_lowest_that_the_package_asks_for(
    house: House, asked: Path
) -> None:
    house.package("io", ["Click>=8.1"])
    house.commit()

    assert pins(house, "io") == ["click==8.1.0"]
    assert asked.read_text("utf-8").startswith("Click>=8.1")
    assert "--resolution lowest-direct" in asked.read_text("utf-8")


def test_a_sibling_stands_at_its_lowest_release_that_will_do(house: House) -> None:
    house.package("core")
    house.package("io", ["acme-core>=1.1,<2"])
    house.commit()
    for tag in ("core-v1.0.0", "core-v1.2.0", "core-v1.10.0", "core-v2.0.0", "core-vendor"):
        house.release(tag)

    assert siblings(house, "io") == ["core-v1.2.0"]


def test_a_sibling_without_a_release_that_will_do_is_not_out(house: House) -> None:
    house.package("core")
    house.package("io", ["acme-core>=1.1,<2"])
    house.commit()
    house.release("core-v1.0.0")

    assert siblings(house, "io") == []


def test_where_there_is_no_repository_nothing_is_out(house: House) -> None:
    house.package("core")
    house.package("io", ["acme-core"])

    assert siblings(house, "io") == []
    assert pins(house, "io") == []


def test_what_a_sibling_of_the_tree_requires_counts_as_well(house: House, asked: Path) -> None:
    house.package("core", ["Click>=8.3"])
    house.package("io", ["acme-core", "Click>=8.1"])
    house.commit()

    assert pins(house, "io") == ["click==8.1.0"]
    assert asked.read_text("utf-8").startswith("Click>=8.3\nClick>=8.1")


def test_what_a_sibling_that_is_out_requires_is_its_own_matter(house: House, asked: Path) -> None:
    house.package("core", ["Click>=8.3"])
    house.package("io", ["acme-core", "Click>=8.1"])
    house.commit()
    house.release("core-v1.0.0")

    assert pins(house, "io") == ["click==8.1.0"]
    assert "Click>=8.3" not in asked.read_text("utf-8")
