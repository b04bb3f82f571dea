"""The rules by which releases follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError, UsageError
from tools.releasing import plan
from tools.releasing.plan import Plan, Wish

if TYPE_CHECKING:
    from tests.releasing.repository import Repository


@pytest.fixture
def released(repository: Repository) -> Repository:
    """Core 1.2.0, and io and cli that require it, all out."""
    repository.package("core")
    repository.package("io", "acme-core>=1.2,<2")
    repository.package("cli", "acme-core>=1.2,<2", "acme-io>=0.3,<0.4")
    repository.commit()
    repository.release("core-v1.2.0", "io-v0.3.0", "cli-v1.0.0")
    return repository


def planned(repository: Repository, **wish: object) -> Plan:
    return plan.make(repository.root, Wish(**wish))  # type: ignore[arg-type]


def nexts(found: Plan) -> list[str]:
    return [release.tag for release in found.releases]


def problems(found: Plan) -> list[tuple[str, str]]:
    return [(blocker.package, blocker.problem) for blocker in found.blockers]


def test_before_any_tag_everything_is_released_for_the_first_time(repository: Repository) -> None:
    repository.package("io", "acme-core>=0.1,<0.2")
    repository.package("core")
    repository.note("core", "1.breaking.md")

    found = planned(repository)

    assert nexts(found) == ["core-v0.1.0", "io-v0.1.0"]
    assert all(release.first for release in found.releases)
    assert found.releases[0].reasons[0] == "first release"
    assert found.releases[1].requires == ("acme-core>=0.1,<0.2",)
    assert found.blockers == ()


def test_the_plan_of_a_folder_without_git_is_that_of_first_releases(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.package("core")
    copy = tmp_path_factory.mktemp("copy") / "work"
    repository.root.rename(copy)
    (copy / ".git").rename(copy.parent / "git")

    assert nexts(plan.make(copy)) == ["core-v0.1.0"]


@pytest.mark.parametrize(
    ("level", "version"), [("patch", "0.0.1"), ("minor", "0.1.0"), ("major", "1.0.0")]
)
def test_a_level_says_otherwise_for_a_first_release(
    level: str, version: str, repository: Repository
) -> None:
    repository.package("core")

    assert nexts(planned(repository, levels={"core": level})) == [f"core-v{version}"]


def test_without_notes_nothing_is_released(released: Repository) -> None:
    released.note("core", "1.internal.md")

    found = planned(released)

    assert found.releases == found.ranges == found.blockers == ()
    assert {name: str(version) for name, version in found.versions.items()} == {
        "core": "1.2.0",
        "io": "0.3.0",
        "cli": "1.0.0",
    }


@pytest.mark.parametrize(
    ("note", "version"),
    [("doc", "1.2.1"), ("bugfix", "1.2.1"), ("feature", "1.3.0"), ("deprecation", "1.3.0")],
)
def test_a_note_decides_the_level_and_bothers_nobody_else(
    note: str, version: str, released: Repository
) -> None:
    released.note("core", "1.misc.md")
    released.note("core", f"2.{note}.md", "What it does.\nMore.\n")

    found = planned(released)

    assert nexts(found) == [f"core-v{version}"]
    path = f"packages/core/changes/2.{note}.md"
    assert f"{note}: What it does. ({path})" in found.releases[0].reasons


def test_a_breaking_release_takes_along_whoever_it_leaves(released: Repository) -> None:
    released.note("core", "1.breaking.md")

    found = planned(released)

    assert nexts(found) == ["core-v2.0.0", "io-v0.3.1", "cli-v1.0.1"]
    assert found.releases[1].reasons == ("core 2.0.0 leaves its range acme-core>=1.2,<2",)
    assert found.releases[1].requires == ("acme-core>=2.0.0,<3",)
    assert found.releases[1].forced == ("Requires acme-core>=2.0.0,<3.",)
    assert found.releases[2].requires == ("acme-core>=2.0.0,<3", "acme-io>=0.3,<0.4")
    assert {(change.package, change.old, change.new) for change in found.ranges} == {
        ("io", "acme-core>=1.2,<2", "acme-core>=2.0.0,<3"),
        ("cli", "acme-core>=1.2,<2", "acme-core>=2.0.0,<3"),
    }


def test_before_one_a_breaking_note_leaves_a_range_with_a_minor_release(
    released: Repository,
) -> None:
    released.note("io", "1.breaking.md")

    found = planned(released)

    assert nexts(found) == ["io-v0.4.0", "cli-v1.0.1"]
    assert found.releases[0].level == "minor"
    assert found.releases[1].requires[1] == "acme-io>=0.4.0,<0.5"


def test_a_raised_floor_that_is_not_out_is_released_after_what_it_waits_for(
    released: Repository,
) -> None:
    released.note("core", "1.feature.md")
    released.requires("io", "acme-core>=1.2,<2", "acme-core>=1.3,<2")

    found = planned(released)

    assert nexts(found) == ["core-v1.3.0", "io-v0.3.1"]
    assert found.releases[1].reasons == ("its floor acme-core>=1.3,<2 waits for core 1.3.0",)
    assert found.ranges == ()


def test_a_floor_that_nothing_meets_blocks_a_release(released: Repository) -> None:
    released.note("core", "1.bugfix.md")
    released.note("io", "1.feature.md")
    released.requires("io", "acme-core>=1.2,<2", "acme-core>=1.3,<2")

    found = planned(released)

    problem = "no version that is out or planned meets acme-core>=1.3,<2"
    assert problems(found) == [("io", problem)]
    assert found.blockers[0].remedy.startswith("release core too (a note, --only or --level core=")


def test_a_range_of_a_development_group_is_rewritten_and_forces_nothing(
    released: Repository,
) -> None:
    released.package("core", groups={"test": ["acme-cli<1.1"]})
    released.note("cli", "1.feature.md")

    found = planned(released)

    assert nexts(found) == ["cli-v1.1.0"]
    (change,) = found.ranges
    assert (change.package, change.where) == ("core", "dependency-groups.test")
    assert change.new == "acme-cli>=1.1.0,<2"


def test_only_leaves_dependents_for_later_and_says_so(released: Repository) -> None:
    released.note("core", "1.breaking.md")
    released.note("cli", "1.feature.md")

    found = planned(released, only=frozenset({"core"}))

    assert nexts(found) == ["core-v2.0.0"]
    assert found.ranges == ()
    assert found.deferred == (
        "io is left out, though core 2.0.0 leaves its range acme-core>=1.2,<2",
        "cli is left out, though core 2.0.0 leaves its range acme-core>=1.2,<2",
    )


def test_what_only_left_for_later_follows_from_the_next_plan(released: Repository) -> None:
    released.release("core-v2.0.0")

    assert nexts(planned(released)) == ["io-v0.3.1", "cli-v1.0.1"]


def test_only_does_not_release_what_needs_more(repository: Repository) -> None:
    repository.package("core")
    repository.package("io", "acme-core>=0.1")

    found = planned(repository, only=frozenset({"io"}))

    assert problems(found) == [("io", "no version that is out or planned meets acme-core>=0.1")]


def test_a_level_releases_a_package_without_notes(released: Repository) -> None:
    found = planned(released, levels={"io": "major"})

    assert nexts(found) == ["io-v1.0.0", "cli-v1.0.1"]
    assert found.releases[0].reasons == ("--level io=major",)


def test_a_level_for_what_only_leaves_out_is_wrong_usage(released: Repository) -> None:
    with pytest.raises(UsageError, match="cli has a level, and --only or this branch leaves it"):
        planned(released, only=frozenset({"io"}), levels={"cli": "minor"})


def test_a_level_below_what_the_notes_ask_for_is_blocked(released: Repository) -> None:
    released.note("core", "1.feature.md")

    found = planned(released, levels={"core": "patch"})

    assert problems(found) == [("core", "--level patch is less than its notes ask for (minor)")]


def test_a_file_that_is_no_note_is_a_blocker(released: Repository) -> None:
    released.note("core", "caf\udce9.featur.md")

    found = planned(released)

    path = r"packages/core/changes/caf\udce9.featur.md"
    assert problems(found) == [("core", f"{path} is not named ID.TYPE.md")]


def test_candidates_count_on_and_become_final_without_losing_notes(released: Repository) -> None:
    released.note("core", "1.feature.md", "One.\n")

    assert nexts(planned(released, pre="rc")) == ["core-v1.3.0rc1"]

    released.release("core-v1.3.0rc1")

    assert nexts(planned(released, pre="rc")) == []

    released.note("core", "2.bugfix.md", "Two.\n")

    assert nexts(planned(released, pre="rc")) == ["core-v1.3.0rc2"]
    assert len(planned(released, pre="rc").releases[0].notes) == 2

    released.release("core-v1.3.0rc2")
    final = planned(released)

    assert nexts(final) == ["core-v1.3.0"]
    assert final.releases[0].reasons[0] == "1.3.0rc2 becomes final"
    assert [note.summary for note in final.releases[0].notes] == ["One.", "Two."]


def test_a_range_that_begins_with_a_candidate_ends_with_the_final_version(
    released: Repository,
) -> None:
    released.requires("io", "acme-core>=1.2,<2", "acme-core>=1.3.0rc1,<2")
    released.note("core", "1.feature.md")
    released.commit()

    candidate = planned(released, pre="rc", only=frozenset({"core", "io"}))
    final = planned(released)

    assert candidate.ranges == ()
    assert nexts(final) == ["core-v1.3.0", "io-v0.3.1"]
    assert [change.new for change in final.ranges] == ["acme-core>=1.3.0,<2"]
    assert final.releases[1].reasons == (
        "its range acme-core>=1.3.0rc1,<2 would admit candidates even now that core 1.3.0 is final",
    )


def test_a_note_that_was_edited_after_a_candidate_asks_for_another(released: Repository) -> None:
    released.note("core", "1.feature.md", "One.\n")
    released.release("core-v1.3.0rc1")
    released.note("core", "1.feature.md", "Another.\n")

    assert nexts(planned(released, pre="rc")) == ["core-v1.3.0rc2"]


def test_a_breaking_note_moves_the_target_of_candidates(released: Repository) -> None:
    released.note("core", "1.feature.md")
    released.release("core-v1.3.0rc1")
    released.note("core", "2.breaking.md")

    assert nexts(planned(released, pre="rc"))[0] == "core-v2.0.0rc1"


def test_a_candidate_never_falls_back_to_a_lower_target(released: Repository) -> None:
    released.note("core", "2.bugfix.md")
    released.release("core-v2.0.0rc1")

    assert nexts(planned(released))[0] == "core-v2.0.0"


def test_an_alpha_after_a_candidate_is_refused(released: Repository) -> None:
    released.note("core", "1.feature.md")
    released.release("core-v1.3.0rc1")
    released.note("core", "2.bugfix.md")

    with pytest.raises(UsageError, match=r"core: 1.3.0a1 would not be higher than 1.3.0rc1"):
        planned(released, pre="alpha")


def test_a_release_branch_gives_its_own_series_alone(released: Repository) -> None:
    released.git("switch", "--quiet", "--create", "release/core-1.2")
    released.note("core", "1.bugfix.md")
    released.note("io", "1.feature.md")

    assert nexts(planned(released)) == ["core-v1.2.1"]

    released.note("core", "2.feature.md")
    found = planned(released)

    assert problems(found) == [("core", "release/core-1.2 is for 1.2.x, and 1.3.0 would follow")]


@pytest.mark.parametrize("branch", ["release/other-1.2", "release/core", "release/core-x"])
def test_another_branch_is_no_release_branch(branch: str, released: Repository) -> None:
    released.git("switch", "--quiet", "--create", branch)
    released.note("core", "1.feature.md")

    assert nexts(planned(released)) == ["core-v1.3.0"]


@pytest.mark.parametrize("annotated", [True, False])
def test_a_tag_that_exists_elsewhere_is_a_blocker(annotated: bool, released: Repository) -> None:
    released.git("switch", "--quiet", "--create", "elsewhere")
    released.commit()
    released.tag("core-v1.3.0", annotated=annotated)
    released.git("switch", "--quiet", "main")
    released.note("core", "1.feature.md")

    ((package, problem),) = problems(planned(released))

    assert package == "core"
    assert problem.startswith("the tag core-v1.3.0 exists, but is not an annotated tag in this")


def test_a_stray_higher_tag_elsewhere_does_not_count(released: Repository) -> None:
    released.git("switch", "--quiet", "--create", "elsewhere")
    released.commit()
    released.tag("core-v9.0.0")
    released.git("switch", "--quiet", "main")
    released.note("core", "1.feature.md")

    assert nexts(planned(released)) == ["core-v1.3.0"]


def test_what_is_prepared_and_not_tagged_is_told_and_not_planned_again(
    released: Repository,
) -> None:
    path = "packages/core/CHANGELOG.md"
    released.write(path, released.read(path).replace("## [1.2.0]", "## [2.0.0] - x\n\n## [1.2.0]"))

    found = planned(released)

    assert {name: str(version) for name, version in found.prepared.items()} == {"core": "2.0.0"}
    assert nexts(found) == ["io-v0.3.1", "cli-v1.0.1"]
    assert str(found.versions["core"]) == "2.0.0"


def test_new_notes_wait_until_what_is_prepared_is_tagged(released: Repository) -> None:
    path = "packages/core/CHANGELOG.md"
    released.write(path, released.read(path).replace("## [1.2.0]", "## [1.3.0] - x\n\n## [1.2.0]"))
    released.note("core", "1.bugfix.md")

    ((package, problem),) = problems(planned(released))

    assert package == "core"
    assert problem == "CHANGELOG.md announces 1.3.0, which has no tag, and new notes have come"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"only": frozenset({"corn"})}, "no package is called 'corn'; there are cli, core, io"),
        ({"levels": {"co\nre": "minor"}}, r"no package is called 'co\nre'; there are "),
        ({"levels": {"core": "huge"}}, "core=huge: the levels are patch, minor, major"),
        ({"pre": "gamma"}, "'gamma' is no kind of pre-release; there are alpha, beta, rc"),
    ],
)
def test_a_wish_for_what_does_not_exist_is_wrong_usage(
    wish: dict[str, object], sentence: str, released: Repository
) -> None:
    with pytest.raises(UsageError) as got:
        planned(released, **wish)

    assert str(got.value).startswith(sentence)


def test_a_requirement_that_cannot_be_read_is_named_with_its_place(released: Repository) -> None:
    released.requires("io", "acme-core>=1.2,<2", "acme-core >=> 1")

    with pytest.raises(
        ToolError, match=r"^packages/io/pyproject.toml: project.dependencies: 'acme-core >=> 1' is"
    ):
        planned(released)
