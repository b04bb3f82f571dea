"""Plans as text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.releasing.releases import Blocker, Plan, Release


def print_plan(plan: Plan) -> None:
    """Print releases in publish order with their reasons, then whatever else the plan holds."""
    for release in plan.releases:
        print(headline(release))
        for reason in release.reasons:
            _print(reason, indent="    ")
    for change in plan.ranges:
        _print(
            f"range: packages/{change.package}/pyproject.toml: {change.old} becomes {change.new}"
        )
    for name, version in plan.prepared.items():
        _print(f"prepared: {name} {version} is announced and has no tag: python -m tools.bump tag")
    for sentence in plan.deferred:
        _print(f"later: {sentence}")
    print_blockers(plan.blockers)
    if not plan.releases:
        print("Nothing to release: no package has notes that its users would see.")


def headline(release: Release) -> str:
    """One line for a release."""
    before = "first release" if release.current is None else f"{release.current}"
    return f"{release.package}: {before} -> {release.next} ({release.level}), tag {release.tag}"


def print_blockers(blockers: Sequence[Blocker]) -> None:
    """Print what stands in the way."""
    for blocker in blockers:
        _print(f"blocked: {blocker.package}: {blocker.problem}; {blocker.remedy}")


def print_written(plan: Plan, written: Mapping[str, str | None], *, dry_run: bool) -> None:
    """Print which files were written, or would be, and the command that follows."""
    would = "would " * dry_run
    for path, text in sorted(written.items()):
        print(f"{would}{'remove' if text is None else 'write'} {path}")
    names = ", ".join(f"{release.package} {release.next}" for release in plan.releases)
    if not dry_run:
        print(f'Next: git add packages && git commit -m "Release {names}", and have it reviewed')


def _print(text: str, indent: str = "") -> None:
    """Print a line of any length; a terminal gets it folded, with what follows set in."""
    print(_folded(text, indent) if sys.stdout.isatty() else f"{indent}{text}")


def _folded(text: str, indent: str) -> str:
    import shutil
    import textwrap

    return textwrap.fill(
        text,
        shutil.get_terminal_size().columns,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
