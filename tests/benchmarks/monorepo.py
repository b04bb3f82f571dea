"""Synthetic monorepos of any size, with histories as nasty as life and the answers beside them.

Everything follows from the size alone, so that two runs make the same commits. The history goes
through one ``git fast-import``; the answers are worked out here with plain integers, by other means
than the tools use.
"""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.benchmarks.history import History
from tests.releasing.repository import note_types

if TYPE_CHECKING:
    from pathlib import Path

FIXED_NAMES = ["core", "core-v2", "core-utils", "io"]
NOTE_TYPES = ["bugfix", "feature", "doc", "breaking", "deprecation", "misc", "removal"]
LEVELS = {"breaking": 2, "removal": 2, "feature": 1, "deprecation": 1}
PEER_SETTINGS = {
    "package.json": '{"name": "all", "private": true, "packageManager": "npm@11.0.0",'
    ' "workspaces": ["packages/*"]}\n',
    "pnpm-workspace.yaml": 'packages: ["packages/*"]\n',
    "turbo.json": '{"tasks": {"build": {}}}\n',
    "lerna.json": '{"version": "independent", "npmClient": "npm"}\n',
    "nx.json": '{"analytics": false}\n',
    ".gitignore": ".nx/\n.turbo/\nnode_modules\n",
}
"""What the peers of other languages want to find at the root."""


class Size(NamedTuple):
    """How large a monorepo is."""

    packages: int
    commits: int
    tags: int


SIZES = {
    "small": Size(4, 200, 17),
    "medium": Size(50, 5_000, 580),
    "large": Size(300, 50_000, 5_800),
    "huge": Size(1_000, 200_000, 23_000),
}


@dataclass
class Module:
    """A package while its history is made."""

    name: str
    requires: list[str]
    version: tuple[int, int, int] | None = None
    released: bool = True
    notes: list[str] = field(default_factory=list)

    @property
    def folder(self) -> str:
        return f"packages/{self.name}"

    @property
    def following(self) -> str:
        """The version that its notes ask for."""
        if self.version is None:
            return "0.1.0"
        major, minor, micro = self.version
        level = max(LEVELS.get(note, 0) for note in self.notes)
        if level == 2 and major == 0:
            level = 1
        parts = [(major, minor, micro + 1), (major, minor + 1, 0), (major + 1, 0, 0)][level]
        return dotted(parts)


def dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def modules(size: Size) -> list[Module]:
    """The packages, each requiring up to three that come before it."""
    chance = random.Random(size.packages)  # noqa: S311 -- a repeatable history, no secret
    names = [*FIXED_NAMES, *(f"part-{number:04}" for number in range(4, size.packages))]
    made: list[Module] = []
    for number, name in enumerate(names[: size.packages]):
        nearby = made[-12:]
        requires = chance.sample(nearby, min(len(nearby), chance.randint(0, 3)))
        notes = [NOTE_TYPES[(number + turn) % len(NOTE_TYPES)] for turn in (0, 3)]
        module = Module(name, sorted(needed.name for needed in requires), notes=notes)
        module.released = number % 25 != 2
        made.append(module)
    return made


def project(module: Module, by_name: dict[str, Module]) -> str:
    """The package's pyproject.toml: a dependency, an extra and a group, as far as it requires any."""
    wanted = [f"acme-{name}{reach(by_name[name])}" for name in module.requires]
    plain, extra, group = wanted[0:1], wanted[1:2], wanted[2:3]
    return f"""[build-system]
requires = ["hatchling>=1.27", "hatch-vcs>=0.5"]
build-backend = "hatchling.build"

[project]
name = "acme-{module.name}"
dynamic = ["version"]
description = "Part {module.name} of a synthetic monorepo, which does nothing."
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
keywords = ["synthetic", "monorepo"]
classifiers = [
  "Development Status :: 3 - Alpha",
  "Programming Language :: Python :: 3",
  "Programming Language :: Python :: 3.11",
]
dependencies = {json.dumps([*plain, "attrs>=23"])}

[project.optional-dependencies]
more = {json.dumps([*extra, "click>=8"])}

[project.urls]
Source = "https://github.com/acme-org/acme/tree/main/packages/{module.name}"

[dependency-groups]
test = {json.dumps([*group, "pytest"])}

[tool.hatch.version]
source = "vcs"

[tool.hatch.version.raw-options]
dist_name = "acme-{module.name}"
search_parent_directories = true
"""


def peer_project(module: Module) -> str:
    """The same declarations for the peers."""
    wanted = dict.fromkeys((f"acme-{name}" for name in module.requires), "*")
    return json.dumps({"name": f"acme-{module.name}", "version": "0.0.0", "dependencies": wanted})


def reach(needed: Module) -> str:
    """The range from a package's present version up to its next breaking one."""
    major, minor, _ = needed.version or (0, 1, 0)
    ceiling = f"{major + 1}" if major else f"0.{minor + 1}"
    return f">={dotted(needed.version or (0, 1, 0))},<{ceiling}"


