from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import wheel
from tests.tools.house import furnish
from tools import lock
from tools.dependencies import lock_files
from tools.publishing.index import serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tools.house import House

GROUPS = """\
[dependency-groups]
setup = ["gadget"]
test = [{ include-group = "setup" }, "widget"]
"""


def stock(folder: Path) -> None:
    wheel(folder, "gadget", "1.0")
    wheel(folder, "widget", "1.0", ["gadget"])
    wheel(folder, "narrow", "1.0", ["gadget<2"])


def declare(house: House) -> None:
    house.package("core", ["narrow"])
    house.edit("pyproject.toml", "[dependency-groups]\ntools = []\n", GROUPS)


@contextmanager
def only_index(folder: Path, cache: Path) -> Iterator[None]:
    """Have uv ask the index that serves the folder, and none other."""
    with serve(folder) as address, pytest.MonkeyPatch.context() as patch:
        for name in ("UV_INDEX", "UV_FIND_LINKS", "HTTP_PROXY", "http_proxy"):
            patch.delenv(name, raising=False)
        patch.setenv("UV_NO_CONFIG", "1")
        patch.setenv("UV_CACHE_DIR", str(cache))
        patch.setenv("UV_DEFAULT_INDEX", f"{address}simple/")
        # An environment's own constraint, to a file that is not there: it must have no say.
        patch.setenv("UV_CONSTRAINT", "locks/tools.txt")
        yield


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What uv knows of the Python that runs the tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def shelf(tmp_path: Path, cache: Path) -> Iterator[Path]:
    """A folder of wheels, served by the only index that uv asks."""
    folder = tmp_path / "shelf"
    stock(folder)
    with only_index(folder, cache):
        yield folder


@pytest.fixture(scope="session")
def locks(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The folder of locks that a workspace gets."""
    house = furnish(tmp_path_factory.mktemp("locked"))
    declare(house)
    stock(house.root / "shelf")
    with only_index(house.root / "shelf", cache):
        assert lock_files.write(house.root, upgrade=False) == ["runtime", "setup", "test"]
    return house.root / "locks"


@pytest.fixture
def locked(house: House, locks: Path) -> House:
    """A workspace whose locks are written."""
    declare(house)
    shutil.copytree(locks, house.root / "locks", dirs_exist_ok=True)
    return house


def pins(house: House, name: str) -> list[str]:
    return re.findall(
        r"^\S+==\S+", (house.root / f"locks/{name}.txt").read_text("utf-8"), re.MULTILINE
    )


def check(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    code = lock.main(["--check"])
    said = capsys.readouterr().err.splitlines()
    assert code == bool(said)
    return said


def test_each_lock_pins_what_it_needs_with_hashes_and_names_no_index(
    locked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pins(locked, "setup") == ["gadget==1.0"]
    assert pins(locked, "test") == ["gadget==1.0", "widget==1.0"]
    assert pins(locked, "runtime") == ["gadget==1.0", "narrow==1.0"]
    text = (locked.root / "locks/test.txt").read_text("utf-8")
    assert text.count("--hash=sha256:") == 2
    assert "http" not in text
    assert check(capsys) == []


def test_a_second_run_changes_nothing(
    locked: House, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(shelf, "widget", "2.0")
    before = (locked.root / "locks/test.txt").stat().st_mtime_ns
    capsys.readouterr()

    assert lock.main([]) == 0

    assert capsys.readouterr().out == "every lock is up to date\n"
    assert (locked.root / "locks/test.txt").stat().st_mtime_ns == before


def test_newer_releases_are_taken_on_purpose_and_as_one_resolution(
    locked: House, shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(shelf, "widget", "2.0", ["gadget"])
    wheel(shelf, "gadget", "2.0")
    capsys.readouterr()

    assert lock.main(["--upgrade"]) == 0

    assert capsys.readouterr().out == "rewrote test\n"
    # What the package asks for holds gadget back everywhere.
    assert pins(locked, "test") == ["gadget==1.0", "widget==2.0"]
    assert pins(locked, "setup") == ["gadget==1.0"]


@pytest.mark.usefixtures("shelf")
def test_a_changed_declaration_makes_its_lock_stale_and_locking_mends_it(
    locked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    locked.edit("pyproject.toml", '"widget"', '"widget>=1", "narrow"')

    assert check(capsys) == ["locks/test.txt is stale; run `make lock` and commit the result"]
    assert lock.main([]) == 0
    assert pins(locked, "test") == ["gadget==1.0", "narrow==1.0", "widget==1.0"]
    assert check(capsys) == []


@pytest.mark.usefixtures("shelf")
def test_locks_that_are_missing_or_left_over_are_stale(
    locked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    (locked.root / "locks/setup.txt").unlink()
    left_over = locked.write("locks/old.txt", "# nobody needs it\n")

    assert [line.partition(" ")[0] for line in check(capsys)] == [
        "locks/old.txt", "locks/setup.txt",
    ]  # fmt: skip
    assert lock.main([]) == 0
    assert not left_over.exists()
    assert capsys.readouterr().out == "rewrote old, setup\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("--index-url https://example.org/simple", "--index-url names an index or a place"),
        ("tool @ https://example.org/tool.whl --hash=sha256:0", "tool names an index or a place"),
        ("widget==2.0", "widget==2.0 is not pinned with a hash"),
        ("widget>=2.0 --hash=sha256:0", "widget>=2.0 is not pinned with a hash"),
    ],
)
def test_what_a_hand_put_in_is_told(
    line: str, problem: str, locked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = locked.root / "locks/test.txt"
    path.write_text(f"{path.read_text('utf-8')}# by hand\n\n{line}\n", encoding="utf-8")

    (said,) = check(capsys)
    assert said.startswith(f"locks/test.txt: {problem}; run `make lock`")


@pytest.mark.usefixtures("shelf")
def test_what_cannot_be_resolved_is_told_and_leaves_the_locks_as_they_were(
    locked: House, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (locked.root / "locks").iterdir()}
    locked.edit("pyproject.toml", '"widget"', '"widget>=9"')

    assert lock.main([]) == 1

    said = capsys.readouterr().err
    assert said.startswith(
        "lock: no versions fit what pyproject.toml and packages/*/pyproject.toml"
    )
    assert "widget>=9" in said
    assert {path: path.read_bytes() for path in (locked.root / "locks").iterdir()} == before


@pytest.mark.usefixtures("shelf")
def test_a_workspace_without_packages_is_locked_for_the_python_that_runs(house: House) -> None:
    assert lock.main([]) == 0
    assert (house.root / "locks/tools.txt").exists()


def test_checking_and_upgrading_at_once_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as end:
        lock.main(["--check", "--upgrade"])

    assert end.value.code == 2
