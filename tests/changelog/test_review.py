"""The review page: safe whatever is in the text, quick with thousands of changes, and what is decided comes out."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Result
from cleaner.changelog.read import LogDocument
from cleaner.changelog.review import AROUND, document_table, review_page
from cleaner.core.document import Document
from cleaner.core.edits import Edit, Pass, apply
from tests.browser import Browser, axe, chromium, needs_chromium, violations
from tests.changelog.test_write import results

NASTY = [
    "</script><script>document.title = 'broken'</script>", "<!-- the the", "<!--<script>", "]]>", "<img src=x onerror=alert(1)>",
    "\u202eevil the the\u202c", "שלום the the עולם", "👨\u200d👩\u200d👧 the the 👩",
    "\u2028the the\u2029", "\x00\x1b[2J the the",
    "&lt;b&gt; the the &amp;", "\ud83d the the \ude00", "'\"` the the ${x}",
]  # fmt: skip


class Elements(HTMLParser):
    """Names of the elements of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def page_of(result: Result, name: str = "x.txt") -> str:
    return review_page([(LogDocument.of(result, name), result.source)])


EMPTY = Elements()
EMPTY.feed(page_of(Result("", Document(""), ())))


@settings(max_examples=50)
@given(results(), st.sampled_from(NASTY))
def test_no_text_adds_an_element(result: Result, name: str) -> None:
    page = page_of(result, name)
    found = Elements()
    found.feed(page)
    assert found.names == EMPTY.names
    page.encode("utf-8")
    assert not re.search(r"https?://", page)


@settings(max_examples=50)
@given(results())
def test_contexts_are_the_text_around(result: Result) -> None:
    logged = LogDocument.of(result)
    items = document_table(logged, result.source)["items"]
    assert len(items) == len(logged.changes) + len(logged.suggestions)
    for item in items:
        left, before, right = whole(item, 0)
        at = item["start"] - len(left)
        assert result.source[at : at + len(left + before + right)] == left + before + right
        assert len(left) <= AROUND
        if item["kind"] == "change":
            assert left + whole(item, 1)[1] != left + before


def whole(item: dict[str, Any], side: int) -> tuple[str, str, str]:
    """Left context, text and right context before (0) or after (1) the changes."""
    text = lambda value: value if isinstance(value, str) else "".join(value)  # noqa: E731
    parts = [
        "".join(text(part[side]) if k % 2 else text(part) for k, part in enumerate(item[name])) for name in ("left", "right")
    ]
    return parts[0], text(item[("before", "after")[side]]), parts[1]


def test_a_long_line_makes_a_small_page() -> None:
    text = "word " * 200_000 + "the the" + " word" * 200_000
    assert len(page_of(Cleaner(select=["typos.doubled"]).clean(text))) < 60_000
    result = Result("a" * 1_000_000, Document("b"), (Pass("f", (Edit(0, 1_000_000, "b", "r"),), ("a" * 1_000_000,)),))
    page = page_of(result)
    assert len(page) < 60_000
    assert '"cut":true' in page


# ---- in a browser -----------------------------------------------------------------------------------------------------------


def many(changes: int) -> Result:
    line = "Some words of a line that holds teh one change.\n"
    text = line * changes
    edits = tuple(Edit(k * len(line) + 32, k * len(line) + 35, "the", f"rule.{k % 7}", "why", "safe") for k in range(changes))
    clean = apply(text, edits)
    suggested = Edit(5, 10, "WORDS", "rule.s", "maybe", "suggest")
    return Result(text, Document(clean), (Pass("f", edits, ("teh",) * changes),), (("g", suggested),))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as window:
        yield window


def show(browser: Browser, result: Result, folder: Path) -> None:
    page = folder / "page.html"
    page.write_text(page_of(result), encoding="utf-8")
    browser.emulate(1200, 800)
    browser.open(page)
    for _ in range(100):
        if browser.run("return globalThis.cleanerReview !== undefined"):
            break
        time.sleep(0.05)


