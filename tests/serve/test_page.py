"""The playground in a browser, served by the command itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import cleaner
from tests.browser import Browser, axe, chromium, needs_chromium, violations

pytest.importorskip("uvicorn", reason="needs the extra serve")
DIRTY = "The harbour council to vanished.\n\nIt was the the end 🙂 recieved.\n\n%d bloggers like this:\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "cleaner", "serve", "--port", "0", "--timeout", "60", "--jobs", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        yield process.stderr.readline().split()[0]
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert "Traceback" not in process.stderr.read()


def test_the_command_serves_and_ends_with_ctrl_c(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address + "/health", timeout=10) as found:
                assert json.load(found)["version"] == cleaner.__version__
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


def test_a_port_that_is_taken_is_named(address: str) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "cleaner", "serve", "--port", port]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert f"port {port}" in refused.stderr


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as window:
        yield window


def wait(browser: Browser, script: str, wanted: Callable[[Any], bool] = bool) -> Any:
    for _ in range(300):
        if wanted(value := browser.run(script)):
            return value
        time.sleep(0.1)
    raise AssertionError(f"never: {script}")


def show(browser: Browser, address: str, text: str = DIRTY) -> None:
    browser.call("POST", "/url", {"url": address})
    wait(browser, "return document.querySelectorAll('#families input').length > 0")
    browser.run("cleanerPlayground.typed(arguments[0])", text)
    wait(browser, "return cleanerPlayground.state.found !== null")


@pytest.mark.slow
@needs_chromium
def test_changes_are_shown_put_back_and_undone(browser: Browser, address: str) -> None:
    browser.emulate(1200, 900)
    show(browser, address)
    current = "return cleanerPlayground.current()"
    assert browser.run(current) == cleaner.clean(DIRTY).text
    assert browser.run("return [...document.querySelectorAll('#result ins')].map((one) => one.textContent)") == ["received"]
    browser.run("[...document.querySelectorAll('#result .mark')].find((one) => one.textContent.includes('received')).click()")
    assert "typos.misspellings.en" in browser.run("return document.getElementById('why').textContent")
    browser.run("document.querySelector('#why .primary').click()")
    assert "recieved" in browser.run(current)
    for name in ("download", "log"):  # with keys: a second download without a gesture is blocked
        browser.run("document.getElementById(arguments[0]).focus()", name)
        browser.keys("\ue007")
    for _ in range(100):
        if {path.name for path in browser.downloads.iterdir() if path.stat().st_size} >= {"text.clean.txt", "text.log.jsonl"}:
            break
        time.sleep(0.1)
    text = Path(browser.downloads, "text.clean.txt").read_bytes()
    assert b"recieved" in text
    log = Path(browser.downloads, "text.log.jsonl")
    undone = subprocess.run(
        [sys.executable, "-m", "cleaner", "undo", str(browser.downloads / "text.clean.txt"), "--log", str(log)],
        capture_output=True,
        check=False,
    )
    assert (undone.stdout.decode(), undone.stderr) == (DIRTY, b"")
    browser.run("document.getElementById('undo').click()")
    wait(browser, "return document.getElementById('counts').textContent.startsWith('Undone')")
    assert browser.run(current) == DIRTY
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_options_change_what_is_done(browser: Browser, address: str) -> None:
    browser.emulate(1200, 900)
    show(browser, address)
    browser.run("document.querySelector('#families input[value=typos]').click()")
    families = "return [...new Set(cleanerPlayground.state.items.map((one) => one.rule.split('.')[0]))].join()"
    wait(browser, families, lambda value: value == "boilerplate")
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("sample", ["article", "letters", "page"])
def test_the_samples_show_something(browser: Browser, address: str, sample: str) -> None:
    browser.emulate(1200, 900)
    show(browser, address)
    browser.run("document.querySelector(`[data-sample=${arguments[0]}]`).click()", sample)
    wait(browser, "return cleanerPlayground.state.found.source !== arguments[0]", lambda _: True)
    wait(browser, "return document.querySelectorAll('#changes button').length", lambda count: count >= 2)
    assert browser.run("return document.querySelectorAll('#result script, #result nav, #result img').length") == 0
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize(("width", "dark"), [(1300, False), (1300, True), (390, False), (390, True)])
def test_it_fits_the_window_in_both_schemes(browser: Browser, address: str, tmp_path: Path, width: int, dark: bool) -> None:
    browser.emulate(width, 850, dark)
    show(browser, address)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    light = browser.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
    assert (light < 128) == dark
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_no_violation_that_axe_knows(browser: Browser, address: str) -> None:
    script = axe()
    for width, dark in ((1300, False), (1300, True), (390, False), (390, True)):
        browser.emulate(width, 850, dark)
        show(browser, address)
        assert violations(browser, script) == []
        browser.run("document.querySelector('#result .mark').click()")
        assert violations(browser, script) == []


@pytest.mark.slow
@needs_chromium
def test_nothing_in_a_text_runs(browser: Browser, address: str) -> None:
    show(
        browser,
        address,
        "<img src=x onerror=\"document.title='broken'\"> the the </script><script>document.title='broken'</script>",
    )
    assert browser.run("return document.title") == "cleaner"
    assert browser.run("return document.querySelectorAll('#result img, #result script, #why img').length") == 0
