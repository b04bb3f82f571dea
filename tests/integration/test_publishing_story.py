"""Publishing as a team lives it: real commits, tags and builds, and a real index.

Every act begins with four packages whose first versions are out.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import repacked, sdist
from tests.releasing.index_server import Index
from tests.releasing.repository import GIT_ENVIRONMENT
from tests.releasing.workshop import Workshop
from tools import bump, publish
from tools.dependencies import resolver
from tools.dependencies.resolver import UnresolvedError
from tools.distributions import archives, building
from tools.publishing.package_index import locate
from tools.release_checks import api, history, testing
from tools.release_checks.verdict import skipped

if TYPE_CHECKING:
    from pathlib import Path

    from tools.distributions.archives import Artifact

ORDER = ["core", "io", "processing", "cli"]
LOAD = "def load():\n    return 1\n"
USES_LOAD = "from acme.core import load\n\ndef test_load():\n    assert load() == 1\n"
USES_SAVE = "from acme.core import save\n\ndef test_save():\n    assert save() == 2\n"
CORE = "packages/core/src/acme/core/__init__.py"


class Team:
    """A team with its repository, its index, and the commands that it types."""

    def __init__(self, workshop: Workshop, index: Index) -> None:
        self.workshop = workshop
        self.index = index
        self.dist = workshop.root.parent / "built"

    def prepare(self, *options: str) -> None:
        """Write changelogs and ranges, and commit them."""
        assert bump.main(["prepare", *options]) == 0
        self.workshop.commit("Release")

    def tag(self) -> list[str]:
        """Tag what is prepared; the names of the packages that now have a tag here."""
        assert bump.main(["tag"]) == 0
        tags = self.workshop.git("tag", "--points-at", "HEAD").split()
        return sorted((name.rpartition("-v")[0] for name in tags), key=ORDER.index)

    def build(self, names: list[str]) -> None:
        """Build packages into an empty folder, as the tags here have them."""
        shutil.rmtree(self.dist, ignore_errors=True)
        building.build(self.workshop.root, names, self.dist)

    def publish(self, *options: str) -> int:
        """Publish what was built, without patience."""
        where = ["--dist", str(self.dist), "--index", self.index.address, "--deadline", "0"]
        return publish.main([*where, *options])

    def release(self, *options: str) -> None:
        """All of it."""
        self.prepare(*options)
        self.build(self.tag())
        assert self.publish() == 0

    def released(self) -> list[str]:
        """What the index has, as ``core 0.1.0``, sorted."""
        wheels = [archives.inspect(path) for path in sorted(self.index.folder.glob("*.whl"))]
        return [_told(wheel) for wheel in wheels]

    def pins(self, *requirements: str) -> list[str]:
        """What an installer would take."""
        return resolver.resolve(requirements, self.index.simple)


def _told(wheel: Artifact) -> str:
    return f"{wheel.metadata.name.removeprefix('acme-')} {wheel.metadata.version}"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


FIRST = ["cli 0.1.0", "core 0.1.0", "io 0.1.0", "processing 0.1.0"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a team's repository and files, ready for the first release."""
    folder = tmp_path_factory.mktemp("first")
    workshop = Workshop(folder)
    workshop.package("core", code=LOAD, test=USES_LOAD)
    workshop.package("io", "acme-core>=0.1,<0.2", test=USES_LOAD)
    workshop.package("processing", "acme-core>=0.1,<0.2")
    workshop.package("cli", "acme-io>=0.1,<0.2", "acme-processing>=0.1,<0.2")
    for name in ORDER:
        workshop.note(name, "1.feature.md")
    workshop.commit()
    with pytest.MonkeyPatch.context() as patch:
        _settle(workshop, patch)
        team = Team(workshop, Index(folder / "index"))
        team.prepare()
        team.build(team.tag())
    return folder


