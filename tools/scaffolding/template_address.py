"""Where the template is: what a checkout's remotes say before it becomes a fork, and the fork thereafter.

A remote called ``template`` or ``upstream`` is believed before ``origin``. A folder of this machine says
nothing to other people, and the fork's own repository is not the template: ``origin`` leads there after
"Use this template".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tools.errors import UsageError
from tools.monorepo import identity
from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path

    from tools.monorepo.identity import Origin
    from tools.monorepo.spelling import Identity

REMOTES = ("template", "upstream", "origin")

SCHEMES = ("https", "http", "ssh", "git")

_SCP = re.compile(r"(?:[\w.-]+@)?[\w.-]{2,}:(?!//)[\w./~-]+")
"""``git@github.com:owner/name.git``; one letter before the colon is a drive of Windows (git help clone)."""


def found(root: Path, new: Identity) -> str:
    """The template's address, without what would log in to it; empty where no remote tells.

    Args:
        root: The checkout that is to become the fork.
        new: What the fork shall be.
    """
    remotes = _remotes(root)
    addresses = (_public(remotes.get(name, "")) for name in REMOTES)
    return next((one for one in addresses if one and not _leads_to(one, new)), "")


def to_push_elsewhere(root: Path, new: Identity) -> list[str]:
    """The commands after which a push goes to the fork's own repository; none where it does already."""
    remotes = _remotes(root)
    if "template" in remotes or _leads_to(remotes.get("origin", ""), new):
        return []
    rename = ["git remote rename origin template"] if "origin" in remotes else []
    return [*rename, f"git remote add origin https://github.com/{new.owner}/{new.name}.git"]


def _remotes(root: Path) -> dict[str, str]:
    """The remotes' names, each with its address as it was given."""
    entries = git.text(root, "config", "--list", "--local", "--null").split("\0")
    said = (entry.partition("\n") for entry in entries)
    found = ((re.fullmatch(r"remote\.(.+)\.url", key), url) for key, _, url in said)
    return {key[1]: url for key, url in found if key}


def remembered(origin: Origin) -> str:
    """The address that a fork remembers.

    Raises:
        UsageError: It remembers none.
    """
    if not origin.address:
        raise UsageError(
            "pyproject.toml does not say where the template is; name it with --from ADDRESS, or"
            ' write forked-from = "ADDRESS" into [tool.hatchery]'
        )
    return origin.address


def refuse_fork(root: Path, commit: str, address: str) -> None:
    """Refuse what was fetched from an address if it is a fork: its own repository, or another's.

    Raises:
        UsageError: It is no template.
    """
    (pyproject,) = git.contents(root, [f"{commit}:pyproject.toml"])
    if pyproject and identity.origin_told_by(pyproject.decode()):
        raise UsageError(f"{address} is a fork itself; name its template with --from ADDRESS")


def _public(url: str) -> str:
    """The URL without password and token; empty for a folder, and for what TOML would read otherwise."""
    if _SCP.fullmatch(url):
        return url
    if not url.isprintable() or {'"', "\\", "["} & set(url):
        return ""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        return ""
    user, _, host = parts.netloc.rpartition("@")
    login = f"{user.partition(':')[0]}@" if user and parts.scheme == "ssh" else ""
    return urlunsplit((parts.scheme, f"{login}{host}", parts.path, "", ""))


def _leads_to(url: str, new: Identity) -> bool:
    path = url.removesuffix("/").removesuffix(".git").replace(":", "/")
    return path.lower().endswith(f"/{new.owner}/{new.name}".lower())
