"""The table of checks: what each is called, what it asks, and whether it is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.release_checks import (
    api,
    builds,
    contents,
    dependencies,
    history,
    installation,
    metadata,
    site,
    template,
    testing,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


class Check(NamedTuple):
    """A named question about a package.

    Attributes:
        name: What reports call it.
        ask: Answers it; its docstring says what it means to pass.
        quick: Whether it makes no environment and asks no network.
        prepared: Whether it holds only once a release is prepared, and not between releases.
    """

    name: str
    ask: Callable[[Subject], Verdict]
    quick: bool
    prepared: bool = False

    @property
    def meaning(self) -> str:
        """What it means to pass."""
        return (self.ask.__doc__ or "").partition("\n")[0]


CHECKS = (
    Check("version", history.version, quick=True, prepared=True),
    Check("tag", history.tag, quick=True, prepared=True),
    Check("tree", history.tree, quick=True),
    Check("changelog", history.changelog, quick=True, prepared=True),
    Check("notes", history.notes, quick=True, prepared=True),
    Check("template", template.notes, quick=True),
    Check("build", builds.builds, quick=True),
    Check("reproducible", builds.reproducible, quick=True),
    Check("metadata", metadata.rendered, quick=True),
    Check("pyproject", metadata.valid, quick=True),
    Check("pythons", metadata.classifiers, quick=True),
    Check("wheel", contents.wheel, quick=True),
    Check("sdist", contents.sdist, quick=True),
    Check("api", api.api, quick=True),
    Check("installs", installation.installs, quick=False),
    Check("imports", installation.undeclared, quick=False),
    Check("licences", dependencies.licences, quick=False),
    Check("vulnerabilities", dependencies.vulnerabilities, quick=False),
    Check("tests", testing.own, quick=False),
    Check("floors", testing.lowest, quick=False),
    Check("newest", testing.newest, quick=False),
    Check("docs", site.docs, quick=False),
)
"""In the order of reports."""
