"""What the package brings along."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.releasing.distributions import metadata, wheel
from tools.release_checks import dependencies
from tools.release_checks.environments import Environment
from tools.release_checks.repository import Once
from tools.release_checks.verdict import passed, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.releasing.index_server import Index
    from tests.releasing.workshop import Workshop
    from tools.release_checks.subject import Subject

ALLOWED = '[tool.release-check]\nlicences = ["MIT", "BSD-3-Clause", "BSD License"]\n'


@pytest.fixture(autouse=True)
def only_index(index: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.simple)
    return index


class TestLicences:
    @pytest.fixture
    def described(self, workshop: Workshop, tmp_path: Path) -> Callable[[str], Subject]:
        """Have the package's environment hold one distribution with a line of metadata."""

        def describe(header: str) -> Subject:
            info = tmp_path / "made/lib/site-packages/rows-1.0.dist-info"
            info.mkdir(parents=True)
            (info / "METADATA").write_text(metadata("rows", "1.0", headers=[header]))
            workshop.settings(ALLOWED)
            subject = workshop.subject("core")
            subject.installed = Once(lambda: Environment(tmp_path / "made"))
            return subject

        return describe

    @pytest.mark.parametrize(
        "header",
        [
            "License-Expression: MIT",
            "License-Expression: MIT OR GPL-3.0-only",
            "License-Expression: (MIT AND BSD-3-Clause) OR GPL-2.0-only",
            "Classifier: License :: OSI Approved :: BSD License",
            "License: MIT",
        ],
    )
    def test_an_allowed_licence_passes(
        self, described: Callable[[str], Subject], header: str
    ) -> None:
        verdict = dependencies.licences(described(header))

        assert verdict == passed("every licence is allowed (1 dependencies)")

    @pytest.mark.parametrize(
        ("header", "told"),
        [
            ("License-Expression: MIT AND GPL-3.0-only", "MIT AND GPL-3.0-only"),
            ("License-Expression: GPL-3.0-only", "GPL-3.0-only"),
            ("License-Expression: MIT AND (", "MIT AND ("),
            ("License: Do as I say, (and) not", "Do as I say, (and) not"),
            ("Summary: Nothing", "no licence that it tells"),
        ],
    )
    def test_any_other_fails(
        self, described: Callable[[str], Subject], header: str, told: str
    ) -> None:
        verdict = dependencies.licences(described(header))

        assert verdict.state == "fail"
        assert verdict.reason == f"rows 1.0 is under {told}"

    def test_siblings_are_not_judged(self, workshop: Workshop) -> None:
        workshop.settings(ALLOWED)
        workshop.wheel("core", headers=[])
        workshop.package("io", "acme-core")
        workshop.files("io", requires=["acme-core"])

        verdict = dependencies.licences(workshop.subject("io"))

        assert verdict == passed("every licence is allowed (0 dependencies)")

    def test_without_a_list_there_is_nothing_to_say(self, workshop: Workshop) -> None:
        verdict = dependencies.licences(workshop.subject("core"))

        assert verdict == skipped(
            "the root pyproject.toml has no tool.release-check.licences",
            "list there what you allow",
        )


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """A vulnerability service that speaks OSV's language; what it knows is in the list."""
    known: list[dict[str, Any]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            content = json.dumps({"vulns": known}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"http://127.0.0.1:{server.server_port}/")
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


class TestVulnerabilities:
    @pytest.fixture(autouse=True)
    def requirement(self, workshop: Workshop, only_index: Index) -> None:
        wheel(only_index.folder, "rows", "1.0")
        workshop.wheel("core", requires=["rows"])

    @pytest.mark.usefixtures("service")
    def test_without_a_known_one_it_passes(self, workshop: Workshop) -> None:
        verdict = dependencies.vulnerabilities(workshop.subject("core"))

        assert verdict == passed("no known vulnerability (1 dependencies)")

    def test_a_known_one_fails_with_the_version_that_mends_it(
        self, workshop: Workshop, service: list[dict[str, Any]]
    ) -> None:
        events = [{"introduced": "0"}, {"fixed": "1.1"}]
        affected = {
            "package": {"name": "rows", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
        }
        service.append({"id": "PYSEC-1", "summary": "Bad.", "affected": [affected]})

        verdict = dependencies.vulnerabilities(workshop.subject("core"))

        assert verdict.state == "fail"
        assert verdict.reason == "rows 1.0: PYSEC-1, fixed in 1.1"

    def test_a_service_that_cannot_be_reached_is_told_and_not_passed(
        self, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", "http://127.0.0.1:1/")

        verdict = dependencies.vulnerabilities(workshop.subject("core"))

        assert verdict.state == "skip"
        assert "pip-audit could not ask the vulnerability service" in verdict.reason

    def test_what_the_service_does_not_know_is_told_and_not_passed(
        self, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A stand-in answers as pip-audit does for a name that is on no public index."""
        found = {"dependencies": [{"name": "rows", "skip_reason": "not found"}], "fixes": []}
        programs = workshop.program("pip-audit", f"#!/bin/sh\necho '{json.dumps(found)}'\n")
        monkeypatch.setenv("PATH", str(programs), prepend=":")

        verdict = dependencies.vulnerabilities(workshop.subject("core"))

        assert verdict == skipped("the service knows nothing of rows")

    def test_nobody_is_asked_about_nothing(self, workshop: Workshop) -> None:
        workshop.wheel("core")

        verdict = dependencies.vulnerabilities(workshop.subject("core"))

        assert verdict == passed("it requires nothing")
