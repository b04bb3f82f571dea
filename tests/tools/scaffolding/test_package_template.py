"""A new package and the samples have one layout, which comes from one place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tools.monorepo import workspace
from tools.monorepo.identity import identity
from tools.scaffolding.package_template import Blueprint, package_files

ROOT = Path(__file__).parents[3]
SAMPLES = workspace.packages(ROOT)

SHARED = ("readme", "requires-python", "license", "license-files", "authors", "urls", "dynamic")
"""Keys of [project] that a sample may not have otherwise than a new package."""


def made_anew(sample: workspace.Package) -> dict[str, bytes]:
    """The files that the sample would begin with, were it added today."""
    project = sample.metadata["project"]
    blueprint = Blueprint(sample.name, project["description"], tuple(project["dependencies"]))
    return package_files(blueprint, identity(ROOT), (ROOT / "LICENSE").read_bytes())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_the_files_of_a_new_package(name: str) -> None:
    files = [
        path for path in made_anew(SAMPLES[name]) if not path.startswith(("tests/", "changes/+"))
    ]

    assert [path for path in files if not (SAMPLES[name].path / path).exists()] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_the_metadata_of_a_new_package(name: str) -> None:
    anew = tomllib.loads(made_anew(SAMPLES[name])["pyproject.toml"].decode())
    sample = SAMPLES[name].metadata

    assert shared(sample) == shared(anew)
    assert set(anew["project"]["classifiers"]) <= set(sample["project"]["classifiers"])
    assert sample["project"]["dependencies"] == anew["project"]["dependencies"]


def shared(pyproject: dict[str, Any]) -> dict[str, Any]:
    """What all packages have in common."""
    hatch = pyproject["tool"]["hatch"]
    return {
        "build-system": pyproject["build-system"],
        "version": hatch["version"],
        "wheel": hatch["build"]["targets"]["wheel"],
        "towncrier": pyproject["tool"]["towncrier"],
        **{key: pyproject["project"][key] for key in SHARED},
    }
