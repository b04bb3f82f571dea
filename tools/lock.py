"""Pin what every environment installs, with hashes, in ``locks/``.

Each dependency group of the root ``pyproject.toml`` has a file ``locks/GROUP.txt``;
``locks/runtime.txt`` holds what the packages themselves require. The files are requirement files
with hashes for every supported Python and platform, and name no index, so that they hold behind a
mirror too. All files are cut from one resolution: a distribution has one version across the
repository.

    python -m tools.lock              pin what is missing, keep every pin that still fits
    python -m tools.lock --upgrade    take the newest releases
    python -m tools.lock --check      say which files no longer follow what is declared (needs no network)

Exit codes: 0 done, 1 a lock is stale or cannot be resolved, 2 wrong usage.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tools import command_line
from tools.errors import ToolError
from tools.process import environment_without_locks, output_of

RUNTIME = "runtime"
"""The lock of what the packages require, extras left out."""


def declared(root: Path) -> dict[str, list[str]]:
    """What each lock must hold: lock name to sorted third-party requirements."""
    settings = _read_toml(root / "pyproject.toml")
    projects = [_read_toml(path) for path in sorted(root.glob("packages/*/pyproject.toml"))]
    siblings = {Requirement(project["project"]["name"]).name for project in projects}
    required = _outside(_requirements(projects, extras=False), siblings)
    with_extras = _outside(_requirements(projects, extras=True), siblings)
    locks = {RUNTIME: required}
    with_members = _groups_with_members(root)
    for group in settings["dependency-groups"]:
        wanted = _expand(settings["dependency-groups"], group)
        locks[group] = sorted({*wanted, *(with_extras if group in with_members else ())})
    return locks


def stale(root: Path) -> list[str]:
    """Locks that are missing, left over, or made from other declarations than today's."""
    locks = declared(root)
    files = {path.stem: path for path in (root / "locks").glob("*.txt")}
    made_from = {name: path.read_text("utf-8").partition("\n")[0] for name, path in files.items()}
    changed = {name for name, wanted in locks.items() if made_from.get(name) != _heading(wanted)}
    return sorted(changed | (files.keys() - locks.keys()))


def write(root: Path, *, upgrade: bool) -> list[str]:
    """Resolve once, cut one file a lock from it, and return the names of the locks that changed.

    Raises:
        ToolError: uv found no versions that fit together.
    """
    locks = declared(root)
    folder = root / "locks"
    with tempfile.TemporaryDirectory() as scratch:
        everything = Path(scratch, "everything.txt")
        everything.write_text("" if upgrade else _known_pins(folder), "utf-8")
        _compile({line for wanted in locks.values() for line in wanted}, everything, root)
        texts = {}
        for name, wanted in locks.items():
            cut = Path(scratch, f"{name}.txt")
            _compile(set(wanted), cut, root, "--constraint", str(everything))
            texts[name] = f"{_heading(wanted)}\n{cut.read_text('utf-8')}"
    return _replace(folder, texts)


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _requirements(projects: list[dict[str, Any]], *, extras: bool) -> list[str]:
    tables = [project["project"] for project in projects]
    lines = [line for table in tables for line in table.get("dependencies", [])]
    if extras:
        groups = [table.get("optional-dependencies", {}) for table in tables]
        lines += [line for group in groups for wanted in group.values() for line in wanted]
        lines += [
            line
            for project in projects
            for line in project.get("dependency-groups", {}).get("test", [])
        ]
    return lines


def _outside(lines: list[str], siblings: set[str]) -> list[str]:
    return sorted({line for line in lines if Requirement(line).name not in siblings})


def _groups_with_members(root: Path) -> set[str]:
    environments = _read_toml(root / "hatch.toml")["envs"].values()
    return {
        group
        for environment in environments
        if "workspace" in environment
        for group in environment["dependency-groups"]
    }


def _expand(groups: dict[str, list[Any]], name: str) -> set[str]:
    lines = set()
    for entry in groups[name]:
        lines |= {entry} if isinstance(entry, str) else _expand(groups, entry["include-group"])
    return lines


def _heading(wanted: list[str]) -> str:
    digest = hashlib.sha256("\n".join(sorted(wanted)).encode()).hexdigest()
    return f"# Made by `make lock` from what is declared, sha256 {digest[:16]}"


def _known_pins(folder: Path) -> str:
    """Every pin of the present locks, which uv prefers to newer releases."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    pins = {line.rstrip(" \\") for text in texts for line in text.splitlines() if "==" in line}
    return "\n".join(sorted(pins)) + "\n"


def _compile(wanted: set[str], output: Path, root: Path, *options: str) -> None:
    command = [
        "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header",
        "--no-annotate", "--python-version", "3.11", "--output-file", str(output), *options, "-",
    ]  # fmt: skip
    text = "\n".join(sorted(wanted))
    # Away from the workspace: neither its sources nor an environment's constraints may have a say.
    try:
        output_of(
            command, folder=output.parent, environment=environment_without_locks(), stdin=text
        )
    except ToolError as error:
        asked = f"{root / 'pyproject.toml'} and packages/*/pyproject.toml"
        message = f"no versions fit what {asked} ask for: {error}"
        raise ToolError(message) from error


def _replace(folder: Path, texts: dict[str, str]) -> list[str]:
    """Write each file beside its place and rename it, so that a killed run leaves whole files."""
    folder.mkdir(exist_ok=True)
    changed = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        if not path.exists() or path.read_text("utf-8") != text:
            partial = path.with_suffix(".txt.part")
            partial.write_text(text, "utf-8", newline="\n")
            partial.replace(path)
            changed.append(name)
    for path in folder.glob("*.txt"):
        if path.stem not in texts:
            path.unlink()
            changed.append(path.stem)
    return sorted(changed)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("lock", __doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--upgrade", action="store_true", help="take the newest releases that fit")
    choice.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    options = parser.parse_args(argv)
    root = Path(__file__).parents[1]
    act = check if options.check else lambda root: rewrite(root, upgrade=options.upgrade)
    return command_line.exit_code("lock", lambda: act(root))


def check(root: Path) -> int:
    """Name the locks that no longer follow what is declared."""
    remedy = "is stale; run `make lock` and commit the result"
    return command_line.report(f"locks/{name}.txt {remedy}" for name in stale(root))


def rewrite(root: Path, *, upgrade: bool) -> int:
    """Rewrite the locks and say which changed."""
    changed = write(root, upgrade=upgrade)
    print(f"rewrote {', '.join(changed)}" if changed else "every lock is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
