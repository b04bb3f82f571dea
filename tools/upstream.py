"""Bring the template's newer machinery into a fork, spelled in the fork's own names.

The template's tree, as it was when the fork left it and as it is now, is respelled as `make fork` did
it; both become commits, and git merges the second with the first as the base. A conflict is therefore
an ordinary git conflict between what the fork changed and what the template changed. It does not matter
whether the repository was cloned or made with "Use this template". Packages that the fork dropped stay
dropped. The next update begins where this one ended.

    python -m tools.upstream                          from where the fork remembers it to be
    python -m tools.upstream --from ../template       from a folder or any address git knows
    python -m tools.upstream --dry-run                what would change
    python -m tools.upstream --base 1a2b3c4           where the fork began, if it cannot be found

Exit codes: 0 merged, or nothing is new, 1 conflicts to settle or refused, 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from tools.changelogs import template_notes
from tools.errors import GitError, ToolError
from tools.execution import command_line
from tools.execution.process import output_of
from tools.monorepo import identity, workspace
from tools.rename import refuse_unclean
from tools.scaffolding import renamed_tree, template_address
from tools.version_control import git

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tools.monorepo.identity import Origin

TRAILER = "Template-commit"
"""Stands in the message of each respelled commit, so that the next update finds its base."""


class Update(NamedTuple):
    """What an update merges.

    Attributes:
        base: Commit with the template as the fork last took it, respelled.
        target: Commit on top of it with the template as it is now, respelled.
        source: The template's own commit behind the target.
    """

    base: str
    target: str
    source: str


def fetch(root: Path, address: str, branch: str) -> str:
    """Fetch the template's branch and return its commit.

    Raises:
        ToolError: It cannot be reached, or has no such branch.
    """
    output_of(["git", "fetch", "--quiet", "--no-tags", address, branch], folder=root)
    return git.text(root, "rev-parse", "FETCH_HEAD")


def last_update(root: Path) -> tuple[str, str] | None:
    """The respelled commit of the last update and the template's commit behind it, if there was one."""
    layout = f"%H %(trailers:key={TRAILER},valueonly,separator=%x20)"
    words = ["log", f"--grep=^{TRAILER}: ", "--max-count=1", f"--format={layout}"]
    found = git.text(root, *words).split()
    return (found[0], found[1]) if found else None


def beginning(root: Path, source: str, origin: Origin) -> str:
    """The template's commit that the fork was made of.

    Raises:
        ToolError: No commit of the template has the tree that was forked.
    """
    for line in git.text(root, "log", "--format=%H %T", source).splitlines():
        commit, tree = line.split()
        if tree == origin.tree:
            return commit
    remedy = "name the commit with --base"
    raise ToolError(
        f"no commit of {origin.address or 'the template'} has the tree that this fork began with; {remedy}"
    )


def prepare(root: Path, source: str, base: str | None) -> Update | None:
    """Make the respelled commits; None where the fork has the template's newest already."""
    origin = _origin(root)
    known = last_update(root)
    named = _commit_named(root, base) if base else None
    before = named or (known[1] if known else beginning(root, source, origin))
    if git.text(root, "rev-parse", before) == source:
        return None
    dropped = _dropped(root, before)
    start = _commit(root, before, origin, dropped, [known[0]] if known else [])
    return Update(start, _commit(root, source, origin, dropped, [start]), source)


def _commit_named(root: Path, base: str) -> str:
    try:
        return git.text(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    except GitError:
        raise ToolError(
            f"there is no commit {base!a}; name one of the template's with --base"
        ) from None


def _origin(root: Path) -> Origin:
    origin = identity.origin(root)
    if origin is None:
        raise ToolError(
            "this is the template itself, or was never renamed; `make fork` comes first"
        )
    return origin


def _dropped(root: Path, before: str) -> list[str]:
    """Packages that the template had when the fork left it, and the fork has no more."""
    listed = git.text(root, "ls-tree", "--name-only", before, "packages/").splitlines()
    return sorted({path.removeprefix("packages/") for path in listed} - set(workspace.names(root)))


def _commit(root: Path, source: str, origin: Origin, dropped: list[str], parents: list[str]) -> str:
    new = identity.identity(root)
    has_now = git.text(root, "ls-tree", "--name-only", source, "packages/").splitlines()
    leave_out = [name for name in dropped if f"packages/{name}" in has_now]
    licence = (root / "LICENSE").read_bytes()
    wanted = renamed_tree.Wanted(new, origin, licence, leave_out)
    tree = renamed_tree.make(root, source, wanted)
    message = f"Take over the template\n\n{TRAILER}: {source}"
    words = [word for parent in parents for word in ("-p", parent)]
    return git.text(root, "commit-tree", tree, *words, "-m", message)


def merge(root: Path, update: Update) -> bool:
    """Merge into the checkout; False where conflicts are left to settle."""
    graft = ["merge", "--quiet", "--strategy", "ours", "--allow-unrelated-histories"]
    git.text(root, *graft, "-m", "Remember the template that this fork began with", update.base)
    try:
        git.text(root, "merge", "--quiet", "-m", "Take over the template", update.target)
    except GitError:
        return False
    return True


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("upstream", __doc__)
    parser.add_argument("--from", dest="address", metavar="ADDRESS", help="where the template is")
    parser.add_argument("--branch", default="main", help="the template's branch (default: main)")
    parser.add_argument(
        "--base", metavar="COMMIT", help="the template's commit the fork began with"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the diffstat, merge nothing")
    options = parser.parse_args(argv)
    return command_line.exit_code("upstream", lambda: _update(options))


def _update(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    refuse_unclean(root)
    address = options.address or template_address.remembered(_origin(root))
    source = fetch(root, address, options.branch)
    template_address.refuse_fork(root, source, address)
    update = prepare(root, source, options.base)
    if update is None:
        print(f"nothing is new since {source[:9]}")
        return 0
    print(git.text(root, "diff", "--stat", "--find-renames", update.base, update.target))
    print(template_notes.news(root, update.base, update.target))
    if options.dry_run:
        return 0
    return _settle(root, update)


def _settle(root: Path, update: Update) -> int:
    if merge(root, update):
        print(f"merged the template's {update.source[:9]}; next: make check, make test")
        return 0
    conflicts = git.text(root, "diff", "--name-only", "--diff-filter=U").splitlines()
    remedy = "settle them, then `git add` and `git merge --continue`; `git merge --abort` undoes it"
    raise ToolError(f"conflicts in {', '.join(conflicts)}; {remedy}")


if __name__ == "__main__":
    sys.exit(main())
