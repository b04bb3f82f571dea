"""Checks of what the package says of itself."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from tools.execution.interpreters import CLASSIFIER
from tools.release_checks.programs import run
from tools.release_checks.verdict import failed, judged, passed, skipped

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


def rendered(subject: Subject) -> Verdict:
    """PyPI would take the metadata, and render the README."""
    files = [str(artifact.path) for artifact in subject.artifacts]
    said = run(["twine", "--no-color", "check", "--strict", *files])
    if said:
        return failed("twine check --strict objects", "mend its README.md or [project]", said)
    return passed("twine check --strict has no objection")


def valid(subject: Subject) -> Verdict:
    """The pyproject.toml keeps to its specification."""
    said = run(["validate-pyproject", str(subject.package.path / "pyproject.toml")])
    if said:
        return failed("validate-pyproject objects", "mend its pyproject.toml", said)
    return passed("validate-pyproject has no objection")


def classifiers(subject: Subject) -> Verdict:
    """The Pythons it claims are the Pythons it is tested on."""
    tested = _tested(subject)
    if not tested:
        return skipped("hatch.toml has no test matrix")
    metadata = subject.wheel.metadata
    named = [line.removeprefix(CLASSIFIER) for line in metadata.classifiers or []]
    claimed = {f"3.{minor}" for minor in named if minor.isdigit()}
    problems = [
        f"its classifiers claim {one}, which is not tested" for one in sorted(claimed - tested)
    ]
    problems += [
        f"{one} is tested, but not among its classifiers" for one in sorted(tested - claimed)
    ]
    required = metadata.requires_python or SpecifierSet()
    problems += [
        f"requires-python {required} keeps out {one}"
        for one in sorted(tested)
        if f"{one}.999" not in required
    ]
    below = f"3.{min(int(one.partition('.')[2]) for one in tested) - 1}"
    if f"{below}.999" in required:
        problems.append(
            f"requires-python {required or 'is missing and'} lets in {below}, which is not tested"
        )
    remedy = "make classifiers, requires-python and the matrix of envs.test in hatch.toml agree"
    return judged(problems, f"Python {', '.join(sorted(tested, key=_minor))}", remedy)


def _tested(subject: Subject) -> set[str]:
    path = subject.repository.root / "hatch.toml"
    if not path.exists():
        return set()
    test = tomllib.loads(path.read_text("utf-8")).get("envs", {}).get("test", {})
    promised = test.get("matrix", [])[:1]  # a further row is a look ahead
    return {version for row in promised for version in row.get("python", [])}


def _minor(version: str) -> int:
    return int(version.partition(".")[2])
