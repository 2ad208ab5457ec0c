"""Word-level repairs keep off protected spans, whatever filter proposes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import cleaner

PROTECTED = (
    "https://example.org/teh/page",
    "www.teh.example",
    "teh@example.org",
    "@teh",
    "#teh",
    "/usr/teh/bin",
    "./teh.sh",
    "C:\\teh",
    "a/teh/b",
    "teh_name",
    "teh()",
    "std::teh",
    "<teh>",
    "tehName",
    "teh.com",
    "teh2",
    "`teh`",
    "`a teh b`",
)


@cleaner.filter("test.the", word_level=True)
def the(document: cleaner.Document) -> Iterator[cleaner.Edit]:
    """It would repair every `teh`, wherever it stands."""
    at = document.text.find("teh")
    while at >= 0:
        yield cleaner.Edit(at, at + 3, "the")
        at = document.text.find("teh", at + 3)


@cleaner.filter("test.the")
def everywhere(document: cleaner.Document) -> str:
    """The same without regard to what is protected."""
    return document.text.replace("teh", "the")


@pytest.mark.parametrize("token", PROTECTED)
def test_a_word_level_filter_is_kept_off(token: str) -> None:
    text = f"See {token} and teh end."
    assert cleaner.clean(text, select=["test"], filters=[the]).text == f"See {token} and the end."
    assert token not in cleaner.clean(text, select=["test"], filters=[everywhere]).text


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_fenced_code_is_kept(fence: str) -> None:
    text = f"teh\n\n{fence}\nteh code\n{fence}\n\nteh"
    assert cleaner.clean(text, select=["test"], filters=[the]).text == f"the\n\n{fence}\nteh code\n{fence}\n\nthe"


def test_a_fence_that_is_never_closed_and_a_single_backtick_protect_nothing() -> None:
    for text in ("```\nteh", "a ` teh", "teh ` a"):
        assert "the" in cleaner.clean(text, select=["test"], filters=[the]).text


def test_what_was_kept_off_is_told() -> None:
    result = cleaner.clean("see teh_name", select=["test"], filters=[the])
    assert [(dropped.edit.start, dropped.why) for step in result.passes for dropped in step.dropped] == [(4, "protected")]
