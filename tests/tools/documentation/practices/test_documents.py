from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.documentation.practices import documents
from tools.errors import ToolError

if TYPE_CHECKING:
    from tests.tools.house import House


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("hatch.toml", "envs.test.scripts.all"),
        (".github/workflows/ci.yml", "jobs.test.runs-on"),
        (".github/workflows/ci.yml", "site"),
        ("docs/how-to/draw.md", "two-of-them-both"),
        ("locks/test.txt", "pytest"),
    ],
)
def test_a_place_inside_a_file_is_found(furnished: House, path: str, key: str) -> None:
    documents.require(furnished.root / path, key)


def test_a_key_may_have_dots_of_its_own(furnished: House) -> None:
    file = furnished.write("keys.toml", '[tool."a.b"]\nc = 1\n')

    documents.require(file, "tool.a.b.c")


@pytest.mark.parametrize(
    ("path", "key", "sentence"),
    [
        (
            "hatch.toml",
            "envs.test.scripts.all.more",
            "hatch.toml has no envs.test.scripts.all.more",
        ),
        (".github/workflows/ci.yml", "jobs.gone", "ci.yml has no jobs.gone"),
        ("docs/how-to/draw.md", "no", "draw.md has no no"),
        ("locks/test.txt", "pyt", "test.txt has no pyt"),
        ("tools/draw.py", "main", "nothing can be found inside a file such as draw.py"),
    ],
)
def test_a_place_that_is_gone_is_told(furnished: House, path: str, key: str, sentence: str) -> None:
    with pytest.raises(ToolError) as failure:
        documents.require(furnished.root / path, key)

    assert str(failure.value) == sentence


def test_what_is_no_toml_is_one_sentence(furnished: House) -> None:
    file = furnished.write("broken.toml", "a = \n")

    with pytest.raises(ToolError, match=r"^it is no TOML \(.*line 1, column 5\)\)$"):
        documents.require(file, "a")


def test_what_is_no_yaml_is_one_sentence(furnished: House) -> None:
    file = furnished.write("broken.yml", "a: b: c\n")

    with pytest.raises(ToolError, match=r"mapping values are not allowed here .* line 1, column 5"):
        documents.require(file, "a")


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("# Behind a proxy or a mirror", "behind-a-proxy-or-a-mirror"),
        ("## A release -- that `went` wrong!", "a-release-that-went-wrong"),
        ("### Über 3.11", "uber-311"),
        ("## Named otherwise { #its-own }", "its-own"),
    ],
)
def test_an_anchor_is_that_of_the_site(heading: str, anchor: str) -> None:
    assert documents.anchors(f"Text.\n\n{heading}\n\nMore.\n") == {anchor}


def test_a_comment_in_code_is_no_heading() -> None:
    text = "# One\n\n```console\n# two\n```\n\n    # three\n\n~~~~\n# four\n~~~~\n"

    assert documents.anchors(text) == {"one"}
