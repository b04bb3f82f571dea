from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tools.distributions import wheelhouse
from tools.errors import ToolError
from tools.execution.environment import python_of
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

# Keeps what it was asked, and the files of constraints as they were then.
UV = """\
case "$1 $2" in
  "pip install") echo "$*" > "{asked}" ;;
  "pip compile") printf 'click==8.1.0\\n' ;;
  "build --quiet")
    for word; do case "$before" in --out-dir) made=$word ;; esac; before=$word; done
    mkdir -p "$made" && touch "$made/acme_core-0.1.0-py3-none-any.whl" ;;
esac
"""


@pytest.fixture
def installed(
    house: House,
    programs: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Any]:
    """Install io, which needs core and click; what uv was asked, and the files it was given."""
    house.package("core")
    house.package("io", ["acme-core>=0.1", "click>=8"])
    house.write("packages/io/pyproject.toml", _with_tests(house))
    house.commit()
    for name in ("core", "io"):
        house.write(f"dist/acme_{name}-0.1.dev1-py3-none-any.whl", "")
    asked = tmp_path / "asked"
    uv = programs("small-uv", UV.format(asked=asked))
    monkeypatch.setenv("HATCH_UV", str(uv))

    def install(dependencies: str) -> tuple[str, dict[str, str]]:
        packages = workspace.packages(house.root)
        chosen = [packages["io"]]
        wheels = wheelhouse.read(house.root, house.root / "dist", packages, chosen)
        target = tmp_path / "made" / "environment"
        assert wheels.install(chosen, dependencies, target) == python_of(target)
        files = {path.name: path.read_text("utf-8") for path in target.parent.glob("*.txt")}
        return asked.read_text("utf-8"), files

    return install


def _with_tests(house: House) -> str:
    declared = (house.root / "packages/io/pyproject.toml").read_text("utf-8")
    return f'{declared}\n[dependency-groups]\ntest = ["pytest"]\n'


def wheel(house: House, name: str) -> str:
    return f"acme-{name} @ {(house.root / f'dist/acme_{name}-0.1.dev1-py3-none-any.whl').as_uri()}"


def test_siblings_come_from_the_wheels_whatever_a_package_asks_for(
    installed: Callable[[str], Any], house: House
) -> None:
    asked, files = installed("locked")

    assert files["siblings.txt"].splitlines() == [wheel(house, "core"), wheel(house, "io")]
    assert f"--constraint {house.root}/locks/test.txt" in asked
    assert f"--group {house.root}/packages/io/pyproject.toml:test" in asked
    assert asked.split()[-2:] == ["coverage", "pytest-xdist"]


@pytest.mark.parametrize(("dependencies", "free"), [("newest", False), ("pre-releases", True)])
def test_newer_third_parties_are_not_held_back_by_locks(
    installed: Callable[[str], Any], dependencies: str, free: bool
) -> None:
    asked, _ = installed(dependencies)

    assert "--constraint" not in asked
    assert ("--prerelease allow" in asked) is free


def test_with_the_lowest_versions_a_sibling_that_is_out_is_built_from_its_tag(
    installed: Callable[[str], Any], house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.release("core-v0.1.0")

    asked, files = installed("lowest")

    core, io = files["siblings.txt"].splitlines()
    assert core.endswith("core-v0.1.0/acme_core-0.1.0-py3-none-any.whl")
    assert io == wheel(house, "io")
    assert files["lowest.txt"].splitlines() == ["click==8.1.0"]
    assert "lowest.txt" in asked
    assert "with acme-core built from core-v0.1.0" in capsys.readouterr().out


def test_with_the_lowest_versions_a_sibling_that_is_not_out_comes_from_the_wheels(
    installed: Callable[[str], Any], house: House
) -> None:
    _, files = installed("lowest")

    assert files["siblings.txt"].splitlines() == [wheel(house, "core"), wheel(house, "io")]


@pytest.mark.parametrize(
    ("wheels", "told"),
    [
        ([], "holds no wheel of core"),
        (
            ["acme_core-1-py3-none-any.whl", "acme_core-2-py3-none-any.whl"],
            "holds 2 wheels of core",
        ),
    ],
)
def test_each_package_must_have_one_wheel(house: House, wheels: list[str], told: str) -> None:
    house.package("core")
    for name in wheels:
        house.write(f"dist/{name}", "")
    packages = workspace.packages(house.root)

    with pytest.raises(ToolError, match=f"{told}; run `make build` first"):
        wheelhouse.read(house.root, house.root / "dist", packages, packages.values())


def test_a_package_without_a_test_group_is_installed_all_the_same(
    installed: Callable[[str], Any], house: House
) -> None:
    house.edit("packages/io/pyproject.toml", '\n[dependency-groups]\ntest = ["pytest"]\n', "")

    asked, _ = installed("newest")

    assert "--group" not in asked
