"""Plan, prepare and tag releases, as their commands do it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.releasing.repository import MARKER
from tools import bump
from tools.releasing import render
from tools.version_control import git, journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.releasing.repository import Repository

DAY = ("--date", "2026-11-20")


@pytest.fixture
def ready(repository: Repository) -> Repository:
    """Core 1.2.0 and io 0.3.0 are out; core has a breaking note and an internal one."""
    repository.package("core")
    repository.package("io", "acme-core>=1.2,<2", groups={"test": ["acme-core>=1.2,<2"]})
    repository.commit()
    repository.release("core-v1.2.0", "io-v0.3.0")
    repository.note("core", "7.breaking.md", "Settings are frozen.\n")
    repository.note("core", "8.internal.md", "Sort the tests.\n")
    repository.commit()
    return repository


@pytest.fixture
def prepared(ready: Repository, tmp_path: Path) -> Repository:
    """The same prepared, committed and pushed to a remote."""
    for package, version in (("core", "2.0.0"), ("io", "0.3.1")):
        path = f"packages/{package}/CHANGELOG.md"
        section = f"{MARKER}\n## [{version}] - 2026-11-20\n\n### Changed\n\n- It.\n"
        ready.write(path, ready.read(path).replace(MARKER, section))
    ready.requires("io", "acme-core>=1.2,<2", "acme-core>=2.0.0,<3")
    for note in ("7.breaking.md", "8.internal.md"):
        (ready.root / "packages/core/changes" / note).unlink()
    ready.commit("Release")
    ready.remote(tmp_path / "origin.git")
    return ready


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert bump.main(arguments) == code
    captured = capsys.readouterr()
    return captured.err if code and captured.err else captured.out


@pytest.mark.usefixtures("ready")
def test_the_plan_as_json_has_releases_in_publish_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: dict[str, Any] = json.loads(said(capsys, "plan", "--json"))

    assert found["releases"] == [
        {
            "package": "core",
            "distribution": "acme-core",
            "current": "1.2.0",
            "next": "2.0.0",
            "level": "major",
            "tag": "core-v2.0.0",
            "first": False,
            "reasons": ["breaking: Settings are frozen. (packages/core/changes/7.breaking.md)"],
            "requires": [],
        },
        {
            "package": "io",
            "distribution": "acme-io",
            "current": "0.3.0",
            "next": "0.3.1",
            "level": "patch",
            "tag": "io-v0.3.1",
            "first": False,
            "reasons": ["core 2.0.0 leaves its range acme-core>=1.2,<2"],
            "requires": ["acme-core>=2.0.0,<3"],
        },
    ]
    assert found["blockers"] == []
    assert [change["where"] for change in found["ranges"]] == [
        "project.dependencies",
        "dependency-groups.test",
    ]


def test_the_plan_as_text_gives_the_reasons(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.package("cli", "acme-core>=1")

    assert said(capsys, "plan", "--only", "core", "--only", "cli", "--pre", "rc") == (
        "core: 1.2.0 -> 2.0.0rc1 (major), tag core-v2.0.0rc1\n"
        "    breaking: Settings are frozen. (packages/core/changes/7.breaking.md)\n"
        "cli: first release -> 0.1.0rc1 (minor), tag cli-v0.1.0rc1\n"
        "    first release\n"
        "later: io is left out, though core 2.0.0rc1 leaves its range acme-core>=1.2,<2\n"
    )


@pytest.mark.usefixtures("ready")
def test_a_terminal_gets_long_lines_folded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")

    assert said(capsys, "plan", "--only", "core") == (
        "core: 1.2.0 -> 2.0.0 (major), tag core-v2.0.0\n"
        "    breaking: Settings are frozen.\n"
        "        (packages/core/changes/7.breaking.md)\n"
        "later: io is left out, though core 2.0.0 leaves its range\n"
        "    acme-core>=1.2,<2\n"
    )


def test_a_plan_that_is_blocked_is_a_problem_with_its_remedy(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.note("io", "1.fixed.md")

    out = said(capsys, "plan", "--json", code=1)

    (blocker,) = json.loads(out)["blockers"]
    assert blocker["package"] == "io"
    assert blocker["problem"] == "packages/io/changes/1.fixed.md has the unknown type fixed"
    assert blocker["remedy"].startswith("the types are ")
    assert "blocked: io: packages/io/changes/1.fixed.md has" in said(capsys, "plan", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--only", "corn"],
        ["plan", "--level", "corn=minor"],
    ],
)
def test_a_wish_that_nothing_here_meets_is_wrong_usage(
    arguments: list[str], ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ready.root.exists()
    assert said(capsys, *arguments, code=2).startswith("bump: no package is called 'corn'")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["plan", "--level", "core"],
        ["plan", "--level", "core=huge"],
        ["plan", "--pre", "gamma"],
        ["prepare", "--date", "today"],
        ["undo", "core", "one"],
    ],
)
def test_arguments_that_make_no_sense_are_wrong_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as got:
        bump.main(arguments)

    assert got.value.code == 2


def test_help_teaches_by_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as got:
        bump.main(["--help"])

    assert got.value.code == 0
    assert "python -m tools.bump undo core 1.3.0 " in capsys.readouterr().out


def test_prepare_writes_what_the_plan_says(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "prepare", *DAY)

    assert out == (
        "write packages/core/CHANGELOG.md\n"
        "remove packages/core/changes/7.breaking.md\n"
        "remove packages/core/changes/8.internal.md\n"
        "write packages/io/CHANGELOG.md\n"
        "write packages/io/pyproject.toml\n"
        'Next: git add packages && git commit -m "Release core 2.0.0, io 0.3.1",'
        " and have it reviewed\n"
    )
    assert ready.read("packages/core/CHANGELOG.md").startswith(
        "# Changelog\n\n<!-- towncrier release notes start -->\n\n"
        "## [2.0.0] - 2026-11-20\n\n### Changed\n\n"
        "- **Breaking:** Settings are frozen. (#7)\n\n## [1.2.0] - 2026-01-01\n"
    )
    compare = "https://github.com/acme-org/acme/compare/core-v1.2.0...core-v2.0.0"
    assert ready.read("packages/core/CHANGELOG.md").endswith(f"\n\n[2.0.0]: {compare}\n")
    assert "- Requires acme-core>=2.0.0,<3." in ready.read("packages/io/CHANGELOG.md")
    declared = ready.read("packages/io/pyproject.toml")
    assert declared.count('"acme-core>=2.0.0,<3"') == 2


def test_a_second_prepare_writes_nothing_more(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "prepare", *DAY)
    ready.commit()

    out = said(capsys, "prepare", "--date", "2027-01-01")

    assert out == (
        "prepared: core 2.0.0 is announced and has no tag: python -m tools.bump tag\n"
        "prepared: io 0.3.1 is announced and has no tag: python -m tools.bump tag\n"
        "Nothing to release: no package has notes that its users would see.\n"
    )
    assert git.dirty(ready.root) == []


def test_a_dry_run_of_prepare_changes_nothing(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "prepare", "--dry-run", *DAY)

    assert "would write packages/core/CHANGELOG.md\n" in out
    assert "Next:" not in out
    assert git.dirty(ready.root) == []


def test_prepare_refuses_a_plan_that_is_blocked(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.note("io", "1.fixed.md")
    ready.commit()

    assert "blocked: io: " in said(capsys, "prepare", code=1)
    assert git.dirty(ready.root) == []


def test_prepare_refuses_a_work_tree_with_changes(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.write("new\nfile.txt")

    assert r"the work tree has changes (new\nfile.txt); commit" in said(capsys, "prepare", code=1)

    ready.write("other.txt")

    assert r"(new\nfile.txt and 1 more)" in said(capsys, "prepare", code=1)


def test_a_range_that_is_not_one_plain_string_is_refused_before_anything_is_written(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.requires(
        "io", '["acme-core>=1.2,<2"]\n\n[project', '["acme-\\u0063ore>=1.2,<2"]\n\n[project'
    )
    ready.requires("io", '"acme-core>=1.2,<2"', '"acme-core>=1.2"')
    ready.commit()

    sentence = said(capsys, "prepare", code=1)

    assert "packages/io/pyproject.toml: write 'acme-core>=1.2,<2' in project.depend" in sentence
    assert git.dirty(ready.root) == []


def test_prepare_takes_back_what_a_run_that_was_cut_off_had_written(
    ready: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "recover", lambda _: [])
    monkeypatch.setattr(journal, "_settle", _cut_off(journal._settle))
    with pytest.raises(KeyboardInterrupt):
        journal.write(ready.root, {"README.md": "New\n"})
    monkeypatch.undo()
    monkeypatch.chdir(ready.root)
    assert "a run was cut off; run prepare without --dry-run" in said(
        capsys, "prepare", "--dry-run", code=1
    )
    for command in ("plan", "tag"):
        sentence = said(capsys, command, code=1)
        assert "a run of prepare was cut off; run `python -m tools.bump prepare` first" in sentence

    out = said(capsys, "prepare", *DAY)

    assert out.startswith("A run was cut off; its 1 files are again as they were before it.\n")
    assert not (ready.root / "README.md.hatchery-new").exists()


def _cut_off(settle: Any) -> Any:
    def dying(path: Path, *, removed: bool) -> None:
        if path.name == "README.md":
            raise KeyboardInterrupt
        settle(path, removed=removed)

    return dying


def test_a_changelog_is_begun_where_there_is_none(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (ready.root / "packages/core/CHANGELOG.md").unlink()
    ready.write("packages/core/pyproject.toml", '[project]\nname = "acme-core"\n')
    ready.commit()

    said(capsys, "prepare", *DAY)

    text = ready.read("packages/core/CHANGELOG.md")
    assert text.startswith("# Changelog\n\n<!-- towncrier release notes start -->\n\n## [2.0.0]")
    assert "]: http" not in text


def test_a_candidate_keeps_the_notes_and_makes_way_for_the_final_version(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "prepare", "--pre", "rc", "--only", "core", *DAY)
    ready.commit()
    said(capsys, "tag")

    assert (ready.root / "packages/core/changes/7.breaking.md").exists()
    assert "## [2.0.0rc1]" in ready.read("packages/core/CHANGELOG.md")

    said(capsys, "prepare", "--only", "core", *DAY)
    text = ready.read("packages/core/CHANGELOG.md")

    assert "2.0.0rc1" not in text
    assert text.count("Settings are frozen.") == 1
    assert not (ready.root / "packages/core/changes/7.breaking.md").exists()
    assert "compare/core-v1.2.0...core-v2.0.0\n" in text


def test_a_candidate_is_compared_with_the_tag_before_it_and_the_final_with_the_last_final(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    links = []
    for pre in (["--pre", "rc"], ["--pre", "rc", "--level", "core=major"], []):
        said(capsys, "prepare", *pre, "--only", "core", *DAY)
        links.append(ready.read("packages/core/CHANGELOG.md").rpartition("/")[2])
        ready.commit()
        said(capsys, "tag")

    assert links == [
        "core-v1.2.0...core-v2.0.0rc1\n",
        "core-v2.0.0rc1...core-v2.0.0rc2\n",
        "core-v1.2.0...core-v2.0.0\n",
    ]


def test_the_first_final_version_has_none_to_be_compared_with(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.package("core")
    repository.commit()
    said(capsys, "prepare", "--pre", "rc", *DAY)
    first = repository.read("packages/core/CHANGELOG.md")
    repository.commit()
    said(capsys, "tag")
    said(capsys, "prepare", *DAY)

    assert first.endswith("/releases/tag/core-v0.1.0rc1\n")
    assert repository.read("packages/core/CHANGELOG.md").endswith("/releases/tag/core-v0.1.0\n")


def test_tag_puts_annotated_tags_with_the_section_on_heads(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "tag", "--dry-run") == (
        "would tag core-v2.0.0\nwould tag io-v0.3.1\nNext: python -m tools.bump tag --push\n"
    )
    assert git.tag_names(prepared.root) == {"core-v1.2.0", "io-v0.3.0"}

    out = said(capsys, "tag")

    assert out == "tagged core-v2.0.0\ntagged io-v0.3.1\nNext: python -m tools.bump tag --push\n"
    message = prepared.git("tag", "--list", "--format=%(contents)", "core-v2.0.0").strip()
    assert message == ("acme-core 2.0.0\n\n### Changed\n\n- It.")
    assert said(capsys, "tag") == "Every changelog head has its tag.\n"


def test_push_sends_what_the_remote_lacks_one_by_one(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.git("push", "--quiet", "origin", "core-v1.2.0", "io-v0.3.0")
    assert said(capsys, "tag", "--push", "--dry-run") == (
        "would tag core-v2.0.0\nwould tag io-v0.3.1\nwould push core-v2.0.0\nwould push io-v0.3.1\n"
    )

    out = said(capsys, "tag", "--push")

    assert out == ("tagged core-v2.0.0\ntagged io-v0.3.1\npushed core-v2.0.0\npushed io-v0.3.1\n")
    assert set(git.remote_tags(prepared.root, "origin")) >= {"core-v2.0.0", "io-v0.3.1"}
    assert said(capsys, "tag", "--push") == (
        "Every changelog head has its tag, and origin has them all.\n"
    )


def test_a_push_that_was_interrupted_is_finished_by_the_next(
    prepared: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hook = tmp_path / "origin.git/hooks/update"
    hook.parent.mkdir()
    hook.write_text('#!/bin/sh\ncase "$1" in *io*) exit 1;; esac\n', encoding="utf-8")
    hook.chmod(0o755)

    sentence = said(capsys, "tag", "--push", code=1)

    assert sentence.startswith("bump: git push failed: ")
    assert sentence.endswith("not pushed: io-v0.3.1; run this again to finish\n")
    assert set(git.remote_tags(prepared.root, "origin")) == {"core-v2.0.0"}

    hook.unlink()

    assert said(capsys, "tag", "--push") == "pushed io-v0.3.1\n"


def test_a_commit_that_the_remote_has_not_is_not_tagged(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.commit()

    sentence = said(capsys, "tag", "--push", code=1)

    assert sentence == "bump: origin has no branch with this commit; push the branch first\n"
    assert git.tag_names(prepared.root) == {"core-v1.2.0", "io-v0.3.0"}


def test_tag_refuses_a_work_tree_with_changes(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.write("new.txt")

    assert "the work tree has changes (new.txt); commit or" in said(capsys, "tag", code=1)


def test_notes_that_the_announced_version_does_not_tell_of_forbid_its_tag(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.note("core", "9.feature.md")
    prepared.commit()

    out = said(capsys, "tag", code=1)

    assert out.startswith("blocked: core: 2.0.0 is announced, and there are notes that it does")
    assert git.tag_names(prepared.root) == {"core-v1.2.0", "io-v0.3.0"}


@pytest.mark.parametrize("words", [["plan"], ["prepare"], ["tag"], ["undo", "core", "1.2.0"]])
def test_a_history_that_was_cut_off_is_refused(
    words: list[str],
    prepared: Repository,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shallow = prepared.clone(tmp_path / "shallow", "--depth", "1")
    monkeypatch.chdir(shallow.root)

    assert said(capsys, *words, code=1) == (
        "bump: this checkout is shallow, and versions come from tags;"
        " git fetch --unshallow --tags\n"
    )


def test_half_of_what_prepare_wrote_forbids_the_tag(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.requires("io", "acme-core>=2.0.0,<3", "acme-core>=1.2,<2")
    prepared.commit()

    assert said(capsys, "tag", code=1) == (
        "blocked: io: core 2.0.0 leaves its range acme-core>=1.2,<2;"
        " write acme-core>=2.0.0,<3 into packages/io/pyproject.toml, commit, and run this again\n"
    )
    assert git.tag_names(prepared.root) == {"core-v1.2.0", "io-v0.3.0"}


def test_a_package_whose_sibling_was_left_unprepared_is_not_tagged(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.git("checkout", "--quiet", "core-v1.2.0", "--", "packages/core/CHANGELOG.md")
    prepared.commit()

    assert "blocked: io: no version that is out or planned meets acme-core>=2.0.0,<3; rel" in said(
        capsys, "tag", code=1
    )


def test_a_release_that_waits_for_another_package_holds_up_no_tag(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.package("app", "acme-core>=1,<2")
    prepared.commit()

    assert "tagged core-v2.0.0" in said(capsys, "tag")


def test_a_second_tag_of_a_package_on_one_commit_is_refused(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.tag("core-v1.9.0")

    assert "blocked: core: this commit is tagged core-v1.9.0, and builds" in said(
        capsys, "tag", code=1
    )


def test_a_head_below_what_is_out_is_refused(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.tag("core-v3.0.0")
    prepared.commit()

    assert "blocked: core: CHANGELOG.md begins with 2.0.0, and 3.0.0 is out" in said(
        capsys, "tag", code=1
    )


def test_a_lightweight_tag_in_place_of_an_annotated_one_is_refused(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.tag("core-v2.0.0", annotated=False)

    assert "blocked: core: core-v2.0.0 is no annotated tag; git tag --delete" in said(
        capsys, "tag", code=1
    )


def test_a_tag_that_the_remote_has_and_we_have_not_is_fetched_first(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "tag", "--push")
    prepared.git("tag", "--delete", "core-v2.0.0")

    assert "blocked: core: the remote has core-v2.0.0 already; git fetch --tags" in said(
        capsys, "tag", "--push", code=1
    )


def test_a_tag_that_is_another_on_the_remote_is_refused(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "tag", "--push")
    prepared.git("tag", "--force", "--annotate", "--message", "Other", "core-v2.0.0")

    assert "blocked: core: core-v2.0.0 is another tag on the remote; find out" in said(
        capsys, "tag", "--push", code=1
    )


def test_a_remote_that_does_not_answer_is_one_sentence(
    prepared: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepared.root.exists()
    assert said(capsys, "tag", "--push", "--remote", "nowhere", code=1).startswith(
        "bump: git ls-remote failed: "
    )


def test_the_card_for_a_bad_release_says_who_depends_on_it_and_what_to_do(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.package("web", "acme-core==1.2.0", "acme-io")
    ready.commit()
    ready.release("core-v1.1.5", "core-v1.2.1")

    card = said(capsys, "undo", "core", "1.2.0")

    assert "  io requires acme-core>=1.2,<2: other versions will do\n" in card
    assert "  web requires acme-core==1.2.0: nothing else that is out will do\n" in card
    assert "Yank it: https://pypi.org/manage/project/acme-core/release/1.2.0/\n" in card
    assert "for others pip takes 1.2.1.\n" in card
    assert "git switch --create release/core-1.2 core-v1.2.1\n" in card
    assert "3. Release core 1.2.2 from there" in card
    assert card.endswith(
        "4. Take it home: git switch main && git merge release/core-1.2\n"
        "   CHANGELOG.md conflicts if main has released core since: keep both\n"
        "   sections, the higher version first, and both links; then\n"
        "   git add packages && git merge --continue\n"
    )


def test_the_card_as_json(ready: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready.root.exists()

    card = json.loads(said(capsys, "undo", "io", "0.3.0", "--json"))

    assert card["dependents"] == []
    assert card["fallback"] is None
    assert (card["start"], card["patch"]) == ("io-v0.3.0", "0.3.1")
    assert card["branch"] == "release/io-0.3"
    assert "nobody in this repository" in said(capsys, "undo", "io", "0.3.0")


def test_a_bad_candidate_is_mended_by_the_next_one(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.release("core-v2.0.0rc1", "core-v2.0.0rc2")

    card = json.loads(said(capsys, "undo", "core", "2.0.0rc1", "--json"))

    assert (card["start"], card["patch"]) == ("core-v2.0.0rc2", "2.0.0rc3")
    assert card["fallback"] == "1.2.0"
    assert "bump plan --pre rc, then prepare --pre rc, commit" in said(
        capsys, "undo", "core", "2.0.0rc1"
    )


def test_a_bad_candidate_that_became_final_is_mended_from_the_final_version(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.release("core-v2.0.0rc1", "core-v2.0.0")

    card = json.loads(said(capsys, "undo", "core", "2.0.0rc1", "--json"))

    assert (card["start"], card["patch"]) == ("core-v2.0.0", "2.0.1")


def test_a_candidate_after_it_mends_no_final_version(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.release("core-v1.2.1rc1")

    card = json.loads(said(capsys, "undo", "core", "1.2.0", "--json"))

    assert (card["start"], card["patch"]) == ("core-v1.2.0", "1.2.1")


def test_a_date_that_there_is_not_is_wrong_usage(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ready.root.exists()

    with pytest.raises(SystemExit, match="2"):
        said(capsys, "prepare", "--date", "2026-13-01")

    assert "'2026-13-01' is no date, such as 2026-01-31" in capsys.readouterr().err


def test_a_release_that_is_not_there_has_no_card(
    ready: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ready.package("new")

    assert said(capsys, "undo", "core", "9.0.0", code=1) == (
        "bump: core 9.0.0 has no annotated tag here; there are 1.2.0\n"
    )
    assert "there are none" in said(capsys, "undo", "new", "9.0.0", code=1)
    assert "no package is called 'corn'" in said(capsys, "undo", "corn", "1.0", code=2)


@pytest.mark.parametrize("options", [[], ["--push"], ["--dry-run"]])
def test_where_nothing_was_ever_prepared_tag_says_what_to_do(
    options: list[str], repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.package("core")
    repository.commit()
    repository.remote(tmp_path / "origin")

    assert said(capsys, "tag", *options) == (
        "Nothing is prepared: no CHANGELOG.md has a version; see python -m tools.bump plan,"
        " then run python -m tools.bump prepare.\n"
    )


def test_the_renderer_is_asked_once_for_each_release(
    ready: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    section = render.section

    def recorded(root: Path, release: Any, date: str) -> str:
        asked.append(release.tag)
        return section(root, release, date)

    monkeypatch.setattr(render, "section", recorded)

    said(capsys, "prepare", "--dry-run", *DAY)

    assert ready.root.exists()
    assert sorted(asked) == ["core-v2.0.0", "io-v0.3.1"]
