"""Show that a commit gives the same bytes however it is built.

HEAD is built here, and again in clones of it: in another folder, under another umask, as another
user, on each other Python that is found, and in the container. What cannot be tried on this machine
is named, with the reason. A file that differs is told with the first member that does.

    python -m tools.verify_build
    python -m tools.verify_build --json

The last lines are the digests, as `sha256sum --check` reads them on another machine.

Exit codes: 0 the same bytes wherever it was tried, 1 a build differs or failed, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.distributions import archives, building, circumstances
from tools.errors import ToolError, UsageError
from tools.execution import command_line
from tools.monorepo import workspace
from tools.monorepo.root import find_root
from tools.version_control import git

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.distributions.circumstances import Circumstance


class Verdict(NamedTuple):
    """What one circumstance showed.

    Attributes:
        name: The circumstance.
        missing: Why it was not tried; empty if it was.
        problems: What differs or failed, each as a sentence.
    """

    name: str
    missing: str
    problems: list[str]


def verify(root: Path, reference: Path) -> Iterator[Verdict]:
    """Build under every circumstance and compare with the files of ``reference``."""
    for circumstance in circumstances.all_of(root):
        found = [] if circumstance.missing else problems(circumstance, root, reference)
        yield Verdict(circumstance.name, circumstance.missing, found)


def problems(circumstance: Circumstance, root: Path, reference: Path) -> list[str]:
    """How what is built under the circumstance differs from ``reference``."""
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        try:
            built = circumstances.build(circumstance, root, Path(scratch))
        except ToolError as error:
            return [str(error)]
        return list(differences(reference, built))


def differences(reference: Path, built: Path) -> Iterator[str]:
    """Each file that only one folder has, or whose bytes differ."""
    expected, actual = _digests(reference), _digests(built)
    for name in sorted(expected.keys() | actual.keys()):
        if name not in actual:
            yield f"{name} was not built"
        elif name not in expected:
            yield f"{name} was built too"
        elif expected[name] != actual[name]:
            yield f"{name} differs: {_first_difference(reference / name, built / name)}"


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: archives.sha256(path) for path in sorted(folder.glob("*-*"))}


def _first_difference(one: Path, other: Path) -> str:
    expected, actual = _members(one), _members(other)
    for name in [*expected, *actual]:
        if expected.get(name) != actual.get(name):
            return f"{name} has {actual.get(name)} in place of {expected.get(name)}"
    return "the members are the same, in another order or compression"


def _members(path: Path) -> dict[str, dict[str, object]]:
    """What an archive records of each member."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {
                info.filename: {
                    "date": info.date_time,
                    "mode": oct(info.external_attr >> 16),
                    "crc": info.CRC,
                }
                for info in wheel.infolist()
            }
    with tarfile.open(path) as sdist:
        return {
            info.name: {
                "date": info.mtime,
                "mode": oct(info.mode),
                "size": info.size,
                "owner": info.uid,
            }
            for info in sdist
        }


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("verify_build", __doc__)
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    options = parser.parse_args(argv)
    return command_line.exit_code("verify-build", lambda: _show(find_root(), options.json))


def _show(root: Path, as_json: bool) -> int:  # noqa: FBT001 -- an option
    """Build for reference, verify, and print; progress goes to standard error if JSON is wanted."""
    if changed := git.dirty(root):
        raise UsageError(f"only a commit can be verified; commit or stash {', '.join(changed)}")
    with tempfile.TemporaryDirectory(prefix="reference-") as scratch:
        reference = Path(scratch)
        building.build(root, workspace.names(root), reference)
        verdicts = []
        for verdict in verify(root, reference):
            print(_line(verdict), file=sys.stderr if as_json else sys.stdout, flush=True)
            verdicts.append(verdict)
        digests = _digests(reference)
    if as_json:
        result = {"files": digests, "verdicts": [verdict._asdict() for verdict in verdicts]}
        print(json.dumps(result, indent=2))
    else:
        print("\n".join(f"{digest}  {name}" for name, digest in digests.items()))
    return command_line.PROBLEMS if any(verdict.problems for verdict in verdicts) else 0


def _line(verdict: Verdict) -> str:
    if verdict.missing:
        return f"not tried  {verdict.name}: {verdict.missing}"
    word = "DIFFERS" if verdict.problems else "same"
    return "\n".join([f"{word:<9}  {verdict.name}", *verdict.problems])


if __name__ == "__main__":
    sys.exit(main())