def _settle(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to the repository, and be somebody to git and to the index."""
    monkeypatch.chdir(workshop.root)
    for name, value in GIT_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("UV_PUBLISH_USERNAME", "team")
    monkeypatch.setenv("UV_PUBLISH_PASSWORD", "any")


@pytest.fixture
def newborn(first: Path, tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> Team:
    """The team with its first four versions tagged and built, and nothing out."""
    for name in ("work", "built"):
        shutil.copytree(first / name, tmp_path / name)
    workshop = Workshop(tmp_path)
    _settle(workshop, monkeypatch)
    return Team(workshop, index)


@pytest.fixture
def team(newborn: Team) -> Team:
    """The team with its first four versions out, byte for byte as the first act leaves them."""
    shutil.copytree(newborn.dist, newborn.index.folder, dirs_exist_ok=True)
    return newborn


@pytest.fixture
def pytest_at_hand(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pytest for clean environments, from what is installed here."""
    folder = tmp_path_factory.mktemp("wheels")
    repacked(folder, "pytest")
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))


def test_four_packages_come_out_for_the_first_time(newborn: Team) -> None:
    tagged = newborn.tag()

    assert newborn.publish() == 0

    assert tagged == ORDER
    assert newborn.released() == FIRST
    assert [name.partition("-")[0] for name in newborn.index.uploads[::2]] == [
        f"acme_{name}" for name in ORDER
    ]
    assert newborn.pins("acme-cli", "acme-io") == ["acme-cli==0.1.0", "acme-io==0.1.0"]
    assert _bytes(newborn.index.folder) == _bytes(newborn.dist)


def test_what_is_tagged_says_one_thing_everywhere(team: Team) -> None:
    subject = team.workshop.subject("io")

    asked = (history.version, history.tag, history.tree, history.changelog, history.notes)

    assert {check.__name__: check(subject).state for check in asked} == dict.fromkeys(
        ("version", "tag", "tree", "changelog", "notes"), "pass"
    )


