"""Whether version, tag, tree, changelog and notes tell one story."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tools.release_checks import history
from tools.release_checks.verdict import Verdict, passed, skipped

if TYPE_CHECKING:
    from tests.releasing.workshop import Workshop

NOTHING = skipped("no version is up for release")


class TestVersion:
    def test_without_one_up_for_release_there_is_nothing_to_say(self, workshop: Workshop) -> None:
        assert history.version(workshop.subject("core")) == NOTHING

    def test_the_first_is_told(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.0")

        assert history.version(workshop.subject("core")) == passed("1.0 is the first")

    def test_a_version_that_the_changelog_announces_is_up_for_release(
        self, workshop: Workshop
    ) -> None:
        workshop.tag("core-v0.9")
        workshop.changelog("core", "1.0")
        workshop.commit()

        assert history.version(workshop.subject("core")) == passed("1.0 follows 0.9")

    def test_another_version_than_was_built_fails(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.1")

        verdict = history.version(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "1.1 is up for release, but the build calls itself 1.0"
        assert "bump plan" in verdict.remedy

    def test_a_version_below_the_last_fails(self, workshop: Workshop) -> None:
        workshop.tag("core-v2.0")
        workshop.commit()
        workshop.tag("core-v1.0")

        verdict = history.version(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "1.0 does not follow 2.0, which is out"

    def test_tags_of_neighbours_do_not_count(self, workshop: Workshop) -> None:
        workshop.tag("core-v2-v9.0")
        workshop.tag("corelib-v8.0")
        workshop.commit()
        workshop.tag("core-v1.0")

        assert history.version(workshop.subject("core")).state == "pass"


class TestTag:
    def test_without_a_version_up_for_release_there_is_nothing_to_say(
        self, workshop: Workshop
    ) -> None:
        assert history.tag(workshop.subject("core")) == NOTHING

    def test_the_right_one_passes(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.0")

        assert history.tag(workshop.subject("core")) == passed("core-v1.0 is at HEAD")

    def test_one_that_is_not_taken_yet_passes(self, workshop: Workshop) -> None:
        workshop.changelog("core", "1.0")

        assert history.tag(workshop.subject("core")) == passed("core-v1.0 is free")

    def test_one_of_another_version_than_was_built_fails(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.1")

        verdict = history.tag(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "core-v1.1 is here, but the build calls itself 1.0"

    def test_a_bare_pointer_fails(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.0", annotated=False)

        verdict = history.tag(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "core-v1.0 is a bare pointer without author and date"

    def test_two_on_one_commit_fail(self, workshop: Workshop) -> None:
        workshop.tag("core-v1.0")
        workshop.tag("core-v1.0rc1")

        verdict = history.tag(workshop.subject("core"))

        assert verdict.state == "fail"
        assert "core-v1.0 and core-v1.0rc1 are on one commit" in verdict.reason
        assert "core-v1.0rc1 is here, but the build calls itself 1.0" in verdict.reason


class TestTree:
    def test_a_clean_one_passes(self, workshop: Workshop) -> None:
        assert history.tree(workshop.subject("core")) == passed("everything is committed")

    def test_changed_and_new_files_fail_whatever_they_are_called(self, workshop: Workshop) -> None:
        workshop.write("hatch.toml", "")
        workshop.write("packages/core/src/acme/core/$(rm -rf ~).py", "")
        workshop.write(os.fsdecode(b"odd-\xff\n"), "")

        verdict = history.tree(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == (
            "not committed: hatch.toml, odd-\\udcff\\n, packages/core/src/acme/core/$(rm -rf ~).py"
        )

    def test_only_the_first_of_many_are_named(self, workshop: Workshop) -> None:
        for number in range(9):
            workshop.write(f"file-{number}", "")

        verdict = history.tree(workshop.subject("core"))

        assert verdict.reason == (
            "not committed: file-0, file-1, file-2, file-3, file-4 and 4 more"
        )


class TestChangelog:
    def test_one_that_tells_of_the_version_passes(self, workshop: Workshop) -> None:
        workshop.changelog("core", "1.0")
        workshop.commit()
        workshop.tag("core-v1.0")

        verdict = history.changelog(workshop.subject("core"))

        assert verdict == passed("CHANGELOG.md tells of 1.0")

    @pytest.mark.parametrize(
        ("head", "told"), [("0.9", "tells of 0.9"), (None, "tells of no version")]
    )
    def test_one_that_tells_of_another_version_fails(
        self, workshop: Workshop, head: str | None, told: str
    ) -> None:
        if head:
            workshop.changelog("core", head)
            workshop.commit()
        workshop.tag("core-v1.0")

        verdict = history.changelog(workshop.subject("core"))

        assert verdict == Verdict(
            "fail", f"1.0 is up for release, but CHANGELOG.md {told}", history.PREPARE
        )

    def test_a_release_that_is_due_and_not_prepared_fails(self, workshop: Workshop) -> None:
        verdict = history.changelog(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "0.1.0 is due, and CHANGELOG.md does not tell of it"

    def test_where_nothing_is_due_there_is_nothing_to_say(self, workshop: Workshop) -> None:
        workshop.changelog("core", "1.0")
        workshop.commit()
        workshop.tag("core-v1.0")
        workshop.commit()

        verdict = history.changelog(workshop.subject("core"))

        assert verdict == skipped("nothing has changed since the last release")


class TestNotes:
    def test_none_left_passes(self, workshop: Workshop) -> None:
        assert history.notes(workshop.subject("core")) == passed("every note is in the changelog")

    def test_notes_that_are_left_or_broken_fail(self, workshop: Workshop) -> None:
        workshop.write("packages/core/changes/1.feature.md", "More.\n")
        workshop.write("packages/core/changes/2.internal.md", "Nobody sees it.\n")
        workshop.write("packages/core/changes/what is this", "?\n")

        verdict = history.notes(workshop.subject("core"))

        assert verdict.state == "fail"
        assert "packages/core/changes/1.feature.md is in no changelog yet" in verdict.reason
        assert "packages/core/changes/what is this" in verdict.reason
        assert "2.internal.md" not in verdict.reason

    def test_a_pre_release_keeps_its_notes_for_the_final_version(self, workshop: Workshop) -> None:
        workshop.write("packages/core/changes/1.feature.md", "More.\n")
        workshop.changelog("core", "1.0rc1")

        assert history.notes(workshop.subject("core")).state == "pass"
