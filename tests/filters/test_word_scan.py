"""The kernel's pass over the words of other languages finds what the pass of Python finds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice, product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.core.kernel import kernel
from cleaner.filters._languages import word_scan
from cleaner.filters._languages.grammar import wrong_by_grammar
from cleaner.filters._languages.words import Words, begins
from cleaner.models.languages import near_words
from cleaner.models.languages.vocabulary import LANGUAGES, vocabulary
from tests.test_laws import BENCH, texts

needs_kernel = pytest.mark.skipif(kernel() is None, reason="there is no kernel: no compiler, or CLEANER_PURE is set")
PIECES = [
    "die ", "mit ", "Regirung ", "straße ", "FUER ", "fuer ", "Über", "de ", "De ", "la ", "l ", "l’", "eau ", "apres ",
    "tambien ", "mas ", "tarde ", "в ", "в\n", "на ", "агенство ", "że ", "wziąść ", "sa ", "è ", "İ ", "ΣΑΣ ", "ς", "ǅ", "ª",
    "Неизвестое ", "неизвестое ", ", ", "Xqzwvk ", "tambein ", "Tambein ", "²", "٣", "_", "-", "1", "\n", "  ", ". ", "\ud800",
    "in течении года ", "он учиться ", "сделалбы ", "haßt das ſie ", "Mann kann ", "wider einmal ", "il a manger ", "jusqu’a ",
    "elle c’est ", "me a llegado ", "ahi un ", "non e stato ", "qual'è ", "agente vai ", "ik wordt ", "opzoe\u0307k naar ",
    "zrobił bym ", "\U0001d400", "日本", "x" * 70, "ä" * 65, "aujourd ", "hui ", "D ", "Un ", "uno ",
]  # fmt: skip
generated = st.one_of(texts, st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def found(words: Words | None) -> object:
    return words and words.doubtful and (list(words.spans), bytes(words.bits), list(words.doubtful), words.start)


def same(language: str, text: str, start: int, end: int) -> None:
    slow = word_scan._scanned(text, language, start, end, rare=False)
    fast = word_scan.words_of(text, language, start, end)
    assert (found(fast) or None) == (found(slow) or None), (language, text)
    everything = Words(text, start, end, [], b"", [], -1)
    wrong = list(wrong_by_grammar(everything, language))
    for words in (fast, slow):
        assert wrong == (list(wrong_by_grammar(words, language)) if words else []), (language, text)


@needs_kernel
@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60)
@example("de de De  de de")
@example("l’l l x")
@given(text=generated)
def test_the_kernel_finds_the_words_that_python_finds(language: str, text: str) -> None:
    same(language, text, 0, len(text))
    same(language, text, len(text) // 3, len(text) - len(text) // 3)


def natural_lines(language: str) -> Iterator[str]:
    with gzip.open(BENCH / "encoding" / "data" / "corpora.jsonl.gz", "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            if record["lang"] == language:
                yield from record["lines"]


@needs_kernel
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_on_natural_text(language: str) -> None:
    if not BENCH.exists():
        pytest.skip("the texts of the benchmarks are not here")
    for line in islice(natural_lines(language), 300):
        same(language, line, 0, len(line))


@needs_kernel
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kernel_finds_the_near_words_that_python_finds(language: str) -> None:
    words, random = vocabulary(language), Random(5)
    letters = words.letters
    known = set(words.common)
    chosen = random.sample(sorted(known), 40)
    for word in [*chosen, "a", "", "zzzz", "mas", "été", "über", "naïf", "éééé", "ежик", *map(near_words.plain, chosen)]:
        for made in (word, word[:2] + word[3:], word[:1] + random.choice(letters) + word[1:], word[1::-1] + word[2:]):
            slow = known & near_words.one_edit_away(made, letters)
            slow.update(other for other in near_words._two_accents(made, letters) if other in known)
            assert near_words._near(words, made) == slow, made


@needs_kernel
def test_a_word_that_nothing_is_near_is_not_said_to_be_misspelled() -> None:
    text = "Der Xqzwvk und xqzwvk."
    assert word_scan.words_of(text, "de", 0, 22) is None
    words = word_scan.words_of(text, "de", 0, 22, rare=True)  # a rare word may be near, which the kernel does not ask
    assert words is not None
    assert [words.word(number) for number in words.doubtful] == ["Xqzwvk", "xqzwvk"]
    word_scan.leave("xqzwvk", "de", rare=True)
    assert not found(word_scan._scanned(text, "de", 0, 22, rare=True))
    assert word_scan.words_of(text, "de", 0, 22, rare=True) is None


@needs_kernel
@pytest.mark.slow
def test_more_words_than_are_remembered() -> None:
    letters = "abcdefghijklmnop"
    words = " ".join("".join(word) for word in product(letters, repeat=4))  # 65,536
    for _ in range(2):
        same("nl", words, 0, len(words))


def test_a_part_of_a_joined_word_begins_none() -> None:
    assert [begins("qu'il", at, 0, "'’") for at in (0, 3)] == [True, False]
    assert begins("qu'il", 3, 3, "'’")
