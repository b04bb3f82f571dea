"""Make the commit that takes a foreign project in: its files, its history, its translated metadata."""

from __future__ import annotations

import re
import shutil
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli_w

from tools.distributions import building, foreign_wheel
from tools.monorepo.identity import identity
from tools.scaffolding import registration
from tools.scaffolding.package_template import Blueprint, package_files
from tools.version_control import git
from tools.version_control.aside import checked_out

if TYPE_CHECKING:
    from pathlib import Path

    from tools.distributions.foreign_wheel import ForeignWheel
    from tools.version_control.aside import Aside

LEFT_BEHIND = shutil.ignore_patterns(
    ".git",
    ".git_archival.txt",
    ".hg",
    "__pycache__",
    "*.egg-info",
    "PKG-INFO",
    "build",
    "dist",
    ".tox",
    ".venv",
)
VERSIONED = re.compile(r"Programming Language :: Python :: \d")
README_NAMES = ("README.md", "README.rst", "README.txt", "README")


class Adopted(NamedTuple):
    """An adoption that is ready to be taken over.

    Attributes:
        commit: The commit that makes it.
        remarks: What was not translated, or is left to do, as sentences.
    """

    commit: str
    remarks: list[str]


def adopt(root: Path, source: Path, name: str, wheel: ForeignWheel) -> Adopted:
    """Make the commit on top of HEAD; the checkout is untouched.

    Raises:
        ToolError: git failed, or the translated project does not build here.
    """
    history = _history(root, source)
    with checked_out(root, "HEAD") as aside:
        folder = aside.folder / "packages" / name
        _bring(aside, source, name, history)
        table, remarks = translate(folder, wheel)
        _lay_out(aside.folder, folder, name, table, wheel.modules)
        remarks += _differences(aside.folder, name, wheel)
        tree = aside.written()
    remarks += _reminders(name, wheel, history)
    parents = [word for parent in ("HEAD", history) if parent for word in ("-p", parent)]
    message = f"Adopt {wheel.metadata.name} as packages/{name}"
    return Adopted(git.text(root, "commit-tree", tree, *parents, "-m", message), remarks)


def translate(folder: Path, wheel: ForeignWheel) -> tuple[dict[str, Any], list[str]]:
    """The ``[project]`` table for the sources in a folder, and what it could not say."""
    table = foreign_wheel.project_table(wheel)
    remarks = []
    readme = next((name for name in README_NAMES if (folder / name).is_file()), None)
    if readme:
        table["readme"] = readme
    else:
        remarks.append("there is no readme; the index will show none")
    table["license-files"] = sorted(path.name for path in folder.glob("*") if _is_licence(path))
    if "license" not in table:
        remarks.append("its licence is not one that SPDX names for sure; write `license` yourself")
    return table, remarks


def _history(root: Path, source: Path) -> str | None:
    """The project's last commit, fetched; None where it is no repository of its own."""
    if not (source / ".git").exists():
        return None
    git.text(root, "fetch", "--quiet", "--no-tags", str(source), "HEAD")
    return git.text(root, "rev-parse", "FETCH_HEAD")


def _bring(aside: Aside, source: Path, name: str, history: str | None) -> None:
    target = aside.folder / "packages" / name
    if history is None:
        shutil.copytree(source, target, symlinks=True, ignore=LEFT_BEHIND)
    else:
        aside.git("read-tree", f"--prefix=packages/{name}/", history)
        aside.git("checkout-index", "--all", "--force")
        # Blanks that `git archive` would fill in: the version hook would take them for a release.
        (target / ".git_archival.txt").unlink(missing_ok=True)


def _is_licence(path: Path) -> bool:
    return path.is_file() and path.name.upper().startswith(
        ("LICENSE", "LICENCE", "COPYING", "NOTICE")
    )


def _lay_out(
    root: Path, folder: Path, name: str, table: dict[str, Any], modules: list[str]
) -> None:
    """Write the settings in the workspace's layout, and what every package has where it lacks it."""
    owner = identity(root)
    skeleton = package_files(Blueprint(name, table.get("description", "")), owner, b"")
    settings = _settings(skeleton["pyproject.toml"].decode(), folder, table, modules)
    (folder / "pyproject.toml").write_text(settings, "utf-8", newline="\n")
    for path in ("CHANGELOG.md", "changes/.gitkeep"):
        if not (folder / path).exists():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(skeleton[path])
    listed = registration.Listing(name, table["name"])
    registration.replace(registration.added(root, listed))


def _settings(skeleton: str, folder: Path, table: dict[str, Any], modules: list[str]) -> str:
    """The skeleton's settings with the project's own table, groups and modules in their place."""
    path = folder / "pyproject.toml"
    old = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    settings = tomllib.loads(skeleton)
    settings["project"] = _for_our_pythons(table, settings["project"])
    settings["dependency-groups"] = old.get("dependency-groups", {"test": ["pytest"]})
    hatch = settings["tool"]["hatch"]
    hatch["version"]["raw-options"]["dist_name"] = table["name"]
    hatch["build"]["targets"] = {"wheel": _wheel_target(folder, modules)}
    settings["tool"]["hatchery"] = {"adopted-from": table["name"]}
    return tomli_w.dumps(settings)


def _for_our_pythons(table: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """The table with the Pythons of this workspace, since it is on these that it will be tested."""
    kept = [line for line in table.get("classifiers", []) if not VERSIONED.match(line)]
    tested = [line for line in ours["classifiers"] if VERSIONED.match(line)]
    pythons = {"classifiers": [*kept, *tested], "requires-python": ours["requires-python"]}
    return {**table, **pythons}


def _wheel_target(folder: Path, modules: list[str]) -> dict[str, Any]:
    """Where the sources of the top-level modules lie, as hatchling wants to be told."""
    places = [place for module in modules for place in (f"src/{module}", f"lib/{module}", module)]
    found = [place for place in places if (folder / place).exists()]
    target: dict[str, Any] = {"only-include": found}
    roots = sorted({place.partition("/")[0] for place in found if "/" in place})
    return {**target, "sources": roots} if roots else target


def _differences(root: Path, name: str, wheel: ForeignWheel) -> list[str]:
    """What the project's own wheel installed and ours does not, and the other way round."""
    built = building.build(root, [name], root / "dist")
    path = next(root / "dist" / file.file for file in built if file.file.endswith(".whl"))
    ours = foreign_wheel.read(path).files
    shutil.rmtree(root / "dist")
    lost = [f"its own wheel holds {file}, ours does not" for file in sorted(wheel.files - ours)]
    return lost + [
        f"our wheel holds {file}, its own did not" for file in sorted(ours - wheel.files)
    ]


def _reminders(name: str, wheel: ForeignWheel, history: str | None) -> list[str]:
    """What is left for people to do."""
    version = wheel.metadata.version
    told = ["it is for the Pythons of this workspace now; run `make lock`"]
    told.append(
        f"to go on from {version}: git tag --annotate {name}-v{version} --message {version}"
    )
    if history is None:
        told.append("it came without git history, since the folder is no repository")
    return [*told, "settings of its own tools were left where they are; the root's are in force"]
