"""Everything that depends on some packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.errors import ToolError
from tools.monorepo import workspace
from tools.monorepo.reach import Scan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

SPELLINGS = ["acme-{}", "Acme_{}", "acme.{}>=1 ; python_version<'4'", "ACME--{}[x]<2", " acme-{}"]


def scan(repository: Repository) -> Scan:
    return Scan(str(repository.root), workspace.names(repository.root))


def test_a_name_in_a_description_is_no_requirement(repository: Repository) -> None:
    repository.package("core")
    repository.package("io")
    path = "packages/io/pyproject.toml"
    text = repository.read(path).replace("[project]", '[project]\ndescription = "acme-core: no"')
    repository.write(path, text)

    assert scan(repository).dependents(["core"]) == {"core"}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_requirement_is_found_however_it_is_spelt(spelling: str, repository: Repository) -> None:
    repository.package("core")
    repository.package("io", spelling.format("core"))

    assert scan(repository).dependents(["core"]) == {"core", "io"}


def test_an_escape_hides_no_requirement(repository: Repository) -> None:
    repository.package("core")
    first, *rest = "acme-core"
    repository.package("io", f"\\u{ord(first):04x}{''.join(rest)}")

    assert scan(repository).dependents(["core"]) == {"core", "io"}


def test_a_string_of_several_lines_hides_no_requirement(repository: Repository) -> None:
    repository.package("core")
    repository.package("io")
    path = "packages/io/pyproject.toml"
    text = repository.read(path)
    repository.write(path, text.replace("dependencies = []", 'dependencies = ["""\nacme-core"""]'))

    assert scan(repository).dependents(["core"]) == {"core", "io"}


def test_extras_groups_and_build_requirements_count(repository: Repository) -> None:
    repository.package("core")
    repository.package("extra", extras={"more": ["acme-core"]})
    repository.package("group", groups={"test": ["acme-extra"]})
    repository.package("build")
    path = "packages/build/pyproject.toml"
    repository.write(path, '[build-system]\nrequires = ["acme-group"]\n' + repository.read(path))

    assert scan(repository).dependents(["core"]) == {"build", "core", "extra", "group"}


def test_dependents_of_a_distribution_that_is_gone_are_found(repository: Repository) -> None:
    repository.package("io", "acme-core")
    repository.package("cli", "acme-io")

    assert scan(repository).dependents([], ["acme-core"]) == {"cli", "io"}


def test_a_declaration_that_matters_must_be_toml(repository: Repository) -> None:
    repository.package("core")
    repository.write("packages/io/pyproject.toml", 'name = "acme-core"\n[broken')

    with pytest.raises(ToolError, match=r"packages/io/pyproject.toml: cannot be read as TOML"):
        scan(repository).dependents(["core"])


@settings(max_examples=40, deadline=None)
@given(data=st.data(), count=st.integers(1, 8))
def test_the_answer_is_that_of_reading_every_declaration(
    data: st.DataObject, count: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root: Path = tmp_path_factory.mktemp("reach")
    names = [f"p{number}" for number in range(count)]
    for name in names:
        wanted = data.draw(st.lists(st.sampled_from(names), max_size=3))
        spelt = [data.draw(st.sampled_from(SPELLINGS)).format(needed) for needed in wanted]
        folder = root / "packages" / name
        folder.mkdir(parents=True)
        declaration = f'[project]\nname = "acme-{name}"\ndependencies = {spelt}\n'
        (folder / "pyproject.toml").write_text(declaration, encoding="utf-8")
    changed = data.draw(st.sets(st.sampled_from(names)))

    found = Scan(str(root), names).dependents(changed)

    assert found == workspace.dependents(workspace.packages(root), changed)
