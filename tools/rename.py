"""Make the fork yours: respell the template's name, owner and author everywhere, in one step.

Distributions, import packages, folders, the command, variables of the environment, entry points, docs,
workflow, images and copyright are respelled; changelogs and notes begin anew, so that the first
versions are 0.1.0. All or nothing: the new tree is made aside and taken over by git in one step,
staged and not committed. A second run says that it is done, or what it will not change any more.

    python -m tools.rename --name zeta --owner zeta-org --dry-run
    python -m tools.rename --name zeta --owner zeta-org --author "Zeta Ltd" --license Apache-2.0
    python -m tools.rename --name zeta --owner zeta-org --drop-samples
    make fork NAME=zeta OWNER=zeta-org DESCRIPTION="What we measure."

Exit codes: 0 done, or done before, 1 refused, 2 wrong usage, or a fork already with other options.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tools.changelogs import template_notes
from tools.errors import ToolError
from tools.execution import command_line
from tools.execution.process import output_of
from tools.monorepo import identity, workspace
from tools.monorepo.identity import Origin
from tools.scaffolding import fork_options, forked_before, licence, renamed_tree, template_address
from tools.scaffolding.renamed_tree import Wanted
from tools.version_control import git

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tools.monorepo.spelling import Identity


def take_over(root: Path, tree: str) -> None:
    """Stage the renamed tree in the checkout, in one step of git's own."""
    output_of(["git", "read-tree", "-m", "-u", "HEAD", tree], folder=root)


def difference(root: Path, tree: str) -> str:
    """The diffstat from HEAD to the renamed tree."""
    return output_of(["git", "diff", "--stat", "--find-renames", "HEAD", tree], folder=root)


def refuse_unclean(root: Path) -> None:
    """Refuse to touch a checkout that holds what is committed nowhere.

    Raises:
        ToolError: It is no git repository, or has uncommitted changes.
    """
    if not git.is_repository(root):
        remedy = "`git init && git add --all && git commit` first"
        raise ToolError(f"{root} is no git repository; {remedy}")
    if git.text(root, "status", "--porcelain"):
        raise ToolError(
            "there are uncommitted changes; commit or stash them, so that nothing is lost"
        )


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("rename", __doc__)
    fork_options.add_to(parser)
    parser.add_argument(
        "--drop-samples", action="store_true", help="begin with one new package in their place"
    )
    parser.add_argument("--dry-run", action="store_true", help="show the diffstat, change nothing")
    options = parser.parse_args(argv)
    return command_line.exit_code("rename", lambda: _fork(options))


def _fork(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    now = identity.identity(root)
    if identity.origin(root):
        forked_before.refuse_other(options, root, now)
        print(f"done before: this is {now.name} of {now.owner}")
        return 0
    new = fork_options.wanted(options, root, now)
    refuse_unclean(root)
    origin = _origin(root, new)
    tree = renamed_tree.make(root, "HEAD", _wanted(options, root, new, origin))
    print(difference(root, tree))
    if not options.dry_run:
        take_over(root, tree)
        print(f"{_next_commands(root, new)}\n\n{_where_from(origin)}")
    return 0


def _origin(root: Path, new: Identity) -> Origin:
    tree = git.text(root, "rev-parse", "HEAD^{tree}")
    return Origin(template_address.found(root, new), tree)


def _wanted(options: argparse.Namespace, root: Path, new: Identity, origin: Origin) -> Wanted:
    year = datetime.now(UTC).year
    return Wanted(
        identity=new,
        origin=origin,
        licence=licence.text(new.licence, new.author, year, options.license_file),
        dropped=workspace.names(root) if options.drop_samples else (),
        starter=options.drop_samples,
    )


def _where_from(origin: Origin) -> str:
    if origin.address:
        return f"`make upstream` will look for the template at {origin.address}"
    return (
        "No remote here leads others to the template; for `make upstream`, write its address into"
        ' [tool.hatchery] of pyproject.toml: forked-from = "ADDRESS"'
    )


def _next_commands(root: Path, new: Identity) -> str:
    tags = output_of(["git", "tag", "--list", "*-v[0-9]*"], folder=root).split()
    commands = [
        f"git commit -m 'Make the fork {new.name}'",
        *(["git tag --delete $(git tag --list '*-v[0-9]*')"] if tags else []),
        *template_address.to_push_elsewhere(root, new),
        "make test",
        "make rehearse",
    ]
    listed = [f"  {command}" for command in commands]
    return "\n".join(["Staged. Next:", *listed, f"Then decide what {template_notes.FILE} lists."])


if __name__ == "__main__":
    sys.exit(main())
