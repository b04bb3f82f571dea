"""What can be set: for the installed command, in the repository's own files, from outside."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tools.documentation.markdown import fence, page, table
from tools.documentation.pages.workflow import FILE as WORKFLOW
from tools.monorepo import workspace
from tools.monorepo.identity import identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INTRODUCTION = """
Settings stand in the file of the tool that reads them. Nothing here has to be set for the verbs to
work in a fresh clone.
"""
COMMAND = """
A setting is a key of a TOML file (`--config FILE`, the variable `{variable}_CONFIG`, or
`config.toml` in the user's configuration folder), a variable of the environment, or an option of
the command; the later wins. An unknown key or variable is refused with the nearest name.
"""
REPOSITORY = """
The tables of `pyproject.toml`. What stands above a table there is repeated here; the tools' own
documentation says what each key does.
"""
VARIABLES = """
Variables of a GitHub repository decide what may leave it; without them the workflow checks and
publishes nothing.
"""
CONTAINERS = "`docker compose` reads these variables of the environment:\n"
_TABLE = re.compile(r"((?:^# .*\n)*)^\[tool\.([\w-]+)[^\]]*\]", re.MULTILINE)


def pages(root: Path) -> Mapping[str, str]:
    """One page of settings."""
    sections = [*_commands(root), "## The repository\n", REPOSITORY, _tables(root)]
    sections += ["## The workflow\n", VARIABLES, _workflow(root), *_containers(root)]
    return {"reference/configuration.md": page("Configuration", INTRODUCTION, *sections)}


def _commands(root: Path) -> Iterator[str]:
    """The settings of each package that keeps them as fields of a class, in its module settings."""
    for package in workspace.packages(root).values():
        for path in sorted(package.path.glob("src/**/settings.py")):
            variable = identity(root).constant
            yield f"## The command of `{package.distribution}`\n"
            yield COMMAND.format(variable=variable)
            headings = ["key", "variable", "default", "what it says"]
            yield table(headings, _fields(path.read_text("utf-8"), variable))


def _fields(source: str, variable: str) -> Iterator[tuple[str, ...]]:
    """Each field of the class ``Settings``, with what the class says of it."""
    for found in ast.parse(source).body:
        if isinstance(found, ast.ClassDef) and found.name == "Settings":
            told = dict(
                re.findall(r"^ *(\w+): (.+)$", ast.get_docstring(found) or "", re.MULTILINE)
            )
            for field in found.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    name = field.target.id
                    yield f"`{name}`", f"`{variable}_{name.upper()}`", _default(field), told[name]


def _default(field: ast.AnnAssign) -> str:
    """The default as it is written, or the one that ``field()`` is given."""
    value = field.value
    for keyword in value.keywords if isinstance(value, ast.Call) else ():
        if keyword.arg == "default":
            value = keyword.value
    return f"`{ast.unparse(value)}`" if value else "none"


def _tables(root: Path) -> str:
    """The tools that have tables, each with the comment above its first."""
    comments: dict[str, str] = {}
    for comment, name in _TABLE.findall((root / "pyproject.toml").read_text("utf-8")):
        comments[name] = comments.get(name) or re.sub(r"^# ", "", comment, flags=re.MULTILINE)
    return table(
        ["table", "what it says"], [(f"`[tool.{name}]`", text) for name, text in comments.items()]
    )


def _workflow(root: Path) -> str:
    names = re.findall(r"\bvars\.(\w+)", (root / WORKFLOW).read_text("utf-8"))
    return "".join(f"- `{name}`\n" for name in dict.fromkeys(names))


def _containers(root: Path) -> Iterator[str]:
    """The comment at the top of the compose file that lists its variables."""
    text = (root / "docker" / "compose.yaml").read_text("utf-8")
    comment = re.search(r"^# Variables.*\n((?:#.+\n)+)", text, re.MULTILINE)
    if comment:
        yield from (
            "## The containers\n",
            CONTAINERS,
            fence(re.sub(r"^# {0,3}", "", comment[1], flags=re.MULTILINE)),
        )
