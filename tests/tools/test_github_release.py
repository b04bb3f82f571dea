from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools import github_release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GH = """\
echo "$*" >> "{log}"
test "$2" != view || {{ cat "{answer}"; test ! -s "{refusal}" || {{ cat "{refusal}" >&2; exit 1; }}; }}
"""
VARIABLES = {
    "TAG": "core-v1.0.0rc1",
    "TITLE": "acme-core 1.0.0rc1",
    "FILES": "acme_core-*",
    "PRERELEASE": "true",
    "LATEST": "false",
}


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Callable[[str, str], Path]
) -> Any:
    """Make the release with GitHub in a given state; what gh was asked to do, after the look."""
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    log, answer, refusal = (tmp_path / name for name in ("log", "answer", "refusal"))
    programs("gh", GH.format(log=log, answer=answer, refusal=refusal))
    monkeypatch.chdir(tmp_path)
    for name in (
        "dist/acme_core-1.0.0rc1.tar.gz",
        "dist/acme_io-1.0.0.tar.gz",
        "release/notes.md",
        "release/sbom/acme-core.cdx.json",
        "provenance/provenance.sigstore.json",
    ):
        path = tmp_path / "artifacts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def make(state: dict[str, Any] | None, *words: str, said: str = "") -> tuple[int, list[str]]:
        answer.write_text(json.dumps(state) if state else "", "utf-8")
        refusal.write_text(said or ("" if state else github_release.NOT_THERE), "utf-8")
        code = github_release.main(["artifacts", *words])
        return code, log.read_text("utf-8").splitlines()[1:] if log.exists() else []

    return make


CREATED = (
    "release create core-v1.0.0rc1 --draft --title acme-core 1.0.0rc1"
    " --notes-file artifacts/release/notes.md --verify-tag"
)
UPLOADED = (
    "release upload core-v1.0.0rc1 artifacts/dist/acme_core-1.0.0rc1.tar.gz"
    " artifacts/release/sbom/acme-core.cdx.json artifacts/provenance/provenance.sigstore.json"
)
PUBLISHED = "release edit core-v1.0.0rc1 --draft=false --prerelease=true --latest=false"


def test_a_release_is_a_draft_until_its_files_are_there(asked: Any) -> None:
    assert asked(None) == (
        0,
        [
            CREATED,
            UPLOADED,
            PUBLISHED,
        ],
    )


def test_what_an_earlier_run_began_is_finished(asked: Any) -> None:
    there = [{"name": "acme_core-1.0.0rc1.tar.gz"}, {"name": "acme-core.cdx.json"}]

    assert asked({"isDraft": True, "assets": there}) == (
        0,
        [
            "release upload core-v1.0.0rc1 artifacts/provenance/provenance.sigstore.json",
            PUBLISHED,
        ],
    )


def test_what_is_out_is_left_alone(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["acme_core-1.0.0rc1.tar.gz", "acme-core.cdx.json", "provenance.sigstore.json"]
    there = [{"name": name} for name in names]

    assert asked({"isDraft": False, "assets": there}) == (0, [])
    assert capsys.readouterr().out == "core-v1.0.0rc1 is out already, with all its files\n"


def test_a_whole_draft_is_published(asked: Any) -> None:
    names = ["acme_core-1.0.0rc1.tar.gz", "acme-core.cdx.json", "provenance.sigstore.json"]

    assert asked({"isDraft": True, "assets": [{"name": name} for name in names]}) == (
        0,
        [PUBLISHED],
    )


def test_a_dry_run_changes_nothing(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, changes = asked(None, "--dry-run")

    assert (code, changes) == (0, [])
    assert f"gh {PUBLISHED}" in capsys.readouterr().out


def test_github_not_answering_is_no_absence(asked: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, changes = asked(None, said="HTTP 502")

    assert (code, changes) == (1, [])
    assert "HTTP 502" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["dist", "release/sbom", "release/notes.md"])
def test_a_missing_file_stops_it_before_anything_is_made(
    asked: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    (tmp_path / "artifacts" / missing).rename(tmp_path / "elsewhere")

    assert asked(None) == (1, [])
    assert "is missing; the job build leaves it" in capsys.readouterr().err


def test_a_missing_variable_is_wrong_use(
    asked: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TITLE")

    assert asked(None) == (2, [])
    assert capsys.readouterr().err == "github-release: the variable TITLE is missing; see --help\n"
