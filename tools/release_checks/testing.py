"""Checks that run tests: as things are, with the lowest siblings declared, with the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from tools.dependencies import resolver
from tools.release_checks.verdict import failed, passed, skipped

if TYPE_CHECKING:
    from tools.release_checks.environments import Environment
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

NO_TESTS = 5
"""Pytest's exit code when it found none."""
LOWEST, NEWEST = "lowest-direct", "highest"
"""What uv calls the lowest versions of what is asked for, and the newest of everything."""
TAIL = 40
"""Lines at the end of what failing tests print that are shown."""


def own(subject: Subject) -> Verdict:
    """The tests pass against the built wheel, with siblings as they are here."""
    siblings = [str(path) for path in subject.sibling_wheels]
    environment = subject.with_tests("tests-here", siblings)
    return _outcome(subject, environment, "against its wheel", "mend the package or its tests")


def lowest(subject: Subject) -> Verdict:
    """The tests pass with the lowest published siblings that it declares."""
    return _with_published(subject, LOWEST, "raise the floor in its pyproject.toml")


def newest(subject: Subject) -> Verdict:
    """The tests pass with the newest published siblings that it admits."""
    return _with_published(subject, NEWEST, "lower the ceiling in its pyproject.toml, or adapt")


def _with_published(subject: Subject, resolution: str, remedy: str) -> Verdict:
    if not subject.floors:
        return passed("it requires no sibling")
    index = subject.repository.index
    if index is None:
        return skipped(
            "nobody said where siblings are published", "say --index URL or --index pypi"
        )
    try:
        pins = resolver.resolve(subject.floors, index.simple, resolution=resolution)
    except resolver.UnresolvedError as error:
        return _unpublished(subject, str(error))
    if resolution == NEWEST and pins == resolver.resolve(
        subject.floors, index.simple, resolution=LOWEST
    ):
        return skipped("the newest are the lowest, which the check `floors` is about")
    environment = subject.with_tests(f"tests-{resolution}", pins, index.simple)
    return _outcome(subject, environment, f"with {', '.join(pins)}", remedy)


def _unpublished(subject: Subject, reason: str) -> Verdict:
    """Skipped where what is missing comes out in the same round of releases."""
    state = subject.repository.state
    coming = []
    for needed in subject.package.dependencies:
        version = subject.repository.version_to_be(needed.package)
        admits = Requirement(needed.requirement).specifier.contains
        if needed.published and version and admits(version, prereleases=True):
            coming.append(f"{state.packages[needed.package].distribution} {version}")
    if len(coming) == len(subject.floors):
        return skipped(f"not out yet: {' and '.join(sorted(coming))}", "check again once it is")
    return failed(reason, "publish what it asks for, or lower the floor in its pyproject.toml")


def _outcome(subject: Subject, environment: Environment, how: str, remedy: str) -> Verdict:
    root = subject.repository.root
    code, printed = environment.run(
        "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "--rootdir", str(root),
        "--config-file", str(root / "pyproject.toml"), str(subject.package.path / "tests"),
        folder=root,
    )  # fmt: skip
    if code == NO_TESTS:
        return failed("it has no tests", f"write some in packages/{subject.name}/tests")
    lines = printed.splitlines()
    if code:
        return failed(f"tests fail {how}", remedy, "\n".join(lines[-TAIL:]))
    return passed(f"{lines[-1]}, {how}")
