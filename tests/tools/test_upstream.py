"""A fork takes over what is new in its template, in its own names, as ordinary git merges."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.tools import orbit
from tests.tools.orbit import git
from tools import rename, upstream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("somebody")

SITE = "nav:\n  - Reference:\n      - orbit.core: reference/core.md\n      - orbit.io: reference/io.md\n"


@pytest.fixture
def template(tmp_path: Path, programs: Callable[[str, str], Path]) -> Path:
    """A template with two packages, and a formatter that changes nothing."""
    programs("ruff", "exit 0")
    files = {
        "pyproject.toml": orbit.settings("core", "io"),
        "hatch.toml": "",
        "mkdocs.yml": SITE,
        "README.md": "# Orbit\n",
        "LICENSE": "MIT\n",
        "tools/job.py": "".join(f"line {number} of orbit\n" for number in range(9)),
    }
    orbit.commit(tmp_path / "template", {**files, **orbit.package("core"), **orbit.package("io")})
    return tmp_path / "template"


@pytest.fixture(params=["cloned", "used as a template"])
def fork(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A fork called zeta, with history in common with its template or without."""
    root = tmp_path / "fork"
    git(tmp_path, "clone", "--quiet", str(template), str(root))
    if request.param != "cloned":
        shutil.rmtree(root / ".git")
        orbit.commit(root)
    monkeypatch.chdir(root)
    rename.main(["--name", "zeta", "--owner", "zeta-org"])
    git(root, "commit", "--quiet", "--message", "Make the fork zeta")
    return root


def changed(template: Path, **lines: str) -> None:
    """Change lines of the template's job, named ``line3`` and so on."""
    path = template / "tools" / "job.py"
    text = path.read_text().splitlines()
    for name, line in lines.items():
        text[int(name[4:])] = line
    orbit.commit(template, {"tools/job.py": "\n".join(text) + "\n"})


def test_what_is_new_comes_in_the_names_of_the_fork(template: Path, fork: Path) -> None:
    changed(template, line0="new in orbit")
    orbit.commit(template, {"packages/core/src/orbit/core/fresh.py": "import orbit.io\n"})

    assert upstream.main(["--from", str(template)]) == 0

    assert (fork / "tools" / "job.py").read_text().startswith("new in zeta\nline 1 of zeta\n")
    assert (fork / "packages/core/src/zeta/core/fresh.py").read_text() == "import zeta.io\n"
    assert git(fork, "status", "--porcelain") == ""


def test_what_the_fork_changed_stays_and_a_second_update_begins_where_the_first_ended(
    template: Path, fork: Path
) -> None:
    orbit.commit(fork, {"mine.txt": "mine\n"})
    changed(fork, line8="mine at the end")
    changed(template, line0="first")
    upstream.main(["--from", str(template)])
    changed(template, line0="second")

    assert upstream.main(["--from", str(template)]) == 0

    lines = (fork / "tools" / "job.py").read_text().splitlines()
    assert (lines[0], lines[1], lines[8]) == ("second", "line 1 of zeta", "mine at the end")
    assert (fork / "mine.txt").read_text() == "mine\n"
    assert "Make the fork zeta" in git(fork, "log", "--format=%s")


def test_a_dropped_sample_stays_dropped(template: Path, fork: Path) -> None:
    git(fork, "rm", "-r", "--quiet", "packages/io")
    pyproject = (fork / "pyproject.toml").read_text()
    orbit.commit(
        fork,
        {
            "pyproject.toml": pyproject.replace("zeta-io = { workspace = true }\n", "").replace(
                '  "packages/io/src",\n', ""
            ),
            "mkdocs.yml": SITE.replace("      - orbit.io: reference/io.md\n", "").replace(
                "orbit", "zeta"
            ),
        },
    )
    orbit.commit(template, {"packages/io/src/orbit/io/fresh.py": "1\n", "new.txt": "new\n"})

    assert upstream.main(["--from", str(template)]) == 0

    assert not (fork / "packages" / "io").exists()
    assert (fork / "new.txt").read_text() == "new\n"
    assert "packages/io" not in (fork / "pyproject.toml").read_text()


