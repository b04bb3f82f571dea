"""Write what is installed in an image as a CycloneDX bill of materials.

Debian's packages come from dpkg, Python's distributions from the metadata that lies in the image.
Nothing in it is drawn anew or dated, so that two builds of the same image give the same bytes
(https://cyclonedx.org/docs/1.6/json/).

    python sbom.py NAME >NAME.cdx.json
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from importlib.metadata import Distribution, DistributionFinder, MetadataPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Component = dict[str, str]


def component(kind: str, name: str, version: str, purl: str) -> Component:
    """One entry, known by its package URL (https://github.com/package-url/purl-spec)."""
    return {"bom-ref": purl, "name": name, "purl": purl, "type": kind, "version": version}


def debian_packages() -> Iterator[Component]:
    """What dpkg has installed."""
    columns = r"${Package}\t${Version}\t${Architecture}\n"
    command = ["dpkg-query", "--show", f"--showformat={columns}"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        name, version, architecture = line.split("\t")
        purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}"
        yield component("library", name, version, purl)


def distributions(root: Path) -> Iterator[Component]:
    """Every Python distribution below ``root``, editable installations left out."""
    folders = [str(path) for path in root.glob("**/*-packages") if path.is_dir()]
    for found in MetadataPathFinder.find_distributions(DistributionFinder.Context(path=folders)):
        if not is_editable(found):
            name = found.name.lower().replace("_", "-").replace(".", "-")
            yield component("library", name, found.version, f"pkg:pypi/{name}@{found.version}")


def is_editable(found: Distribution) -> bool:
    """Whether the distribution lies in a checkout (https://peps.python.org/pep-0610/)."""
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    return bool(origin.get("dir_info", {}).get("editable"))


def bill(image: str) -> dict[str, object]:
    """The whole bill, each component once."""
    python = platform.python_version()
    components = [component("platform", "python", python, f"pkg:generic/python@{python}")]
    components += debian_packages()
    for root in ("/opt", "/home", "/usr"):
        components += distributions(Path(root))
    once = {entry["purl"]: entry for entry in components}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"bom-ref": image, "name": image, "type": "container"}},
        "components": [once[purl] for purl in sorted(once)],
    }


def main(arguments: list[str]) -> int:
    """Print the bill of the image that this runs in."""
    if len(arguments) != 1:
        print(f"usage: python {Path(__file__).name} NAME", file=sys.stderr)
        return 2
    print(json.dumps(bill(arguments[0]), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
