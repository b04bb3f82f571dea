"""Write a software bill of materials for each package: what installing it brings along.

CycloneDX 1.5 as uv exports it, one `NAME.cdx.json` for each distribution, with third parties as
`locks/runtime.txt` pins them and siblings at the version of this tree. What uv draws anew each time,
a serial number and the time, follows from the commit instead, so that the same commit gives the same
bytes from the same index.

    python -m tools.sbom                          every package, into reports/sbom/
    python -m tools.sbom core --output DIR

Exit codes: 0 written, 1 something cannot be resolved, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.distributions import building
from tools.execution import command_line
from tools.execution.process import environment_without_locks, output_of, uv
from tools.monorepo import workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.monorepo.workspace import Package

ROOT = """\
[tool.uv]
package = false
constraint-dependencies = {pins}

[tool.uv.workspace]
members = ["packages/*"]

[tool.uv.sources]
{sources}
"""
MEMBER = """\
[project]
name = {name}
version = {version}
requires-python = {python}
dependencies = {dependencies}
"""
"""Templates of TOML; what is filled in is JSON, whose strings and lists are TOML's too."""


def exported(root: Path, names: list[str]) -> dict[str, Any]:
    """What uv exports for each named package, by distribution.

    Raises:
        ToolError: Something cannot be resolved.
    """
    packages = workspace.packages(root)
    chosen = [packages[name].distribution for name in names]
    with tempfile.TemporaryDirectory(prefix="sbom-") as scratch:
        folder = Path(scratch)
        _write_manifests(root, packages, folder)
        _uv("lock", folder)
        options = ("--frozen", "--no-dev", "--format", "cyclonedx1.5", "--package")
        return {name: json.loads(_uv("export", folder, *options, name)) for name in chosen}


def _write_manifests(root: Path, packages: Mapping[str, Package], folder: Path) -> None:
    """A workspace of declarations alone, whose versions need no build, with third parties pinned."""
    lines = (root / "locks" / "runtime.txt").read_text("utf-8").splitlines()
    pins = [line.rstrip(" \\") for line in lines if not line.startswith((" ", "#"))]
    sources = [f"{package.distribution} = {{ workspace = true }}" for package in packages.values()]
    text = ROOT.format(pins=json.dumps(pins), sources="\n".join(sources))
    (folder / "pyproject.toml").write_text(text, "utf-8")
    for package in packages.values():
        project = package.metadata["project"]
        text = MEMBER.format(
            name=json.dumps(package.distribution),
            version=json.dumps(_version(package)),
            python=json.dumps(project["requires-python"]),
            dependencies=json.dumps(project.get("dependencies", [])),
        )
        member = folder / "packages" / package.name
        member.mkdir(parents=True)
        (member / "pyproject.toml").write_text(text, "utf-8")


def _version(package: Package) -> str:
    command = [sys.executable, "-m", "hatchling", "version"]
    return output_of(command, folder=package.path).strip().rpartition("\n")[2]


def _uv(verb: str, folder: Path, *options: str) -> str:
    command = [uv(), verb, "--quiet", "--no-python-downloads", "--python", sys.executable]
    return output_of([*command, *options], folder=folder, environment=environment_without_locks())


def normalised(exported: dict[str, Any], clock: int) -> dict[str, Any]:
    """The bill as the commit alone decides it; ``clock`` is the commit's, in seconds since 1970."""
    bill: dict[str, Any] = json.loads(json.dumps(exported))
    for component in (bill["metadata"]["component"], *bill["components"]):
        component.pop("properties", None)  # where uv found the packages of the tree
        component.setdefault("purl", f"pkg:pypi/{component['name']}@{component['version']}")
    bill["metadata"]["timestamp"] = datetime.fromtimestamp(clock, UTC).isoformat()
    del bill["serialNumber"]
    identity = json.dumps(bill, sort_keys=True)
    return {**bill, "serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, identity).urn}


def write(root: Path, names: list[str], output: Path) -> list[Path]:
    """Write the bill of each named package, and return the files.

    Raises:
        ToolError: Something cannot be resolved.
    """
    bills = exported(root, names)
    clock = int(building.commit_time(root))
    output.mkdir(parents=True, exist_ok=True)
    return [_keep(normalised(bill, clock), output, name) for name, bill in bills.items()]


def _keep(bill: dict[str, Any], output: Path, name: str) -> Path:
    path = output / f"{name}.cdx.json"
    partial = path.with_suffix(".part")
    partial.write_text(f"{json.dumps(bill, indent=2)}\n", "utf-8", newline="\n")
    return partial.replace(path)


def main(argv: list[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = command_line.parser("sbom", __doc__)
    parser.add_argument("names", nargs="*", metavar="PACKAGE", help="folder names (default: all)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: reports/sbom")
    options = parser.parse_args(argv)
    return command_line.exit_code("sbom", lambda: _run(options.names, options.output))


def _run(names: list[str], output: Path | None) -> int:
    root = workspace.find_root()
    chosen = command_line.known(names, workspace.packages(root), "package")
    for path in write(root, chosen, output or root / "reports" / "sbom"):
        print(path)
    return command_line.DONE


if __name__ == "__main__":
    sys.exit(main())
