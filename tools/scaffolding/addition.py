"""Put a package into a tree: its files, and its place in the lists that no glob can serve."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.monorepo.identity import identity
from tools.scaffolding import registration
from tools.scaffolding.package_template import Blueprint, package_files, reference_page


def add(root: Path, blueprint: Blueprint, *, dry_run: bool) -> list[str]:
    """Add a package and return what was written, as paths from the root.

    The folder is made aside and renamed last: a killed run leaves no package, and can be run again.
    """
    owner = identity(root)
    target = root / "packages" / blueprint.name
    files = package_files(blueprint, owner, (root / "LICENSE").read_bytes())
    page = root / "docs" / "reference" / f"{blueprint.name}.md"
    texts = {
        **registration.added(root, registration.listing(blueprint, owner)),
        page: reference_page(blueprint, owner),
    }
    if not dry_run:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as scratch:
            _write(Path(scratch, "package"), files)
            registration.replace(texts)
            Path(scratch, "package").rename(target)
    written = [*texts, *(target / name for name in files)]
    return sorted(str(path.relative_to(root)) for path in written)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
