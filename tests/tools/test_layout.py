from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import layout

if TYPE_CHECKING:
    from tests.tools.house import House

LISTS = """
[tool.uv.sources]
acme-core = { workspace = true }
acme-io = { workspace = true }

[tool.mypy]
mypy_path = ["packages/core/src", "packages/io/src"]
"""


@pytest.fixture
def sound(house: House) -> House:
    """A workspace of two packages with nothing out of place."""
    house.package("core")
    house.package("io", ["acme-core>=0.1"])
    house.edit("pyproject.toml", "[dependency-groups]", f"{LISTS}\n[dependency-groups]")
    house.write("hatch.toml", '[[envs.test.matrix]]\npython = ["3.11", "3.13"]\n')
    house.write(".python-version", "3.13\n3.11\n")
    return house


def problems(house: House) -> list[str]:
    return list(layout.problems(house.root))


def test_a_sound_layout_has_no_problems(sound: House) -> None:
    assert layout.main([]) == 0
    assert problems(sound) == []


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "CHANGELOG.md"])
def test_a_missing_file_is_named(name: str, sound: House) -> None:
    (sound.root / "packages/io" / name).unlink()

    assert problems(sound) == [f"packages/io/{name} is missing; every package has one"]


def test_types_must_be_announced(sound: House) -> None:
    (sound.root / "packages/io/src/acme/io/py.typed").unlink()

    (problem,) = problems(sound)
    assert problem.startswith("packages/io/src has no py.typed")


def test_a_licence_must_be_the_same(sound: House) -> None:
    sound.write("packages/io/LICENSE", "Mine\n")

    (problem,) = problems(sound)
    assert problem.startswith(
        "packages/io/LICENSE differs from LICENSE or is a link to it; copy it"
    )


def test_a_link_is_no_licence(sound: House) -> None:
    licence = sound.root / "packages/io/LICENSE"
    licence.unlink()
    licence.symlink_to("../../LICENSE")

    (problem,) = problems(sound)
    assert problem.startswith("packages/io/LICENSE differs from LICENSE or is a link")


def test_a_package_that_was_adopted_keeps_its_own_licence_and_types(sound: House) -> None:
    sound.write("packages/io/LICENSE", "Theirs\n")
    (sound.root / "packages/io/src/acme/io/py.typed").unlink()
    sound.edit(
        "packages/io/pyproject.toml",
        "[tool.hatch.version]\n",
        '[tool.hatchery]\nadopted-from = "elsewhere"\n\n[tool.hatch.version]\n',
    )

    assert problems(sound) == []


def test_a_version_must_come_from_the_packages_own_tags(sound: House) -> None:
    sound.edit("packages/io/pyproject.toml", '"io-v[0-9]*"', '"io-*"')
    sound.edit("packages/io/pyproject.toml", ', "--exclude", "io-v*-v*"', "")
    sound.edit("packages/io/pyproject.toml", 'dist_name = "acme-io"\n', "")

    shown = "packages/io/pyproject.toml: [tool.hatch.version.raw-options]"
    assert problems(sound) == [
        f'{shown} must describe by "--match", "io-v[0-9]*"',
        f'{shown} must describe by "--exclude", "io-v*-v*"',
        f'{shown} must have dist_name = "acme-io"',
    ]


def test_a_shared_namespace_has_no_code_of_its_own(sound: House) -> None:
    sound.write("packages/io/src/acme/__init__.py", "")

    (problem,) = problems(sound)
    assert problem.startswith("packages/io/src/acme/__init__.py would hide the sibling packages")


def test_a_name_that_only_one_package_has_is_no_namespace(sound: House) -> None:
    sound.write("packages/io/src/acme_io/__init__.py", "")

    assert problems(sound) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (
            "pyproject.toml", "acme-io = { workspace = true }\n", "",
            ("pyproject.toml: [tool.uv.sources] lists acme-core, but the packages make it"
            " acme-core, acme-io"),
        ),
        (
            "pyproject.toml", ', "packages/io/src"]', ', "packages/old/src"]',
            ("pyproject.toml: mypy_path lists packages/core/src, packages/old/src, but the packages"
            " make it packages/core/src, packages/io/src"),
        ),
        (
            "hatch.toml", '["3.11", "3.13"]', '["3.13"]',
            "hatch.toml: the matrix of envs.test lists 3.13, but the packages make it 3.11, 3.13",
        ),
        (
            ".python-version", "3.13\n3.11\n", "",
            ".python-version lists nothing, but the packages make it 3.11, 3.13",
        ),
    ],
)  # fmt: skip
def test_a_list_that_is_not_whole_is_told(
    path: str, old: str, new: str, expected: str, sound: House
) -> None:
    sound.edit(path, old, new)

    assert problems(sound) == [expected]


def test_a_second_row_of_the_matrix_may_run_ahead(sound: House) -> None:
    ahead = (sound.root / "hatch.toml").read_text("utf-8").replace('"3.11", "3.13"', '"3.99"')
    sound.write("hatch.toml", (sound.root / "hatch.toml").read_text("utf-8") + ahead)

    assert problems(sound) == []


def test_a_list_that_is_not_there_is_told(sound: House) -> None:
    (sound.root / ".python-version").unlink()
    sound.edit("pyproject.toml", LISTS, "")
    sound.write("hatch.toml", "")

    assert len(problems(sound)) == 4


def test_the_program_reports_every_problem(
    sound: House, capsys: pytest.CaptureFixture[str]
) -> None:
    (sound.root / "packages/io/README.md").unlink()
    (sound.root / "packages/core/README.md").unlink()

    assert layout.main([]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("<!-- begin: web -->\n<!-- end: web -->\n", "a passage is about web, which is no package"),
        ("<!-- begin: core -->\n", "`begin: core` has no counterpart"),
    ],
)
def test_a_passage_that_no_removal_would_find_is_named(
    sound: House, passage: str, told: str
) -> None:
    sound.write("docs/index.md", f"<!-- begin: io -->\nOf io.\n<!-- end: io -->\n{passage}")

    (problem,) = problems(sound)
    assert problem.startswith(f"docs/index.md: {told}")
