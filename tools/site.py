"""Build the site: of this checkout alone, or beside it that of each release, for readers to choose.

    python -m tools.site                this checkout's, into site/
    python -m tools.site --released     that into site/latest/, and each release's beside it
    python -m tools.site --released --last 3

A release is read from its tags: packages that were tagged on one commit share a site. What is built
is that commit's own pages, with what is installed now; one that cannot be built so any more is left
out, and said. No state is kept, so that the site can be built anew anywhere. The theme offers the
choice (``versions.json``, in the form that mike gave it). ``SITE_DIR`` names another folder than
site/; it is replaced when all is built.

Exit codes: 0 done, 1 this checkout's pages have faults, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.execution import command_line, process
from tools.monorepo import workspace
from tools.version_control import aside, git, tags

if TYPE_CHECKING:
    import argparse

LATEST = "latest"
LAST = 12
REDIRECT = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Redirecting</title>
<meta http-equiv="refresh" content="0; url={LATEST}/">
<a href="{LATEST}/">The latest pages</a>
</html>
"""


class Release(NamedTuple):
    """What was released from one commit.

    Attributes:
        commit: The commit.
        folder: Where its pages are in the site: its first tag.
        title: The packages and their versions, for readers.
    """

    commit: str
    folder: str
    title: str


def releases(root: Path) -> list[Release]:
    """What the annotated tags that HEAD contains released, newest first; pre-releases do not count."""
    tagged: dict[str, list[tags.Parts]] = {}
    for tag in git.tags_reached(root):
        parts = tags.split(tag.name) if tag.annotated else None
        if parts and not parts.prerelease:
            tagged.setdefault(tag.commit, []).append(parts)
    # By ancestry: dates are those of whoever committed.
    history = git.lines(git.run(root, "rev-list", "--topo-order", "HEAD")) if tagged else []
    return [_release(commit, tagged[commit]) for commit in history if commit in tagged]


def _release(commit: str, parts: list[tags.Parts]) -> Release:
    named = sorted(parts)
    folder = f"{named[0].package}{tags.SEPARATOR}{named[0].version}"
    return Release(commit, folder, ", ".join(f"{part.package} {part.version}" for part in named))


def build(root: Path, target: Path, *options: str, chooser: bool = False) -> None:
    """Build the pages of the tree ``root`` into ``target``.

    Raises:
        ToolError: mkdocs refuses them; what it has to say, it said itself.
    """
    # Modules of the packages are those of the tree, whatever is installed.
    sources = [str(root), *map(str, sorted(root.glob("packages/*/src")))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sources)}
    if chooser:
        environment["SITE_CHOOSER"] = "mike"
    command = [sys.executable, "-m", "mkdocs", "build", *options, "--site-dir", str(target)]
    if process.exit_code_of(command, folder=root, environment=environment):
        raise ToolError(f"the pages of {root.name} cannot be built; mkdocs says above why")


def build_released(root: Path, target: Path, last: int) -> None:
    """Build the checkout's pages and those of its ``last`` releases, with a way to choose.

    Raises:
        ToolError: The checkout's pages have faults.
    """
    build(root, target / LATEST, "--strict", chooser=True)
    built = [release for release in releases(root)[:last] if _built(root, release, target)]
    named = [(LATEST, LATEST), *((release.folder, release.title) for release in built)]
    versions = [{"version": name, "title": title, "aliases": []} for name, title in named]
    (target / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", "utf-8")
    (target / "index.html").write_text(REDIRECT, "utf-8")


def _built(root: Path, release: Release, target: Path) -> bool:
    print(f"{release.folder}: {release.title}", flush=True)
    with aside.checked_out(root, release.commit) as tree:
        try:
            build(tree.folder, target / release.folder, chooser=True)
        except ToolError as error:
            shutil.rmtree(target / release.folder, ignore_errors=True)
            print(f"site: {release.folder} is left out: {error}", file=sys.stderr, flush=True)
            return False
    return True


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("site", __doc__)
    parser.add_argument("--released", action="store_true", help="beside it, what was released")
    parser.add_argument(
        "--last",
        type=int,
        default=LAST,
        metavar="N",
        help="the N newest releases (default: %(default)s)",
    )
    options = parser.parse_args(argv)
    if options.last < 0:
        parser.error("--last takes 0 or more")
    return command_line.exit_code("site", lambda: _write(options))


def _write(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    site = root / os.environ.get("SITE_DIR", "site")
    if not options.released:
        build(root, site, "--strict")
        return command_line.DONE
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as scratch:
        made = Path(scratch, "site")
        build_released(root, made, options.last)
        shutil.rmtree(site, ignore_errors=True)
        made.rename(site)
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
