from __future__ import annotations

import os

import pytest

from tools.publishing import surroundings

MISLEADING = {
    "CI": "true",
    "GIT_DIR": "/elsewhere/.git",
    "GIT_WORK_TREE": "/elsewhere",
    "UV_PUBLISH_TOKEN": "secret",
    "UV_PUBLISH_URL": "https://example.org/legacy",
}


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hook, a CI service and a release leave in the environment, behind a proxy."""
    for name, value in MISLEADING.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.org:3128")
    monkeypatch.setenv("NO_PROXY", "intranet")
    monkeypatch.delenv("no_proxy", raising=False)


def test_what_leads_elsewhere_is_hidden_and_the_rest_is_left() -> None:
    with surroundings.hidden():
        assert not MISLEADING.keys() & os.environ.keys()
        assert os.environ["HTTP_PROXY"] == "http://proxy.example.org:3128"


def test_no_proxy_stands_between_us_and_our_index() -> None:
    with surroundings.hidden():
        assert os.environ["NO_PROXY"] == "127.0.0.1,intranet"
        assert os.environ["no_proxy"] == "127.0.0.1"


def test_everything_is_as_before_afterwards() -> None:
    before = dict(os.environ)

    with pytest.raises(RuntimeError), surroundings.hidden():
        raise RuntimeError

    assert dict(os.environ) == before
