"""Names, notes and tags that somebody made up to break things: at worst, a sentence each."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.releasing.repository import GIT_ENVIRONMENT
from tools.releasing import plan
from tools.version_control import git

if TYPE_CHECKING:
    from tests.releasing.repository import Repository

TAGS = [
    *("core-v2.0.0;touch${IFS}x", "core-v$(id)", "core-v`id`", "core-v3.0.0&", "'core-v3.0.0'"),
    *(
        "core-v\udcff9.0.0",
        "core-v9.0.0\u2028",
        "core-v9.0.0\u0085x",
        "\u202ecore-v9.0.0",
        "v9.0.0",
    ),
    *("core-v9.0.0+local", "core-v09.0.0", "core-v9.0.0-1", "core-vendor-1", "core-v", "x" * 200),
]
COMMANDS = [
    ["bump", "plan"],
    ["bump", "plan", "--json"],
    ["bump", "prepare"],
    ["bump", "tag"],
    ["changelog", "check", "--since", "HEAD"],
    ["affected"],
]


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Tool = Callable[..., Done]


@pytest.fixture
def tool(capsys: pytest.CaptureFixture[str]) -> Tool:
    """Run a tool; a traceback fails the test."""

    def run(name: str, *arguments: str) -> Done:
        capsys.readouterr()
        code = importlib.import_module(f"tools.{name}").main(list(arguments))
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def hostile(repository: Repository) -> Repository:
    repository.package("core")
    repository.commit()
    repository.release("core-v1.2.0")
    return repository


def test_only_release_tags_in_their_normal_form_count(hostile: Repository) -> None:
    for name in TAGS:
        hostile.tag(name)
    hostile.note("core", "1.bugfix.md")

    found = plan.make(hostile.root)

    assert git.tag_names(hostile.root) == {*TAGS, "core-v1.2.0"}
    assert [release.tag for release in found.releases] == ["core-v1.2.1"]


def test_a_tag_of_something_else_than_a_commit_does_not_count(hostile: Repository) -> None:
    blob = hostile.git("hash-object", "-w", "--stdin", stdin="no commit\n")
    hostile.git("tag", "--annotate", "--message", "x", "core-v8.0.0", blob)
    hostile.git("tag", "core-v9.0.0", "HEAD^{tree}")
    hostile.note("core", "1.bugfix.md")

    found = plan.make(hostile.root)

    assert [release.tag for release in found.releases] == ["core-v1.2.1"]


def test_a_huge_number_of_digits_is_a_version_like_any_other(hostile: Repository) -> None:
    hostile.release(f"core-v{'9' * 60}.0.0")
    hostile.note("core", "1.bugfix.md")

    found = plan.make(hostile.root)

    assert [release.tag for release in found.releases] == [f"core-v{'9' * 60}.0.1"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("$(touch x).feature.md", b"Text."),
        ("1.feature.md;rm -rf .", b"Text."),
        ("new\nline.feature.md", b"Text."),
        ("caf\udce9.feature.md", b"Text."),
        ("1.feature.md", b"caf\xe9"),
        ("1.feature.md", b"\0" * 10),
        ("1.feature.md", b"x" * 1_000_000),
    ],
)
def test_a_hostile_note_is_a_sentence_and_nothing_is_run(
    name: str, content: bytes, command: list[str], hostile: Repository, tool: Tool
) -> None:
    hostile.note("core", name)
    (hostile.root / "packages/core/changes" / name).write_bytes(content)
    hostile.commit()

    done = tool(*command)

    assert done.code in {0, 1}
    assert not (hostile.root / "x").exists()
    assert hostile.git("status", "--porcelain") == ""
    if command[:2] == ["bump", "plan"]:
        assert done.code == 1
        assert "packages/core/changes/" in done.out


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ('[project]\nname = "acme-io"\ndependencies = ["acme-core"]\n', "in a circle: "),
        ('[project]\nname = "Acme.Core"\n', "packages/core and packages/io are both the dist"),
        ("[project", "packages/io/pyproject.toml: cannot be read as TOML"),
        ('[project]\nname = "a b"\n', "packages/io/pyproject.toml: [project] has no usable name"),
        ('[project]\nname = "acme-io"\ndependencies = 1\n', "project.dependencies is no list"),
        (
            '[project]\nname = "acme-io"\ndependencies = ["acme-core >=> 1"]\n',
            "no valid requirement",
        ),
    ],
)
def test_a_workspace_that_makes_no_sense_is_a_sentence(
    declaration: str, sentence: str, command: list[str], hostile: Repository, tool: Tool
) -> None:
    hostile.requires("core", "dependencies = []", 'dependencies = ["acme-io"]')
    if "circle" not in sentence:
        hostile.requires("core", 'dependencies = ["acme-io"]', "dependencies = []")
    hostile.write("packages/io/pyproject.toml", declaration)
    hostile.commit()

    done = tool(*command)

    assert done.err.count("\n") == done.code
    if command[:2] == ["bump", "plan"]:
        assert done.code == 1
        assert sentence in done.err


def test_commands_run_outside_of_a_workspace_say_so(hostile: Repository, tool: Tool) -> None:
    for path in ("packages/core", "packages/.gitkeep", "packages"):
        hostile.git("rm", "-r", "--quiet", "--ignore-unmatch", path)

    for command in COMMANDS:
        done = tool(*command)

        assert done.code == 1
        assert "run it inside the repository" in done.err


def test_nobody_elses_settings_of_git_change_an_answer(
    hostile: Repository, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = hostile.root.parent / "settings"
    settings.write_text(
        "[diff]\nnoprefix = true\nrenames = copies\nexternal = false\nrelative = true\n"
        "[core]\nquotePath = true\n[status]\nshowUntrackedFiles = no\nrelativePaths = true\n"
        "[color]\nui = always\n[column]\nui = always\n[tag]\nsort = -version:refname\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    hostile.note("core", "1.bugfix.md")

    assert GIT_ENVIRONMENT["GIT_CONFIG_GLOBAL"] != str(settings)
    assert [release.tag for release in plan.make(hostile.root).releases] == ["core-v1.2.1"]
    assert git.dirty(hostile.root) == ["packages/core/changes/1.bugfix.md"]
    assert "  core\n" in tool("affected", "--since", "HEAD").out
