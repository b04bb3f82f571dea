"""Clean environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import wheel
from tools.errors import ToolError
from tools.release_checks import environments

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.index_server import Index


@pytest.fixture
def only_index(index: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    for version in ("1.0", "2.0"):
        wheel(index.folder, "rows", version, files={"rows.py": f"version = '{version}'"})
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.simple)
    return index


def pin(root: Path, lock: str, text: str) -> None:
    (root / "locks").mkdir(exist_ok=True)
    (root / "locks" / f"{lock}.txt").write_text(text)


@pytest.mark.usefixtures("only_index")
def test_the_lock_pins_third_parties_whatever_hatch_set_for_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(tmp_path, "runtime", "rows==1.0\n")
    pin(tmp_path, "test", "rows==2.0\n")
    monkeypatch.setenv("UV_CONSTRAINT", str(tmp_path / "locks" / "test.txt"))

    made = environments.make(tmp_path / "made", ["rows"], root=tmp_path)

    assert made.run("-c", "import rows; print(rows.version)", folder=tmp_path) == (0, "1.0")


@pytest.mark.usefixtures("only_index")
def test_a_test_group_brings_its_own_lock(tmp_path: Path) -> None:
    pin(tmp_path, "runtime", "rows==1.0\n")
    pin(tmp_path, "test", "rows==2.0\n")
    (tmp_path / "pyproject.toml").write_text('[dependency-groups]\ntest = ["rows"]\n')

    made = environments.make(tmp_path / "made", [], root=tmp_path, group=tmp_path)

    assert list(made.libraries.glob("rows-2.0.dist-info"))


def test_a_package_without_a_test_group_has_nothing_more_to_install(
    tmp_path: Path, only_index: Index
) -> None:
    (tmp_path / "pyproject.toml").write_text("")

    made = environments.make(
        tmp_path / "made", ["rows"], root=tmp_path, group=tmp_path, index=only_index.simple
    )

    assert list(made.libraries.glob("rows-2.0.dist-info"))


@pytest.mark.usefixtures("only_index")
def test_our_packages_and_settings_are_out_of_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = environments.make(tmp_path / "made", ["rows"], root=tmp_path)

    code, printed = made.run("-c", "import ours", folder=tmp_path.parent)

    assert code == 1
    assert printed.endswith("No module named 'ours'")
    assert made.variables()["PATH"].startswith(str(made.programs))


@pytest.mark.usefixtures("only_index")
def test_what_does_not_fit_together_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"^cannot be installed: .*rows"):
        environments.make(tmp_path / "made", ["rows>2", "rows<2"], root=tmp_path)