def test_publishing_again_does_nothing(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert team.publish("--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert {package["state"] for package in told["packages"]} == {"out"}
    assert team.index.uploads == []


@pytest.mark.usefixtures("pytest_at_hand")
def test_a_feature_is_used_with_a_raised_floor_which_is_proved(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the feature is out the proof waits; a floor that was not raised is disproved."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", team.index.simple)
    workshop, index = team.workshop, locate(team.index.address)
    workshop.write(CORE, f"{LOAD}\n\ndef save():\n    return 2\n")
    workshop.note("core", "2.bugfix.md")
    workshop.write("packages/io/tests/test_io.py", USES_SAVE)
    workshop.note("io", "2.bugfix.md")
    workshop.commit()
    team.prepare()
    forgotten = testing.lowest(workshop.subject("io", index))
    workshop.requires("io", "acme-core>=0.1,<0.2", "acme-core>=0.1.1,<0.2")
    workshop.commit()
    awaited = testing.lowest(workshop.subject("io", index))
    team.build(team.tag())

    assert team.publish() == 0

    proved = testing.lowest(workshop.subject("io", index))
    assert forgotten.state == "fail"
    assert forgotten.reason == "tests fail with acme-core==0.1.0"
    assert awaited == skipped("not out yet: acme-core 0.1.1", "check again once it is")
    assert proved.state == "pass", proved
    assert proved.reason.endswith("with acme-core==0.1.1")
    assert team.released() == sorted([*FIRST, "core 0.1.1", "io 0.1.1"])


def test_a_break_takes_along_the_packages_whose_ranges_it_leaves(team: Team) -> None:
    workshop = team.workshop
    workshop.write(CORE, "def load(strict):\n    return 1\n")
    workshop.commit()
    silent = api.api(workshop.subject("core"))
    workshop.note("core", "3.breaking.md", "Say whether to be strict.\n")
    workshop.commit()
    announced = api.api(workshop.subject("core"))

    team.release()

    told = api.api(workshop.subject("core"))
    assert [silent.state, announced.state, told.state] == ["fail", "pass", "pass"]
    assert {"core 0.2.0", "io 0.1.1", "processing 0.1.1"} <= {*team.released()}
    assert "cli 0.1.1" not in team.released()
    newest = archives.inspect(team.index.folder / "acme_io-0.1.1-py3-none-any.whl")
    assert [str(line) for line in newest.metadata.requires_dist or []] == ["acme-core<0.3,>=0.2.0"]


def test_an_old_line_gets_a_fix_while_the_new_one_goes_on(team: Team) -> None:
    workshop = team.workshop
    workshop.note("core", "4.feature.md")
    workshop.commit()
    team.release("--only", "core")
    workshop.git("switch", "--quiet", "--create", "release/core-0.1", "core-v0.1.0")
    workshop.note("core", "5.bugfix.md")
    workshop.commit()

    team.release()

    assert {"core 0.2.0", "core 0.1.1"} <= {*team.released()}
    assert team.pins("acme-core") == ["acme-core==0.2.0"]
    assert team.pins("acme-core<0.2") == ["acme-core==0.1.1"]


def test_a_candidate_is_only_for_those_who_ask(team: Team) -> None:
    workshop = team.workshop
    workshop.note("core", "6.feature.md")
    workshop.commit()

    team.release("--only", "core", "--pre", "rc")
    careful, daring = team.pins("acme-core"), team.pins("acme-core>=0.2.0rc1")
    team.release("--only", "core")

    assert careful == ["acme-core==0.1.0"]
    assert daring == ["acme-core==0.2.0rc1"]
    assert team.pins("acme-core") == ["acme-core==0.2.0"]


def test_an_upload_that_was_interrupted_is_finished(newborn: Team) -> None:
    """The index breaks off after the wheel of io."""
    newborn.index.refuse = lambda name: name == "acme_io-0.1.0.tar.gz"
    first = newborn.publish()
    between = newborn.released()
    newborn.index.refuse = lambda _: False

    second = newborn.publish()

    assert (first, second) == (1, 0)
    assert between == ["core 0.1.0", "io 0.1.0", "processing 0.1.0"]
    assert newborn.released() == FIRST
    assert _bytes(newborn.index.folder) == _bytes(newborn.dist)


def test_files_that_differ_from_what_is_out_stop_everything(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody replaced a file of core after its release; io has a new version to publish."""
    stranger = sdist(team.dist.parent, "acme-core", "0.1.0", files={"setup.py": "import evil\n"})
    team.workshop.note("io", "7.feature.md")
    team.workshop.commit()
    team.prepare("--only", "io")
    team.tag()
    building.build(team.workshop.root, ["io"], team.dist)
    stranger.replace(team.dist / stranger.name)
    capsys.readouterr()

    assert team.publish() == 1

    out = capsys.readouterr().out
    assert (
        "stopped      acme-core 0.1.0: the index has other bytes as acme_core-0.1.0.tar.gz" in out
    )
    assert "stopped      acme-io 0.2.0" in out
    assert team.index.uploads == []


def test_a_tag_that_the_changelog_does_not_know_is_found_out(team: Team) -> None:
    team.workshop.commit()
    team.workshop.tag("core-v9.9.9")

    subject = team.workshop.subject("core")

    assert history.version(subject).state == "pass"
    verdict = history.changelog(subject)
    assert verdict.state == "fail"
    assert verdict.reason == "9.9.9 is up for release, but CHANGELOG.md tells of 0.1.0"


def test_files_built_before_their_tag_are_not_published_under_it(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    team.workshop.note("core", "8.feature.md")
    team.workshop.commit()
    team.prepare()
    team.build(["core"])
    team.tag()
    capsys.readouterr()

    assert team.publish("--tag", "core-v0.2.0") == 1

    assert "core-v0.2.0 says 0.2.0, but acme-core was built as " in capsys.readouterr().err
    assert team.index.uploads == []


def test_a_dependent_does_not_go_out_before_what_it_needs(newborn: Team) -> None:

    early = newborn.publish("--only", "io")
    nothing = newborn.released()
    newborn.publish("--only", "core")
    late = newborn.publish("--tag", "io-v0.1.0")

    assert (early, late) == (1, 0)
    assert nothing == []
    assert newborn.released() == ["core 0.1.0", "io 0.1.0"]
    with pytest.raises(UnresolvedError):
        newborn.pins("acme-cli")
