"""What the pages of the reference say of a small workspace and of this one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import fastjsonschema
import pytest
from packaging.version import Version

from tools.documentation.pages import (
    changelogs,
    configuration,
    environments,
    note_types,
    packages,
    plan_schema,
    workflow,
)
from tools.releasing import releases

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.house import House

RELEASE = releases.Release(
    package="core",
    distribution="acme-core",
    current=None,
    final=None,
    next=Version("0.1.0"),
    level="minor",
    tag="core-v0.1.0",
    reasons=("feature: Registry.",),
    requires=("acme-io>=0.1",),
)


def test_changelogs_come_with_dependencies_first(house: House) -> None:
    house.package("io", ["acme-zebra>=0.1"])
    house.package("zebra")
    house.write("packages/zebra/CHANGELOG.md", "# Changelog of acme-zebra\n")

    made = changelogs.pages(house.root)

    assert list(made) == ["changelogs/zebra.md", "changelogs/io.md"]
    assert made["changelogs/zebra.md"] == "# Changelog of acme-zebra\n"


@pytest.mark.parametrize("program", ["bump", "affected"])
def test_a_programs_help_is_what_it_prints(made: dict[str, str], root: Path, program: str) -> None:
    command = [sys.executable, "-m", f"tools.{program}", "--help"]

    printed = subprocess.run(
        command,
        cwd=root,
        env={"COLUMNS": "100", "NO_COLOR": "1"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert f"{{ #{program} }}\n\n```text\n{printed.rstrip()}\n```" in made["reference/programs.md"]


def test_a_programs_own_commands_are_told_too(made: dict[str, str]) -> None:
    assert "usage: python -m tools.bump prepare [-h]" in made["reference/programs.md"]


def test_every_program_has_its_help(made: dict[str, str], root: Path) -> None:
    programs = [
        path.stem
        for path in root.glob("tools/*.py")
        if "def main(" in path.read_text("utf-8") and path.stem != "__init__"
    ]

    missing = [
        name
        for name in programs
        if f"\nusage: python -m tools.{name} [-h]" not in made["reference/programs.md"]
    ]

    assert missing == []


def test_verbs_lead_to_their_environment_and_program(made: dict[str, str]) -> None:
    row = (
        "| `make sbom` | `hatch run sbom` | write what installing each package brings along into"
        " reports/sbom/ (network) | [`rehearse`](environments.md#rehearse) |"
        " [`python -m tools.sbom`](programs.md#sbom) |"
    )

    assert row in made["reference/commands.md"]


def test_environments_say_what_is_in_them(house: House) -> None:
    house.write(
        "hatch.toml",
        '[envs.test]\ndescription = "Every test"\ndependency-groups = ["test"]\n'
        'workspace.members = ["packages/*"]\nenv-vars = { UV_CONSTRAINT = "locks/test.txt" }\n'
        'scripts = { all = "pytest {args}", fix = ["ruff check", "ruff format"] }\n'
        '[[envs.test.matrix]]\npython = ["3.11", "3.12"]\n[envs.bare]\n',
    )

    page = environments.pages(house.root)["reference/environments.md"]

    assert page.endswith(
        "## `test` { #test }\n\nEvery test.\n\n- dependency groups: `test`\n"
        "- lock: `locks/test.txt`\n- packages installed from the tree: `packages/*`\n"
        "- Pythons: 3.11, 3.12\n- `all`: `pytest`\n- `fix`: `ruff check`, `ruff format`\n\n"
        "## `bare` { #bare }\n"
    )


def test_note_types_say_what_becomes_of_a_version(house: House) -> None:
    page = note_types.pages(house.root)["reference/note-types.md"]

    assert "| `feature` | Added | minor | 1.3.0 |" in page
    assert "| `internal` | none | none | not released |" in page


def test_the_graph_of_packages_has_an_arrow_for_each_need(house: House) -> None:
    house.package("io", ["acme-core>=0.1"])
    house.package("core")

    page = packages.pages(house.root)["reference/packages.md"]

    assert '  n0["core"]\n  n1["io"]\n  n0 --> n1\n```' in page
    assert "accDescr: io needs core\n" in page
    assert "| `packages/io` | `acme-io` | Small. | `acme-core>=0.1` | `>=3.11` |" in page


def test_packages_that_need_no_other_are_said_to(house: House) -> None:
    house.package("core")

    page = packages.pages(house.root)["reference/packages.md"]

    assert "accDescr: None needs another.\n" in page


def test_jobs_say_when_they_run_and_what_they_may(house: House) -> None:
    house.write(
        ".github/workflows/ci.yml",
        "jobs:\n"
        "  plan: {runs-on: ubuntu, steps: [{uses: actions/checkout@0}, {run: make plan}]}\n"
        "  build: {needs: plan, runs-on: ubuntu, steps: [{uses: a/b@0}]}\n"
        "  publish: {needs: [plan, build], if: tag, runs-on: ubuntu, environment: {name: pypi},"
        " permissions: {id-token: write}}\n"
        "  site: {needs: plan, environment: pages}\n",
    )

    page = workflow.pages(house.root)["reference/workflow.md"]

    assert "  n0 --> n1\n  n1 --> n2\n  n0 --> n3\n```" in page
    assert (
        "## `publish` { #publish }\n\n- waits for: [`plan`](#plan), [`build`](#build)\n"
        "- runs when: `tag`\n- on: `ubuntu`\n- may: `id-token: write`\n- environment: `pypi`\n"
    ) in page
    assert "- runs when: always\n- on: `ubuntu`\n- may: nothing\n- runs: `make plan`\n" in page
    assert "- uses: `a/b`\n" in page
    assert "- environment: `pages`\n" in page


def test_settings_are_told_with_their_variables_and_defaults(house: House) -> None:
    house.package("core")
    house.write(
        "packages/core/src/acme/core/settings.py",
        'X = 1\nclass Other: ...\nclass Settings:\n    """S.\n\n    Attributes:\n        size: How large.\n'
        '        name: Which.\n    """\n\n    size: int = field(metadata={}, default=3)\n'
        "    name: str\n    def f(self): ...\n",
    )
    house.write("docker/compose.yaml", "services: {}\n")
    house.write(".github/workflows/ci.yml", "env: {A: '${{ vars.PAGES }}'}\n")
    house.edit("pyproject.toml", "[tool.towncrier]", "# One table.\n[tool.towncrier]")
    house.edit(
        "pyproject.toml", "[dep", '[tool.hatchery]\nname = "acme"\nowner = "o"\nauthor = "A"\n[dep'
    )

    page = configuration.pages(house.root)["reference/configuration.md"]

    assert "| `size` | `ACME_SIZE` | `3` | How large. |\n" in page
    assert "| `name` | `ACME_NAME` | none | Which. |\n" in page
    assert "| `[tool.towncrier]` | One table. |\n" in page
    assert page.endswith("- `PAGES`\n")


