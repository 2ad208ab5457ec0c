"""Cleaner and Result: options, safety, notes, what is picklable."""

from __future__ import annotations

import pickle
import threading

import pytest

import cleaner
from cleaner import Cleaner, Document


def test_select_and_ignore_go_by_the_longest_prefix() -> None:
    text = "the the army"
    assert Cleaner(select=["typos"]).clean(text).text == "the army"
    assert Cleaner(select=["typos"], ignore=["typos.doubled"]).clean(text).text == text
    assert Cleaner(select=["typos.doubled"], ignore=["typos"]).clean(text).text == "the army"
    assert Cleaner(ignore=["typos"]).clean(text).text == text
    assert Cleaner(select=["encoding"]).clean(text).text == text


def test_ignore_wins_a_tie() -> None:
    assert Cleaner(select=["typos.doubled"], ignore=["typos.doubled"]).clean("the the army").text == "the the army"
    assert Cleaner(select=["typos"], ignore=["typos"]).clean("the the army").text == "the the army"
    assert Cleaner(select=["all"], ignore=["all"]).clean("the the army").text == "the the army"


def test_a_suggestion_that_later_edits_overtook_is_gone() -> None:
    """A suggestion is kept only where it was proposed for the final text."""

    @cleaner.filter("test.hint", safety="suggest", before="typos")
    def hint(document: Document) -> list[cleaner.Edit]:
        at = document.text.find("the the")
        return [cleaner.Edit(at, at + 7, "The")] if at >= 0 else []

    @cleaner.filter("test.line", safety="suggest", before="typos", reach_lines=0)
    def line(document: Document) -> list[cleaner.Edit]:
        return [cleaner.Edit(k, k + 1, "?") for k, char in enumerate(document.text) if char == "!"]

    text = "the the army\n" + "A line of its own.\n" * 50 + "Stop!"
    result = cleaner.clean(text, select=["test", "typos.doubled"], filters=[hint, line])
    assert result.text.startswith("the army")
    assert [(s.before, s.after, s.start) for s in result.suggestions] == [("!", "?", len(text) - 1)]


def test_unsafe_edits_are_suggestions_unless_asked_for() -> None:
    text = "The rain fell. The rain recieved no answre from the committee."
    safe, unsafe = Cleaner(select=["typos"]).clean(text), Cleaner(select=["typos"], unsafe=True).clean(text)
    assert all(change.safety == "safe" for change in safe.changes)
    assert all(suggestion.safety in ("unsafe", "suggest") for suggestion in safe.suggestions)
    assert len(unsafe.changes) >= len(safe.changes)


def test_suggestions_count_in_the_original() -> None:
    @cleaner.filter("test.maybe", safety="suggest")
    def maybe(document: Document) -> list[cleaner.Edit]:
        at = document.text.find("grey")
        return [cleaner.Edit(at, at + 4, "gray")] if at >= 0 else []

    text = "the the sky is grey"
    result = cleaner.clean(text, select=["test", "typos"], filters=[maybe])
    (suggestion,) = result.suggestions
    assert text[suggestion.start : suggestion.end] == suggestion.before == "grey"
    assert (suggestion.after, suggestion.safety, suggestion.rule) == ("gray", "suggest", "test.maybe")


def test_bytes_in_undo_bytes_out() -> None:
    data = b"\xef\xbb\xbfShe went to the the caf\xc3\xa9.\r\nend \xff"
    result = cleaner.clean(data)
    assert result.text.startswith("She went to the café")
    assert result.undo() == data


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="str or bytes, not int"):
        cleaner.clean(7)  # type: ignore[arg-type]
    with pytest.raises(cleaner.ConfigError, match="unknown input format"):
        cleaner.clean("x", input_format="word-perfect")
    with pytest.raises(cleaner.ConfigError, match="unknown encoding"):
        cleaner.clean(b"x", encoding="klingon-8")


def test_results_travel_between_processes() -> None:
    result = cleaner.clean("the the end")
    copy = pickle.loads(pickle.dumps(result))
    assert (copy.text, copy.changes, copy.undo()) == (result.text, result.changes, result.undo())


def test_one_cleaner_in_many_threads() -> None:
    chain, wrong = Cleaner(), []
    documents = [f"the the end {n}. schÃ¶n und gut\n\n{n} bloggers like this:" for n in range(40)]
    wanted = [Cleaner().clean(text).changes for text in documents]

    def work() -> None:
        for text, changes in zip(documents, wanted, strict=True):
            if chain.clean(text).changes != changes:
                wrong.append(text)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_empty_text_and_one_that_is_all_boilerplate() -> None:
    assert cleaner.clean("").text == ""
    assert cleaner.clean(b"").undo() == b""
    result = cleaner.clean("12 bloggers like this:")
    assert result.text == ""
    assert result.undo() == "12 bloggers like this:"


PROTECTED = [
    "https://a.example/teh",
    "teh@mail.example",
    "/usr/teh/x",
    "@teh",
    "#teh",
    "te_h",
    "teh()",
    "teh.py",
    "a1b2",
    "C:\\teh",
    "$teh",
]


@pytest.mark.parametrize("token", PROTECTED)
def test_protected(token: str) -> None:
    document = Document(f"see {token} now")
    assert document.is_protected(4, 4 + len(token))
    assert not document.is_protected(0, 3)


def test_code_is_protected_and_prose_around_it_is_not() -> None:
    text = "say `teh` here\n```\nteh code\n```\nteh prose\n"
    document = Document(text)
    spots = [k for k in range(len(text)) if text.startswith("teh", k)]
    assert [document.is_protected(k, k + 3) for k in spots] == [True, True, False]


def test_the_same_options_are_compiled_once_and_others_never_taken_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, object]] = []
    real = Cleaner.__init__

    def counted(self: Cleaner, *args: object, **options: object) -> None:
        made.append(options)
        real(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Cleaner, "__init__", counted)
    page, keep = "<p>One.</p><div class=a>Two.</div><div class=b>Three.</div>", ["p"]
    options = {"select": ["html"], "settings": {"html": {"drop": [".a"], "keep": keep}}}
    texts = [cleaner.clean(page, input_format="html", **options).text for _ in range(3)]  # type: ignore[arg-type]
    assert texts == ["One.\n\nThree.\n"] * 3
    assert len(made) == 1
    options["settings"]["html"]["drop"] = [".b"]  # type: ignore[index]
    assert cleaner.clean(page, input_format="html", **options).text == "One.\n\nTwo.\n"  # type: ignore[arg-type]
    keep.append(".b")
    assert cleaner.clean(page, input_format="html", **options).text == "One.\n\nTwo.\n"  # type: ignore[arg-type]
    with pytest.raises(cleaner.ConfigError):
        cleaner.clean(page, input_format="html", settings={"html": {"keep": [], "engine": 1}})
    with pytest.raises(cleaner.ConfigError):
        cleaner.clean(page, input_format="html", settings={"html": {"keep": [], "engine": True}})
    pack = cleaner.mine([f"Page {number}.\nPrinted by hand" for number in range(9)])
    assert cleaner.clean("the the", rules=[pack]).text == "the"
