"""Check of what the template tells its forks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.changelogs import template_notes
from tools.monorepo import identity
from tools.release_checks.verdict import failed, passed, skipped
from tools.version_control import git

if TYPE_CHECKING:
    from tools.release_checks.subject import Subject
    from tools.release_checks.verdict import Verdict


def notes(subject: Subject) -> Verdict:
    """Machinery that changed since the last release has a newer version in TEMPLATE.md."""
    root, last = subject.repository.root, subject.last
    if not (root / template_notes.FILE).is_file() or identity.origin(root):
        return skipped("this is no template: its notes come with `make upstream`")
    if last is None:
        return skipped("nothing was released before")
    tag = last[1].name
    changed = git.text(root, "diff", "--name-only", tag, "HEAD", "--", *template_notes.MACHINERY)
    if not changed:
        return passed(f"the machinery is that of {tag}")
    (before,) = git.contents(root, [f"{tag}:{template_notes.FILE}"])
    then = template_notes.version((before or b"").decode())
    now = template_notes.version((root / template_notes.FILE).read_text("utf-8"))
    if now and (then is None or now > then):
        return passed(f"TEMPLATE.md tells forks of {now}")
    count = len(changed.splitlines())
    return failed(
        f"{count} files of the machinery changed since {tag}, and TEMPLATE.md tells forks nothing",
        "add a version to TEMPLATE.md, with what forks have to do, or that there is nothing to do",
    )
