"""Which names a fork, an owner or a package may have."""

from __future__ import annotations

import keyword
import re
import sys
from typing import TYPE_CHECKING

from tools.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*")
"""Lower case with single hyphens: a name that PEP 503 leaves as it is and that makes an identifier."""

OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}")
"""GitHub's rule for accounts: letters, digits and single hyphens, 39 at most."""

YAML_WORDS = {"null", "none", "true", "false", "yes", "no", "on", "off"}
"""What is no text in YAML 1.1, where it stands alone; GitHub's forms refuse None as well."""


LONGEST = 64
"""Two names, a version and a tag make a wheel's file name, which may have 255 bytes."""

DEVICES = {
    "aux",
    "con",
    "nul",
    "prn",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""What no file or folder can be called on Windows ("Naming Files, Paths, and Namespaces")."""


def check_name(name: str, root: Path) -> None:
    """Refuse a name that could not be imported, or would hide a module that is in use here.

    Raises:
        UsageError: The name will not do; the sentence says why.
    """
    _check_spelling(name, "name")
    module = name.replace("-", "_")
    if keyword.iskeyword(module) or keyword.issoftkeyword(module):
        raise UsageError(f"{name} is a word of Python's own; choose another name")
    if module in sys.stdlib_module_names:
        raise UsageError(f"{name} is a module of Python's standard library; choose another name")
    if module in _in_use(root):
        raise UsageError(
            f"{name} is imported here already, from another place; choose another name"
        )


def check_owner(owner: str) -> None:
    """Refuse what GitHub would not take as an account.

    Raises:
        UsageError: The owner will not do.
    """
    if not OWNER.fullmatch(owner):
        raise UsageError(
            f"{owner!r} is no account that GitHub allows; letters, digits, single hyphens"
        )


def _in_use(root: Path) -> set[str]:
    """The repository's own top folders, and every pinned distribution as it would be imported."""
    pins = {
        line.partition("==")[0].replace("-", "_").lower()
        for path in (root / "locks").glob("*.txt")
        for line in path.read_text("utf-8").splitlines()
        if "==" in line
    }
    return pins | {path.name for path in root.iterdir() if path.is_dir()}


def check_package(name: str) -> None:
    """Refuse a folder name that could not be imported inside the namespace.

    Raises:
        UsageError: The name will not do.
    """
    _check_spelling(name, "package")
    if keyword.iskeyword(name):
        raise UsageError(f"{name} is a word of Python's own; it could not be imported")
    if name in YAML_WORDS:
        raise UsageError(
            f"{name} is no text but a value in YAML, as issue forms list it; choose another"
        )


def _check_spelling(name: str, kind: str) -> None:
    if len(name) > LONGEST:
        raise UsageError(
            f"{name[:20]}... has {len(name)} characters; choose a {kind} of {LONGEST} at most, since"
            " names of files are made of it"
        )
    if not NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} will not do as a {kind}; use lower-case letters, digits and single hyphens, "
            "a letter first"
        )
    if name in DEVICES:
        raise UsageError(f"{name} is a device on Windows, where no folder can be called so")


def check_sentence(text: str) -> None:
    """Refuse a description that would break the files it is written to.

    Raises:
        UsageError: It is no single printable line, or holds what TOML and Python would read otherwise.
    """
    if not text.isprintable() or {'"', "\\"} & set(text) or not text.endswith("."):
        raise UsageError('a description is one line that ends with a full stop, without " and \\')
