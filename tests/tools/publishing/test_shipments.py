"""Shipments: what a folder holds to publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import pair, sdist, wheel
from tests.releasing.workspaces import declare
from tools.errors import ToolError, UsageError
from tools.monorepo import workspace
from tools.publishing import shipments

if TYPE_CHECKING:
    from typing import Any

    from tools.monorepo.workspace import Package
    from tools.publishing.shipments import Shipment


@pytest.fixture
def packages(tmp_path: Path) -> dict[str, Package]:
    root = declare(tmp_path / "work", {"cli": ["acme-io"], "core": [], "io": ["acme-core"]})
    return workspace.packages(root)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (folder := tmp_path / "dist").mkdir()
    return folder


def test_shipments_come_dependencies_first_and_wheels_before_sdists(
    dist: Path, packages: dict[str, Package]
) -> None:
    for name, requires in {"cli": ["acme-io"], "core": [], "io": ["acme-core"]}.items():
        pair(dist, f"acme-{name}", "1.0", requires)

    found = shipments.read(dist, packages)

    assert [shipment.package for shipment in found] == ["core", "io", "cli"]
    assert [[file.path.suffix for file in shipment.artifacts] for shipment in found] == [
        [".whl", ".gz"]
    ] * 3


def test_floors_are_what_the_file_requires_of_siblings(
    dist: Path, packages: dict[str, Package]
) -> None:
    requires = [
        "acme_core[fast] >= 1.2, < 2 ; python_version < '4'",
        "duckdb>=1.4",
        "acme-core>=1.3 ; extra == 'new'",
        "acme-core>=1.3 ; extra == 'newer'",
    ]
    wheel(dist, "acme-io", "1.0", requires)

    (shipment,) = shipments.read(dist, packages)

    assert shipment.siblings == (("core", "acme_core[fast]<2,>=1.2"), ("core", "acme-core>=1.3"))
    assert shipment.floors == ("acme_core[fast]<2,>=1.2", "acme-core>=1.3")


def test_other_files_are_left_alone(dist: Path, packages: dict[str, Package]) -> None:
    (dist / "SHA256SUMS").write_text("")

    assert shipments.read(dist, packages) == []


def test_a_folder_that_is_not_there_is_told(dist: Path, packages: dict[str, Package]) -> None:
    with pytest.raises(ToolError, match="No such file or directory; run `make build` first"):
        shipments.read(dist / "none", packages)


def test_every_bad_file_is_told_at_once(dist: Path, packages: dict[str, Package]) -> None:
    wheel(dist, "requests", "2.0")
    (dist / "acme_core-1.0.tar.gz").write_bytes(b"torn")
    pair(dist, "acme-io", "1.0")
    sdist(dist, "acme-io", "1.1")
    wheel(dist, "acme-cli", "1.0+local")

    with pytest.raises(ToolError) as caught:
        shipments.read(dist, packages)

    assert sorted(str(caught.value).splitlines()) == sorted(
        [
            (
                "acme_cli-1.0+local-py3-none-any.whl has a local version, which indexes refuse;"
                " build a clean commit"
            ),
            "acme_core-1.0.tar.gz cannot be read (Not a gzipped file (b'to')); build it again",
            (
                "requests-2.0-py3-none-any.whl is none of this workspace (acme-cli, acme-core, acme-io);"
                " take it out of the folder"
            ),
            "io is there as 1.0 and 1.1; leave the files of one version",
        ]
    )


@pytest.fixture
def three(dist: Path, packages: dict[str, Package]) -> list[Shipment]:
    for name in ("cli", "core", "io"):
        pair(dist, f"acme-{name}", "1.0")
    return shipments.read(dist, packages)


@pytest.mark.parametrize(
    ("only", "tag", "expected"),
    [
        ([], None, ["core", "io", "cli"]),
        (["cli", "core"], None, ["core", "cli"]),
        ([], "io-v1.0", ["io"]),
        (["core"], "io-v1.0", ["core", "io"]),
    ],
)
def test_packages_are_chosen_by_name_and_by_tag(
    three: list[Shipment], only: list[str], tag: str | None, expected: Any
) -> None:
    chosen = shipments.chosen(three, only, tag)

    assert [shipment.package for shipment in chosen] == expected


def test_a_tag_of_another_version_than_was_built_is_refused(three: list[Shipment]) -> None:
    with pytest.raises(
        ToolError, match=r"^io-v1\.1 says 1\.1, but acme-io was built as 1\.0; fetch"
    ):
        shipments.chosen(three, [], "io-v1.1")


@pytest.mark.parametrize("tag", ["v1.0", "io-1.0", "io-v1.0; rm -rf ~", "io-v1.0\n", "\udcff-v"])
def test_what_is_no_release_tag_is_wrong_usage(three: list[Shipment], tag: str) -> None:
    with pytest.raises(UsageError, match=r"is no release tag; one looks like core-v1\.3\.0"):
        shipments.chosen(three, [], tag)


def test_a_package_without_files_is_told(three: list[Shipment]) -> None:
    with pytest.raises(
        ToolError, match="there is no file of core-v2, docs; run `make build` first"
    ):
        shipments.chosen(three, ["docs"], "core-v2-v1.0")


def test_files_are_known_by_their_whole_path(
    dist: Path, packages: dict[str, Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what runs elsewhere finds them."""
    pair(dist, "acme-core", "1.0")
    monkeypatch.chdir(dist.parent)

    (shipment,) = shipments.read(Path("dist"), packages)

    assert all(artifact.path.is_absolute() for artifact in shipment.artifacts)
