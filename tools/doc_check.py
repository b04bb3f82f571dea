"""Review the pages that are written: what each type must have, links, versions, blocks of code.

    python -m tools.doc_check             every page; each fault with file, line and remedy
    python -m tools.doc_check --blocks    count the blocks of code; list those that cannot run, and why

A tutorial says what there will be at the end and what it needs; a how-to's title begins with a verb, an
explanation's does not; a page of the reference is made. Links into the repository lead somewhere, and a
version in the prose is one that the locks pin. What the blocks say is run by tests/docs.

Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from tools.documentation import claims, page_types
from tools.documentation.fences import blocks, documents
from tools.documentation.page_types import Fault
from tools.execution import command_line
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def faults(root: Path) -> Iterator[Fault]:
    """Everything that is wrong with the pages."""
    pinned = claims.pins(root)
    for path in documents(root):
        if path.startswith("docs/"):
            yield from page_types.faults(path, (root / path).read_text("utf-8"))
        yield from claims.faults(root, path, pinned)
        for block in blocks(root, path):
            if not block.language:
                yield Fault(
                    path, block.line, "a block says no language", "name it behind the fence"
                )


def counted(root: Path) -> dict[str, Any]:
    """How many blocks there are, by what becomes of them, and each that cannot run with its reason."""
    found = [block for path in documents(root) for block in blocks(root, path)]
    kinds = Counter(
        "not run"
        if block.reason
        else "written as a file"
        if block.title
        else "run"
        if block.runs
        else f"{block.language}, read"
        for block in found
    )
    reasons = {block.place: block.reason for block in found if block.reason}
    return {"blocks": dict(sorted(kinds.items())), "not run": reasons}


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("doc_check", __doc__)
    parser.add_argument("--blocks", action="store_true", help="count the blocks of code")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(argv)
    act = _count if options.blocks else _review
    return command_line.exit_code("doc_check", lambda: act(workspace.find_root(), options.json))


def _review(root: Path, as_json: bool) -> int:  # noqa: FBT001 -- an option
    found = list(faults(root))
    if as_json:
        print(json.dumps({"faults": [fault._asdict() for fault in found]}, indent=2))
        return command_line.PROBLEMS if found else command_line.DONE
    return command_line.report(map(str, found))


def _count(root: Path, as_json: bool) -> int:  # noqa: FBT001 -- an option
    found = counted(root)
    if as_json:
        print(json.dumps(found, indent=2))
        return command_line.DONE
    for kind, count in found["blocks"].items():
        print(f"{count:4} {kind}")
    for place, reason in found["not run"].items():
        print(f"{place}: {reason}")
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
