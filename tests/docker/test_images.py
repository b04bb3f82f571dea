"""What the images hold, and what they do not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.docker.checkout import Checkout

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000
PLANTED = "planted-7c1e5a-where-it-must-not-be-found"


@pytest.fixture(scope="session")
def runtime(checkout: Checkout) -> str:
    """The image with the command alone."""
    return checkout.build("runtime")


def settings(checkout: Checkout, image: str) -> dict[str, object]:
    """What the engine knows of an image."""
    described: list[dict[str, object]] = json.loads(
        checkout.docker("image", "inspect", image).stdout
    )
    return described[0]


def test_the_command_runs_a_flow_as_anybody_on_a_read_only_root(
    checkout: Checkout, runtime: str, tmp_path: Path
) -> None:
    for name in ("penguins.toml", "penguins.csv"):
        shutil.copy(checkout.folder / "docs" / "examples" / name, tmp_path)
    tmp_path.chmod(0o777)
    before = set(tmp_path.iterdir())

    done = checkout.docker(
        *("run", "--rm", "--read-only", "--network", "none", "--cap-drop", "ALL"),
        *(
            "--user",
            "54321:54321",
            "--volume",
            f"{tmp_path}:/data",
            runtime,
            "run",
            "penguins.toml",
        ),
    )

    assert done.returncode == 0, done.stdout
    (written,) = set(tmp_path.iterdir()) - before
    assert written.stat().st_uid == 54321
    assert written.stat().st_size > 0


def test_the_command_is_all_that_is_added(
    checkout: Checkout, runtime: str, base_image: str
) -> None:
    script = "for name in pip pip3 cc gcc git make; do command -v $name && exit 1; done; exit 0"

    tools = checkout.docker("run", "--rm", "--entrypoint", "sh", runtime, "-c", script)
    module = checkout.docker(
        "run", "--rm", "--entrypoint", "python", runtime, "-c", "import ensurepip"
    )

    assert (tools.returncode, tools.stdout) == (0, "")
    assert "No module named 'ensurepip'" in module.stdout
    sizes = [settings(checkout, image)["Size"] for image in (runtime, base_image)]
    assert all(isinstance(size, int) for size in sizes)
    assert int(str(sizes[0])) - int(str(sizes[1])) < 150 * MEGABYTE


def test_the_command_runs_as_nobody_in_particular(checkout: Checkout, runtime: str) -> None:
    config = settings(checkout, runtime)["Config"]

    assert isinstance(config, dict)
    assert config["User"] == "65532:65532"
    assert config["Healthcheck"] == {"Test": ["NONE"]}
    assert config["Entrypoint"] == ["acme"]
    assert config["Labels"]["org.opencontainers.image.licenses"] == "MIT"


def test_the_ci_image_is_of_a_size_to_pull(checkout: Checkout, ci_image: str) -> None:
    size = settings(checkout, ci_image)["Size"]

    assert int(str(size)) < 1200 * MEGABYTE


def test_no_layer_keeps_a_secret_of_the_build(checkout: Checkout, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    given = os.environ.get("CA_BUNDLE")
    bundle.write_text(f"# {PLANTED}\n{Path(given).read_text('utf-8') if given else ''}", "utf-8")
    for name in ("pip.conf", "uv.toml"):
        (tmp_path / name).write_text(f"# {PLANTED}\n", "utf-8")
    secrets = ["--secret", f"id=pip_conf,src={tmp_path}/pip.conf"]
    secrets += ["--secret", f"id=uv_toml,src={tmp_path}/uv.toml"]
    if given:
        secrets += ["--secret", f"id=ca_bundle,src={bundle}"]

    for target in ("index", "installed"):
        image = checkout.build(target, *secrets, "--no-cache-filter", target)

        history = checkout.docker("history", "--no-trunc", image).stdout
        assert PLANTED not in history
        assert not holds(image, PLANTED), f"{image} keeps a secret"


def holds(image: str, text: str) -> bool:
    """Whether a text stands in any layer of an image."""
    with subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE) as saved:
        # With `--quiet` it would go away before all is read, which ends the engine's answer.
        search = ["grep", "--count", "--binary-files=text", "--", text]
        found = subprocess.run(search, stdin=saved.stdout, capture_output=True, check=False)
    assert saved.returncode == 0
    assert found.returncode in {0, 1}
    return found.returncode == 0


def test_the_bill_names_what_is_inside_and_is_the_same_again(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.build("sbom", "--output", str(tmp_path / "one"))
    checkout.build(
        "sbom", "--no-cache-filter", "ci-sbom,runtime-sbom", "--output", str(tmp_path / "two")
    )

    for image in ("ci", "runtime"):
        one, two = (tmp_path / name / f"{image}.cdx.json" for name in ("one", "two"))
        names = {entry["name"] for entry in json.loads(one.read_text("utf-8"))["components"]}
        assert one.read_bytes() == two.read_bytes()
        assert {"python", "libc6", "duckdb", "narwhals"} <= names
    assert {"pytest", "ruff", "git", "make"} <= {
        entry["name"]
        for entry in json.loads((tmp_path / "one" / "ci.cdx.json").read_text("utf-8"))["components"]
    }


def test_a_python_other_than_the_image_has_is_refused(checkout: Checkout) -> None:
    other = "3.11" if sys.version_info[:2] != (3, 11) else "3.12"
    image = os.environ.get("PYTHON_IMAGE")
    if image is None:
        pytest.skip("waits for PYTHON_IMAGE, which may contradict PYTHON_VERSION")

    done = checkout.docker(
        *("build", "--file", "docker/Dockerfile", "--target", "python"),
        *("--build-arg", "PYTHON_IMAGE", "--build-arg", f"PYTHON_VERSION={other}.99", "."),
    )

    assert done.returncode != 0
    assert f"PYTHON_VERSION is {other}.99, but PYTHON_IMAGE has Python" in done.stdout
