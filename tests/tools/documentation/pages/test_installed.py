from __future__ import annotations


def test_installed_commands_are_told_with_what_is_in_them(made: dict[str, str]) -> None:
    page = made["reference/installed.md"]

    assert "## `acme` { #acme }\n\n```text\nUsage: acme [OPTIONS] COMMAND" in page
    assert "## `acme convert` { #acme-convert }\n\n```text\nUsage: acme convert [OPTIONS]" in page
