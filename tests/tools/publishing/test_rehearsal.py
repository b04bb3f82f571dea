from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import pair, wheel
from tools.distributions.building import Built
from tools.errors import ToolError
from tools.execution.environment import python_of
from tools.publishing import index, rehearsal
from tools.releasing.candidates import Candidate

if TYPE_CHECKING:
    from tests.tools.house import House

PYTHON = Path(sys.executable)
CORE = Candidate("core", "acme-core", "1.0", "core-v1.0")


def built(path: Path, sha256: str) -> Built:
    return Built("core", path.name, path.stat().st_size, sha256)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_clone_has_head_and_its_tags_and_no_more(released: House, tmp_path: Path) -> None:
    released.write("packages/core/README.md", "not committed")

    rehearsal.clone(released.root, tmp_path / "clone")

    assert (tmp_path / "clone/packages/core/README.md").read_text("utf-8") == "MIT\n"
    assert rehearsal.git.tag_names(tmp_path / "clone") == {"core-v0.1.0"}


def test_changes_that_a_clone_leaves_out_are_counted(released: House) -> None:
    assert rehearsal.changed_since_head(released.root) == 0

    released.write("packages/core/README.md", "changed")
    released.write("new/one", "")
    released.write("new/two", "")

    assert rehearsal.changed_since_head(released.root) == 3


def test_a_folder_without_a_repository_has_no_changes(house: House) -> None:
    assert rehearsal.changed_since_head(house.root) == 0


@pytest.mark.parametrize("repository", [False, True])
def test_a_clone_needs_a_repository_with_a_commit(
    repository: bool, house: House, tmp_path: Path
) -> None:
    if repository:
        house.git("init", "--quiet")

    with pytest.raises(
        ToolError, match=r"needs a git repository with a commit; make one with `git init"
    ):
        rehearsal.clone(house.root, tmp_path / "clone")


def test_what_was_built_must_have_the_version_of_its_tag(house: House, tmp_path: Path) -> None:
    house.package("core")
    pair(tmp_path / "dist", "acme-core", "1.0")

    (shipment,) = rehearsal.shipments(house.root, tmp_path / "dist", [CORE])
    assert shipment.package == "core"

    with pytest.raises(
        ToolError, match=r"acme-core 1.0 was built where the tag says core-v2.0; see"
    ):
        rehearsal.shipments(
            house.root, tmp_path / "dist", [CORE._replace(version="2.0", tag="core-v2.0")]
        )


def test_what_is_installed_is_what_was_built(tmp_path: Path) -> None:
    file = wheel(tmp_path / "index", "acme-core", "1.0", files={"acme_core.py": "made = 'here'\n"})
    (tmp_path / "pins.txt").write_text("", encoding="utf-8")

    with index.serve(tmp_path / "index") as address:
        python = rehearsal.install(
            [CORE],
            [built(file, sha256(file))],
            address,
            tmp_path / "pins.txt",
            tmp_path / "environment",
        )

    code = "import acme_core; print(acme_core.made)"
    printed = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    assert printed.stdout == "here\n"
    assert python == python_of(tmp_path / "environment")


def test_a_file_with_other_bytes_is_refused(tmp_path: Path) -> None:
    file = wheel(tmp_path / "index", "acme-core", "1.0")
    was_built = built(file, sha256(file))
    wheel(tmp_path / "index", "acme-core", "1.0", files={"acme_core.py": "tampered = True\n"})
    (tmp_path / "pins.txt").write_text("", encoding="utf-8")

    with (
        index.serve(tmp_path / "index") as address,
        pytest.raises(ToolError, match=r"(?i)hash mismatch"),
    ):
        rehearsal.install(
            [CORE], [was_built], address, tmp_path / "pins.txt", tmp_path / "environment"
        )


PROVE = "import os, sys; print(sorted(os.listdir()), os.listdir(sys.argv[1]), os.environ.get('PYTHONPATH'))"


def test_a_proof_runs_in_a_folder_of_its_own_with_the_installed_programs_first(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = house.write("packages/core/rehearsal.py", f"{PROVE}\nprint(os.environ['PATH'])\n")
    monkeypatch.setenv("PYTHONPATH", str(house.root))

    found = rehearsal.prove(program, house.root / "docs/examples", PYTHON, tmp_path / "results")

    listing, path = found.splitlines()
    assert listing == "['examples'] ['numbers.csv'] None"
    assert path.startswith(f"{PYTHON.parent}{os.pathsep}")
    assert rehearsal.proofs(house.root) == [program]


def test_a_wrong_result_is_told_in_the_proofs_own_words(house: House, tmp_path: Path) -> None:
    program = house.write(
        "packages/core/rehearsal.py", "print('2 is not 3')\nraise SystemExit(1)\n"
    )

    with pytest.raises(ToolError) as failure:
        rehearsal.prove(program, house.root / "docs/examples", PYTHON, tmp_path / "results")

    assert str(failure.value).startswith("the installed core gave a wrong result: ")
    assert str(failure.value).endswith("ended with 1: 2 is not 3")
