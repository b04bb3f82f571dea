"""A wheel says what its project declares, whatever back end built it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from tools.distributions import foreign_wheel

if TYPE_CHECKING:
    from pathlib import Path

METADATA = """\
Metadata-Version: 2.1
Name: Satellite
Version: 1.4
Summary: Turns around.
Home-page: https://example.org
Author: Ada
Author-email: "Ada L" <ada@example.org>, grace@example.org
Maintainer: Grace
Keywords: moon,orbit
Classifier: License :: OSI Approved :: MIT License
Classifier: Topic :: Software Development
Requires-Python: >=3.9
Requires-Dist: click>=8
Requires-Dist: tomli>=2; python_version < "3.11"
Requires-Dist: rich; extra == "pretty"
Requires-Dist: colorama; sys_platform == "win32" and extra == "pretty"
Provides-Extra: pretty
Provides-Extra: empty
Project-URL: Source, https://example.org/source

"""

ENTRY_POINTS = """\
[console_scripts]
orbit = satellite:main
Turn = satellite:turn

[satellite.plugins]
moon = satellite.moon
"""


def made(folder: Path, metadata: str = METADATA, entry_points: str = ENTRY_POINTS) -> Path:
    """Write a wheel with a package and a module."""
    path = folder / "satellite-1.4-py3-none-any.whl"
    files = {
        "satellite/__init__.py": "",
        "satellite/moon.py": "",
        "turn.py": "",
        "satellite-1.4.dist-info/METADATA": metadata,
        "satellite-1.4.dist-info/RECORD": "",
    }
    if entry_points:
        files["satellite-1.4.dist-info/entry_points.txt"] = entry_points
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_what_it_installs_is_listed_without_its_records(tmp_path: Path) -> None:
    wheel = foreign_wheel.read(made(tmp_path))

    assert wheel.files == {"satellite/__init__.py", "satellite/moon.py", "turn.py"}
    assert wheel.modules == ["satellite", "turn.py"]


def test_metadata_become_the_project_table(tmp_path: Path) -> None:
    table = foreign_wheel.project_table(foreign_wheel.read(made(tmp_path)))

    assert table == {
        "name": "Satellite",
        "dynamic": ["version"],
        "description": "Turns around.",
        "requires-python": ">=3.9",
        "license": "MIT",
        "authors": [
            {"name": "Ada L", "email": "ada@example.org"},
            {"name": "Ada", "email": "grace@example.org"},
        ],
        "maintainers": [{"name": "Grace"}],
        "keywords": ["moon", "orbit"],
        "classifiers": ["Topic :: Software Development"],
        "dependencies": ["click>=8", 'tomli>=2; python_version < "3.11"'],
        "optional-dependencies": {
            "pretty": ["rich", 'colorama; sys_platform == "win32"'],
            "empty": [],
        },
        "urls": {"Homepage": "https://example.org", "Source": "https://example.org/source"},
        "scripts": {"orbit": "satellite:main", "Turn": "satellite:turn"},
        "entry-points": {"satellite.plugins": {"moon": "satellite.moon"}},
    }


def test_what_is_empty_is_left_out(tmp_path: Path) -> None:
    bare = "Metadata-Version: 2.4\nName: bare\nVersion: 1\nLicense-Expression: ISC\n\n"

    table = foreign_wheel.project_table(foreign_wheel.read(made(tmp_path, bare, "")))

    assert table == {"name": "bare", "dynamic": ["version"], "license": "ISC"}


@pytest.mark.parametrize(
    "classifiers",
    [
        "",
        "Classifier: License :: Free For Home Use\n",
        "Classifier: License :: A\nClassifier: License :: B\n",
    ],
)
def test_a_licence_that_is_not_sure_is_not_guessed(tmp_path: Path, classifiers: str) -> None:
    text = f"Metadata-Version: 2.1\nName: bare\nVersion: 1\n{classifiers}\n"

    wheel = foreign_wheel.read(made(tmp_path, text, ""))

    assert foreign_wheel.licence_of(wheel.metadata) is None
    assert len(foreign_wheel.project_table(wheel).get("classifiers", [])) == classifiers.count("\n")
