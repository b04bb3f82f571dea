"""Which packages there are, and who depends on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.workspaces import declare
from tools.errors import ToolError
from tools.monorepo import workspace

if TYPE_CHECKING:
    from pathlib import Path


def test_packages_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"io": ["acme-core>=1"], "core": []})
    (root / "packages/no-package").mkdir()

    found = workspace.packages(root)

    assert list(found) == ["core", "io"]
    assert found["io"].distribution == "acme-io"
    assert found["io"].path == root / "packages/io"
    assert [needed.package for needed in found["io"].dependencies] == ["core"]


@pytest.mark.parametrize("name", ["co re", "core;rm", "-core", "co\nre", "caf\udce9"])
def test_a_folder_that_no_tag_could_name_is_refused(name: str, tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": []})
    (root / "packages/core").rename(root / "packages" / name)

    with pytest.raises(ToolError, match=r"packages/.*: name a package's folder with ASCII") as got:
        workspace.names(root)

    assert str(got.value).isascii()
    assert "\n" not in str(got.value)


def test_two_packages_of_one_distribution_are_one_sentence(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": [], "kern": []})
    declaration = root / "packages/kern/pyproject.toml"
    declaration.write_text(declaration.read_text().replace("acme-kern", "Acme_Core"))

    with pytest.raises(
        ToolError, match=r"packages/core and packages/kern are both the dist.*Acme_Core"
    ):
        workspace.packages(root)


def test_dependents_are_found_however_far_away(tmp_path: Path) -> None:
    root = declare(
        tmp_path / "work",
        {"core": [], "io": ["acme-core"], "cli": ["acme-io"], "other": [], "web": ["acme-cli"]},
    )

    found = workspace.dependents(workspace.packages(root), ["core"])

    assert found == {"core", "io", "cli", "web"}


def test_dependents_in_a_circle_are_found_once(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": ["acme-io"], "io": ["acme-core"]})

    assert workspace.dependents(workspace.packages(root), ["io"]) == {"core", "io"}


def test_packages_come_with_all_that_they_declare_dependencies_first(tmp_path: Path) -> None:
    root = declare(
        tmp_path / "work",
        {"core": [], "io": ["acme-core"], "cli": ["acme-io", "acme-core"], "other": ["acme-core"]},
    )

    assert workspace.with_siblings(workspace.packages(root), ["cli"]) == ["core", "io", "cli"]


def test_what_must_be_out_first_comes_first(tmp_path: Path) -> None:
    root = declare(
        tmp_path / "work",
        {"cli": ["acme-io", "acme-core"], "core": [], "io": ["acme-core"], "a": ["acme-core"]},
    )

    order = workspace.topological_order(workspace.packages(root))

    assert order == ["core", "a", "io", "cli"]


def test_a_circle_of_packages_is_one_sentence(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": ["acme-io"], "io": ["acme-core"], "other": []})

    with pytest.raises(ToolError, match=r"in a circle: (core → io → core|io → core → io); none"):
        workspace.topological_order(workspace.packages(root))


def test_a_circle_through_a_development_group_orders_nothing(tmp_path: Path) -> None:
    root = declare(tmp_path / "work", {"core": [], "io": ["acme-core"]})
    declaration = root / "packages/core/pyproject.toml"
    declaration.write_text(
        declaration.read_text() + '\n[dependency-groups]\ntest = ["acme-io"]\n', encoding="utf-8"
    )

    found = workspace.packages(root)

    assert workspace.topological_order(found) == ["core", "io"]
    assert workspace.dependents(found, ["io"]) == {"core", "io"}
