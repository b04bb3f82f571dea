"""Reading one wheel or sdist."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.releasing.distributions import metadata, sdist, wheel
from tools.distributions import archives
from tools.distributions.archives import inspect
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("make", [wheel, sdist])
def test_a_file_tells_its_digest_and_its_metadata(
    tmp_path: Path, make: Callable[..., Path]
) -> None:
    path = make(tmp_path, "acme-core", "1.2.3", ["packaging>=24"])

    artifact = inspect(path)

    assert artifact.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert artifact.metadata.name == "acme-core"
    assert str(artifact.metadata.version) == "1.2.3"
    assert [str(line) for line in artifact.metadata.requires_dist] == ["packaging>=24"]


@pytest.mark.parametrize(
    "name", ["core.whl", "acme_core.tar.gz", "a;b-1-py3-none-any.whl", "$(x).whl"]
)
def test_a_name_that_is_no_distributions_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")

    with pytest.raises(ToolError, match="is named like no distribution; build it again"):
        inspect(path)


def test_a_name_of_odd_bytes_is_shown_in_ascii(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"core-\xff\n.whl")
    path.write_bytes(b"")

    with pytest.raises(ToolError, match=r"^core-\\udcff\\n\.whl is named like no distribution"):
        inspect(path)


@pytest.mark.parametrize("name", ["acme_core-1.0-py3-none-any.whl", "acme_core-1.0.tar.gz"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=400), cut=st.integers(0, 400))
def test_damage_of_any_kind_is_told_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, cut: int
) -> None:
    (whole := tmp_path / "whole").mkdir(exist_ok=True)
    make = wheel if name.endswith(".whl") else sdist
    good = make(whole, "acme-core", "1.0").read_bytes()
    path = tmp_path / name
    path.write_bytes(good[: min(cut, len(good) - 30)] + content)

    with pytest.raises(
        ToolError, match=r"^acme_core-1\.0.* cannot be read \(.+\); build it again$"
    ):
        inspect(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="cannot be read"):
        inspect(tmp_path / "acme_core-1.0.tar.gz")


@pytest.mark.parametrize(("called", "version"), [("acme-io", "1.0"), ("acme-core", "1.1")])
def test_a_file_that_was_renamed_is_refused(tmp_path: Path, called: str, version: str) -> None:
    path = wheel(tmp_path, called, version).rename(tmp_path / "acme_core-1.0-py3-none-any.whl")

    with pytest.raises(ToolError, match=f"calls itself {called} {version} inside"):
        inspect(path)


def test_spellings_of_one_name_and_version_agree(tmp_path: Path) -> None:
    path = wheel(tmp_path, "Acme.Core", "1.0").rename(tmp_path / "acme_core-1-py3-none-any.whl")

    assert inspect(path).metadata.name == "Acme.Core"


def test_metadata_below_the_top_is_not_the_distributions(tmp_path: Path) -> None:
    path = tmp_path / "acme_core-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("vendored/acme_core-1.0.dist-info/METADATA", metadata("acme-core", "1.0"))

    with pytest.raises(ToolError, match="there is no metadata in it"):
        inspect(path)


def test_a_link_in_an_sdist_is_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "acme_core-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("acme_core-1.0/PKG-INFO")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)

    with pytest.raises(ToolError, match="there is no metadata in it"):
        inspect(path)


def test_metadata_that_breaks_its_rules_is_told(tmp_path: Path) -> None:
    path = wheel(tmp_path, "acme-core", "1.0", ["not a requirement"])

    with pytest.raises(ToolError, match="'not a requirement' is invalid for 'requires-dist'"):
        inspect(path)


def test_huge_metadata_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "acme_core-1.0.tar.gz"
    size = archives.LARGEST_METADATA + 1
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("acme_core-1.0/PKG-INFO")
        member.size = size
        archive.addfile(member, io.BytesIO(b" " * size))

    with pytest.raises(ToolError, match="its metadata is larger than 1048576 bytes"):
        inspect(path)


def test_a_wheel_with_a_torn_module_is_refused(tmp_path: Path) -> None:
    path = wheel(tmp_path, "acme-core", "1.0", files={"acme/core/__init__.py": "answer = 42"})
    path.write_bytes(path.read_bytes().replace(b"answer = 42", b"answer = 43"))

    with pytest.raises(ToolError, match=r"__init__\.py' in it is torn"):
        inspect(path)


class OlderTarFile(tarfile.TarFile):
    """An archive as Python 3.11.2 has it."""

    def extractall(self, path: object = ".", members: object = None) -> None:
        super().extractall(path, members)  # noqa: S202  # what calls it sets a filter


def packed(path: Path, name: str) -> Path:
    """An archive with one empty file of that name."""
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return path


def test_an_archive_is_unpacked_where_python_has_no_filters(tmp_path: Path) -> None:
    with OlderTarFile.open(packed(tmp_path / "x.tar", "inside")) as archive:
        archives.unpack(archive, tmp_path / "out")

    assert (tmp_path / "out" / "inside").exists()


@pytest.mark.skipif(not hasattr(tarfile, "data_filter"), reason="waits for Python 3.11.4")
def test_an_archive_writes_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    with (
        tarfile.open(packed(tmp_path / "x.tar", "../outside")) as archive,
        pytest.raises(tarfile.FilterError),
    ):
        archives.unpack(archive, tmp_path / "out")

    assert not (tmp_path / "outside").exists()
