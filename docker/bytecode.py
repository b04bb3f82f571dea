"""Compile the modules of all environments below a folder; those that share a file share its bytecode.

Environments have most of their modules in common, as hard links. Bytecode can be shared as well,
since an import corrects the path in it. It goes by its source's hash and is never checked: nothing
in an image changes.

    python bytecode.py FOLDER
"""

from __future__ import annotations

import os
import py_compile
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.util import cache_from_source
from pathlib import Path


def modules(folder: Path) -> list[list[Path]]:
    """Every module of an environment below the folder, with all the places of its file."""
    places: dict[int, list[Path]] = {}
    for path in sorted(folder.glob("**/site-packages/**/*.py")):
        places.setdefault(path.stat().st_ino, []).append(path)
    return list(places.values())


def share(places: list[Path]) -> None:
    """Compile a module where it lies first, and link its bytecode where else it lies."""
    first, *others = (Path(cache_from_source(str(path))) for path in places)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    try:
        py_compile.compile(str(places[0]), str(first), doraise=True, invalidation_mode=mode)
    except py_compile.PyCompileError:
        return  # a template or a sample, which nobody imports
    for other in others:
        other.parent.mkdir(exist_ok=True)
        os.link(first, other)


def main(arguments: list[str]) -> int:
    """Compile what is below the folder that the arguments name."""
    if len(arguments) != 1:
        print("usage: python bytecode.py FOLDER", file=sys.stderr)
        return 2
    with ProcessPoolExecutor() as pool:
        list(pool.map(share, modules(Path(arguments[0])), chunksize=64))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
