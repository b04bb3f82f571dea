"""What the fork shall be: from options, the environment that make sets, and questions on a terminal.

Who leaves out the name or the owner is asked for everything that is missing; without a terminal that is
wrong usage. With both given nothing is asked, and what is missing takes its default.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import UsageError
from tools.monorepo.spelling import Identity
from tools.scaffolding import licence, names

if TYPE_CHECKING:
    import argparse

EMAIL = re.compile(r"[^\s@\"\\<>]+@[^\s@\"\\<>]+\.[^\s@\"\\<>]+")

OPTIONS = {
    "name": "such as zeta",
    "owner": "GitHub account",
    "author": "copyright holder (default: The NAME authors)",
    "email": "where the author is reached (default: nowhere)",
    "license": "SPDX expression, or Proprietary (default: as the template)",
    "description": "one sentence on what the repository is (default: as the template)",
}
"""Each option with its help; make hands them over as FORK_NAME and so on."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give a parser the options, each with the environment's value as its default."""
    for name, about in OPTIONS.items():
        given = os.environ.get(f"FORK_{name.upper()}") or None
        parser.add_argument(f"--{name}", default=given, help=about)
    parser.add_argument(
        "--license-file", type=Path, metavar="FILE", help="text of a licence that is not here"
    )


def wanted(options: argparse.Namespace, root: Path, now: Identity) -> Identity:
    """The identity that was asked for, with what is missing asked or taken from the template's.

    Raises:
        UsageError: Something is missing and cannot be asked for, or will not do.
    """
    asking = not (options.name and options.owner)
    name = options.name or _ask("Name of the fork, such as zeta", "--name")
    names.check_name(name, root)
    if name == now.name:
        raise UsageError(f"{name} is the template's own name; choose the fork's")
    owner = options.owner or _ask("Account on GitHub that owns it", "--owner")
    names.check_owner(owner)
    authors = f"The {Identity(name, owner, '').title} authors"
    rest = {
        "author": (options.author, "Copyright holder", authors),
        "email": (options.email, "Address of the author, which may be empty", ""),
        "license": (options.license, "Licence, as SPDX has it, or Proprietary", now.licence),
        "description": (options.description, "What it is, in one sentence", now.description),
    }
    answers = {
        key: given or (_ask(question, f"--{key}", default) if asking else default)
        for key, (given, question, default) in rest.items()
    }
    return _checked(name, owner, answers)


def _checked(name: str, owner: str, answers: dict[str, str]) -> Identity:
    author, email = answers["author"], answers["email"]
    if not author.isprintable() or {'"', "\\"} & set(author):
        raise UsageError(f'{author!r} will not do as an author: one line without " and \\')
    if email and not EMAIL.fullmatch(email):
        raise UsageError(f"{email!r} is no address such as team@example.org")
    if answers["description"]:
        names.check_sentence(answers["description"])
    expression = licence.expression(answers["license"])
    return Identity(name, owner, author, email, expression, answers["description"])


def _ask(question: str, option: str, default: str | None = None) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"{option} is missing, and there is no terminal to ask on")
    shown = f" [{default}]" if default else ""
    try:
        return input(f"{question}{shown}: ").strip() or default or ""
    except EOFError:
        raise UsageError(f"{option} is missing, and nothing more was answered") from None
