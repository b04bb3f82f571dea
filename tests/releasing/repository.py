"""Real repositories for tests: packages, commits, tags, notes, a remote."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
MARKER = "<!-- towncrier release notes start -->\n"
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A Developer",
    "GIT_AUTHOR_EMAIL": "developer@example.org",
    "GIT_COMMITTER_NAME": "A Developer",
    "GIT_COMMITTER_EMAIL": "developer@example.org",
    # Quick: no sample hooks in a new repository, no wait for the disk, no cleaning up.
    "GIT_TEMPLATE_DIR": "",
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "core.fsync",
    "GIT_CONFIG_VALUE_0": "none",
    "GIT_CONFIG_KEY_1": "gc.auto",
    "GIT_CONFIG_VALUE_1": "0",
    "GIT_CONFIG_KEY_2": "maintenance.auto",
    "GIT_CONFIG_VALUE_2": "false",
}
"""Who commits in tests, and nobody's own settings."""
CHANGELOG = f"# Changelog\n\n{MARKER}"


class Workspace:
    """A folder with files of a workspace, which git may know or not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def git(self, *arguments: str, stdin: str | None = None) -> str:
        """What git prints, without the last newline; a failure fails the test."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env={**os.environ, **GIT_ENVIRONMENT},
            input=stdin,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.rstrip("\n")

    def write(self, path: str | bytes, text: str = "") -> Path:
        """Write a file, with its folders."""
        file = self.root / os.fsdecode(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that must be there."""
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))


class Repository(Workspace):
    """A git repository with a workspace in it, on the branch main."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.git("init", "--quiet", "--initial-branch=main")
        self.write("pyproject.toml", note_types())
        self.write("packages/.gitkeep", "")

    def package(
        self,
        name: str,
        *dependencies: str,
        distribution: str | None = None,
        extras: Mapping[str, Sequence[str]] | None = None,
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Write a package: its declaration, a module and an empty changelog."""
        lines = [
            "[project]",
            f'name = "{distribution or "acme-" + name}"',
            'dynamic = ["version"]',
            f"dependencies = {_array(dependencies)}",
            "",
            "[project.optional-dependencies]",
            *(f"{extra} = {_array(found)}" for extra, found in (extras or {}).items()),
            "",
            "[project.urls]",
            f'Source = "https://github.com/acme-org/acme/tree/main/packages/{name}"',
            "",
            "[dependency-groups]",
            *(f"{group} = {_array(found)}" for group, found in (groups or {}).items()),
        ]
        self.write(f"packages/{name}/pyproject.toml", "\n".join(lines) + "\n")
        self.write(f"packages/{name}/CHANGELOG.md", CHANGELOG)
        self.write(f"packages/{name}/src/acme/{name}/__init__.py", f'"""{name}"""\n')

    def note(self, package: str, name: str, text: str = "Something changed.\n") -> None:
        """Write a change note."""
        self.write(f"packages/{package}/changes/{name}", text)

    def commit(self, message: str = "Change") -> str:
        """Commit everything; the commit's hash."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, *, annotated: bool = True) -> None:
        """Tag HEAD."""
        options = ("--annotate", "--message", name) if annotated else ()
        self.git("tag", *options, name)

    def release(self, *tags: str) -> None:
        """Announce versions in the changelogs, commit, and tag them."""
        for tag in tags:
            package, _, version = tag.rpartition("-v")
            path = f"packages/{package}/CHANGELOG.md"
            section = f"{MARKER}\n## [{version}] - 2026-01-01\n\n### Added\n\n- It.\n"
            self.write(path, self.read(path).replace(MARKER, section, 1))
        self.commit(f"Release {' '.join(tags)}")
        for tag in tags:
            self.tag(tag)

    def requires(self, package: str, old: str, new: str) -> None:
        """Rewrite a requirement in a package's declaration."""
        self.edit(f"packages/{package}/pyproject.toml", old, new)

    def remote(self, folder: Path) -> Path:
        """A bare repository called origin, with the branch main pushed."""
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder))
        self.git("remote", "add", "origin", str(folder))
        self.git("push", "--quiet", "origin", "main")
        return folder

    def clone(self, folder: Path, *options: str) -> Repository:
        """Another work tree of its own, from this one's committed state."""
        self.git("clone", "--quiet", *options, self.root.as_uri(), str(folder))
        return self._moved(folder)

    def copy(self, folder: Path) -> Repository:
        """The same in another folder."""
        shutil.copytree(self.root, folder, symlinks=True)
        return self._moved(folder)

    def _moved(self, folder: Path) -> Repository:
        moved = object.__new__(Repository)
        moved.root = folder
        return moved


def note_types() -> str:
    """The table of note types, as this repository has it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    start = text.index("[tool.towncrier]")
    return text[start : text.index("\n[", start)] + "\n"


def _array(requirements: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{requirement}"' for requirement in requirements) + "]"
