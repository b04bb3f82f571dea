"""The verbs: what the Makefile and ``hatch.toml`` let one type, and what each comes down to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.monorepo import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_VERB = re.compile(r"^([a-z-]+):.*?## (.*)$", re.MULTILINE)
_STEP = re.compile(r"hatch run (?:([\w.-]+):)?(\S+)(.*)")


class Verb(NamedTuple):
    """Something to type.

    Attributes:
        name: As it stands after ``make`` or ``hatch run``.
        purpose: What the Makefile says it is for; empty for a script that has no verb.
        environment: The hatch environment that does it; empty where none does.
        commands: What is run in it at last.
    """

    name: str
    purpose: str
    environment: str
    commands: tuple[str, ...]


def make_verbs(root: Path) -> dict[str, str]:
    """The Makefile's verbs, each with what it is for."""
    return dict(_VERB.findall((root / "Makefile").read_text("utf-8")))


def verbs(root: Path) -> Iterator[Verb]:
    """Make's verbs in their order, then the hatch scripts that have none."""
    purposes = make_verbs(root)
    environments = settings.read(root / "hatch.toml")["envs"]
    scripts = environments["default"].get("scripts", {})
    for name in [*purposes, *(name for name in scripts if name not in purposes)]:
        environment, commands = (
            _resolved(environments, "default", name) if name in scripts else ("", ())
        )
        yield Verb(name, purposes.get(name, ""), environment, commands)


def _resolved(
    environments: Mapping[str, Any], environment: str, name: str
) -> tuple[str, tuple[str, ...]]:
    """The environment and the commands that a script comes down to."""
    script = environments[environment].get("scripts", {}).get(name, name)
    commands = [script] if isinstance(script, str) else script
    step = _STEP.fullmatch(commands[0])
    if len(commands) == 1 and step:
        inner, command, arguments = step.groups()
        environment, found = _resolved(environments, inner or "default", command)
        commands = [f"{line}{arguments}" if command == line else line for line in found]
    return environment, tuple(line.replace("{args}", "").strip() for line in commands)
