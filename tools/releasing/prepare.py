"""Write what a plan says: changelog sections, ranges of siblings, used notes removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.changelogs import sections
from tools.errors import ToolError
from tools.releasing import render
from tools.version_control import tags

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.monorepo.workspace import Package
    from tools.releasing.releases import Plan, RangeChange, Release

_REPOSITORY = re.compile(r"https?://[^/\s]+/[^/\s]+/[^/\s#?]+")


def files(
    root: Path, packages: Mapping[str, Package], plan: Plan, date: str
) -> dict[str, str | None]:
    """What applying the plan writes: new texts by path from the root, None for what goes.

    Raises:
        ToolError: Towncrier refused, a changelog cannot be read, or a range cannot be rewritten.
    """
    written: dict[str, str | None] = {}
    for release, section in zip(
        plan.releases, render.sections(root, plan.releases, date), strict=True
    ):
        path = f"packages/{release.package}/{sections.FILE}"
        text = sections.read(root / path) or f"# Changelog\n\n{sections.MARKER}"
        link = _link(packages[release.package], release)
        written[path] = sections.with_section(text, section, release.next, link)
        if not release.next.is_prerelease:
            written |= dict.fromkeys(note.path for note in release.notes)
    for change in plan.ranges:
        path = f"packages/{change.package}/pyproject.toml"
        before = written.get(path) or (root / path).read_text(encoding="utf-8")
        written[path] = _rewritten(path, before, change)
    return written


def _rewritten(path: str, text: str, change: RangeChange) -> str:
    for quote in ('"', "'"):
        text = text.replace(f"{quote}{change.old}{quote}", f"{quote}{change.new}{quote}")
    if change.new not in text:
        raise ToolError(
            f"{path}: write {change.old!r} in {change.where} as one plain string, so that it can be"
            f" changed to {change.new!r}"
        )
    return text


def _link(package: Package, release: Release) -> str:
    """Where the forge shows what the release changed; empty if the package names no repository.

    A final version tells of all since the last final one, a candidate is compared with what came before.
    """
    repository = _repository(package)
    if not repository:
        return ""
    since = release.current if release.next.is_prerelease else release.final
    if since is None:
        return f"{repository}/releases/tag/{release.tag}"
    return f"{repository}/compare/{tags.ReleaseTag(release.package, since)}...{release.tag}"


def _repository(package: Package) -> str:
    """The repository's address, from the well-known labels of the project's URLs.

    See https://packaging.python.org/en/latest/specifications/well-known-project-urls/.
    """
    urls = package.metadata["project"].get("urls", {})
    labelled = {re.sub(r"[^a-z0-9]", "", label.lower()): url for label, url in urls.items()}
    for label in ("source", "repository", "sourcecode", "github", "homepage"):
        found = _REPOSITORY.match(labelled.get(label, ""))
        if found:
            return found[0].removesuffix(".git")
    return ""
