from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools import sbom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.house import House

BILL: dict[str, Any] = {
    "serialNumber": "urn:uuid:drawn-anew",
    "metadata": {
        "timestamp": "now",
        "component": {"name": "acme-io", "version": "0.1.dev1", "properties": ["where"]},
    },
    "components": [{"name": "click", "version": "8.1.0", "purl": "pkg:pypi/click@8.1.0"}],
}
UV = """\
case "$1" in
  lock) cp pyproject.toml "{kept}/root"; cat packages/*/pyproject.toml > "{kept}/members" ;;
  export) cat "{kept}/bill" ;;
esac
"""


@pytest.fixture
def kept(
    house: House,
    programs: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """What a small uv was given; it exports always the same."""
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "bill").write_text(json.dumps(BILL), "utf-8")
    monkeypatch.setenv("HATCH_UV", str(programs("small-uv", UV.format(kept=folder))))
    house.write("locks/runtime.txt", "# made\nclick==8.1.0 \\\n    --hash=sha256:0\n")
    house.package("core")
    house.package("io", ["acme-core", "click>=8"])
    house.commit()
    house.release("core-v1.0.0")
    return folder


def test_the_same_commit_gives_the_same_bytes(
    kept: Path, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sbom.main(["io"]) == 0
    path = house.root / "reports/sbom/acme-io.cdx.json"
    first = path.read_bytes()
    (kept / "bill").write_text(json.dumps(BILL | {"serialNumber": "other"}), "utf-8")

    assert sbom.main(["io", "--output", "reports/sbom"]) == 0
    assert path.read_bytes() == first
    assert capsys.readouterr().out.splitlines()[0] == str(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("kept")
def test_the_bill_is_dated_by_the_commit_and_names_every_component(house: House) -> None:
    sbom.main(["io"])

    bill = json.loads((house.root / "reports/sbom/acme-io.cdx.json").read_text("utf-8"))
    assert bill["metadata"]["timestamp"] == "2026-01-02T03:04:05+00:00"
    assert bill["metadata"]["component"] == {
        "name": "acme-io",
        "version": "0.1.dev1",
        "purl": "pkg:pypi/acme-io@0.1.dev1",
    }
    assert bill["components"] == BILL["components"]
    assert bill["serialNumber"].startswith("urn:uuid:")


def test_uv_resolves_declarations_with_the_versions_of_the_tree_and_our_pins(kept: Path) -> None:
    sbom.main([])

    root, members = (kept / "root").read_text("utf-8"), (kept / "members").read_text("utf-8")
    assert 'constraint-dependencies = ["click==8.1.0"]' in root
    assert "acme-core = { workspace = true }" in root
    assert 'name = "acme-core"\nversion = "1.0.0"' in members
    assert 'dependencies = ["acme-core", "click>=8"]' in members


@pytest.mark.usefixtures("kept")
def test_an_unknown_package_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert sbom.main(["spam"]) == 2
    assert "there is no package spam" in capsys.readouterr().err