def generate(folder: Path, size: Size) -> dict[str, Any]:
    """Make the monorepo in ``folder/repository``, and ``folder/expected.json`` with the answers.

    The branch ``main`` has two notes for every package, ``change`` changes one package in the
    middle, ``nasty`` changes several in ways that are easily overlooked.
    """
    answers = folder / "expected.json"
    if answers.exists():
        return json.loads(answers.read_text())
    repository = folder / "repository"
    made = modules(size)
    with History(repository) as history:
        tip = _main(history, made, size)
        expected = {
            "versions": {module.name: module.following for module in made},
            "change": _change(history, made, tip),
            "nasty": _nasty(history, made, tip),
        }
    for command in (["pack-refs", "--all"], ["reset", "-q", "--hard"]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    answers.write_text(json.dumps(expected))
    return expected


def _main(history: History, made: list[Module], size: Size) -> int:
    """The main branch: work in all packages, side branches that straddle tags, tags of all kinds."""
    chance = random.Random(size.commits)  # noqa: S311 -- see modules
    tip = history.commit("main", _first_files(made))
    abandoned = history.commit("abandoned", {"packages/core/README.md": "Elsewhere\n"}, parent=tip)
    history.tag("core-v99.0.0", abandoned)
    strays = {"core-v98.0.0": False, "nightly": False, "v1.0.0": True, "core-vendor-1": True}
    side = None
    released = 0
    releasable = [module for module in made if module.released]
    for number in range(size.commits - 5):
        module = made[chance.randrange(len(made))]
        file = f"données {number % 7}.py" if number % 40 == 7 else f"module_{number % 3}.py"
        files = {f"{module.folder}/src/acme/{module.name}/{file}": f"VALUE = {number}\n"}
        if number % 50 == 9:
            side = history.commit("side", files, parent=tip)
        elif number % 50 == 19 and side:
            tip = history.commit("main", files, parent=tip, merged=side)
        else:
            tip = history.commit("main", files, parent=tip)
        while released < (number + 1) * (size.tags - 5) // (size.commits - 5):
            _release(history, releasable[released % len(releasable)], tip, released)
            released += 1
    for name, annotated in strays.items():
        history.tag(name, tip, annotated=annotated)
    tip = history.commit("main", {}, parent=tip, moves=_move(made[0], made[-1]))
    return history.commit("main", _last_files(made), parent=tip)


def _release(history: History, module: Module, commit: int, turn: int) -> None:
    major, minor, micro = module.version or (0, 0, 9)
    steps = [(major, minor, micro + 1), (major, minor + 1, 0), (major, minor, micro + 1)]
    module.version = (major + 1, 0, 0) if turn % 17 == 16 else steps[turn % 3]
    history.tag(f"{module.name}-v{dotted(module.version)}", commit)


def _first_files(made: list[Module]) -> dict[str | bytes, str]:
    files: dict[str | bytes, str] = {"pyproject.toml": note_types(), "README.md": "Synthetic\n"}
    files |= PEER_SETTINGS
    by_name = {module.name: module for module in made}
    for module in made:
        files[f"{module.folder}/pyproject.toml"] = project(module, by_name)
        files[f"{module.folder}/package.json"] = peer_project(module)
        files[f"{module.folder}/README.md"] = f"# {module.name}\n"
        files[f"{module.folder}/src/acme/{module.name}/__init__.py"] = ""
        files[f"{module.folder}/src/acme/{module.name}/moving.py"] = f"# of {module.name}\n" * 20
        files[f"{module.folder}/tests/test_{module.name}.py"] = "def test_it(): ...\n"
    return files


def _last_files(made: list[Module]) -> dict[str | bytes, str]:
    files: dict[str | bytes, str] = {}
    by_name = {module.name: module for module in made}
    for module in made:
        files[f"{module.folder}/pyproject.toml"] = project(module, by_name)
        head = f"## [{dotted(module.version)}] - 2026-01-01\n\n- Work.\n" if module.version else ""
        marker = "<!-- towncrier release notes start -->"
        files[f"{module.folder}/CHANGELOG.md"] = f"# Changelog\n\n{marker}\n\n{head}"
        for number, note in enumerate(module.notes):
            files[f"{module.folder}/changes/{number + 1}.{note}.md"] = f"A {note} of {number}.\n"
    return files


def _move(old: Module, new: Module) -> dict[str, str]:
    source = f"{old.folder}/src/acme/{old.name}/moving.py"
    return {source: f"{new.folder}/src/acme/{new.name}/moved.py"}


def _change(history: History, made: list[Module], tip: int) -> dict[str, list[str]]:
    module = made[len(made) // 2]
    path = f"{module.folder}/src/acme/{module.name}/__init__.py"
    note = f"{module.folder}/changes/3.bugfix.md"
    history.commit("change", {path: "CHANGED = True\n", note: "Mends it.\n"}, parent=tip)
    return _answer(made, {module.name})


def _nasty(history: History, made: list[Module], tip: int) -> dict[str, list[str]]:
    first, second, third = made[1], made[2], made[3]
    files: dict[str | bytes, str] = {
        "docs/guide.md": "Prose\n",
        f'{third.folder}/src/a\nnew line \'and "quotes".py': "",
        f"{third.folder}/src/".encode() + b"caf\xe9.py": "",
    }
    history.commit("nasty", files, parent=tip, moves=_move(first, second))
    return _answer(made, {first.name, second.name, third.name})


def _answer(made: list[Module], changed: set[str]) -> dict[str, list[str]]:
    affected = set(changed)
    for module in made:  # each stands after all that it requires
        if affected & set(module.requires):
            affected.add(module.name)
    return {"changed": sorted(changed), "affected": sorted(affected)}
