"""The life of a repository, from its first release on, told by its commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.releasing.repository import GIT_ENVIRONMENT, Repository
from tools import bump, changelog
from tools.version_control import git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SIBLINGS = {
    "core": [],
    "io": ["acme-core>=0.1,<0.2"],
    "processing": ["acme-core>=0.1,<0.2"],
    "cli": ["acme-core>=0.1,<0.2", "acme-io>=0.1,<0.2", "acme-processing>=0.1,<0.2"],
}


class Story:
    """A repository with a remote, and the commands that its maintainers run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.repository = Repository(folder / "work")
        self.capsys = capsys
        for name, dependencies in SIBLINGS.items():
            self.repository.package(name, *dependencies)
        self.repository.commit("Begin")
        self.bare = self.repository.remote(folder / "origin.git")

    def bump(self, *arguments: str, code: int = 0) -> str:
        """What a bump command prints."""
        self.capsys.readouterr()
        found = bump.main(arguments)
        captured = self.capsys.readouterr()
        assert found == code, captured.err
        return captured.out + captured.err

    def plan(self, *arguments: str) -> dict[str, str]:
        """The tags that follow, by package, and what each release requires."""
        releases = json.loads(self.bump("plan", "--json", *arguments))["releases"]
        return {release["tag"]: " ".join(release["requires"]) for release in releases}

    def work(self, package: str, kind: str, text: str) -> None:
        """A change to a package that brings its note, and passes the check."""
        self.repository.write(f"packages/{package}/src/{text.replace(' ', '_')}.py")
        assert changelog.main(["add", package, kind, text]) == 0
        self.repository.commit(text)
        assert changelog.main(["check", "--since", "HEAD^"]) == 0

    def prepare(self, *arguments: str) -> None:
        """Prepare, check, commit and push."""
        self.bump("prepare", "--date", "2026-11-20", *arguments)
        self.repository.commit("Release")
        assert changelog.main(["check", "--since", "HEAD^"]) == 0
        self.repository.git("push", "--quiet", "origin", "HEAD")

    def release(self, *arguments: str) -> None:
        """Prepare, tag and push; afterwards there is nothing left to do."""
        self.prepare(*arguments)
        self.bump("tag", "--push")
        wish = arguments if "--pre" in arguments else ()
        assert self.plan(*wish) == {}

    def out(self) -> set[str]:
        """The tags that the remote has."""
        return set(git.remote_tags(self.repository.root, "origin"))

    def head(self, package: str) -> str:
        """The newest section of a changelog."""
        self.capsys.readouterr()
        assert changelog.main(["show", package]) == 0
        return self.capsys.readouterr().out


@pytest.fixture
def story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Story:
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    begun = Story(tmp_path, capsys)
    monkeypatch.chdir(begun.repository.root)
    return begun


def first_release(story: Story) -> None:
    story.work("core", "feature", "Read settings")
    story.release()


def test_four_packages_are_released_for_the_first_time(story: Story) -> None:
    story.work("core", "feature", "Read settings")

    assert list(story.plan()) == ["core-v0.1.0", "io-v0.1.0", "processing-v0.1.0", "cli-v0.1.0"]

    story.release()

    assert story.out() == {"core-v0.1.0", "io-v0.1.0", "processing-v0.1.0", "cli-v0.1.0"}
    assert story.head("core").startswith("### Added\n\n- Read settings\n")
    assert story.head("cli").startswith("### Added\n\n- First release.\n")


def test_a_feature_that_a_sibling_uses_goes_out_before_it(story: Story) -> None:
    first_release(story)
    story.work("core", "feature", "Read settings from the environment")
    story.repository.requires("io", "acme-core>=0.1,<0.2", "acme-core>=0.2,<0.3")
    story.work("io", "feature", "Take settings from the environment")

    assert story.plan() == {
        "core-v0.2.0": "",
        "io-v0.2.0": "acme-core>=0.2,<0.3",
        "processing-v0.1.1": "acme-core>=0.2.0,<0.3",
        "cli-v0.1.1": "acme-core>=0.2.0,<0.3 acme-io>=0.2.0,<0.3 acme-processing>=0.1,<0.2",
    }

    story.release()

    assert "- Requires acme-core>=0.2.0,<0.3." in story.head("processing")


