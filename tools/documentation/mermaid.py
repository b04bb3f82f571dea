"""Write Mermaid flowcharts (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def flowchart(
    title: str, description: str, nodes: Iterable[str], edges: Iterable[tuple[str, str]]
) -> str:
    """A fence with a flowchart from left to right; title and description are read aloud.

    Args:
        title: What the picture is of.
        description: What it shows, in one line, for whoever does not see it.
        nodes: Names, each in a box.
        edges: Pairs of names; the arrow goes from the first to the second.
    """
    numbers = {name: f"n{number}" for number, name in enumerate(nodes)}
    lines = [
        "flowchart LR",
        f"  accTitle: {title}",
        f"  accDescr: {description}",
        *(f'  {number}["{name}"]' for name, number in numbers.items()),
        *(f"  {numbers[start]} --> {numbers[end]}" for start, end in edges),
    ]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"
