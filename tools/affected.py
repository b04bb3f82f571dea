"""What a change touches, and everything that depends on it.

Compared are the work tree, with its uncommitted and unknown files, and the merge base of HEAD with a
reference. A path under packages/NAME/ changes NAME; prose at the root and in .github/, docs/, issue
forms and .vscode/ change nothing; any other path, and whatever git cannot answer, counts for
everything, with the reason. Standard library only: it starts on any Python 3.11 or later without an
environment.

    python -m tools.affected                 since the main branch; on it, since the parent
    python -m tools.affected --since HEAD~3  since another commit
    python -m tools.affected --json          {"base", "everything", "reason", "changed", "affected"}

Exit codes: 0 answered, 1 the workspace cannot be read, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys

from tools.errors import ToolError, UsageError
from tools.monorepo import root
from tools.version_control import changes

TYPE_CHECKING = False  # that of `typing` takes as long as git's answer
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.monorepo.reach import Affected, Scan


def affected(folder: str, reference: str | None = None) -> Affected:
    """What changed since the merge base with ``reference``, by default the main branch.

    Raises:
        UsageError: The reference cannot be one.
        ToolError: A package's folder has a name that nothing could carry.
    """
    base = None
    try:
        with changes.Comparison(folder, reference) as comparison:
            scan = _scan(folder)
            base = comparison.base()
            return _reached(scan, base, comparison.paths(base))
    except UsageError:
        raise
    except ToolError as error:
        return _everything(folder, base, str(error))


def _scan(folder: str) -> Scan:
    # Imported and read while git is at work on the other core.
    import json  # noqa: F401 -- needed after git's answer, and as well loaded before it
    import tomllib  # noqa: F401

    from tools.monorepo import reach, workspace

    return reach.Scan(folder, workspace.names(folder))


def _reached(scan: Scan, base: str, differing: list[str]) -> Affected:
    from tools.monorepo import paths
    from tools.monorepo.reach import Affected

    touched = paths.touched(differing)
    if touched.other:
        raise ToolError(f"{paths.shown(touched.other)} may bear on every package")
    changed = sorted(touched.packages.intersection(scan.contents))
    lost = sorted(touched.packages.difference(scan.contents))
    gone = [_distribution_at(scan.root, base, name) for name in lost]
    reached = sorted(scan.dependents(changed, gone))
    reason = f"{len(changed)} of {len(scan.contents)} packages changed since {base[:12]}"
    reason += f"; gone: {', '.join(lost)}" * bool(lost)
    return Affected(base, everything=False, reason=reason, changed=changed, affected=reached)


def _everything(folder: str, base: str | None, reason: str) -> Affected:
    from tools.monorepo import workspace
    from tools.monorepo.reach import Affected

    names = workspace.names(folder)
    return Affected(base, everything=True, reason=reason, changed=names, affected=names)


def _distribution_at(folder: str, base: str, name: str) -> str:
    """What a package that is gone was called on the index."""
    from tools.monorepo import declared, paths

    content = changes.file_at(folder, base, f"{declared.FOLDER}/{name}/pyproject.toml")
    if content is None:
        raise ToolError(f"{declared.FOLDER}/{paths.shown(name)} is no package and was none before")
    return declared.distribution(name, declared.parse(name, content))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; see ``--help``."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        reference, as_json = _options(arguments)
        _print(affected(root.above(os.getcwd()), reference), as_json=as_json)
        sys.stdout.flush()
    except ToolError as error:
        print(f"affected: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        from tools.execution import command_line

        return command_line.hang_up()
    return 0


def _options(arguments: list[str]) -> tuple[str | None, bool]:
    reference, as_json = None, False
    waiting = list(arguments)
    while waiting:
        option = waiting.pop(0)
        if option == "--json":
            as_json = True
        elif option == "--since" and waiting:
            reference = waiting.pop(0)
        elif option.startswith("--since="):
            reference = option.removeprefix("--since=")
        else:
            return _explain(arguments)
    return reference, as_json


def _explain(arguments: list[str]) -> tuple[str | None, bool]:
    """Leave help and complaints to argparse, which takes longer to import than the usual answer."""
    from tools.execution import command_line

    parser = command_line.parser("affected", __doc__)
    parser.add_argument(
        "--since", metavar="REF", help="compare with the merge base of HEAD and REF"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parsed = parser.parse_args(arguments)
    return parsed.since, parsed.json


def _print(found: Affected, *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps(found._asdict()))
        return
    print(("everything: " if found.everything else "") + found.reason)
    for name in found.affected:
        print(f"  {name}" + ("" if name in found.changed else "  (depends on a change)"))


if __name__ == "__main__":
    sys.exit(main())
