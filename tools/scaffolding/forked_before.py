"""What a second `make fork` may ask of a fork: nothing but what is so already.

A fork is respelled once; what is changed afterwards is an edit like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import UsageError
from tools.monorepo import identity, workspace
from tools.scaffolding import licence, renamed_tree
from tools.version_control import git

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from tools.monorepo.spelling import Identity


def refuse_other(options: argparse.Namespace, root: Path, now: Identity) -> None:
    """Refuse options that ask for something else than the fork is.

    Raises:
        UsageError: The sentence names each such option and what is so already.
    """
    others = [*_other_words(options, now), *_other_contents(options, root)]
    if others:
        raise UsageError(f"this is a fork already: {'; '.join(others)}. {_remedy(root)}")


def _other_words(options: argparse.Namespace, now: Identity) -> list[str]:
    said = {
        "name": now.name,
        "owner": now.owner,
        "author": now.author,
        "email": now.email,
        "license": now.licence,
        "description": now.description,
    }
    asked = {name: getattr(options, name) for name in said}
    if asked["license"]:
        asked["license"] = licence.expression(asked["license"])
    return [
        f"its {name} is {said[name]!a}, not {value!a}"
        for name, value in asked.items()
        if value and value != said[name]
    ]


def _other_contents(options: argparse.Namespace, root: Path) -> Iterator[str]:
    file = options.license_file
    if file and licence.given(file) != (root / "LICENSE").read_bytes():
        yield f"its LICENSE has another text than {file}"
    kept = workspace.names(root)
    if options.drop_samples and renamed_tree.STARTER.name not in kept:
        yield f"its packages are {', '.join(kept)}, which --drop-samples would not touch any more"


def _remedy(root: Path) -> str:
    (committed,) = git.contents(root, ["HEAD:pyproject.toml"])
    if committed and identity.origin_told_by(committed.decode()):
        return "Change that where it stands, or fork the template anew"
    return "It is staged and not committed: `git reset --hard` undoes it, and you can fork anew"
