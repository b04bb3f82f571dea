"""What a change does to each package: its own files, its notes, its changelog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.changelogs import notes, sections
from tools.monorepo import paths
from tools.version_control import changes, git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class PackageChange(NamedTuple):
    """What a change does to one package; paths are relative to the package's folder.

    Attributes:
        package: The package's name.
        own: Changed paths that are neither notes nor the changelog.
        added: Names of notes that are new.
        edited: Names of notes that were there before and say something else now.
        removed: Names of notes that are gone.
        before: The changelog as it was.
        after: The changelog as it is.
    """

    package: str
    own: list[str]
    added: list[str]
    edited: list[str]
    removed: list[str]
    before: str
    after: str


def package_changes(root: Path, base: str, differing: Iterable[str]) -> list[PackageChange]:
    """Sort the differing paths of packages by package and kind.

    Args:
        root: The repository's root.
        base: The commit compared with.
        differing: Paths of packages that exist.
    """
    inside: dict[str, list[str]] = {}
    for path in differing:
        package = paths.package_of(path)
        inside.setdefault(package, []).append(_own(path))
    # A name with a newline cannot be asked for, and is no note's name either.
    asked = [
        f"packages/{package}/{path}"
        for package, touched in inside.items()
        for path in touched
        if (_note(path) or path == sections.FILE) and "\n" not in path
    ]
    answers = git.contents(root, [f"{base}:./{path}" for path in asked])
    before = dict(zip(asked, answers, strict=True))
    return [_change(root, package, touched, before) for package, touched in inside.items()]


def later_paths(root: Path, base: str) -> set[str]:
    """Paths that changed after the last change to their package's changelog since ``base``."""
    later: set[str] = set()
    told: set[str] = set()
    for step in _steps(root, base):
        told |= {paths.package_of(path) for path in step if _own(path) == sections.FILE}
        later |= {path for path in step if paths.package_of(path) not in told}
    return later


def _steps(root: Path, base: str) -> Iterator[set[str]]:
    """What changed in packages: what is not committed, then each commit since ``base``, the newest first."""
    with changes.Comparison(str(root), "HEAD") as comparison:
        uncommitted = set(comparison.paths("HEAD"))
    # Prepare begins with a clean work tree, so that the rest came after what it writes.
    prepared = {path for path in uncommitted if _own(path) in (sections.FILE, "pyproject.toml")}
    yield uncommitted - prepared
    yield prepared
    options = ("--topo-order", "--format=%x00", "--name-only", "--no-renames", "--relative")
    asked = ("log", "-z", "--no-show-signature", *options, f"{base}..HEAD", "--", paths.PACKAGES)
    # Git begins what a commit changed with a newline, and no path here begins with one.
    for commit in git.text(root, *asked).split("\0\n"):
        yield {path for path in commit.split("\0") if path}


def _own(path: str) -> str:
    """A path from the folder of its package."""
    return path.removeprefix(f"{paths.PACKAGES}/{paths.package_of(path)}/")


def _change(
    root: Path, package: str, touched: list[str], before: Mapping[str, bytes | None]
) -> PackageChange:
    folder = Path("packages", package)
    noted = [name for name in map(_note, touched) if name]
    old = [name for name in noted if before.get(notes.shown(package, name)) is not None]
    after = sections.read(root / folder / sections.FILE)
    changelog = before.get(f"packages/{package}/{sections.FILE}") or b""
    return PackageChange(
        package=package,
        own=[path for path in touched if not path.startswith(_NOTES) and path != sections.FILE],
        added=[name for name in noted if name not in old],
        edited=[name for name in old if (root / notes.shown(package, name)).is_file()],
        removed=[name for name in old if not (root / notes.shown(package, name)).is_file()],
        before=changelog.decode(errors="replace") if sections.FILE in touched else after,
        after=after,
    )


_NOTES = f"{notes.FOLDER}/"


def _note(path: str) -> str:
    """The name of the note at a path; empty for any other file."""
    name = path.removeprefix(_NOTES)
    return name if path.startswith(_NOTES) and notes.counts(name) else ""
