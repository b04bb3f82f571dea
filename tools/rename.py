"""Make the fork yours: respell the template's name, owner and author everywhere, in one step.

Distributions, import packages, folders, the command, variables of the environment, entry points, docs,
workflow, images and copyright are respelled; changelogs and notes begin anew, so that the first
versions are 0.1.0. All or nothing: the new tree is made aside and taken over by git in one step,
staged and not committed. A second run says that it is done.

    python -m tools.rename --name zeta --owner zeta-org --dry-run
    python -m tools.rename --name zeta --owner zeta-org --author "Zeta Ltd"
    make fork NAME=zeta OWNER=zeta-org

Exit codes: 0 done, or done before, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tools import command_line, names, workspace
from tools.errors import ToolError, UsageError
from tools.process import output_of
from tools.spelling import Identity, respelling

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

MARKER = "<!-- towncrier release notes start -->"
"""What comes after it in a changelog is the template's history, not the fork's."""


def identity(root: Path) -> Identity:
    """Whose repository this is, by ``[tool.hatchery]`` of the root ``pyproject.toml``."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatchery"]
    return Identity(settings["name"], settings["owner"], settings["author"])


def is_forked(root: Path) -> bool:
    """Whether a rename was done here before."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    return "forked-from" in settings["tool"]["hatchery"]


def rename(root: Path, new: Identity) -> str:
    """Make the renamed tree aside and return its git object name; the checkout is untouched.

    Raises:
        ToolError: git or the formatter failed.
    """
    with tempfile.TemporaryDirectory(prefix="rename-") as scratch:
        tree = Path(scratch, "tree")
        tree.mkdir()
        git = _git_aside(root, tree, Path(scratch, "index"))
        git("read-tree", "HEAD")
        git("checkout-index", "--all")
        _rewrite(tree, identity(root), new)
        _format(tree)
        git("add", "--all", "--force")
        return git("write-tree").strip()


def take_over(root: Path, tree: str) -> None:
    """Stage the renamed tree in the checkout, in one step of git's own."""
    output_of(["git", "read-tree", "-m", "-u", "HEAD", tree], folder=root)


def difference(root: Path, tree: str) -> str:
    """The diffstat from HEAD to the renamed tree."""
    return output_of(["git", "diff", "--stat", "--find-renames", "HEAD", tree], folder=root)


def _git_aside(root: Path, tree: Path, index: Path) -> Callable[..., str]:
    environment = {**os.environ, "GIT_INDEX_FILE": str(index), "GIT_WORK_TREE": str(tree)}
    environment["GIT_DIR"] = output_of(
        ["git", "rev-parse", "--absolute-git-dir"], folder=root
    ).strip()

    def git(*words: str) -> str:
        return output_of(["git", *words], folder=tree, environment=environment)

    return git


def _rewrite(tree: Path, old: Identity, new: Identity) -> None:
    respell = respelling(old, new, workspace.names(tree))
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        _rewrite_file(path, tree, respell)
    for folder in sorted((path for path in tree.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    _begin_history_anew(tree)
    _remember_origin(tree, old)


def _rewrite_file(path: Path, tree: Path, respell: Callable[[str], str]) -> None:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return
    path.write_bytes(respell(text).encode())
    target = tree / respell(str(path.relative_to(tree).as_posix()))
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


def _begin_history_anew(tree: Path) -> None:
    for changelog in tree.glob("packages/*/CHANGELOG.md"):
        head, marker, _ = changelog.read_text("utf-8").partition(MARKER)
        changelog.write_text(f"{head}{marker}\n", "utf-8", newline="\n")
    for note in tree.glob("packages/*/changes/*.md"):
        note.unlink()


def _remember_origin(tree: Path, old: Identity) -> None:
    """The one line that still names the template."""
    pyproject = tree / "pyproject.toml"
    table = "[tool.hatchery]\n"
    line = f'forked-from = "{old.owner}/{old.name}"\n'
    text = pyproject.read_text("utf-8").replace(table, table + line)
    pyproject.write_text(text, "utf-8", newline="\n")


def _format(tree: Path) -> None:
    """Imports sort and lines break by the new name."""
    output_of(["ruff", "check", "--quiet", "--select", "I", "--fix", "."], folder=tree)
    output_of(["ruff", "format", "--quiet", "."], folder=tree)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("rename", __doc__)
    parser.add_argument("--name", default=os.environ.get("FORK_NAME"), help="such as zeta")
    parser.add_argument("--owner", default=os.environ.get("FORK_OWNER"), help="GitHub account")
    parser.add_argument("--author", default=os.environ.get("FORK_AUTHOR"), help="copyright holder")
    parser.add_argument("--dry-run", action="store_true", help="show the diffstat, change nothing")
    options = parser.parse_args(argv)
    return command_line.exit_code("rename", lambda: _fork(options))


def _fork(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    new = _wanted(options, root)
    if is_forked(root):
        return _done_before(identity(root), new)
    _refuse_unclean(root)
    tree = rename(root, new)
    print(difference(root, tree))
    if not options.dry_run:
        take_over(root, tree)
        print(_next_commands(root, new))
    return 0


def _wanted(options: argparse.Namespace, root: Path) -> Identity:
    name = options.name or _ask("Name of the fork, such as zeta: ", "--name")
    owner = options.owner or _ask("Account on GitHub that owns it: ", "--owner")
    names.check_name(name, root)
    names.check_owner(owner)
    return Identity(name, owner, options.author or f"The {Identity(name, owner, '').title} authors")


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"{option} is missing, and there is no terminal to ask on")
    return input(question).strip()


def _done_before(now: Identity, new: Identity) -> int:
    if (now.name, now.owner) != (new.name, new.owner):
        raise ToolError(
            f"this is already the fork {now.name} of {now.owner}; fork the template anew"
        )
    print(f"done before: this is {now.name} of {now.owner}")
    return 0


def _refuse_unclean(root: Path) -> None:
    state = subprocess.run(
        ["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=False
    )
    if state.returncode:
        raise ToolError(
            f"{root} is no git repository; `git init && git add --all && git commit` first"
        )
    if state.stdout:
        raise ToolError(
            "there are uncommitted changes; commit or stash them, so that nothing is lost"
        )


def _next_commands(root: Path, new: Identity) -> str:
    tags = output_of(["git", "tag", "--list", "*-v[0-9]*"], folder=root).split()
    commands = [f"git commit -m 'Make the fork {new.name}'", "make test", "make rehearse"]
    if tags:
        commands.insert(1, "git tag --delete $(git tag --list '*-v[0-9]*')")
    return "\n".join(["Staged. Next:", *(f"  {command}" for command in commands)])


if __name__ == "__main__":
    sys.exit(main())
