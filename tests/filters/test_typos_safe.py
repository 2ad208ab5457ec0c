"""The safe typo rules: what no rule may touch, alone or together, and what all of them share."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.core.document import Document
from cleaner.core.resources import data_file
from cleaner.core.views.folding import fold, stands_alone
from cleaner.filters._english.triggers import cues, phrase_cues
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile
from cleaner.rulebook.catalogue import shipped_rules
from training.words.misspellings import check_sorted

SAFE = Cleaner(select=["typos"])

CLEAN = [
    "He had had enough of it, and that that man said so was no news.",
    "They came in in the morning; what it is is a mystery to those who have have-nots for friends.",
    "The man she gave the book to said that the town they moved to became rich due to increased demand.",
    "An 86-percent rise, an 80-year-old, an MP, a European, a one-off, an hour, a unit, an NGO and an historic day.",
    "You could of course go; it must of necessity end, and as was his wont he lets them stay.",
    "The colour of the neighbour's programme; the color of the neighbor's program; labour, labor, theatre, theater.",
    "Its tail is its own, their car is there, they're here, your coat is where you're sitting, and it's its turn.",
    "It was better then. They hugged each other then left. Once more, then the end.",
    "Canis lupus lupus and Bison bison bison live far far away, where it is very very cold.",
]
PROTECTED = [
    "See https://example.org/recieve/the/the for more of it.",
    "Mail recieve@example.org or @recieve, and use #recieve on the way.",
    "Call `recieve the the` in /usr/lib/recieve, with recieve_all and recieve.py in it.",
]
FOREIGN = [
    "Der Kommissar ging an den Strand, und die die See lieben, kamen im Sommer an die Küste.",
    "La maison dont il parle est sur une colline, et nous nous sommes dit que vous vous trompez.",
    "La niña que que vino a la casa es de un pueblo en el que no hay a menudo agua.",
    "Ik weet dat dat huis van de burgemeester is en dat het niet te koop is voor een ander.",
    "A casa em que a avó mora é de um amigo, e o que o homem diz a ela não é novo.",
]


@pytest.mark.parametrize("text", CLEAN + PROTECTED + FOREIGN)
def test_sound_text_stays(text: str) -> None:
    assert SAFE.clean(text, input_format="text").text == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The army to collapsed in the face of it.", "The army collapsed in the face of it."),
        ("They decided to went home after the rain.", "They decided to go home after the rain."),
        ("They could of been there, and its not a secret.", "They could have been there, and it's not a secret."),
        (
            "It was a old house in in a valley, seperate from the rest.",
            "It was an old house in a valley, separate from the rest.",
        ),
        ("We walked accordin gto the plan inthe park.", "We walked according to the plan in the park."),
    ],
)
def test_slips_are_repaired_and_stay_repaired(before: str, after: str) -> None:
    result = SAFE.clean(before, input_format="text")
    assert (result.text, result.undo()) == (after, before)
    assert SAFE.clean(after, input_format="text").text == after


def test_words_of_the_user_stay() -> None:
    text = "The seperate tool reads the file, and they wont see it."
    assert Cleaner(select=["typos"], words=["Seperate", "wont"]).clean(text).text == text
    assert SAFE.clean(text).text != text


def test_a_word_of_the_document_stays() -> None:
    often = "The `wierd` is a drink. A wierd is hot, and wierd is what they sell: wierd with milk."
    name = "The reply of Mr Recieve to the letter was late, and recieve is how he signs it."
    assert SAFE.clean(often).text == often
    assert SAFE.clean(name).text == name


def test_a_misspelling_is_repaired_the_oftener_the_more_often_it_stands() -> None:
    text = "A seperate room is cold. The seperate bill came. Use seperate sheets, and keep seperate hours in seperate books."
    assert SAFE.clean(text).text == text.replace("seperate", "separate")
    assert SAFE.clean("We have seperate accomodation for guests.").text == "We have separate accommodation for guests."
    assert SAFE.clean("I recieved teh letter yesterday.").text == "I received the letter yesterday."


def test_other_languages_have_their_own_list_only() -> None:
    german = "Die Komission hat es im Standart recieve nicht gesehen, aber der Rat ist auf dem Weg."
    assert SAFE.clean(german).text == german.replace("Komission", "Kommission").replace("Standart", "Standard")


def test_every_list_is_sorted_and_changes_something() -> None:
    paths = sorted((data_file("typos", "misspellings")).glob("*.tsv"))
    lists = [path for path in paths if len(path.stem) == 2]
    assert {"de", "en", "es", "fr", "it", "pt"} <= {path.stem for path in lists}
    for path in lists:
        check_sorted(path.read_bytes())
        words = open_wordfile(path)
        for word in words.words:
            wrong = word.decode("latin-1")
            assert fold(wrong) == word, wrong
            assert words.value(word) not in ("", wrong), wrong


def test_no_correction_of_the_english_list_is_a_misspelling() -> None:
    words = open_wordfile(data_file("typos", "misspellings") / "en.tsv")
    again = [word for word in words.words if words.value(word).encode("latin-1", "replace") in words.words]
    assert not again


def test_a_list_answers_the_same_before_and_after_it_is_loaded() -> None:
    data = b"".join(b"w%05d\tx\n" % number for number in range(0, 9000, 3))
    words = WordFile(data)
    asked = frozenset(b"w%05d" % number for number in range(900))
    first = words.among(asked)
    for _ in range(8):
        assert words.among(asked) == first == {word for word in asked if int(word[1:]) % 3 == 0}


def test_the_lexicon_knows_all_spellings_and_no_slip() -> None:
    lexicon = english_lexicon()
    for word in ["colour", "color", "organise", "organize", "theatre", "theater", "don't", "cat's", "cats'", "naïveté", "Somme"]:
        assert (word in lexicon) is (word != "naïveté"), word
    for word in ("recieve", "teh", "", "\ud800", "a" * 10_000, "cat\tcat", "\n"):
        assert word not in lexicon


def test_cues_are_whole_words_at_the_ends_of_a_text_too() -> None:
    document = Document("To an book its been, an end to. Could of been a honest; could ofa been a old its")
    found = cues(document)
    assert [sorted(places) for places in found] == [[46, 71], [3], [0, 28]]
    assert phrase_cues(document) == [(11, b"its"), (28, b"to"), (32, b"could of"), (38, b"of"), (77, b"its")]
    assert not stands_alone("Erdoğan a", 5, 7)


def test_every_safe_rule_says_how_often_it_errs() -> None:
    for rule in shipped_rules("typos"):
        if (
            rule.safety == "safe"
            and rule.id.count(".") == 2
            and rule.filter.split(".")[1] in ("doubled", "grammar", "articles", "spacing")
        ):
            assert rule.data.get("false_per_10k", 0.0) < 0.1, rule.id
            assert ("measured" in rule.data) == ("false_per_10k" in rule.data), rule.id
