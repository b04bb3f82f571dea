from __future__ import annotations

from tools.documentation.markdown import fence, page, table


def test_a_cell_may_hold_a_bar_and_several_lines() -> None:
    assert table(["a", "b"], [("1 | 2", "one\ntwo")]) == (
        "| a | b |\n| --- | --- |\n| 1 \\| 2 | one two |\n"
    )


def test_a_fence_is_longer_than_any_in_it() -> None:
    assert fence("```toml\na = 1\n```") == "````text\n```toml\na = 1\n```\n````\n"


def test_parts_of_a_page_stand_apart() -> None:
    assert page("Title", "\nFirst.\n", "Then.\n") == "# Title\n\nFirst.\n\nThen.\n"