def test_from_one_on_only_a_breaking_release_leaves_ranges(story: Story) -> None:
    first_release(story)
    story.release("--level", "core=major")
    story.work("core", "feature", "Read more settings")

    assert story.plan() == {"core-v1.1.0": ""}

    story.work("core", "breaking", "Freeze settings")

    assert list(story.plan()) == ["core-v2.0.0", "io-v0.1.2", "processing-v0.1.2", "cli-v0.1.2"]

    story.release()

    assert "**Breaking:** Freeze settings" in story.head("core")


def test_an_old_line_gets_its_hotfix_and_main_takes_it_home(story: Story) -> None:
    repository = story.repository
    first_release(story)
    story.release("--level", "core=major")
    story.work("core", "feature", "Read more settings")
    story.release()
    card = story.bump("undo", "core", "1.0.0")
    assert "git switch --create release/core-1.0 core-v1.0.0" in card

    repository.git("switch", "--quiet", "--create", "release/core-1.0", "core-v1.0.0")
    story.work("core", "bugfix", "Mend settings")
    story.work("io", "feature", "Stray work on this line")

    assert story.plan() == {"core-v1.0.1": ""}

    story.release()

    assert "core-v1.0.1" in story.out()
    hotfix = repository.read("packages/core/CHANGELOG.md")

    repository.git("switch", "--quiet", "main")
    main = repository.read("packages/core/CHANGELOG.md")
    repository.git("merge", "--quiet", "--no-commit", "--strategy-option=ours", "release/core-1.0")
    section = hotfix[hotfix.index("## [1.0.1]") : hotfix.index("## [1.0.0]")]
    repository.write(
        "packages/core/CHANGELOG.md", main.replace("## [1.0.0]", section + "## [1.0.0]")
    )
    repository.commit("Take the hotfix home")

    assert changelog.main(["check", "--since", "HEAD^1"]) == 0
    assert story.plan() == {
        "io-v0.2.0": "acme-core>=1.0.0,<2",
        "cli-v0.1.2": "acme-core>=1.0.0,<2 acme-io>=0.2.0,<0.3 acme-processing>=0.1,<0.2",
    }


def test_candidates_gather_what_the_final_version_tells(story: Story) -> None:
    first_release(story)
    story.release("--level", "core=major")
    story.work("core", "feature", "Read more settings")
    story.release("--pre", "rc")
    story.work("core", "bugfix", "Mend the new settings")
    story.release("--pre", "rc")

    assert {"core-v1.1.0rc1", "core-v1.1.0rc2"} <= story.out()

    story.release()

    assert story.head("core").startswith(
        "### Added\n\n- Read more settings\n\n### Fixed\n\n- Mend the new settings\n"
    )
    text = story.repository.read("packages/core/CHANGELOG.md")
    assert "1.1.0rc" not in text
    assert "compare/core-v1.0.0...core-v1.1.0\n" in text


def test_a_push_that_was_interrupted_is_finished_by_the_next(story: Story) -> None:
    story.prepare()
    hook = story.bare / "hooks/update"
    hook.parent.mkdir()
    hook.write_text('#!/bin/sh\ncase "$1" in *processing*) exit 1;; esac\n', encoding="utf-8")
    hook.chmod(0o755)

    said = story.bump("tag", "--push", code=1)

    assert "not pushed: processing-v0.1.0, cli-v0.1.0; run this again to finish" in said
    assert story.out() == {"core-v0.1.0", "io-v0.1.0"}

    hook.unlink()
    story.bump("tag", "--push")

    assert story.out() == {"core-v0.1.0", "io-v0.1.0", "processing-v0.1.0", "cli-v0.1.0"}
    assert story.plan() == {}
