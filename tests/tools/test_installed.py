from __future__ import annotations

import os
import sys
import zipfile
from contextlib import closing
from sysconfig import get_path
from typing import TYPE_CHECKING, Any

import pytest
from coverage import CoverageData

from tools import installed
from tools.distributions import measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

# Makes an environment that sees the libraries of ours, and unpacks wheels into it.
UV = """\
case "$1" in
  venv)
    for last; do :; done
    "{python}" -m venv --without-pip "$last"
    for site in "$last"/lib/python*/site-packages; do
      printf '%s\\n' "{libraries}" "import coverage; coverage.process_startup()" > "$site/ours.pth"
    done ;;
  pip)
    for word; do case "$word" in
      *.whl) for site in {made}*/environment/lib/python*/site-packages; do
        "{python}" -m zipfile --extract "$word" "$site"; done ;;
    esac; done ;;
esac
"""
SETTINGS = """\
[tool.coverage.run]
branch = true
parallel = true
patch = ["subprocess"]
"""
CODE = "def double(number):\n    return number + number\n"
TEST = """\
from pathlib import Path

from acme.{name} import double


def test_double():
    assert double(2) == 4
    assert "site-packages" in double.__code__.co_filename
    assert not Path("packages/{name}/src").exists()
    assert Path("packages/{name}/README.md").exists()
"""


@pytest.fixture
def built(
    house: House,
    programs: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> House:
    """Two packages with their wheels; the second one's tests look for what is not installed."""
    for variable in [name for name in os.environ if name.startswith(("COVERAGE_", "PYTEST_ADD"))]:
        monkeypatch.delenv(variable)  # what measures and selects these tests has no say in those
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "1")  # each takes seconds to start
    house.write("pyproject.toml", SETTINGS)
    for name in ("core", "io"):
        house.package(name, code=CODE)
        house.write(f"packages/{name}/tests/test_{name}.py", TEST.format(name=name))
        path = house.root / "dist" / f"acme_{name}-1.0-py3-none-any.whl"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(f"acme/{name}/__init__.py", f'"""For a test."""\n{CODE}')
    house.write("packages/io/tests/test_io.py", "import acme.forgotten\n")
    house.commit()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(installed.tempfile, "tempdir", str(scratch))
    script = UV.format(
        python=sys.executable, libraries=get_path("purelib"), made=scratch / "installed-"
    )
    monkeypatch.setenv("HATCH_UV", str(programs("small-uv", script)))
    return house


@pytest.mark.usefixtures("built")
def test_with_the_lowest_versions_each_package_has_an_environment_of_its_own(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert installed.main(["--dependencies", "lowest"]) == 1
    told = capfd.readouterr()
    assert told.err.endswith("installed: io failed\n")
    assert "acme-core on Python 3." in told.out
    assert "acme-io on Python 3." in told.out
    assert "1 passed" in told.out


@pytest.mark.usefixtures("built")
def test_otherwise_packages_are_tested_together(capfd: pytest.CaptureFixture[str]) -> None:
    assert installed.main(["core io"]) == 1
    told = capfd.readouterr()
    assert told.err.endswith("installed: core, io failed\n")
    assert "acme-core, acme-io on Python 3." in told.out


def test_what_was_reached_is_written_down_as_lines_of_the_sources(
    built: House, capfd: pytest.CaptureFixture[str]
) -> None:
    target = built.root / "reports" / ".coverage.here"

    assert installed.main(["core", "--coverage", "reports/.coverage.here"]) == 0, capfd.readouterr()
    source = built.root.resolve() / "packages/core/src/acme/core/__init__.py"
    with closing(CoverageData(str(target))) as data:
        data.read()
        reached = {path: bool(data.arcs(path)) for path in data.measured_files()}
    assert reached == {str(source): True}


@pytest.mark.usefixtures("built")
def test_a_missing_wheel_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert installed.main(["core", "--dist", str(tmp_path)]) == 1
    assert "holds no wheel of core; run `make build` first" in capsys.readouterr().err


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("words", [["spam"], ["core io spam"]])
def test_an_unknown_package_is_wrong_use(words: Any) -> None:
    assert installed.main(words) == 2


def test_import_packages_are_found_in_a_namespace_and_without_one(tmp_path: Path) -> None:
    for path in ("acme/core/__init__.py", "plain/__init__.py", "plain/sub/__init__.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "acme" / "__pycache__").mkdir()
    (tmp_path / "loose.py").touch()

    found = {str(path) for path in measured.import_folders(tmp_path)}

    assert found == {"acme/core", "plain"}