def test_the_containers_variables_are_told(made: dict[str, str]) -> None:
    assert "## The containers\n" in made["reference/configuration.md"]
    assert "\nPYTHON_VERSION  another Python" in made["reference/configuration.md"]


@pytest.fixture
def schema(root: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / plan_schema.FILE).read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    "plan",
    [
        releases.Plan(),
        releases.Plan(
            releases=(RELEASE,),
            blockers=(releases.Blocker("core", "It is dirty.", "Commit it."),),
            ranges=(releases.RangeChange("io", "dependencies", "acme-core<1", "acme-core<2"),),
            prepared={"core": Version("0.1.0")},
            deferred=("io waits.",),
        ),
    ],
)
def test_a_plan_fits_its_schema(schema: dict[str, object], plan: releases.Plan) -> None:
    fits = fastjsonschema.compile(schema)

    assert fits(plan.as_json()) == plan.as_json()


def test_what_is_no_plan_does_not_fit_the_schema(schema: dict[str, object]) -> None:
    plan = releases.Plan().as_json()
    plan["releases"] = [{**RELEASE.as_json(), "level": "huge"}]

    with pytest.raises(fastjsonschema.JsonSchemaException, match=r"level must be one of"):
        fastjsonschema.validate(schema, plan)


def test_the_schema_tells_each_fields_type(made: dict[str, str]) -> None:
    page = made["reference/plan.md"]

    assert "| `releases` | list of [release](#release) | What is to be released" in page
    assert "| `prepared` | string by package |" in page
    assert '| `level` | `"major"` or `"minor"` or `"patch"` |' in page
    assert "| `current` | string or null |" in page
