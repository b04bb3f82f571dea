from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import announce

if TYPE_CHECKING:
    from tests.tools.house import House

CHANGELOG = """\
# Changelog

<!-- towncrier release notes start -->

## [0.2.0rc1] - 2026-02-01

### Added

- Read <durations> & more.

## 0.1.0 - 2026-01-02

- First.

[0.2.0rc1]: https://example.org/compare
"""
ADVISORY = """\
package = "core"
title = "Paths leave their folder"
severity = "high"
affected = ">=0.1,<0.1.2"
summary = "A link is followed."
impact = "A file outside is read."
"""


@pytest.fixture(autouse=True)
def _core(house: House) -> None:
    house.package("core")
    house.write("packages/core/CHANGELOG.md", CHANGELOG)


def test_a_release_is_announced_with_what_its_section_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert announce.main(["release", "core", "0.1.0"]) == 0
    assert capsys.readouterr().out == (
        "# acme-core 0.1.0\n\nacme-core 0.1.0 is out.\n\n```console\npip install acme-core==0.1.0\n"
        "```\n\n- First.\n"
    )


def test_a_pre_release_says_so_and_leads_to_every_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert announce.main(["release", "core", "0.2.0rc1"]) == 0

    printed = capsys.readouterr().out
    assert "is out. It is a pre-release; pip takes it only when asked for it.\n" in printed
    assert "- Read <durations> & more.\n" in printed
    assert printed.endswith("\nEvery change: https://example.org/compare\n")


def test_a_release_is_told_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert announce.main(["release", "core", "0.1.0", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["text"].startswith("# acme-core 0.1.0\n")
    assert found["body"] == "- First."


def test_a_version_that_no_changelog_has_is_refused(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.package("io")

    assert announce.main(["release", "core", "9.0"]) == 1
    assert announce.main(["release", "io", "9.0"]) == 1
    assert capsys.readouterr().err == (
        "announce: packages/core/CHANGELOG.md has no section 9.0; there are 0.2.0rc1, 0.1.0\n"
        "announce: packages/io/CHANGELOG.md has no section 9.0; there are none\n"
    )


def test_a_package_that_is_none_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert announce.main(["release", "cor", "0.1.0"]) == 2
    assert capsys.readouterr().err == "announce: there is no package cor; there are core\n"


def test_an_advisory_says_what_to_do(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    more = 'patched = "0.1.2"\nworkaround = "give no links."\ncve = "CVE-1"\ncredits = ["A", "B"]\n'
    house.write("fault.toml", ADVISORY + more)

    assert announce.main(["advisory", "fault.toml"]) == 0
    assert capsys.readouterr().out == (
        "# Paths leave their folder\n\n| | |\n| --- | --- |\n| package | `acme-core` |\n"
        "| severity | high |\n| affected | `>=0.1,<0.1.2` |\n| fixed in | `0.1.2` |\n"
        "| identifier | CVE-1 |\n\nA link is followed.\n\n## What can happen\n\n"
        "A file outside is read.\n\n## What to do\n\n"
        'Upgrade: `pip install --upgrade "acme-core>=0.1.2"`\nIf you cannot: give no links.\n\n'
        "Found by A, B.\n"
    )


def test_an_advisory_without_a_fix_says_so(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.write("fault.toml", ADVISORY)

    assert announce.main(["advisory", "fault.toml"]) == 0

    printed = capsys.readouterr().out
    assert "| fixed in | not yet |\n" in printed
    assert printed.endswith(
        "There is no fix and no way around it yet; stop using what is affected.\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('title = "Paths leave their folder"\n', "", "title is missing; add it"),
        ("title", "titel", "title is missing; add it; fault.toml: titel is unknown; there are"),
        ('"A link is followed."', '" "', "summary must be text"),
        ('"A link is followed."', "3", "summary must be text"),
        ('"core"', '"cor"', "there is no package 'cor'; there are core"),
        ('"high"', '"huge"', "severity must be one of low, moderate, high, critical"),
        ("impact", 'credits = "A"\nimpact', "credits must be a list of names"),
        ("impact", "credits = [1]\nimpact", "credits must be a list of names"),
        (">=0.1,", ">=0.1!,", "Invalid specifier: '>=0.1!'; write a range such as"),
        ("impact", 'patched = "x"\nimpact', "Invalid version: 'x'; write a range such as"),
        ("impact", 'patched = "0.1.1"\nimpact', "patched 0.1.1 is among the affected"),
        ("severity", "level", "severity is missing"),
        ("affected", 'patched = "1.0"\naffekted', "affected is missing"),
    ],
)
def test_what_an_advisory_cannot_say_is_refused(
    house: House, capsys: pytest.CaptureFixture[str], old: str, new: str, problem: str
) -> None:
    house.write("fault.toml", ADVISORY.replace(old, new))

    assert announce.main(["advisory", "fault.toml"]) == 1
    assert f"announce: fault.toml: {problem}" in capsys.readouterr().err
