"""Delivering: compare, wait, upload, in order."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.releasing.distributions import pair, sdist, wheel
from tests.releasing.workspaces import declare
from tools.monorepo import workspace
from tools.publishing import delivery, shipments
from tools.publishing.package_index import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from tests.releasing.index_server import Index
    from tools.publishing.delivery import Delivery

PACKAGES = {
    "core": [],
    "io": ["acme-core>=1,<2"],
    "processing": ["acme-core>=1,<2"],
    "cli": ["acme-io>=1,<2"],
}


@pytest.fixture
def deliver(
    tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[Delivery]]:
    """Deliver the folder `dist`, in which all packages lie as 1.0."""
    monkeypatch.setenv("UV_PUBLISH_USERNAME", "tester")
    monkeypatch.setenv("UV_PUBLISH_PASSWORD", "any")
    packages = workspace.packages(declare(tmp_path / "work", PACKAGES))
    for name, requires in PACKAGES.items():
        pair(tmp_path / "dist", f"acme-{name}", "1.0", requires)

    def deliver(only: tuple[str, ...] = (), **options: Any) -> list[Delivery]:
        chosen = shipments.chosen(shipments.read(tmp_path / "dist", packages), [*only], None)
        return delivery.deliver_all(chosen, locate(index.address), **{"deadline": 0, **options})

    return deliver


def states(ended: list[Delivery]) -> dict[str, str]:
    return {one.shipment.package: one.state for one in ended}


def test_packages_go_out_dependencies_first_each_with_its_wheel_first(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    ended = deliver()

    assert set(states(ended).values()) == {"uploaded"}
    assert index.uploads == [
        f"acme_{name}-1.0{ending}"
        for name in ("core", "io", "processing", "cli")
        for ending in ("-py3-none-any.whl", ".tar.gz")
    ]


def test_a_second_run_does_nothing(deliver: Callable[..., list[Delivery]], index: Index) -> None:
    deliver()

    ended = deliver()

    assert set(states(ended).values()) == {"out"}
    assert len(index.uploads) == 8


def test_each_package_is_told_as_it_ends(deliver: Callable[..., list[Delivery]]) -> None:
    told: list[str] = []

    deliver(["io", "core"], tell=told.append)

    assert told == ["uploaded     acme-core 1.0", "uploaded     acme-io 1.0"]


def test_a_run_that_was_interrupted_is_finished_by_the_next(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    """The first one got as far as the wheel of io."""
    index.refuse = lambda name: name == "acme_io-1.0.tar.gz"
    first = deliver()
    index.refuse = lambda _: False
    index.uploads.clear()

    second = deliver()

    assert states(first) == {
        "core": "uploaded",
        "io": "failed",
        "processing": "uploaded",
        "cli": "held back",
    }
    assert states(second) == {
        "core": "out",
        "io": "uploaded",
        "processing": "out",
        "cli": "uploaded",
    }
    assert index.uploads[0] == "acme_io-1.0.tar.gz"
    assert len(index.uploads) == 3


def test_what_fails_holds_back_its_dependents_and_theirs_but_no_others(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    index.refuse = lambda name: name.startswith("acme_io")

    ended = deliver()

    assert states(ended) == {
        "core": "uploaded",
        "io": "failed",
        "processing": "uploaded",
        "cli": "held back",
    }
    assert "403" in ended[1].reason
    assert ended[3].summary == "held back    acme-cli 1.0: waits for io"


def test_when_the_first_fails_nothing_follows(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    index.refuse = lambda name: name.startswith("acme_core")

    ended = deliver()

    assert set(states(ended).values()) == {"failed", "held back"}
    assert set(index.uploads) == {"acme_core-1.0-py3-none-any.whl"}


def test_other_bytes_on_the_index_stop_everything_before_the_first_upload(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    for name in ("acme-cli", "acme-core"):
        pair(index.folder, name, "1.0", PACKAGES[name.removeprefix("acme-")])
    sdist(index.folder, "acme-cli", "1.0", ["tampered"])

    ended = deliver()

    assert states(ended) == {
        "core": "out",
        "io": "stopped",
        "processing": "stopped",
        "cli": "stopped",
    }
    assert ended[1].reason == "a file of another package differs from the index"
    assert ended[3].reason.startswith(
        "the index has other bytes as acme_cli-1.0.tar.gz and will never take these"
    )
    assert index.uploads == []


def test_a_dependent_does_not_go_out_before_what_it_needs(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    ended = deliver(["io"])

    assert states(ended) == {"io": "failed"}
    assert ended[0].reason.endswith("; publish that first, then run this again")
    assert "acme-core was not found" in ended[0].reason
    assert index.uploads == []


def test_a_dependent_waits_for_what_another_job_publishes(
    deliver: Callable[..., list[Delivery]],
    index: Index,
    on_retry: list[Callable[..., None]],
) -> None:
    on_retry.append(lambda _: wheel(index.folder, "acme-core", "1.0"))

    ended = deliver(["io"], deadline=60)

    assert states(ended) == {"io": "uploaded"}


def test_two_runs_at_the_same_time_get_in_nobodys_way(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    """Both see that nothing is out; whoever comes second finds the same bytes there."""
    together = threading.Barrier(2, timeout=30)
    first_offers = iter([True, True])
    index.refuse = lambda _: together.wait() and False if next(first_offers, False) else False

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(deliver, ["core"]) for _ in range(2)]
        ended = [states(run.result()) for run in runs]

    assert ended == [{"core": "uploaded"}] * 2
    assert len(list(index.folder.iterdir())) == 2


def test_a_dry_run_foresees_and_uploads_nothing(
    deliver: Callable[..., list[Delivery]], index: Index
) -> None:
    ended = deliver(dry_run=True)

    assert set(states(ended).values()) == {"would upload"}
    assert index.uploads == []


def test_a_dry_run_asks_the_index_for_floors_that_the_run_does_not_meet(
    deliver: Callable[..., list[Delivery]], index: Index, tmp_path: Path
) -> None:
    alone = deliver(["io"], dry_run=True)
    wheel(index.folder, "acme-core", "1.5")
    with_core_out = deliver(["io"], dry_run=True)
    for path in (tmp_path / "dist").glob("acme_core*"):
        path.unlink()
    pair(tmp_path / "dist", "acme-core", "2.0")
    (index.folder / "acme_core-1.5-py3-none-any.whl").unlink()
    above_the_range = deliver(["core", "io"], dry_run=True)

    assert states(alone) == {"io": "failed"}
    assert states(with_core_out) == {"io": "would upload"}
    assert states(above_the_range) == {"core": "would upload", "io": "failed"}
