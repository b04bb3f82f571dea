"""A fork remembers an address where everybody finds its template, or none."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.monorepo.spelling import Identity
from tools.scaffolding.template_address import found, to_push_elsewhere

if TYPE_CHECKING:
    from pathlib import Path

ZETA = Identity("zeta", "Zeta-Org", "Somebody")
RENAME = "git remote rename origin template"
ADD = "git remote add origin https://github.com/Zeta-Org/zeta.git"


def remember(root: Path, **remotes: str) -> None:
    """Make a repository with these remotes."""
    commands = [["init", "--quiet"], *(["remote", "add", *pair] for pair in remotes.items())]
    for command in commands:
        subprocess.run(["git", *command], cwd=root, check=True)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/a/b.git", "https://github.com/a/b.git"),
        ("git@github.com:a/b.git", "git@github.com:a/b.git"),
        ("ssh://git:secret@forge.example:2222/a/b", "ssh://git@forge.example:2222/a/b"),
        ("https://somebody:secret@forge.example/a/b", "https://forge.example/a/b"),
        ("https://forge.example/a/b?private_token=secret", "https://forge.example/a/b"),
        ("https://github.com/zeta-org/zeta.git", ""),
        ("git@github.com:Zeta-Org/zeta.git", ""),
        ("https://github.com/zeta-org/zeta-template", "https://github.com/zeta-org/zeta-template"),
        ("/home/somebody/template", ""),
        ("../template", ""),
        ("file:///home/somebody/template", ""),
        ("C:/template", ""),
        ('https://forge.example/"/b', ""),
        ("https://[::1/b", ""),
    ],
)
def test_only_what_leads_others_to_the_template_is_an_address(
    tmp_path: Path, url: str, address: str
) -> None:
    remember(tmp_path, origin=url)

    assert found(tmp_path, ZETA) == address


def test_a_remote_that_is_named_for_it_is_believed_before_the_origin(tmp_path: Path) -> None:
    remember(tmp_path, origin="https://a.example/b/c", upstream="https://d.example/e/f")

    assert found(tmp_path, ZETA) == "https://d.example/e/f"


def test_a_checkout_without_remotes_tells_no_address(tmp_path: Path) -> None:
    remember(tmp_path)

    assert found(tmp_path, ZETA) == ""


@pytest.mark.parametrize(
    ("remotes", "commands"),
    [
        ({"origin": "https://a.example/b/c"}, [RENAME, ADD]),
        ({}, [ADD]),
        ({"origin": "../zeta-org/zeta.git"}, []),
        ({"origin": "https://a.example/b/c", "template": "https://d.example/e/f"}, []),
    ],
)
def test_who_cloned_the_template_is_told_how_to_push_elsewhere(
    tmp_path: Path, remotes: dict[str, str], commands: list[str]
) -> None:
    remember(tmp_path, **remotes)

    assert to_push_elsewhere(tmp_path, ZETA) == commands
