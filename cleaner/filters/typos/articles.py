"""`a` or `an`, by sound: "an school" -> "a school", "a old house" -> "an old house".

The sound is told by spelling where spelling tells it: `an hour`, `a European`, `a one-off`, `a useful` stay. Left alone are
what spelling does not tell: digits (`an 86-percent`), acronyms and single letters (`an FBI`, `an x-ray`), an `an` before
most h (`an historic`), names that no word list knows, and `an` before a function word, which is an error for `and`.

Candidates are ` a ` before a vowel and ` an ` before a consonant, in the folded text (:mod:`cleaner.filters._english.triggers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import stands_alone
from cleaner.filters._english.context.early import has_early_words
from cleaner.filters._english.context.gate import BREAK, CONTEXT, context, wordset
from cleaner.filters._english.grammar.sounds import ADVERBS, GLIDE_LETTERS, POSSESSIVE, asks_for_other
from cleaner.filters._english.grammar.verbs import is_common
from cleaner.filters._english.judgement import by_context, by_speech, by_variety, stands_in_english
from cleaner.filters._english.spaces import in_and, parted, tokens_around
from cleaner.filters._english.triggers import cues
from cleaner.filters.triggers import articles
from cleaner.models.error_detector import error_detector
from cleaner.models.sequences import sequence_counts
from cleaner.rulebook.packs import RuleSet

NUMERALS = wordset("two three four five six seven nine ten twelve twenty thirty forty fifty sixty seventy ninety")
NAME_BEFORE = re.compile(r"[\w,)] [A-Z]\w+ \Z")  # a word with a capital that begins no sentence
AN_FOR_AND = re.compile(r"\ban['’](?!\w)")
# Nats by which the error detector must find "a" likelier than "and" at an "an" where counts do not tell: "went an got" has -7,
# "get up an walk" 0.4, "the death of an teen girl" 7.
BEYOND_AND = 4.0
# Nats that the article must be likelier than "and": before an adverb, before what may be a verb ("up an running"), before others.
LIKELIER, LEAST_VERB, LEAST = 1.0, 0.0, -4.0
DATES = wordset(
    "monday tuesday wednesday thursday friday saturday sunday january february march may june july september november december"
)
PLURAL = re.compile(r" ([a-z]{3,}[a-rt-z])s(?![\w'’-])")
NOUN = 50.0  # times that a word may stand for each plural of it, and be a noun: "an dog barks"
VERB = 20.0  # times that a word must stand behind "to" for each time behind "an" to be a verb there
AS_VERB = 0.2  # times that a word stands behind "will" for each time behind "a" from which on it may be a verb
COMMON = 150.0  # times a word was counted from which on its article was counted too
OBJECT = re.compile(r" (?:it|them|him|me|us|the|a|an|this|that|these|those|my|your|his|their|our)\b")  # of a verb before it
BOOK = 100_000  # code points
SENTENCE_STARTS = frozenset((*".:!?\"“”‘'([—–-…•*", BREAK, ""))


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Exchange the articles."""
    found = cues(document, articles)
    for start in found.a:
        yield from _exchange(document, rules, start, "a", "an")
    for start in found.an:
        yield from _exchange(document, rules, start, "an", "a")


NEXT = re.compile(r"[ \t\n]([A-Za-z]+)([-'’./@_&]?\w?)")


def _exchange(document: Document, rules: RuleSet, start: int, wrong: str, right: str) -> Iterator[Edit]:
    """The edit at an article, if it is one and the sound of the next word is certain."""
    text, end = document.text, start + len(wrong)
    following = NEXT.match(text, end)
    written = text[start:end]
    if not following or written not in (wrong, wrong.capitalize()) or not stands_alone(text, start, end):
        return
    word, tail = following.group(1), following.group(2)
    cut = text[end] == "\n" and word[0].isupper()  # a line of verse, or a sentence that ends nowhere
    if cut or not asks_for_other(word, tail, wrong):
        return
    around = context(text, start, end)
    if written != wrong and around.left() not in SENTENCE_STARTS:
        return  # "Vitamin A increases"
    if (written == "A" and around.left() == "(") or (wrong == "an" and _is_and(text, start, end, word + tail)):
        return  # "(A insets)"
    if around.left() in ("a", "an", "the", "plan", "option", "vitamin", "type", "grade") and wrong == "a":
        return
    if not stands_in_english(document, start, end) or not _is_article(text, start, end, following, wrong, right):
        return
    if parted(text, start, end) < 0 and not (wrong == "an" and in_and(text, start, end)):
        capital = right.capitalize() if written[0] == "A" else right
        edit = rules.edit(start, end, capital, f"typos.articles.{right}", f"{right} by the sound of {word!r}.")
        of_old = wrong == "an" and word.lower().startswith((*GLIDE_LETTERS, "h"))
        yield _by_age(document, edit) if of_old else by_variety(document, by_speech(document, edit))


