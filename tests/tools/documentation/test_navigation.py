from __future__ import annotations

from tools.documentation.navigation import leaves, placed


def test_a_page_goes_to_the_end_of_the_section_of_its_folder() -> None:
    table = [
        "index.md",
        {"Look up": [{"acme.core": "reference/core.md"}]},
        {"Why": ["why/tags.md"]},
    ]

    found = placed(table, ["reference/notes.md"])

    assert found[1] == {"Look up": [{"acme.core": "reference/core.md"}, "reference/notes.md"]}


def test_a_folder_without_a_section_gets_one_of_its_name() -> None:
    found = placed([{"Home": "index.md"}], ["note-types/one.md", "note-types/two.md"])

    assert found == [
        {"Home": "index.md"},
        {"Note types": ["note-types/one.md", "note-types/two.md"]},
    ]


def test_a_folder_in_a_folder_is_a_section_in_a_section() -> None:
    found = placed([{"Reference": ["reference/core.md"]}], ["reference/commands/bump.md"])

    assert found == [
        {"Reference": ["reference/core.md", {"Commands": ["reference/commands/bump.md"]}]}
    ]


def test_a_page_that_is_listed_already_stays_where_it_is() -> None:
    table = [{"First of all": "changelogs/core.md"}]

    assert placed(table, ["changelogs/core.md"]) == table


def test_a_page_outside_every_folder_stands_at_the_end() -> None:
    assert placed(["index.md"], ["practices.md"]) == ["index.md", "practices.md"]


def test_leaves_are_the_paths_from_top_to_bottom() -> None:
    table = ["index.md", {"Reference": [{"acme.core": "core.md"}, {"Commands": ["bump.md"]}]}]

    assert list(leaves(table)) == ["index.md", "core.md", "bump.md"]
