from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import doc_check

if TYPE_CHECKING:
    from tests.tools.house import House

TUTORIAL = "# Learn\n\nAt the end you know.\n\n**You need** time.\n\n## 1. Begin\n"
PIN = "click==8.5.1 \\\n    --hash=sha256:0\nclick==8.4.0 ; python_version < '3.12' \\\n"


def faults(house: House) -> list[str]:
    return [str(fault) for fault in doc_check.faults(house.root)]


def test_pages_with_all_they_need_have_no_fault(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.write("docs/tutorials/a.md", TUTORIAL)
    house.write("docs/how-to/a.md", "# Raise a floor\n")
    house.write("docs/explanation/a.md", "# Floors that are proved\n")
    house.write("docs/reference/core.md", "# acme.core\n\n::: acme.core\n")
    house.write("docs/index.md", "# Acme\n\n```console\nmake\n```\n")
    house.write("README.md", "<img>\n")

    assert doc_check.main([]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("index.md", "", "docs/index.md:1: the first line is no title; begin with `# Title`"),
        ("index.md", "Acme\n", "docs/index.md:1: the first line is no title; begin with `# Title`"),
        (
            "tutorials/a.md",
            TUTORIAL.replace("At the end", "Soon"),
            (
                "docs/tutorials/a.md:3: a tutorial says first what there will be;"
                " begin with `At the end …`"
            ),
        ),
        (
            "tutorials/a.md",
            "# Learn\n\nAt the end you know.\n",
            "docs/tutorials/a.md:3: a tutorial says what it needs; add a line `**You need** …`",
        ),
        (
            "how-to/a.md",
            "# Floors\n",
            (
                "docs/how-to/a.md:1: a how-to's title begins with a verb, not with 'floors';"
                " say what the reader does; if it is a verb, add it to VERBS in tools/documentation/page_types.py"
            ),
        ),
        (
            "explanation/a.md",
            "# Raise a floor\n",
            (
                "docs/explanation/a.md:1: an explanation's title is no command;"
                " name the subject, or move it to how-to"
            ),
        ),
        (
            "reference/a.md",
            "# `acme`\n\nBy hand.\n",
            (
                "docs/reference/a.md:1: a page of the reference is made, not written;"
                " show a module with `::: NAME`, or make the page in tools/documentation/pages"
            ),
        ),
        (
            "index.md",
            "# Acme\n\n```\nmake\n```\n",
            "docs/index.md:3: a block says no language; name it behind the fence",
        ),
    ],
)
def test_what_a_page_lacks_is_told_with_its_remedy(
    house: House, path: str, text: str, problem: str
) -> None:
    house.write(f"docs/{path}", text)

    assert faults(house) == [problem]


def test_a_how_to_without_words_begins_with_no_verb(house: House) -> None:
    house.write("docs/how-to/a.md", "# `make`\n")

    assert len(faults(house)) == 1


def test_links_that_lead_nowhere_are_named(house: House) -> None:
    house.write("docs/a.md", "# Over here\n\n## By hand { #hand }\n")
    house.write(
        "README.md",
        "See [a](docs/a.md#over-here), [b](docs/a.md#hand), [c](docs/b.md), ![d](d.svg),\n"
        "[e](docs/a.md#there), [f](https://example.org), [g](#top), [h](docs/), [i](LICENSE#x).\n",
    )
    house.write("docs/index.md", "# Acme\n\n[made](reference/made.md) and [lost](lost.svg)\n")

    assert faults(house) == [
        "README.md:1: docs/b.md leads to no file; mend the link",
        "README.md:1: d.svg leads to no file; mend the link",
        "README.md:1: docs/a.md has no heading for #there; mend the link",
        "docs/index.md:3: lost.svg leads to no file; mend the link",
    ]


def test_a_version_that_no_lock_pins_is_named(house: House) -> None:
    house.write("locks/test.txt", PIN)
    house.write(
        "README.md", "click 8.5, `click` 8.4.0, Python 3.9 and core 0.2.0.\n\n| Click 8.50 |\n"
    )

    assert faults(house) == [
        (
            "README.md:3: Click 8.50 is not what the locks pin (8.4.0, 8.5.1);"
            " say the version that is used, or none"
        )
    ]


def test_faults_are_told_to_machines(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.write("docs/how-to/a.md", "# Floors\n")

    assert doc_check.main(["--json"]) == 1
    assert [found["line"] for found in json.loads(capsys.readouterr().out)["faults"]] == [1]


@pytest.mark.usefixtures("house")
def test_no_fault_is_told_to_machines_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert doc_check.main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"faults": []}


BLOCKS = (
    "# Acme\n\n```console\nmake\n```\n\n<!-- not run: it uploads -->\n```console\nmake\n```\n\n"
    '```python title="a.py"\na = 1\n```\n\n```toml\na = 1\n```\n'
)


def test_blocks_are_counted_and_those_that_cannot_run_are_listed(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.write("docs/index.md", BLOCKS)

    assert doc_check.main(["--blocks"]) == 0
    assert capsys.readouterr().out == (
        "   1 not run\n   1 run\n   1 toml, read\n   1 written as a file\n"
        "docs/index.md:8: it uploads\n"
    )


def test_blocks_are_counted_for_machines(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.write("docs/index.md", BLOCKS)

    assert doc_check.main(["--blocks", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not run"] == {"docs/index.md:8": "it uploads"}
