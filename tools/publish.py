"""Publish the wheels and sdists of a folder, in the order in which they depend on each other.

Every file is first compared with the index by its SHA-256: what is there already is left alone, and
a file that is there with other bytes stops the run before anything is uploaded. A package goes out
once each sibling that it requires can be resolved on the index, and a package that fails holds back
those that require it. What is out stays out: run it again and it finishes, or does nothing.

    python -m tools.publish --dist dist --index pypi --dry-run
    python -m tools.publish --dist dist --index pypi --tag core-v1.3.0
    python -m tools.publish --dist dist --index https://packages.example.org/simple/ --only core

In CI it identifies itself by Trusted Publishing. Elsewhere credentials come from UV_PUBLISH_TOKEN,
or UV_PUBLISH_USERNAME and UV_PUBLISH_PASSWORD, or from the keyring with
UV_KEYRING_PROVIDER=subprocess; never from the command line.

Exit codes: 0 everything asked for is out (or would be), 1 something is not, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stamina.instrumentation import set_on_retry_hooks

from tools.errors import ToolError
from tools.execution import command_line
from tools.monorepo import workspace
from tools.publishing import delivery, package_index, shipments

if TYPE_CHECKING:
    import argparse

    from stamina.instrumentation import RetryDetails

    from tools.publishing.delivery import Delivery

DEADLINE = 900.0
"""Seconds that a package waits for what it requires: indexes lag, and jobs run side by side."""


def as_json(deliveries: list[Delivery], index: str) -> dict[str, Any]:
    """What became of each package, for machines."""
    packages = [
        {
            "package": ended.shipment.package,
            "distribution": ended.shipment.distribution,
            "version": str(ended.shipment.version),
            "state": ended.state,
            "reason": ended.reason,
            "files": [
                {"file": file.path.name, "sha256": file.sha256, "index": file.standing}
                for file in ended.files
            ],
        }
        for ended in deliveries
    ]
    return {"index": index, "packages": packages}


def report(deliveries: list[Delivery]) -> None:
    """Print what is out and what is not."""
    for title, is_out in (("Out:", True), ("Not out:", False)):
        lines = [ended.summary for ended in deliveries if (ended.state in delivery.OUT) is is_out]
        if lines:
            print("\n  ".join([title, *lines]))


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = command_line.parser("publish", __doc__)
    parser.add_argument(
        "--dist", type=Path, required=True, metavar="DIR", help="the folder with wheels and sdists"
    )
    parser.add_argument(
        "--index", required=True, metavar="URL", help="the index as installers name it, or `pypi`"
    )
    parser.add_argument(
        "--upload",
        metavar="URL",
        help="where uploads go (default: PyPI's own, else what stands before /simple/)",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PACKAGE",
        help="this package; can be repeated",
    )
    parser.add_argument(
        "--tag", metavar="TAG", help="the package and the version that this release tag names"
    )
    parser.add_argument(
        "--deadline",
        type=float,
        metavar="SECONDS",
        help=f"how long to wait for a sibling to come out (default: {DEADLINE:g}; with --dry-run 0)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be uploaded")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args(argv)


def tell(line: str) -> None:
    """Print a line on what happens, apart from the result."""
    print(line, file=sys.stderr, flush=True)


def tell_pause(details: RetryDetails) -> None:
    """Say that an answer is awaited, and for how long it has been."""
    waited = f"{details.waited_so_far:.0f} s so far"
    tell(f"asking again in {details.wait_for:.0f} s ({waited}): {details.caused_by}")


def run(options: argparse.Namespace) -> int:
    """Publish as the options say.

    Raises:
        ToolError: The files or the index cannot be read.
    """
    set_on_retry_hooks([tell_pause])
    index = package_index.locate(options.index, options.upload)
    packages = workspace.packages(workspace.find_root())
    command_line.known(options.only, packages, "package")
    found = shipments.read(options.dist, packages)
    if not found:
        raise ToolError(f"{options.dist} holds no wheel or sdist; run `make build` first")
    wanted = shipments.chosen(found, options.only, options.tag)
    ended = delivery.deliver_all(
        wanted,
        index,
        deadline=_deadline(options),
        dry_run=options.dry_run,
        tell=tell,
    )
    if options.json:
        print(json.dumps(as_json(ended, index.simple), indent=2))
    else:
        report(ended)
    reached = (*delivery.OUT, "would upload")
    return (
        command_line.DONE if all(one.state in reached for one in ended) else command_line.PROBLEMS
    )


def _deadline(options: argparse.Namespace) -> float:
    if options.deadline is None:
        return 0.0 if options.dry_run else DEADLINE
    return float(options.deadline)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    options = _options(argv)
    return command_line.exit_code("publish", lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
