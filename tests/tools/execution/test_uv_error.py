"""What uv means when it fails."""

from __future__ import annotations

import pytest

from tools.execution.uv_error import causes, sentence

SAID = """`uv pip compile -` ended with 1: error: No solution found when resolving dependencies
  cause: Because only acme-core<2 is available and
         you require acme-core>=2, we can conclude that your requirements are unsatisfiable.
"""


def test_the_last_cause_began_it() -> None:
    assert causes(SAID)[-1] == (
        "Because only acme-core<2 is available and you require acme-core>=2,"
        " we can conclude that your requirements are unsatisfiable"
    )


def test_the_whole_chain_is_one_line() -> None:
    assert sentence("error: Failed to publish\n  `a.whl`\n  cause: Missing credentials\n") == (
        "Failed to publish `a.whl`: Missing credentials"
    )


@pytest.mark.parametrize("said", ["Killed", "  Killed\n"])
def test_other_words_are_kept(said: str) -> None:
    assert sentence(said) == "Killed"
