"""Every block of code on every page is what its fence says, and runs."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.docs import stories
from tests.releasing.repository import ROOT
from tools.documentation.fences import Block, blocks, documents
from tools.monorepo.identity import origin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCKS = [block for path in documents(ROOT) for block in blocks(ROOT, path)]
STORIES = {path: blocks(ROOT, path) for path in documents(ROOT)}
LANGUAGES = {"console", "csv", "json", "markdown", "mermaid", "python", "text", "toml", "yaml"}
TUTORIAL = "docs/tutorials/first-release.md"
SAMPLE = re.compile(r"\bcore\b")
"""What a page says that works on the samples: each way from a change to a release is shown on core."""


def _json(text: str) -> None:
    """One value, or a line of JSON Lines after another."""
    for value in [text] if text.startswith(("{\n", "[")) else text.splitlines():
        json.loads(value)


READERS: dict[str, Callable[[str], object]] = {
    "json": _json,
    "python": ast.parse,
    "toml": tomllib.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}


def pages(*, quick: bool) -> list[str]:
    """Pages of which something runs: those of programs alone are quick, those with commands slow."""
    return [
        path
        for path, told in STORIES.items()
        if any(block.runs and not block.title for block in told)
        and quick is not any(block.language == "console" and block.runs for block in told)
        and path != TUTORIAL
    ]


def _followed(path: str) -> object:
    told = (block.text for block in STORIES[path] if block.language == "console")
    lacks = bool(SAMPLE.search("".join(told))) and not (ROOT / "packages" / "core").is_dir()
    return pytest.param(path, marks=pytest.mark.skipif(lacks, reason="waits for the sample core"))


def test_every_block_says_its_language() -> None:
    unknown = [block.place for block in BLOCKS if block.language not in LANGUAGES]

    assert unknown == []


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in BLOCKS])
def test_a_block_can_be_read_as_its_language(block: Block) -> None:
    READERS.get(block.language, str)(block.text)


def test_pages_of_programs_alone_run_from_top_to_bottom(tmp_path: Path) -> None:
    if (ROOT / "docs" / "examples").is_dir():
        shutil.copytree(ROOT / "docs", tmp_path / "docs")

    for path in pages(quick=True):
        stories.follow(STORIES[path], tmp_path, stories.environment())


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.parametrize("path", [_followed(path) for path in pages(quick=False)])
def test_a_page_can_be_followed_from_top_to_bottom(
    path: str, place: Path, kept: dict[str, str]
) -> None:
    stories.follow(STORIES[path], stories.clone(place), kept)


@pytest.mark.slow
@pytest.mark.network
@pytest.mark.skipif(origin(ROOT) is not None, reason="waits for the template: this is a fork")
def test_the_first_tutorial_can_be_followed_by_somebody_who_has_nothing(
    place: Path, kept: dict[str, str]
) -> None:
    home = place / "home"
    home.mkdir()
    template = stories.clone(place)
    found_at = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{template}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/acme-org/acme.git",
    }
    own = {name: value for name, value in kept.items() if name not in {"SETUP", "HATCH_DATA_DIR"}}

    stories.follow(STORIES[TUTORIAL], home, {**own, **found_at, "HOME": str(home)}, elsewhere={})


@pytest.mark.parametrize("line", stories.ELSEWHERE)
def test_what_is_not_run_here_is_run_elsewhere(line: str) -> None:
    row = stories.ELSEWHERE[line]

    assert row["says"] in [text.strip() for text in (ROOT / row["in"]).read_text().splitlines()]


def test_no_line_is_excused_that_no_page_has() -> None:
    lines = {
        stories.command(line)
        for block in BLOCKS
        if block.language == "console"
        for line in block.text.splitlines()
    }

    assert stories.ELSEWHERE.keys() - lines == set()


def test_a_story_writes_files_runs_commands_and_leaves_out_what_cannot_run(tmp_path: Path) -> None:
    told = [
        Block("a.md", 1, "csv", "data/one.csv", "n\n1\n", ""),
        Block("a.md", 2, "python", "", "text = open('data/one.csv').read()\n", ""),
        Block("a.md", 3, "console", "", "false\n", "it fails"),
        Block("a.md", 4, "console", "", "cd data\ncp one.csv two.csv\nmake all   # all\n", ""),
        Block("a.md", 5, "python", "", "open('three.csv', 'w').write(text[:1])\n", ""),
    ]
    text = stories.script(told, {"make all": ""})
    (tmp_path / "story").write_text(text.replace("open('data/", f"open('{tmp_path}/data/"))

    subprocess.run(["bash", "story"], cwd=tmp_path, env=stories.environment(), check=True)

    there = {path.name: path.read_text() for path in (tmp_path / "data").iterdir()}
    assert there == {"one.csv": "n\n1\n", "two.csv": "n\n1\n", "three.csv": "n"}


def test_a_story_that_fails_says_where(tmp_path: Path) -> None:
    told = [Block("a.md", 7, "console", "", "echo seen\nfalse\necho unseen\n", "")]

    with pytest.raises(AssertionError, match=r"--- a.md:7\nseen\n$"):
        stories.follow(told, tmp_path, stories.environment())
