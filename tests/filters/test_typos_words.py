"""typos.words: languages, tiers, settings; its cases are in tests/cases/typos/words.toml."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.core.errors import ConfigError
from cleaner.models.languages.vocabulary import LANGUAGES, WordSet, vocabulary

GERMAN = "Die Regirung hat gestern ein neues Gesetz beschlossen."


def test_a_sure_correction_is_safe_and_says_why() -> None:
    [change] = cleaner.clean(GERMAN, select=["typos.words"]).changes
    assert (change.before, change.after, change.rule) == ("Regirung", "Regierung", "typos.words.de.sure")
    assert "log-odds" in change.reason


@pytest.mark.parametrize("languages", [["de"], ["fr", "de"], []])
def test_the_languages_that_are_asked_for(languages: list[str]) -> None:
    assert Cleaner(select=["typos.words"], languages=languages).clean(GERMAN).text != GERMAN


def test_other_languages_are_left() -> None:
    assert cleaner.clean(GERMAN, select=["typos.words"], languages=["en"]).text == GERMAN


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ConfigError, match="'tlh'"):
        Cleaner(languages=["tlh"])


def test_words_that_the_user_keeps() -> None:
    assert cleaner.clean(GERMAN, select=["typos.words"], words=["Regirung"]).text == GERMAN


def test_a_text_opens_the_data_of_its_language_alone() -> None:
    code = (
        "import cleaner; from cleaner.models.languages import vocabulary as v; opened = []\n"
        "real = v.Vocabulary.__init__\n"
        "v.Vocabulary.__init__ = lambda self, folder: (opened.append(folder.name), real(self, folder))[1]\n"
        "cleaner.clean('The naïve plan of the goverment was bad — and the café was closed.')\n"
        f"assert not opened, opened\ncleaner.clean({GERMAN!r})\nassert opened == ['de'], opened\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_of_a_language(language: str) -> None:
    words = vocabulary(language)
    assert len(words.common) > 10_000
    assert words.thresholds["sure"] > words.thresholds["likely"] > words.thresholds["possible"]
    assert all(set(word) <= set(words.letters) for word in words.common)


def test_a_set_of_words_never_says_no_to_a_member() -> None:
    words = [f"word{i}" for i in range(2000)]
    made = WordSet(WordSet.made(words, 8))
    assert all(word in made for word in words)
    assert sum(f"other{i}" in made for i in range(2000)) < 2000 * 0.05
