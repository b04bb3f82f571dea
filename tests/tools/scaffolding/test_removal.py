"""A package goes with everything that is about it alone, and leaves what is about others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.dependencies import lock_files
from tools.monorepo import workspace
from tools.monorepo.spelling import Identity
from tools.scaffolding import removal
from tools.scaffolding.package_template import Blueprint, package_files

if TYPE_CHECKING:
    from pathlib import Path

ORBIT = Identity("orbit", "Orbit-Labs", "The Orbit authors")

FILES = {
    "pyproject.toml": """\
[tool.hatchery]
name = "orbit"
owner = "Orbit-Labs"
author = "The Orbit authors"

[dependency-groups]
tools = ["rich"]

[tool.uv.sources]
orbit-app = { workspace = true }
orbit-core = { workspace = true }

[tool.ruff.lint.per-file-ignores]
"packages/app/src/**" = ["T20"]
"packages/core/src/**" = ["PTH"]

[tool.mypy]
mypy_path = [
  "packages/app/src",
  "packages/core/src",
]
""",
    "hatch.toml": "",
    "mkdocs.yml": """\
plugins:
  - mkdocstrings:
      handlers: { python: {} }

nav:
  - Tutorials:
      - Fly: tutorials/fly.md
  - Reference:
      - orbit.app: reference/app.md
      - orbit.core: reference/core.md
""",
    "README.md": """\
| folder | what is in it |
| --- | --- |
| `packages/app` | `orbit-app`: the program |
| `packages/core` | `orbit-core`: the rest |

See [how to fly](docs/tutorials/fly.md), [app](packages/app/README.md) and [core](packages/core/README.md).
""",
    "docs/index.md": """\
[The program](reference/app.md#main), [changes](changelogs/app.md), [core](reference/core.md), [PyPI](https://pypi.org).

<!-- begin: app -->
## The program
<!-- end: app -->
""",
    "docs/tutorials/fly.md": "# Fly\n",
    "docs/reference/app.md": "# orbit.app\n",
    "docs/reference/core.md": "# orbit.core\n",
    "docker/logo.bin": "",
    "tests/test_flight.py": "",
}

OWN = (
    '\n[tool.hatchery]\nbelongings = ["docs/tutorials/*", "tests/test_flight.py", "docs/gone.md"]\n'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with packages app and core, where app has a page, a test and passages elsewhere."""
    files = dict(FILES)
    for name, about in (("app", "App."), ("core", "Core.")):
        for path, content in package_files(Blueprint(name, about), ORBIT, b"MIT\n").items():
            files[f"packages/{name}/{path}"] = content.decode()
    files["packages/app/pyproject.toml"] = (
        files["packages/app/pyproject.toml"].replace(
            "dependencies = []", 'dependencies = ["click"]'
        )
        + OWN
    )
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "docker" / "more").mkdir()
    (tmp_path / "docker" / "logo.bin").write_bytes(b"\xff\x00")
    return tmp_path


def test_its_files_go_and_others_stay(root: Path) -> None:
    removal.carry_out(root, removal.of(root, "app"))

    assert workspace.names(root) == ["core"]
    assert not (root / "docs" / "tutorials").exists()
    assert not (root / "tests" / "test_flight.py").exists()
    assert not (root / "docs" / "reference" / "app.md").exists()
    assert (root / "docs" / "reference" / "core.md").exists()
    assert (root / "docker" / "logo.bin").read_bytes() == b"\xff\x00"


def test_it_is_in_no_list_any_more(root: Path) -> None:
    removal.carry_out(root, removal.of(root, "app"))

    settings = (root / "pyproject.toml").read_text()
    assert "packages/app" not in settings
    assert "orbit-app" not in settings
    assert '"packages/core/src/**" = ["PTH"]' in settings
    site = (root / "mkdocs.yml").read_text()
    assert site.endswith("\n\nnav:\n  - Reference:\n      - orbit.core: reference/core.md\n")
    assert site.startswith("plugins:\n  - mkdocstrings:\n      handlers: { python: {} }\n")


def test_passages_go_and_links_to_what_is_gone_become_plain(root: Path) -> None:
    removal.carry_out(root, removal.of(root, "app"))

    assert (root / "docs" / "index.md").read_text() == (
        "The program, changes, [core](reference/core.md), [PyPI](https://pypi.org).\n\n"
    )
    readme = (root / "README.md").read_text()
    assert readme.endswith("\n\nSee how to fly, app and [core](packages/core/README.md).\n")
    assert readme.count("packages/app") == 0


def test_nothing_is_touched_before_it_is_carried_out(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    planned = removal.of(root, "app")

    assert root / "packages" / "app" in planned.paths()
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_run_that_was_killed_before_the_folder_went_can_be_run_again(root: Path) -> None:
    planned = removal.of(root, "app")
    for path in planned.files[:2]:
        path.unlink()

    removal.carry_out(root, removal.of(root, "app"))

    assert workspace.names(root) == ["core"]


def test_locks_that_were_up_to_date_stay_so(root: Path) -> None:
    (root / "locks").mkdir()
    for name in ("runtime", "tools"):
        (root / "locks" / f"{name}.txt").write_text("# of something else\n")
    lock_files.acknowledge(root, ["runtime"])
    written = (root / "locks" / "runtime.txt").stat().st_mtime_ns
    lock_files.acknowledge(root, ["runtime"])
    assert (root / "locks" / "runtime.txt").stat().st_mtime_ns == written
    stale = "locks/tools.txt is stale; run `make lock` and commit the result"
    assert list(lock_files.problems(root)) == [stale]

    removal.carry_out(root, removal.of(root, "app"))

    assert list(lock_files.problems(root)) == [stale]