def test_a_sample_that_the_template_dropped_too_needs_no_leaving_out(
    template: Path, fork: Path
) -> None:
    git(fork, "rm", "-r", "--quiet", "packages/io")
    orbit.commit(fork)
    git(template, "rm", "-r", "--quiet", "packages/io")
    orbit.commit(template, {"new.txt": "new\n"})

    assert upstream.main(["--from", str(template)]) == 0
    assert (fork / "new.txt").exists()


def test_a_conflict_is_an_ordinary_one_in_the_names_of_the_fork(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(fork, line0="mine")
    changed(template, line0="theirs in orbit")

    assert upstream.main(["--from", str(template)]) == 1

    assert "conflicts in tools/job.py; settle them" in capsys.readouterr().err
    assert "theirs in zeta" in (fork / "tools" / "job.py").read_text()
    git(fork, "merge", "--abort")
    assert (fork / "tools" / "job.py").read_text().startswith("mine\n")


def test_nothing_new_is_no_merge(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = git(fork, "rev-parse", "HEAD")

    assert upstream.main(["--from", str(template)]) == 0

    assert "nothing is new" in capsys.readouterr().out
    assert git(fork, "rev-parse", "HEAD") == before


def test_a_dry_run_shows_what_would_change(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = git(fork, "rev-parse", "HEAD")
    changed(template, line0="new")

    assert upstream.main(["--from", str(template), "--dry-run"]) == 0

    assert "tools/job.py" in capsys.readouterr().out
    assert git(fork, "rev-parse", "HEAD") == before


def test_a_beginning_that_cannot_be_found_is_asked_for(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pyproject = (fork / "pyproject.toml").read_text()
    tree = git(template, "rev-parse", "HEAD^{tree}")
    base = git(template, "rev-parse", "HEAD")
    orbit.commit(fork, {"pyproject.toml": pyproject.replace(tree, "0" * 40)})
    changed(template, line0="new")

    assert upstream.main(["--from", str(template)]) == 1
    assert "name the commit with --base" in capsys.readouterr().err
    assert upstream.main(["--from", str(template), "--base", "zzz"]) == 1
    assert "there is no commit 'zzz'" in capsys.readouterr().err
    # The fork's own line about its origin is what it changed, so the template's is no conflict.
    assert upstream.main(["--from", str(template), "--base", base]) == 0


def test_what_changed_for_forks_is_told_from_where_the_fork_stands(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = "## 1.0 (2026-01-01)\n\n- Begin.\n"
    orbit.commit(template, {"TEMPLATE.md": f"# Notes\n\n{old}"})
    upstream.main(["--from", str(template)])
    orbit.commit(
        template, {"TEMPLATE.md": f"# Notes\n\n## 1.1 (2026-02-01)\n\n- Move orbit.\n\n{old}"}
    )
    capsys.readouterr()

    assert upstream.main(["--from", str(template)]) == 0

    told = capsys.readouterr().out
    assert "What changed for forks (TEMPLATE.md):\n\n## 1.1 (2026-02-01)\n\n- Move zeta.\n" in told
    assert "Begin" not in told
    assert (fork / "TEMPLATE.md").exists()


def test_a_template_that_cannot_be_reached_is_named(
    fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert upstream.main(["--from", str(fork / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_without_an_address_the_one_that_the_fork_remembers_is_asked(
    template: Path, fork: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(template, line0="new in orbit")

    assert upstream.main([]) == 2
    assert "name it with --from ADDRESS, or write forked-from" in capsys.readouterr().err

    pyproject = (fork / "pyproject.toml").read_text()
    known = f'forked-from = "{template}"\nforked-tree'
    orbit.commit(fork, {"pyproject.toml": pyproject.replace("forked-tree", known)})
    assert upstream.main([]) == 0
    assert (fork / "tools" / "job.py").read_text().startswith("new in zeta\n")


def test_a_fork_is_no_template(
    fork: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "--quiet", str(fork), "another")
    another = str(tmp_path / "another")

    assert upstream.main(["--from", another]) == 2
    assert f"{another} is a fork itself" in capsys.readouterr().err


def test_the_template_itself_has_no_upstream(
    template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(template)

    for options in ([], ["--from", str(template)]):
        assert upstream.main(options) == 1
        assert "make fork` comes first" in capsys.readouterr().err
