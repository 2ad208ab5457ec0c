"""typos.words: languages, tiers, settings; its cases are in tests/cases/typos/words.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


@pytest.fixture
def dictionary(tmp_path: Path) -> str:
    (tmp_path / "de_XX.aff").write_text("SET UTF-8\nSFX N Y 1\nSFX N 0 en .\n", encoding="utf-8")
    (tmp_path / "de_XX.dic").write_text("1\nRegirung/N\n", encoding="utf-8")
    return str(tmp_path / "de_XX.dic")


def test_words_of_a_dictionary_of_the_user_are_right(dictionary: str) -> None:
    pytest.importorskip("spylls", reason="the extra languages is not installed")
    settings = {"typos.words": {"dictionaries": [dictionary]}}
    assert cleaner.clean(GERMAN, select=["typos.words"], settings=settings).text == GERMAN
    other = GERMAN.replace("Gesetz", "Gestez")
    assert cleaner.clean(other, select=["typos.words"], unsafe=True, settings=settings).text == GERMAN


def test_the_option_names_a_dictionary(dictionary: str) -> None:
    pytest.importorskip("spylls", reason="the extra languages is not installed")
    command = [sys.executable, "-m", "cleaner", "--isolated", "--select", "typos.words", "-", "--dictionary", dictionary]
    run = subprocess.run(command, input=GERMAN.encode(), capture_output=True, check=True)
    assert run.stdout.decode() == GERMAN


def test_a_dictionary_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no de_XX\.dic"):
        Cleaner(settings={"typos.words": {"dictionaries": [str(tmp_path / "de_XX.dic")]}})


def test_a_dictionary_of_a_language_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.aff").touch()
    (tmp_path / "xx.dic").touch()
    with pytest.raises(ConfigError, match="names no language"):
        Cleaner(settings={"typos.words": {"dictionaries": [str(tmp_path / "xx")]}})


def test_an_edit_reads_the_rules_of_its_language_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.rulebook import packs

    read = list[str]()
    real = packs.read_pack
    monkeypatch.setattr(packs, "read_pack", lambda path, name: (read.append(path.stem), real(path, name))[1])
    assert Cleaner(select=["typos.words"]).clean(GERMAN).text != GERMAN
    assert set(read) == {"de"}


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


def test_letters_tell_the_language_of_a_short_sentence() -> None:
    text = "Cercò un fogloi davanti a sé e lesse il nome."
    assert cleaner.clean(text, select=["typos.words"], unsafe=True).text == text.replace("fogloi", "foglio")


def test_a_language_that_is_named_is_believed_where_nothing_else_is_told() -> None:
    text = "Guten Morgen, Anna, warscheinlich bis gleich."
    assert cleaner.clean(text, select=["typos.words"], languages=["de"]).text == text.replace("war", "wahr")
    english = "Good morning, definitly see you soon."
    assert cleaner.clean(english, select=["typos.words"], languages=["de"], unsafe=True).text == english


@pytest.mark.parametrize("neighbour", ["Аз съм от България и говоря български.", "El noi va anar a l'escola amb el seu germà."])
def test_neighbours_without_a_vocabulary_are_left(neighbour: str) -> None:
    assert not cleaner.clean(neighbour, select=["typos.words"], unsafe=True).changes


def test_accents_that_a_long_text_leaves_out_are_only_suggested() -> None:
    modern = "Llegó también el médico, y así pasó el día en la habitación de mi tío. " * 60
    slip = "Despues de comer se fue atras de la casa. Poco despues salieron los niños. "
    result = cleaner.clean(modern + slip.lower(), select=["typos.words"])
    assert not result.changes
    assert {"despues", "atras"} <= {suggestion.before for suggestion in result.suggestions}


def test_rare_words_of_a_dictionary_are_unsafe_candidates() -> None:
    words = vocabulary("de")
    assert words.has_rare
    assert not vocabulary("fr").has_rare


def test_a_quotation_in_another_language_is_left() -> None:
    text = "Disse «see you later» e prese un taxi per la casa della nonna."
    assert not cleaner.clean(text, select=["typos"], unsafe=True).changes


def test_a_word_that_english_lists_as_misspelled_stays_in_a_sentence_of_another_language() -> None:
    assert not cleaner.clean("Il comando «docker compose up» avvia i servizi.", select=["typos"], unsafe=True).changes


def test_letters_of_one_language_tell_spanish_from_portuguese() -> None:
    text = "Este año voy a estudiar mas ingles."
    assert not {change.after for change in cleaner.clean(text, select=["typos"], unsafe=True).changes} & {"estudar", "inglês"}


@pytest.mark.parametrize("german", ["Vielen Dank für die gute Betreuung in meiner Sache.", "Alles in allem perfekt organisiert."])
def test_short_german_sentences_are_no_dutch(german: str) -> None:
    assert not cleaner.clean(german, select=["typos.words"], unsafe=True).changes
