"""Plan, prepare and tag releases.

From change notes, tags and declared ranges follows which packages are released next, with which
versions, in which order. The way to the index: plan, prepare, have it reviewed, tag.

    python -m tools.bump plan                     what follows, and why
    python -m tools.bump plan --pre rc            the same as release candidates
    python -m tools.bump plan --only core         core alone
    python -m tools.bump plan --level core=major  core at that level, whatever its notes say
    python -m tools.bump prepare --dry-run        the files that prepare would write
    python -m tools.bump prepare                  write changelogs and ranges, remove used notes
    python -m tools.bump tag --push               tag changelog heads and push them one by one
    python -m tools.bump undo core 1.3.0          what to do about a bad release

Exit codes: 0 done, 1 something stands in the way, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from tools.changelogs import versions
from tools.execution import command_line
from tools.monorepo import workspace
from tools.releasing import bumping
from tools.releasing.releases import Wish

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tool; see ``--help``."""
    options = _parser().parse_args(argv)
    return command_line.exit_code("bump", lambda: _act(options))


def _act(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    match options.command:
        case "plan":
            return bumping.plan(root, _wish(options), as_json=options.json)
        case "prepare":
            # It alone needs a renderer, which takes longer to import than plan takes.
            from tools.releasing import preparing

            day = options.date.isoformat()
            return preparing.run(root, _wish(options), day, dry_run=options.dry_run)
        case "tag":
            remote = options.remote if options.push else None
            return bumping.tag(root, remote, dry_run=options.dry_run)
        case _:
            return bumping.undo(root, options.package, options.version, as_json=options.json)


def _wish(options: argparse.Namespace) -> Wish:
    return Wish(options.pre, frozenset(options.only), dict(options.level))


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("bump", __doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    plan = commands.add_parser("plan", help="show what follows, and why; changes nothing")
    plan.add_argument("--json", action="store_true", help="print one JSON object")
    _add_wish(plan)
    prepare = commands.add_parser(
        "prepare", help="write changelogs and ranges and remove used notes, all or nothing"
    )
    _add_wish(prepare)
    prepare.add_argument(
        "--date",
        type=_date,
        default=datetime.now(UTC).date(),
        metavar="YYYY-MM-DD",
        help="the date of the sections (default: today, UTC)",
    )
    _add_dry_run(prepare)
    tag = commands.add_parser("tag", help="put annotated tags for changelog heads that have none")
    tag.add_argument("--push", action="store_true", help="push each tag, dependencies first")
    tag.add_argument("--remote", default="origin", help="where to push (default: origin)")
    _add_dry_run(tag)
    undo = commands.add_parser("undo", help="print what to do about a bad release")
    undo.add_argument("package", help="a package's folder name, such as core")
    undo.add_argument("version", type=_version, help="the bad version, such as 1.3.0")
    undo.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_wish(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pre", choices=[*versions.PRE_RELEASES], help="make pre-releases")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="this package alone (repeatable)",
    )
    parser.add_argument(
        "--level",
        action="append",
        default=[],
        type=_level,
        metavar="NAME=LEVEL",
        help="major, minor or patch for a package, in place of what its notes say (repeatable)",
    )


def _add_dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; do nothing")


def _level(given: str) -> tuple[str, str]:
    name, separator, level = given.partition("=")
    if not separator or level not in versions.LEVELS:
        raise argparse.ArgumentTypeError(
            f"{given!r} is not NAME=LEVEL with a level of {', '.join(versions.LEVELS)}"
        )
    return name, level


def _date(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no date, such as 2026-01-31") from None


def _version(given: str) -> Version:
    try:
        return Version(given)
    except InvalidVersion:
        raise argparse.ArgumentTypeError(f"{given!r} is no version, such as 1.3.0") from None


if __name__ == "__main__":
    sys.exit(main())
