"""What Trusted Publishing needs to be told before the first release of each package.

A pending publisher is unique on owner, repository, workflow and environment, not on the project, so
each package has an environment of its own; an account can have three pending at a time (PyPI's
documentation of trusted publishers, on creating a project through one).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import GitError, ToolError
from tools.monorepo import workspace
from tools.monorepo.identity import identity, origin
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM = "Your account, Publishing, Add a new pending publisher"
ACTION = "pypa/gh-action-pypi-publish"
AT_ONCE = 3
"""How many publishers one account can have pending."""


class Publisher(NamedTuple):
    """The values of PyPI's form, by the names of its fields.

    Attributes:
        project: The distribution.
        owner: The account or organisation on GitHub.
        repository: Its repository.
        workflow: The file name of the workflow that uploads; part of the identity.
        environment: The environment of the uploading job.
    """

    project: str
    owner: str
    repository: str
    workflow: str
    environment: str


def publishers(root: Path) -> list[Publisher]:
    """One publisher for each package, dependencies first.

    Raises:
        ToolError: The repository does not say whose it is, or has no workflow that uploads.
    """
    whose, found = identity(root), workspace.packages(root)
    workflow = uploading_workflow(root)
    return [
        Publisher(found[name].distribution, whose.owner, whose.name, workflow, f"pypi-{name}")
        for name in workspace.topological_order(found)
    ]


def uploading_workflow(root: Path) -> str:
    """The file name of the workflow that uploads to PyPI.

    Raises:
        ToolError: There is none, or there are several.
    """
    files = sorted((root / ".github" / "workflows").glob("*.y*ml"))
    found = [file.name for file in files if ACTION in file.read_text("utf-8")]
    if len(found) != 1:
        told = " and ".join(found) or "no file"
        raise ToolError(f".github/workflows: {told} uses {ACTION}; exactly one must")
    return found[0]


def missing(root: Path) -> Iterator[str]:
    """What this checkout lacks before anything can be published from it, each as a sentence."""
    whose = identity(root)
    if origin(root) is None:
        yield f"this is still the template, called {whose.name}; make it yours with `make fork`"
    there = f"{whose.owner}/{whose.name}"
    address = _remote(root)
    if address is None:
        yield f"no remote is called origin; git remote add origin git@github.com:{there}.git"
    elif not re.search(rf"[:/]{re.escape(there)}(\.git)?/?$", address, re.IGNORECASE):
        yield f"origin is not {there}, which pyproject.toml: [tool.hatchery] names; correct one"
    if git.text(root, "rev-parse", "--is-shallow-repository") == "true":
        yield "this checkout is shallow, and versions come from tags; git fetch --unshallow --tags"


def _remote(root: Path) -> str | None:
    try:
        return git.text(root, "remote", "get-url", "origin")
    except GitError:
        return None


def card(wanted: list[Publisher]) -> str:
    """What to enter, and where."""
    repositories = {f"{one.owner}/{one.repository}" for one in wanted}
    lines = [f"On PyPI ({FORM}), for each project:"]
    if len(wanted) > AT_ONCE:
        lines.append(f"(an account has room for {AT_ONCE}; publish those, then add the next)")
    lines += _table(wanted)
    lines += ["", "On GitHub, make an environment for each, and then allow publishing:"]
    lines += [
        f"  gh api --method PUT repos/{one.owner}/{one.repository}/environments/{one.environment}"
        for one in wanted
    ]
    lines += [f"  gh variable set PUBLISH --body true --repo {there}" for there in repositories]
    return "\n".join(lines)


def _table(wanted: list[Publisher]) -> list[str]:
    rows = [Publisher._fields, *wanted]
    widths = [max(len(row[at]) for row in rows) for at in range(len(Publisher._fields))]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return [f"  {'  '.join(cells).rstrip()}" for cells in padded]
