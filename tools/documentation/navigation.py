"""Where pages that are made stand in the site's table of contents.

``mkdocs.yml`` lists the pages that are written. A page that is made goes to the end of the section
whose pages lie in its folder; a folder that has no section yet gets one of its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item: TypeAlias = "str | dict[str, str | list[Item]]"
"""A path, a title with a path, or a section's title with what is in it; as mkdocs reads it."""


def placed(items: list[Item], paths: Iterable[str]) -> list[Item]:
    """The table of contents with each path that it does not list yet."""
    listed = set(leaves(items))
    table = [*items]
    for path in paths:
        if path not in listed:
            _place(table, path, depth=1)
    return table


def leaves(items: Iterable[Item]) -> Iterator[str]:
    """Every path in the table, from top to bottom."""
    for item in items:
        for target in [item] if isinstance(item, str) else item.values():
            if isinstance(target, str):
                yield target
            else:
                yield from leaves(target)


def _place(items: list[Item], path: str, depth: int) -> None:
    """Put a path into the section of its folder, which is ``depth`` folders deep."""
    *folders, _ = path.split("/")
    if depth > len(folders):
        items.append(path)
        return
    _place(_section(items, "/".join(folders[:depth])), path, depth + 1)


def _section(items: list[Item], folder: str) -> list[Item]:
    """The section of a folder's pages, made at the end where there is none."""
    for item in items:
        if isinstance(item, dict):
            for target in item.values():
                if isinstance(target, list) and _is_of(folder, target):
                    return target
    new: list[Item] = []
    items.append({folder.rpartition("/")[2].replace("-", " ").capitalize(): new})
    return new


def _is_of(folder: str, items: list[Item]) -> bool:
    """Whether every page in a section lies in a folder, or below it."""
    return all(path.startswith(f"{folder}/") for path in leaves(items))
