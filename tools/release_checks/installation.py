"""Checks of the wheel alone in a clean environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.monorepo import sibling_imports
from tools.release_checks.programs import run
from tools.release_checks.verdict import failed, passed

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict

PROBE = """
import importlib, importlib.metadata, sys
for name in sys.argv[2:]:
    importlib.import_module(name)
for entry_point in importlib.metadata.distribution(sys.argv[1]).entry_points:
    entry_point.load()
"""
"""Imports what users import, and loads every command and plugin that it registers."""


def installs(subject: Subject) -> Verdict:
    """The wheel installs with what it requires alone, and imports."""
    environment = subject.installed()
    names = subject.import_packages
    if not names:
        remedy = f"put its code into packages/{subject.name}/src/NAMESPACE/{subject.name}/"
        return failed("there is nothing to import", remedy)
    code, printed = environment.run(
        "-I", "-c", PROBE, subject.package.distribution, *names, folder=environment.folder
    )
    if code:
        remedy = "declare what is missing in [project] dependencies of its pyproject.toml"
        last = printed.splitlines()[-1]
        return failed(f"installed, but does not import: {last}", remedy, printed)
    return passed(f"{' and '.join(names)} installs alone and imports")


def undeclared(subject: Subject) -> Verdict:
    """Every import is of something that is declared, those inside functions, too."""
    root = subject.repository.root
    found = [
        problem
        for problem in sibling_imports.package_problems(root)
        if problem.startswith(f"packages/{subject.name}/")
    ]
    found += _of_third_parties(subject)
    if found:
        remedy = "declare it in [project] of its pyproject.toml, or import less"
        return failed("some imports are not declared", remedy, "\n".join(found))
    return passed("every import is declared")


def _of_third_parties(subject: Subject) -> list[str]:
    """What deptry finds, shown the distributions of the clean environment."""
    root = subject.repository.root
    folder = subject.package.path.relative_to(root)
    report = subject.scratch / "deptry.json"
    command = [
        "deptry", str(folder / "src"), "--config", str(folder / "pyproject.toml"),
        "--ignore", "DEP002", "--no-ansi", "--json-output", str(report),
        *(f"--known-first-party={name}" for name in sorted(_namespaces(subject))),
    ]  # fmt: skip
    shown = {"PYTHONPATH": str(subject.environment.libraries)}
    said = run(command, folder=root, variables=shown)
    if not report.exists():
        raise ToolError(f"deptry gave no answer\n{said}")
    return [
        f"{found['location']['file']}:{found['location']['line']}: {found['error']['message']}"
        for found in json.loads(report.read_text("utf-8"))
    ]


def _namespaces(subject: Subject) -> set[str]:
    return {name.partition(".")[0] for name in subject.import_packages}
