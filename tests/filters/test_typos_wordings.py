"""The filters that score whole wordings: function words, possessives, compounds, one letter, forms of verbs; all unsafe."""

from __future__ import annotations

from itertools import islice, pairwise
from random import Random

import pytest

from cleaner import Cleaner
from cleaner.core.kernel import kernel
from cleaner.filters._english.grammar import agreement
from cleaner.filters._english.grammar.verbs import IRREGULAR
from cleaner.filters.typos.function_words import read_margins
from cleaner.models import ranking
from cleaner.models.cloze import cloze_model
from cleaner.models.ngrams import ngram_model
from cleaner.models.wordlists.lexicon import english_words
from cleaner.rulebook.packs import RuleSet

NAMES = ("function-words", "possessives", "compounds", "real-words", "elongations", "grammar", "ranker")
UNSAFE = {name: Cleaner(select=[f"typos.{name}"], unsafe=True) for name in NAMES}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("function-words", "They were able find the house in the end.", "They were able to find the house in the end."),
        ("possessives", "He stayed in his sisters house for a year.", "He stayed in his sister's house for a year."),
        ("possessives", "It’s his sisters house that we saw.", "It’s his sister’s house that we saw."),
        ("compounds", "It would increase the work load of the office.", "It would increase the workload of the office."),
        (
            "grammar",
            "Why did you left so early? They say she have two sons.",
            "Why did you leave so early? They say she has two sons.",
        ),
        ("grammar", "He don't work here, and we was late.", "He doesn't work here, and we were late."),
        ("elongations", "It was SOOOO good, and reallllly cheap.", "It was SO good, and really cheap."),
    ],
)
def test_corrected(name: str, before: str, after: str) -> None:
    assert UNSAFE[name].clean(before).text == after


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "Der Hund war sooooo lieb, und die Brothers House stand in der Super Highway.",
        "President Opens New Bridge Over River",
        "The word “sooooo” and the word “sisters” are words; see https://sisters.example/work/load.",
        "The houses stand by the river, and a round figure may be a lone one.",
        "It has been said that what he had had was a good deal, and that that was that.",
    ],
)
def test_left_alone(name: str, text: str) -> None:
    if name == "elongations":
        text = text.replace("“sooooo”", "“so”")
    assert UNSAFE[name].clean(text).text == text


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("possessives", "He stayed in his sisters house for a year.", "sisters"),
        ("compounds", "It would increase the work load of the office.", "workload"),
        ("elongations", "It was sooooo good that we came back.", "sooooo"),
        ("grammar", "Does she likes coffee in the morning?", "likes"),
    ],
)
def test_words_that_the_user_wants_kept_are_kept(name: str, text: str, word: str) -> None:
    assert UNSAFE[name].clean(text).text != text
    assert Cleaner(select=[f"typos.{name}"], unsafe=True, words=[word]).clean(text).text == text


def test_nothing_of_this_is_done_without_being_asked() -> None:
    text = "He stayed in his sisters house for a sooooo long time, and the work load was one the most common causes."
    assert Cleaner(select=["typos"]).clean(text).text == text


@pytest.mark.parametrize("text", ["ab" * 200_000, "a" * 300_000, "aaab " * 40_000])
def test_long_texts_without_an_end(text: str) -> None:
    """Each of these takes a second or so; hours if a filter looked back to the beginning from every word."""
    for cleaner in UNSAFE.values():
        result = cleaner.clean(f"This is the text of it. {text}", input_format="text")
        assert result.undo() == f"This is the text of it. {text}"


def test_every_margin_asks_for_evidence() -> None:
    margins = read_margins(RuleSet("typos.function-words"))
    assert len(margins.extra) > 10
    assert margins.missing
    assert all(margin > 2.0 for margin in [*margins.extra.values(), *margins.missing.values()])


SENTENCES = (
    "It was one of the moat important days of his life.",
    "They came to their home, and it wad a small house on a hill.",
    "He was kept in his sisters house for a year, and my dads car was there.",
    "“I don’t think so,” said the dog’s owner — but she have two of them.",
    "It would increase the work load of the office.",
    "The price has is risen, and it must done by May.",
    "Did the others went there, or does your brother likes it?",
    "He never really go to the café (the old one) in the naïve way.",
    "They were able find the house in the end; it was build in 1900.",
    "We went back to there house, than we left: your going to loose it.",
    "We spent 1,200.50 on it\n\nthat year\n_and_ left…",
)


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@pytest.mark.parametrize("name", [name for name in NAMES if name != "elongations"])
def test_what_the_kernel_leaves_out_would_not_be_proposed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    random, texts = Random(7), list(SENTENCES)
    for _ in range(60):
        words = " ".join(random.sample(SENTENCES, 3)).split(" ")
        for _ in range(random.randrange(4)):  # words exchanged, left out, doubled
            at, other = random.randrange(len(words)), random.randrange(len(words))
            words[at : at + random.randrange(3)] = words[other : other + 1]
        texts.append(" ".join(words))
    screened = [UNSAFE[name].clean(text) for text in texts]
    monkeypatch.setattr(ranking, "wordings", lambda _: None)
    whole = [UNSAFE[name].clean(text) for text in texts]
    assert [(one.text, one.suggestions) for one in screened] == [(one.text, one.suggestions) for one in whole]
    assert any(one.changes or one.suggestions for one in whole)


@pytest.mark.skipif(kernel() is None, reason="nothing to compare with")
@pytest.mark.parametrize(("asking", "kind"), [("did", 1), ("he", 2), ("they", 4), ("was", 8)])
def test_the_kernel_finds_every_verb_in_a_wrong_form(asking: str, kind: int) -> None:
    listed = [*islice(english_words().listed(), 0, None, 41)]
    words = [*map(bytes.decode, listed), *IRREGULAR, *IRREGULAR.values(), "don't", "doesn't", "see", "be", "is", "café"]
    text = ". ".join(f"{asking} {word}" for word in words if word.isalpha() or "'" in word)
    row = ranking.TokenSequence(ngram_model(), cloze_model(), text)
    found = set(row.screens.verbs(agreement._kinds(), agreement._forms()))
    wrong = {
        i for i, (name, behind) in enumerate(pairwise(row.names)) if name == asking and agreement.wrong_behind(behind) & kind
    }
    assert wrong <= found
    assert len(wrong) > 50
    assert len(found) < len(row.names) / 3