def exported(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = browser.run("return cleanerReview.exported()")["documents"][0]
    return found


@pytest.mark.slow
@needs_chromium
def test_keys_decide_and_the_decisions_are_saved(browser: Browser, tmp_path: Path) -> None:
    show(browser, many(60), tmp_path)
    browser.keys("arjru")  # undo takes back the last decision, though another change is the current one
    found = exported(browser)
    assert (found["accepted"], [item["n"] for item in found["rejected"]], len(found["suggestions"])) == ([], [1], 1)
    browser.keys("kaa")
    assert exported(browser)["accepted"] == [2, 3]
    browser.run("document.getElementById('save').click()")
    saved = browser.downloaded("decisions.json")
    assert saved["kind"] == "cleaner-decisions"
    assert saved["documents"][0]["suggestions"] == [{"n": 1, "start": 5, "end": 10, "rule": "rule.s"}]
    assert saved["documents"][0]["rejected"][0]["context"] == "Some words of a line that holds teh one change."
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_search_rules_views_and_pages(browser: Browser, tmp_path: Path) -> None:
    show(browser, many(120), tmp_path)
    cards = "return document.querySelectorAll('.card').length"
    assert browser.run(cards) == 50
    browser.run("[...document.querySelectorAll('.rules button')].find((b) => b.textContent.startsWith('rule: 3')).click()")
    assert browser.run(cards) == 17
    browser.keys("/")
    browser.keys("maybe")
    assert browser.run(cards) == 0
    browser.run("document.querySelector('.rules button').click()")
    assert browser.run(cards) == 1
    browser.keys("\ue00c")  # escape
    browser.keys("v")
    assert browser.run("return document.querySelectorAll('.sides').length") == 1
    browser.run("const s = document.querySelector('input'); s.value = ''; s.dispatchEvent(new Event('input'))")
    browser.keys("j" * 60)
    assert browser.run("return document.querySelector('.pages span').textContent") == "51–100 of 121"
    assert browser.run("return document.querySelectorAll('.card.current').length") == 1
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_five_thousand_changes_do_not_lag(browser: Browser, tmp_path: Path) -> None:
    show(browser, many(5_000), tmp_path)
    # A ratio in one run: deciding on one of 5,000 changes against deciding on one of 50; slow machines slow both.
    script = """
        const begun = performance.now();
        for (let k = 0; k < 40; k++) document.dispatchEvent(new KeyboardEvent("keydown", { key: "r" }));
        return performance.now() - begun;
    """
    large = browser.run(script)
    assert len(exported(browser)["rejected"]) == 39  # one was a suggestion
    assert browser.run("return document.querySelectorAll('*').length") < 2_500
    show(browser, many(50), tmp_path)
    assert large < 20 * browser.run(script) + 500


@pytest.mark.slow
@needs_chromium
def test_the_whole_text_is_shown_and_decided_in(browser: Browser, tmp_path: Path) -> None:
    show(browser, many(40), tmp_path)
    browser.keys("t")
    assert browser.run("return document.querySelectorAll('.mark').length") == 41
    assert "holds teh becomes the one" in browser.run("return document.querySelector('.whole').textContent")
    browser.keys("jr")
    assert [item["n"] for item in exported(browser)["rejected"]] == [1]
    assert browser.run("return document.querySelectorAll('.mark.rejected').length") == 1
    browser.keys("u")
    assert exported(browser)["rejected"] == []
    browser.run("document.querySelector('.map').dispatchEvent(new MouseEvent('click'))")
    assert browser.run("return document.querySelector('.panel h3').textContent").startswith(("WORDS", "words", "teh", "Some"))
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_files_and_mark_up_of_pages(browser: Browser, tmp_path: Path) -> None:
    nav, prose = "<nav><a href='/'>Home</a></nav>", "<p>It was the the <b>end</b> of a long and quiet day.</p>"
    page = f"<html><body>{nav}<main>{prose}</main></body></html>"
    documents = [Cleaner().clean(page), Cleaner().clean("It is recieved.")]
    names = ("a.html", "b.txt")
    made = review_page([(LogDocument.of(result, name), result.source) for result, name in zip(documents, names, strict=True)])
    (tmp_path / "page.html").write_text(made, encoding="utf-8")
    browser.open(tmp_path / "page.html")
    titles = "return [...document.querySelectorAll('.card h3')].map((one) => one.textContent)"
    assert len(browser.run(titles)) < len(documents[0].changes) + 1
    browser.run("document.querySelector('.files li:last-child button').click()")
    assert browser.run(titles) == ["recieved becomes → received"] or browser.run(titles) == ["recieved →  becomes received"]
    browser.run("document.querySelector('.files button').click(); document.querySelector('input[type=checkbox]').click()")
    assert len(browser.run(titles)) == len(documents[0].changes) + 1
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
def test_no_violation_that_axe_knows(browser: Browser, tmp_path: Path) -> None:
    script = axe()
    for width, dark in ((1200, False), (1200, True), (390, False), (390, True)):
        show(browser, many(30), tmp_path)
        browser.emulate(width, 800, dark)
        for typed in ("ar", "t", "tv", "?"):
            browser.keys(typed)
            assert violations(browser, script) == [], (width, dark, typed)


@pytest.mark.slow
@needs_chromium
def test_nothing_in_a_text_runs_or_hides(browser: Browser, tmp_path: Path) -> None:
    text = "\n".join(NASTY) + "\n" + "x" * 1_000_000 + " the the end"
    result = Cleaner(select=["typos.doubled"]).clean(text, input_format="text")
    assert len(result.changes) > 5
    show(browser, result, tmp_path)
    assert browser.run("return document.title") == "Review of changes"
    assert browser.run("return document.querySelectorAll('img, iframe, main script').length") == 0
    for piece in ("</script><script>document.title", "<!--<script>", "<img src=x onerror"):
        assert browser.run("return document.querySelector('main').textContent.includes(arguments[0])", piece)
    assert browser.run("return document.querySelectorAll('.sign').length") > 0
    assert browser.errors() == []


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize(("width", "dark"), [(1200, False), (1200, True), (390, False), (390, True)])
def test_it_fits_the_window_in_both_schemes(browser: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    show(browser, many(30), tmp_path)
    browser.emulate(width, 800, dark)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    light = browser.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
    assert (light < 128) == dark
    browser.screenshot(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000


def test_the_data_are_json_in_ascii() -> None:
    page = page_of(Cleaner().clean("</script> the the é\u2028"))
    data = page.split('id="data">')[1].split("</script>")[0]
    assert data.isascii()
    assert "<" not in data
    assert json.loads(data)["documents"][0]["items"][0]["before"] == " the"
