"""The site of the checkout, and of each release beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

SETTINGS = """
site_name: Acme
theme: { name: mkdocs }
extra: { version: { provider: !ENV [SITE_CHOOSER, null] } }
hooks: [told.py]
"""
HOOK = """
import os

def on_page_markdown(markdown, config, **_):
    provider = config.extra["version"]["provider"]
    return f"{markdown.strip()} PROVIDER={provider} MODULES={os.environ['PYTHONPATH']}"
"""


@pytest.fixture
def pages(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a site of one page, in which we stand."""
    repository.package("core")
    repository.package("io")
    repository.write("mkdocs.yml", SETTINGS)
    repository.write("told.py", HOOK)
    repository.write("docs/index.md", "# Acme\n\nFIRST\n")
    repository.commit()
    monkeypatch.chdir(repository.root)
    monkeypatch.delenv("SITE_DIR", raising=False)
    return repository


def page(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def test_the_checkout_alone_is_built_at_the_top_and_offers_no_choice(pages: Repository) -> None:
    pages.release("core-v0.1.0")

    status = site.main([])

    built = page(pages.root / "site")
    assert status == 0
    assert "FIRST PROVIDER=None" in built
    assert f"{pages.root}/packages/core/src" in built
    assert not (pages.root / "site" / "versions.json").exists()


def test_each_release_has_its_own_pages_beside_the_latest(
    pages: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.release("io-v0.1.0", "core-v0.1.0")
    pages.write("docs/index.md", "# Acme\n\nSECOND\n")
    pages.release("core-v0.2.0")
    pages.write("docs/index.md", "# Acme\n\nTHIRD\n")
    monkeypatch.setenv("SITE_DIR", "reports/site")

    status = site.main(["--released"])

    made = pages.root / "reports" / "site"
    assert status == 0
    assert json.loads((made / "versions.json").read_text("utf-8")) == [
        {"version": "latest", "title": "latest", "aliases": []},
        {"version": "core-v0.2.0", "title": "core 0.2.0", "aliases": []},
        {"version": "core-v0.1.0", "title": "core 0.1.0, io 0.1.0", "aliases": []},
    ]
    assert "THIRD PROVIDER=mike" in page(made / "latest")
    assert "SECOND PROVIDER=mike" in page(made / "core-v0.2.0")
    assert "FIRST PROVIDER=mike" in page(made / "core-v0.1.0")
    assert 'url=latest/"' in page(made)
    assert sorted(path.name for path in made.parent.iterdir()) == ["site"]


def test_candidates_bare_pointers_and_other_tags_have_no_pages(pages: Repository) -> None:
    pages.release("core-v0.1.0rc1")
    pages.tag("milestone")
    pages.tag("io-v0.1.0", annotated=False)

    assert site.releases(pages.root) == []


def test_only_the_newest_are_built(pages: Repository) -> None:
    pages.release("core-v0.1.0")
    pages.release("core-v0.2.0")

    status = site.main(["--released", "--last", "1"])

    assert status == 0
    assert sorted(path.name for path in (pages.root / "site").iterdir()) == [
        "core-v0.2.0",
        "index.html",
        "latest",
        "versions.json",
    ]


def test_a_release_that_cannot_be_built_any_more_is_left_out_and_said(
    pages: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    pages.write("mkdocs.yml", "theme: { name: gone }\n")
    pages.release("core-v0.1.0")
    pages.write("mkdocs.yml", SETTINGS)

    status = site.main(["--released"])

    versions = json.loads((pages.root / "site" / "versions.json").read_text("utf-8"))
    assert status == 0
    assert [version["version"] for version in versions] == ["latest"]
    assert "site: core-v0.1.0 is left out: " in capfd.readouterr().err


@pytest.mark.parametrize("options", [[], ["--released"]])
def test_faults_of_the_checkout_end_it_and_leave_what_was_there(
    pages: Repository, capfd: pytest.CaptureFixture[str], options: list[str]
) -> None:
    pages.write("site/index.html", "OLD")
    pages.write("docs/index.md", "[gone](gone.md)\n")

    status = site.main(options)

    assert status == 1
    assert "mkdocs says above why" in capfd.readouterr().err
    assert sorted(path.name for path in pages.root.glob(".site-*")) == []
    assert options == [] or page(pages.root / "site") == "OLD"


def test_less_than_no_release_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        site.main(["--released", "--last", "-1"])

    assert "--last takes 0 or more" in capsys.readouterr().err
