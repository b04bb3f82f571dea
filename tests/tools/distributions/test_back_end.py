from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tools.distributions import back_end
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.house import House

# A back end that stands beside the package, whose sdist forgets what the wheel needs.
FORGETFUL = """\
import os, tarfile

def build_sdist(folder, config_settings=None):
    with tarfile.open(os.path.join(folder, "acme_core-1.0.tar.gz"), "w:gz") as archive:
        for name in ("pyproject.toml", "back_end_here.py"):
            archive.add(name, f"acme_core-1.0/{name}")
    return "acme_core-1.0.tar.gz"

def build_wheel(folder, config_settings=None, metadata_directory=None):
    print("starting in", os.path.basename(os.getcwd()), "with", os.environ["SOURCE_DATE_EPOCH"])
    open("src/acme/core/__init__.py").close()
"""

SYSTEM = """\
[build-system]
requires = []
build-backend = "back_end_here"
backend-path = ["."]
"""


def build(package: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    back_end.build(package, tmp_path / "out", {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})


def test_a_wheel_is_built_from_the_sdist_so_that_a_hole_in_it_shows(
    house: House, tmp_path: Path
) -> None:
    package = house.package("core")
    house.write("packages/core/pyproject.toml", SYSTEM)
    house.write("packages/core/back_end_here.py", FORGETFUL)

    with pytest.raises(ToolError) as failure:
        build(package, tmp_path)

    said = str(failure.value)
    assert said.startswith("packages/core cannot be built: ")
    assert "starting in acme_core-1.0 with 1700000000" in said
    assert said.endswith("No such file or directory: 'src/acme/core/__init__.py'")
    assert "Traceback" not in said


def test_what_a_back_end_says_without_breaking_off_is_kept(house: House, tmp_path: Path) -> None:
    package = house.package("core")
    house.write("packages/core/pyproject.toml", SYSTEM)
    house.write("packages/core/back_end_here.py", "print('no compiler')\nraise SystemExit(3)\n")

    with pytest.raises(ToolError, match=r"ended with 3: no compiler$"):
        build(package, tmp_path)


def test_a_back_end_that_is_not_installed_is_told(house: House, tmp_path: Path) -> None:
    package = house.package("core")
    house.edit("packages/core/pyproject.toml", '"hatchling", "hatch-vcs"', '"nothing-like-it>=2"')

    with pytest.raises(ToolError) as failure:
        build(package, tmp_path)

    assert str(failure.value) == (
        "packages/core cannot be built: nothing-like-it>=2 is not installed for"
        f" {sys.executable}; say `make build`"
    )
    assert not list((tmp_path / "out").iterdir())


def test_settings_that_no_front_end_can_read_are_told(house: House, tmp_path: Path) -> None:
    package = house.package("core")
    house.write("packages/core/pyproject.toml", "[build-system]\nrequires = 1\n")

    with pytest.raises(ToolError, match=r"packages/core cannot be built: .*requires"):
        build(package, tmp_path)
