from __future__ import annotations

from typing import TYPE_CHECKING

from tools.documentation.verbs import Verb, verbs

if TYPE_CHECKING:
    from tests.tools.house import House


def test_a_verb_comes_down_to_a_command_in_an_environment(house: House) -> None:
    house.write("Makefile", "help: ## list the verbs\ncheck: setup ## look\nci: check docs\n")
    house.write(
        "hatch.toml",
        '[envs.default.scripts]\ncheck = "hatch run check:run {args}"\n'
        'adopt = "hatch run check:python -m tools.adopt {args}"\nlock = "python -m tools.lock"\n'
        '[envs.check.scripts]\nrun = ["ruff {args}", "mypy"]\n',
    )

    assert list(verbs(house.root)) == [
        Verb("help", "list the verbs", "", ()),
        Verb("check", "look", "check", ("ruff", "mypy")),
        Verb("adopt", "", "check", ("python -m tools.adopt",)),
        Verb("lock", "", "default", ("python -m tools.lock",)),
    ]
