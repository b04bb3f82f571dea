"""The bill of what is inside an image."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

PROGRAM = Path(__file__).parents[2] / "docker" / "sbom.py"
specification = importlib.util.spec_from_file_location("sbom", PROGRAM)
assert specification is not None
assert specification.loader is not None
sbom = importlib.util.module_from_spec(specification)
specification.loader.exec_module(sbom)


def install(folder: Path, name: str, version: str, origin: str | None = None) -> None:
    """Leave what an installer leaves of a distribution."""
    metadata = folder / f"{name}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")
    if origin is not None:
        (metadata / "direct_url.json").write_text(origin, "utf-8")


def test_every_environment_is_searched_and_names_are_normalized(tmp_path: Path) -> None:
    install(tmp_path / "one" / "site-packages", "Rich_Text.Tool", "1.0")
    install(tmp_path / "two" / "dist-packages", "other", "2.0")

    found = sorted(entry["purl"] for entry in sbom.distributions(tmp_path))

    assert found == ["pkg:pypi/other@2.0", "pkg:pypi/rich-text-tool@1.0"]


def test_what_lies_in_the_checkout_is_left_out(tmp_path: Path) -> None:
    install(tmp_path / "site-packages", "mine", "1.0", '{"dir_info": {"editable": true}}')
    install(tmp_path / "site-packages", "wheel", "1.0", '{"archive_info": {}}')

    assert [entry["name"] for entry in sbom.distributions(tmp_path)] == ["wheel"]


def test_a_package_of_debian_is_named_as_a_package_url(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "git\t1:2.47.3-0+deb13u1\tamd64\n"
    answer = subprocess.CompletedProcess([], 0, stdout=listed)
    monkeypatch.setattr(sbom.subprocess, "run", lambda *_words, **_options: answer)

    (git,) = sbom.debian_packages()

    assert git["purl"] == "pkg:deb/debian/git@1:2.47.3-0%2Bdeb13u1?arch=amd64"
    assert git["version"] == "1:2.47.3-0+deb13u1"


def test_the_bill_is_sorted_and_names_each_component_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = [sbom.component("library", name, "1", f"pkg:pypi/{name}@1") for name in ("b", "a", "b")]
    monkeypatch.setattr(sbom, "debian_packages", lambda: iter(twice))
    monkeypatch.setattr(sbom, "distributions", lambda _root: iter(twice))

    code = sbom.main(["ci"])

    bill = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "ci"
    assert [entry["name"] for entry in bill["components"]] == ["python", "a", "b"]


def test_without_a_name_it_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, PROGRAM], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (2, "usage: python sbom.py NAME\n")
