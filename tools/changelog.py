"""Add change notes, check that a change brings its own, show a release's section.

A change to a package brings a note for its users, packages/NAME/changes/ID.TYPE.md. The types are
those of [tool.towncrier] in pyproject.toml; internal says on purpose that users see nothing.

    python -m tools.changelog add core feature "Read TOML from the environment" --id 123
    python -m tools.changelog add core internal "Sort the tests"
    python -m tools.changelog check                    compare with the main branch
    python -m tools.changelog check --since HEAD~3     compare with another commit
    python -m tools.changelog show core                the newest section
    python -m tools.changelog show core 1.3.0          the section of a version

Through make the text arrives to the letter. Through `hatch run` it does not: hatch takes {NAME} for a
field of its own and fills it in, so that a brace is written twice there.

Exit codes: 0 done, 1 found problems, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tools.changelogs import note_check, note_writer, sections
from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.monorepo import paths, workspace
from tools.version_control import journal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; see ``--help``."""
    return command_line.exit_code("changelog", lambda: _act(argv))


def _act(argv: Sequence[str] | None) -> int:
    arguments = command_line.arguments("CHANGELOG_ARGS") if argv is None else argv
    options = _parser().parse_args(arguments)
    return int(options.run(workspace.find_root(), options))


def _add(root: Path, options: argparse.Namespace) -> int:
    path = note_writer.path_for(root, options.package, options.type, options.text, options.id)
    if not options.dry_run:
        note_writer.write(root, path, options.text)
    print(f"would write {path}" if options.dry_run else path)
    return 0


def _check(root: Path, options: argparse.Namespace) -> int:
    journal.refuse_pending(root)
    findings = note_check.check(root, options.since)
    if options.json:
        print(json.dumps({"problems": [finding._asdict() for finding in findings]}, indent=2))
        return 1 if findings else 0
    for finding in findings:
        print(f"{paths.shown(finding.path)} {finding.problem}; {finding.remedy}")
    if not findings:
        print("Every changed package has its note.")
    return 1 if findings else 0


def _show(root: Path, options: argparse.Namespace) -> int:
    names = workspace.names(root)
    if options.package not in names:
        raise UsageError(f"no package is called {options.package!a}; there are {', '.join(names)}")
    path = f"packages/{options.package}/{sections.FILE}"
    text = sections.read(root / path)
    found = {str(section.version): section for section in sections.parse(text)}
    version = options.version or next(iter(found), "")
    if version not in found:
        there = ", ".join(found) or "none"
        raise ToolError(f"{path}: no section for {version or 'any version'}; there are {there}")
    link = sections.links(text).get(version)
    print(found[version].body + (f"\n\n[All changes]({link})" if link else ""))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("changelog", __doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="write a note")
    add.add_argument("package", help="a package's folder name, such as core")
    add.add_argument("type", help="breaking, feature, bugfix, ..., or internal")
    add.add_argument("text", help="what users should know, in a sentence")
    add.add_argument("--id", help="the issue or pull request, such as 123")
    add.add_argument("--dry-run", action="store_true", help="say which file it would be")
    add.set_defaults(run=_add)
    check = commands.add_parser("check", help="find changed packages without a note, and more")
    check.add_argument("--since", metavar="REF", help="compare with the merge base of HEAD and REF")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(run=_check)
    show = commands.add_parser("show", help="print a version's section, without its heading")
    show.add_argument("package", help="a package's folder name, such as core")
    show.add_argument("version", nargs="?", help="the version (default: the newest)")
    show.set_defaults(run=_show)
    return parser


if __name__ == "__main__":
    sys.exit(main())
