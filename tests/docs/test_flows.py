"""Every flow on a page can be loaded."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from acme.processing import load_flow
from tests.releasing.repository import ROOT
from tools.documentation.fences import Block, blocks, documents

if TYPE_CHECKING:
    from pathlib import Path

# One with a title is loaded by the commands that follow it.
FLOWS = [
    pytest.param(block, id=block.place)
    for path in documents(ROOT)
    for block in blocks(ROOT, path)
    if "[target]" in block.text and block.language == "toml" and not block.title
]


@pytest.mark.parametrize("block", FLOWS)
def test_a_flow_can_be_loaded(block: Block, tmp_path: Path) -> None:
    (tmp_path / "flow.toml").write_text(block.text, "utf-8")

    flow = load_flow(tmp_path / "flow.toml")

    expected = tomllib.loads(block.text)["source"]["location"]
    assert str(flow.source["location"]).endswith(expected)
