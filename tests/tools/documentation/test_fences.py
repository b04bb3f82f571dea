from __future__ import annotations

from typing import TYPE_CHECKING

from tools.documentation.fences import Block, blocks, documents

if TYPE_CHECKING:
    from tests.tools.house import House

PAGE = """\
# Page

<!-- not run: it uploads -->
```console
make publish
```

```python title="src/one.py"
one = 1
```

1. In a list:

    ```
    as it is
    ```

<!--- invisible-code-block: console
git tag core-v0.1.0
-->

    no fence

<!-- a remark -->
"""


def test_blocks_are_what_their_fences_say(house: House) -> None:
    house.write("docs/page.md", PAGE)

    assert blocks(house.root, "docs/page.md") == [
        Block("docs/page.md", 4, "console", "", "make publish\n", "it uploads"),
        Block("docs/page.md", 8, "python", "src/one.py", "one = 1\n", ""),
        Block("docs/page.md", 14, "", "", "as it is\n", ""),
        Block("docs/page.md", 18, "console", "", "git tag core-v0.1.0\n", ""),
    ]


def test_a_block_on_the_first_line_has_no_line_before_it(house: House) -> None:
    house.write("docs/page.md", "```console\nmake\n```\n")

    assert [block.runs for block in blocks(house.root, "docs/page.md")] == [True]


def test_what_cannot_run_and_what_is_no_program_does_not_run() -> None:
    reasons = [("console", ""), ("console", "it uploads"), ("toml", ""), ("python", "")]

    assert [Block("a.md", 1, language, "", "", why).runs for language, why in reasons] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_block_tells_its_place() -> None:
    assert Block("docs/page.md", 4, "console", "", "", "").place == "docs/page.md:4"


def test_documents_are_the_pages_that_are_written(house: House) -> None:
    for path in ("README.md", ".github/SECURITY.md", "docs/how-to/a.md", "tools/x/README.md"):
        house.write(path, "# Page\n")

    assert documents(house.root) == [".github/SECURITY.md", "README.md", "docs/how-to/a.md"]
