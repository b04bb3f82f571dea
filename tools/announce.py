"""Write the announcement of a release, or a security advisory.

    python -m tools.announce release core 1.3.0    what to tell users, from the changelog's section
    python -m tools.announce advisory FILE         what to publish as an advisory, from a TOML file

An advisory's file has package, title, severity (low, moderate, high, critical), affected (a range such as
>=0.1,<0.1.2), summary and impact, and where there is any: patched, workaround, cve and credits (a list).
The text goes to standard output; nothing is sent anywhere.

Exit codes: 0 written, 1 what it would be written from is missing or wrong, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tools.changelogs import advisory, sections
from tools.errors import ToolError
from tools.execution import command_line
from tools.monorepo import workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

TEMPLATES = Path(__file__).parent / "templates" / "announce"


def release(root: Path, name: str, version: str) -> dict[str, Any]:
    """What an announcement of a release says.

    Raises:
        UsageError: There is no such package.
        ToolError: Its changelog has no such version.
    """
    packages = workspace.packages(root)
    package = packages[command_line.known([name], packages, "package")[0]]
    text = sections.read(package.path / sections.FILE)
    told = {str(section.version): section for section in sections.parse(text)}
    if version not in told:
        raise ToolError(
            f"packages/{name}/{sections.FILE} has no section {version};"
            f" there are {', '.join(told) or 'none'}"
        )
    return {
        "distribution": package.distribution,
        "version": version,
        "prerelease": told[version].version.is_prerelease,
        "body": told[version].body,
        "link": sections.links(text).get(version, ""),
    }


def rendered(template: str, values: Mapping[str, Any]) -> str:
    """A template of this folder with its values, and no blank line at either end."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),  # HTML is; this is Markdown
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{template}.md.jinja").render(values).strip()


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("announce", __doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    of_release = commands.add_parser("release", help="announce a release")
    of_release.add_argument("package", help="a package's folder name, such as core")
    of_release.add_argument("version", help="a version of its changelog, such as 1.3.0")
    of_advisory = commands.add_parser("advisory", help="tell of a security fault")
    of_advisory.add_argument("file", type=Path, help="the advisory's TOML file")
    for command in (of_release, of_advisory):
        command.add_argument("--json", action="store_true", help="print fields and text as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("announce", lambda: _act(options))


def _act(options: argparse.Namespace) -> int:
    root = workspace.find_root()
    if options.command == "release":
        values = release(root, options.package, options.version)
    else:
        values = advisory.read(root, options.file)
    text = rendered(options.command, values)
    print(json.dumps({**values, "text": text}, indent=2) if options.json else text)
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
