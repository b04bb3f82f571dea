"""Checks of what the package brings along: licences and known vulnerabilities."""

from __future__ import annotations

import tomllib
from importlib import metadata
from typing import TYPE_CHECKING, Any

from license_expression import AND, OR, ExpressionError, Licensing
from packaging.utils import canonicalize_name

from tools.dependencies import pip_audit
from tools.errors import ToolError
from tools.release_checks.verdict import failed, judged, passed, skipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

SETTING = "tool.release-check.licences"


def licences(subject: Subject) -> Verdict:
    """The licence of everything that it requires is one that the repository allows."""
    allowed = _allowed(subject.repository.root)
    if not allowed:
        return skipped(f"the root pyproject.toml has no {SETTING}", "list there what you allow")
    third = _third_parties(subject)
    problems = [
        f"{one.name} {one.version} is under {_licence(one) or 'no licence that it tells'}"
        for one in third
        if not permits(_licence(one), allowed)
    ]
    remedy = f"do without it, or add its licence to {SETTING} of the root pyproject.toml"
    return judged(problems, f"every licence is allowed ({len(third)} dependencies)", remedy)


def permits(expression: str, allowed: Iterable[str]) -> bool:
    """Whether a licence expression can be met with allowed licences alone (SPDX, PEP 639).

    Classifiers' names, such as ``BSD License``, are compared as they are.
    """
    known = set(allowed)
    if expression in known:
        return True
    try:
        tree = Licensing().parse(expression)
    except ExpressionError:
        return False
    return tree is not None and _met(tree, known)


def _met(tree: Any, allowed: set[str]) -> bool:
    if isinstance(tree, (AND, OR)):
        every = all if isinstance(tree, AND) else any
        return every(_met(part, allowed) for part in tree.args)
    return str(tree) in allowed


def _licence(distribution: metadata.Distribution) -> str:
    """What a distribution says of its licence, its most exact word first."""
    expressions = _lines(distribution, "License-Expression")
    if expressions:
        return expressions[0]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in _lines(distribution, "Classifier")
        if line.startswith("License :: ")
    ]
    stated = _lines(distribution, "License") or [""]
    return classifiers[0] if len(classifiers) == 1 else stated[0].partition("\n")[0]


def _lines(distribution: metadata.Distribution, field: str) -> list[str]:
    return [str(line) for line in distribution.metadata.get_all(field, [])]


def _allowed(root: Path) -> list[str]:
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    allowed: list[str] = settings.get("tool", {}).get("release-check", {}).get("licences", [])
    return allowed


def _third_parties(subject: Subject) -> list[metadata.Distribution]:
    """What was installed for it, without the packages of this repository."""
    ours = {canonicalize_name(one.distribution) for one in subject.repository.packages.values()}
    found = metadata.distributions(path=[str(subject.environment.libraries)])
    others = [one for one in found if canonicalize_name(one.name) not in ours]
    return sorted(others, key=lambda one: one.name)


def vulnerabilities(subject: Subject) -> Verdict:
    """Nothing that it requires has a known vulnerability."""
    pins = [f"{one.name}=={one.version}" for one in _third_parties(subject)]
    if not pins:
        return passed("it requires nothing")
    listed = subject.scratch / "pins.txt"
    listed.write_text("\n".join(pins) + "\n", "utf-8")
    try:
        found = pip_audit.answers(["--no-deps", f"--requirement={listed}"], subject.scratch)
    except ToolError as error:
        return skipped(str(error), "check again where the network can be reached")
    known = pip_audit.vulnerable(found)
    unknown = [pin["name"] for pin in found if "skip_reason" in pin]
    if known:
        return failed(
            "; ".join(known), "raise the floor in its pyproject.toml to a release that is mended"
        )
    if unknown:
        return skipped(f"the service knows nothing of {', '.join(unknown)}")
    return passed(f"no known vulnerability ({len(pins)} dependencies)")
