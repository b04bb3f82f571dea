"""The schema of the release plan, as a file to check against and as a page to read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tools.documentation.markdown import page, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "docs/reference/plan.schema.json"
INTRODUCTION = """
`hatch run bump plan --json` prints one object that fits [this JSON Schema](plan.schema.json).
Fields may be added in later versions of the tools; none of these changes its meaning without a new
schema.
"""


def pages(root: Path) -> Mapping[str, str]:
    """One page with a table for each kind of object."""
    schema = json.loads((root / FILE).read_text("utf-8"))
    kinds = {"The plan": schema, **schema["$defs"]}
    sections = (_section(name, kind) for name, kind in kinds.items())
    return {"reference/plan.md": page("Plan as JSON", INTRODUCTION, *sections)}


def _section(name: str, kind: Mapping[str, Any]) -> str:
    listed = table(["field", "type", "what it says"], _rows(kind))
    return f"## {name.capitalize()} {{ #{name.lower().replace(' ', '-')} }}\n\n{listed}"


def _rows(kind: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, field in kind["properties"].items():
        yield f"`{name}`", _type(field), field["description"]


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in field:
        return " or ".join(f"`{json.dumps(value)}`" for value in field["enum"])
    if "items" in field:
        return f"list of {_type(field['items'])}"
    if "additionalProperties" in field:
        return f"{_type(field['additionalProperties'])} by package"
    kinds = field["type"]
    return kinds if isinstance(kinds, str) else " or ".join(kinds)
