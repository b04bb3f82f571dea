"""The bytecode that environments of an image share."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "docker" / "bytecode.py"


def compile_below(folder: Path | str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, PROGRAM, folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compiled(module: Path) -> Path:
    return Path(cache_from_source(str(module)))


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """One module in two environments."""
    one, other = (tmp_path / name / "lib" / "site-packages" for name in ("one", "other"))
    for folder in (one, other):
        folder.mkdir(parents=True)
    (one / "shared.py").write_text("PLACE = (lambda: 0).__code__.co_filename\n", "utf-8")
    os.link(one / "shared.py", other / "shared.py")
    return one / "shared.py", other / "shared.py"


def test_a_shared_module_is_compiled_once_and_knows_where_it_lies(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    done = compile_below(tmp_path)

    one, other = places
    assert (done.returncode, done.stderr) == (0, "")
    assert compiled(one).samefile(compiled(other))
    for module in places:
        # The bytecode alone is what is imported: it is never compared with its source.
        module.write_text("raise SystemExit('compiled again')\n", "utf-8")
        command = [sys.executable, "-c", "import shared; print(shared.PLACE)"]
        printed = subprocess.check_output(command, cwd=module.parent, text=True)
        assert printed.strip() == str(module)


def test_what_cannot_be_compiled_stops_nothing(places: tuple[Path, Path], tmp_path: Path) -> None:
    broken = places[0].with_name("broken.py")
    broken.write_text("def {{ name }}():\n", "utf-8")

    done = compile_below(tmp_path)

    assert done.returncode == 0
    assert not compiled(broken).exists()
    assert compiled(places[0]).exists()


def test_modules_of_no_environment_are_left_alone(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.touch()

    done = compile_below(tmp_path)

    assert done.returncode == 0
    assert not compiled(module).exists()


def test_without_a_folder_it_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, PROGRAM], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (2, "usage: python bytecode.py FOLDER\n")
