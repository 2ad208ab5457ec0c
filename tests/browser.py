"""A page in headless Chromium, driven over the WebDriver protocol with nothing but the standard library."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket
from typing import Any

import pytest

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_chromium = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


class Browser:
    """One window. `run` executes JavaScript and returns its value; `keys` types; `errors` are what the console said."""

    def __init__(self, base: str, downloads: Path) -> None:
        self.base, self.downloads = base, downloads

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error

    def open(self, page: Path) -> None:
        self.call("POST", "/url", {"url": page.as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def keys(self, typed: str) -> None:
        actions = [action for key in typed for action in ({"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def emulate(self, width: int, height: int, dark: bool = False) -> None:
        """Window size and colour scheme."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.devtools("Emulation.setEmulatedMedia", {"features": features})

    def devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def errors(self) -> list[str]:
        return [entry["message"] for entry in self.call("POST", "/se/log", {"type": "browser"})]

    def downloaded(self, name: str) -> Any:
        """A JSON file that the page saved."""
        path = self.downloads / name
        for _ in range(100):
            with suppress(FileNotFoundError, json.JSONDecodeError):  # not there yet, or not whole
                return json.loads(path.read_text(encoding="utf-8"))
            time.sleep(0.1)
        raise AssertionError(f"{name} was not saved")


def axe() -> str:
    """The script of axe-core: of `AXE` (a file), or of a folder `node_modules` here or above. Without one the test is skipped."""
    places = [Path(os.environ["AXE"])] if "AXE" in os.environ else []
    root = Path(__file__).resolve().parent
    places += [folder / "node_modules" / "axe-core" / "axe.min.js" for folder in (root, *root.parents)]
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    pytest.skip("needs axe-core: npm install --no-save axe-core")


def violations(browser: Browser, script: str) -> list[str]:
    """What axe finds wrong with the page as it stands."""
    browser.run(script)
    run = """
        const done = arguments[0];
        const told = (found) => found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
        axe.run(document, { resultTypes: ["violations"] }).then((found) => done(told(found)));
    """
    found: list[str] = browser.call("POST", "/execute/async", {"script": run, "args": []})
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A window with an empty profile, closed at the end."""
    assert CHROMIUM
    assert DRIVER
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        driver = subprocess.Popen([DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        browser = Browser(f"http://127.0.0.1:{port}", Path(folder, "downloads"))
        browser.downloads.mkdir()
        try:
            _wait(browser)
            options = {
                "binary": CHROMIUM,
                "args": [*FLAGS, f"--user-data-dir={folder}/profile"],
                "prefs": {"download.default_directory": str(browser.downloads), "download.prompt_for_download": False},
            }
            wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}
            session = browser.call("POST", "/session", {"capabilities": wanted})["sessionId"]
            browser.base += f"/session/{session}"
            yield browser
            browser.call("DELETE", "")
        finally:
            driver.terminate()
            driver.wait(10)


def _wait(browser: Browser) -> None:
    for _ in range(100):
        try:
            if browser.call("GET", "/status")["ready"]:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("chromedriver does not answer")
