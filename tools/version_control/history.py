"""What is out: the released versions of each package, from the tags that HEAD contains."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.errors import ToolError
from tools.version_control import git, tags

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from packaging.version import Version

    from tools.version_control.git import Tag


class Released(NamedTuple):
    """What the tags say of one package.

    Attributes:
        current: Its highest version, pre-releases included (PEP 440 order).
        final: Its highest version that is no pre-release; None when there is none yet.
        commit: The commit of ``current``.
    """

    current: Version
    final: Version | None
    commit: str


def refuse_shallow(root: Path) -> None:
    """Refuse a history that was cut off, which cannot tell what is out.

    Raises:
        ToolError: It was; or this is no repository.
    """
    if git.text(root, "rev-parse", "--is-shallow-repository") == "true":
        raise ToolError(
            "this checkout is shallow, and versions come from tags; git fetch --unshallow --tags"
        )


def released(found: Iterable[Tag]) -> dict[str, Released]:
    """The packages that annotated release tags name; lightweight tags and others do not count."""
    history: dict[str, Released] = {}
    for tag in found:
        name = tags.parse(tag.name) if tag.annotated else None
        if name is not None:
            history[name.package] = _with(history.get(name.package), name.version, tag.commit)
    return history


def _with(known: Released | None, version: Version, commit: str) -> Released:
    final = None if version.is_prerelease else version
    if known is None:
        return Released(version, final, commit)
    finals = [known_final for known_final in (known.final, final) if known_final is not None]
    newest = (version, commit) if version > known.current else (known.current, known.commit)
    return Released(newest[0], max(finals, default=None), newest[1])
