from __future__ import annotations

from typing import TYPE_CHECKING

from tools.execution import interpreters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House


def declare(house: House, name: str, *versions: str) -> None:
    classifiers = [f"Programming Language :: Python :: {version}" for version in versions]
    house.write(f"packages/{name}/pyproject.toml", f"[project]\nclassifiers = {classifiers}\n")


def test_supported_is_what_every_package_names_oldest_first(house: House) -> None:
    declare(house, "core", "3", "3 :: Only", "3.9", "3.10", "3.11", "3.12")
    declare(house, "io", "3.12", "3.10", "3.13")

    assert interpreters.supported(house.root) == ["3.10", "3.12"]


def test_packages_without_classifiers_support_nothing(house: House) -> None:
    house.write("packages/core/pyproject.toml", "")

    assert interpreters.supported(house.root) == []


def test_a_workspace_without_packages_supports_nothing(house: House) -> None:
    assert interpreters.supported(house.root) == []


def test_the_python_that_runs_this_is_always_found() -> None:
    assert interpreters.found(["3.1", interpreters.current()]) == [interpreters.current()]


def test_a_python_counts_only_if_it_is_what_its_name_says(
    programs: Callable[[str, str], Path],
) -> None:
    programs("python3.90", "echo 3.90")
    programs("python3.91", "echo 'pyenv: python3.91: command not found' >&2; exit 127")
    programs("python3.92", "echo 3.11")
    programs("python3.93", "").write_bytes(b"\x7fELF nonsense")

    assert interpreters.found(["3.90", "3.91", "3.92", "3.93", "3.94"]) == ["3.90"]
