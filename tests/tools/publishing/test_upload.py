"""Uploading, with credentials that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import pair
from tests.releasing.index_server import PASSWORD
from tools.errors import ToolError
from tools.publishing.package_index import locate
from tools.publishing.upload import upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.releasing.index_server import Index

CREDENTIALS = {"UV_PUBLISH_USERNAME": "tester", "UV_PUBLISH_PASSWORD": PASSWORD}


@pytest.fixture(autouse=True)
def closed_index(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials but a test's own, and no service to vouch for it."""
    index.closed = True
    for name in ("UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD", "UV_PUBLISH_TOKEN", "CI"):
        monkeypatch.delenv(name, raising=False)


def test_files_arrive_byte_for_byte(index: Index, tmp_path: Path) -> None:
    files = pair(tmp_path / "dist", "acme-core", "1.0")

    upload(files, locate(index.address), CREDENTIALS)

    assert index.uploads == [path.name for path in files]
    for path in files:
        assert (index.folder / path.name).read_bytes() == path.read_bytes()


def test_credentials_come_from_the_environment(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = pair(tmp_path / "dist", "acme-core", "1.0")
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)

    upload(files, locate(index.address))

    assert len(index.uploads) == 2


def test_a_file_that_arrived_meanwhile_is_left_alone(index: Index, tmp_path: Path) -> None:
    files = pair(tmp_path / "dist", "acme-core", "1.0")

    upload(files, locate(index.address), CREDENTIALS)
    upload(files, locate(index.address), CREDENTIALS)

    assert len(index.uploads) == 2


def test_a_refusal_is_told_without_the_password(index: Index, tmp_path: Path) -> None:
    wrong = {**CREDENTIALS, "UV_PUBLISH_PASSWORD": "acme_core"}

    with pytest.raises(ToolError, match="403 Forbidden") as caught:
        upload(pair(tmp_path / "dist", "acme-core", "1.0"), locate(index.address), wrong)

    # The password stands in the file's name, so that hiding it shows.
    assert "acme_core" not in str(caught.value)
    assert "***" in str(caught.value)


def test_missing_credentials_are_told_with_the_remedy(index: Index, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"Missing credentials .*; set UV_PUBLISH_TOKEN, or UV_"):
        upload(pair(tmp_path / "dist", "acme-core", "1.0"), locate(index.address))


def test_a_file_name_is_never_an_option(index: Index, tmp_path: Path) -> None:
    """Nor is it a shell's business."""
    (tmp_path / "--token=x; touch owned").write_bytes(b"")

    with pytest.raises(ToolError, match="No files found to publish"):
        upload([tmp_path / "--token=x; touch owned"], locate(index.address), CREDENTIALS)

    assert not (tmp_path / "owned").exists()


def test_a_folder_may_be_called_anything(index: Index, tmp_path: Path) -> None:
    files = pair(tmp_path / "*[dist]? $(x)", "acme-core", "1.0")

    upload(files, locate(index.address), CREDENTIALS)

    assert index.uploads == [path.name for path in files]


@pytest.fixture
def called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Put a stand-in in the uploading program's place, and tell how it was called."""
    (tmp_path / "uv").write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >{tmp_path}/called\n")
    (tmp_path / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return lambda: (tmp_path / "called").read_text().splitlines()


def test_where_the_client_knows_the_way_it_is_not_told(
    tmp_path: Path, called: Callable[[], list[str]]
) -> None:
    """For PyPI the uploading program has its own address."""
    upload([tmp_path / "a.whl"], locate("pypi"))

    assert "--publish-url" not in called()
    assert called()[-2:] == ["--", "a.whl"]


@pytest.mark.parametrize(("ci", "trusted"), [("", "never"), ("true", "automatic")])
def test_only_ci_can_be_vouched_for(
    tmp_path: Path,
    called: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    ci: str,
    trusted: str,
) -> None:
    monkeypatch.setenv("CI", ci)

    upload([tmp_path / "a.whl"], locate("pypi"))

    assert called()[called().index("--trusted-publishing") + 1] == trusted