def _by_age(document: Document, edit: Edit) -> Edit:
    """The edit of "an universal", "an house", which books wrote until about 1900: suggested in stories and texts of that size."""
    if len(document.text) > BOOK or document.view(has_early_words):
        return edit._replace(safety="suggest", reason=f"{edit.reason} Only suggested: books of before 1900 write so.")
    return by_context(document, edit)


def _is_and(text: str, start: int, end: int, word: str) -> bool:
    """Whether a speaker says "an" for "and": "me an' him", "three an nine"."""
    return word.rstrip(".").lower() in NUMERALS or AN_FOR_AND.search(text, max(0, start - CONTEXT), end + CONTEXT) is not None


def _is_article(text: str, start: int, end: int, following: re.Match[str], wrong: str, right: str) -> bool:
    """Whether an article stands there: its right form was seen before a word that is not rare, and is likelier than `and`, `as`.

    An `an` may be an error for those, or mean "if"; an `a` may be a name, or a word of another language.
    """
    counts, word, tail = sequence_counts(), following.group(1).lower(), following.group(2)
    plain = not tail or tail in POSSESSIVE
    if plain and counts.count(word) >= COMMON and not counts.count(right, word):
        return False
    name = wrong == "an" and following.group(1)[0].isupper()
    if name and (word in DATES or NAME_BEFORE.search(text, max(0, start - CONTEXT), start)):
        return False  # "from Seville to Barcelona an Valencia", "on wensday an Friday"
    if not plain or not following.group(1).islower():
        return True  # of names and compounds too little was counted
    if wrong == "an" and (_describes_several(text, word, following.end(1)) or _has_object(text, word, following.end(1))):
        return False  # "its affiliates an permitted assigns", "cloning the code an putting it there"
    if wrong == "a" and _is_infinitive(text, start, word):
        return False  # "to a ask the server"
    least = LEAST if wrong == "a" or not _may_be_verb(word) else LEAST_VERB
    return _is_likely(text, start, end, wrong, right, LIKELIER if word in ADVERBS else least)


def _is_likely(text: str, start: int, end: int, wrong: str, right: str, least: float) -> bool:
    """Whether an article is likelier by so many nats than other words, or, of words that were seldom counted, than `and`."""
    counts, (left, behind) = sequence_counts(), tokens_around(text, start, end)
    article = counts.score(left, [right], behind)
    others = ("and", "as", "in", "all") if wrong == "an" else ("and",)
    if all(article - counts.score(left, [other], behind) > least for other in others):
        return True
    return wrong == "an" and least == LEAST and _beyond_and(text, start, end) > BEYOND_AND


def _describes_several(text: str, word: str, end: int) -> bool:
    """Whether a word behind an article describes the plural behind it, before which no article can be meant.

    >>> [_describes_several(text, "large", 8) for text in ("an large spaces", "an large space")]
    [True, False]
    """
    several, counts = PLURAL.match(text, end), sequence_counts()
    if several is None or not is_common(several.group(1)):
        return False
    return not counts.knows(f"{word}s") or counts.count(f"{word}s") * NOUN < counts.count(word)


def _may_be_verb(word: str) -> bool:
    """Whether a word may be a verb behind "and", by how often it stands behind "will" and "a".

    >>> [_may_be_verb(word) for word in ("delete", "running", "teacher")]
    [True, True, False]
    """
    counts = sequence_counts()
    return word.endswith(("ing", "ed")) or counts.count("will", word) > AS_VERB * counts.count("a", word)


def _has_object(text: str, word: str, end: int) -> bool:
    """Whether a form in -ing is a verb, by the object behind it.

    >>> [_has_object(text, "putting", 7) for text in ("putting it there", "putting green")]
    [True, False]
    """
    return word.endswith("ing") and OBJECT.match(text, end) is not None


def _is_infinitive(text: str, start: int, word: str) -> bool:
    """Whether the word behind an `a` is rather a verb of the `to` before it.

    >>> _is_infinitive("how to a ask for it", 7, "ask"), _is_infinitive("went to a event in town", 8, "event")
    (True, False)
    """
    counts = sequence_counts()
    return text[max(0, start - 4) : start].lower() == " to " and counts.count("to", word) > VERB * counts.count("an", word)


def _beyond_and(text: str, start: int, end: int) -> float:
    """Nats by which the error detector finds `a` likelier than `and` at an `an`."""
    model = error_detector()
    article, other = model.instead(model.place(text, start, end), "an", ["a", "and"])
    return article - other
