"""A headless Chromium that looks at the site as it would be published."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium import webdriver

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # as root Chromium starts in no other way
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # What Chromium asks of its maker is no request of the page's.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    # A mouse, which the theme looks for before it lets the keyboard scroll.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2",
)
LIGHT, DARK = "default", "slate"
STILL = "* { transition: none !important; animation: none !important }"


class MissingError(Exception):
    """There is no browser here, or the library that looks for barriers cannot be had."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and tells nobody."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, on a free port of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def axe(folder: Path) -> str:
    """The pinned axe-core, installed into a folder."""
    if shutil.which("npm") is None:
        raise MissingError("there is no Node with npm on PATH")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"`npm ci` failed: {done.stderr.strip()[-300:]}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


class Browser:
    """A window of Chromium."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, address: str, width: int) -> None:
        """Open a page in a window of a width in pixels, and wait until it has been drawn."""
        self.resize(width)
        self.driver.get(address)
        self.run("const s = document.createElement('style'); s.textContent = arguments[0];"
                 "document.head.append(s)", STILL)  # fmt: skip

    def resize(self, width: int) -> None:
        """Give the window a width in pixels."""
        size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def run(self, script: str, *arguments: object) -> Any:
        """What a script in the page returns."""
        return self.driver.execute_script(script, *arguments)  # type: ignore[no-untyped-call]

    def errors(self) -> list[str]:
        """What the console has said since this was last asked."""
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")  # type: ignore[no-untyped-call]
            if entry["level"] == "SEVERE"
        ]

    def requests(self) -> list[str]:
        """The addresses that were asked for since this was last asked."""
        messages = [
            json.loads(entry["message"])["message"]
            for entry in self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        ]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def barriers(self, library: str, scheme: str) -> list[str]:
        """What axe-core finds wrong with the page in light or dark, one sentence for each place."""
        self.run("document.body.setAttribute('data-md-color-scheme', arguments[0])", scheme)
        if not self.run("return 'axe' in window"):
            self.run(library)
        # What the dark scheme changes is colours.
        options = {"resultTypes": ["violations"]}
        if scheme == DARK:
            options |= {"runOnly": ["color-contrast", "link-in-text-block"]}
        found = self.driver.execute_async_script(  # type: ignore[no-untyped-call]
            "const done = arguments[1];"
            "axe.run(document, arguments[0]).then(r => done(r.violations), e => done([{id: String(e), nodes: []}]))",
            options,
        )
        return [
            f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
            for rule in found
            for node in rule["nodes"]
        ]

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        self.driver.save_screenshot(str(path))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile.

    Raises:
        MissingError: Chromium or its driver is not on PATH.
    """
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        raise MissingError("there is no chromium with its chromedriver on PATH")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        window.set_script_timeout(60)
        yield Browser(window)
    finally:
        window.quit()
