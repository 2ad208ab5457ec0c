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
from cleaner.core.folding import stands_alone
from cleaner.filters._english.gate import BREAK, CONTEXT, context, wordset
from cleaner.filters._english.judgement import by_context, by_speech, by_variety, stands_in_english
from cleaner.filters._english.spaces import in_and, parted, tokens_around
from cleaner.filters._english.triggers import BEHIND_A, BEHIND_AN, cues
from cleaner.models.lexicon import english_lexicon
from cleaner.models.sequences import sequence_counts
from cleaner.rulebook.packs import RuleSet

# Vowel letters with the sound of "you" or "won", or of which spelling does not tell.
NOT_VOWEL = re.compile(
    r"eu|ew|on(?:e|ce)(?:s|self|r)?(?:-|\Z)|oui|u(?:b[ie]|ga|k|ni(?!n[fhst]|m[ap])|nan|r[aeiou]|s|t[aeio]|[vey])|aye"
)
# Vowel letters that certainly have the sound of "you" or "won", as `an` is exchanged before them.
CERTAIN_GLIDE = re.compile(
    r"eu(?!l(?!og))|ewes?\Z|on(?:e|ce)-|ubiq|uk[er]|uni(?:c(?!e)|f|lat|o|q|son|t|v|x)|ura[ln]|us(?:e|ua(?!l\Z)|ur)|ut(?:il|op|er|en)"
)
GLIDE_LETTERS = tuple("eou")  # what such words begin with
NOT_CONSONANT = re.compile(
    r"h(?!a(?:lf|nd|pp|rd)|ea(?:lth|vy)|elpful|elicopter|igh|it|ot\Z|olid|uge|uman|ybrid)|"
    r"[mn][^aeiouy]|y[^aeou]|[^aeiouy]+\Z|[bcdfgjklmnpqrstvwz]-"
)
# After these letters `a` or `an` is no article, or the word meant is another: "plan a is", "an then" for "and then".
FUNCTION_WORDS = wordset(
    "a an the and or of in on at by to for from with as is are was were be been am if it its i you he she we they me us him"
    " them his her their our my your this that these those not no nor so but than then there here when where which who whom"
    " what why how do does did has have had will would can could should may might must also all any other others another"
    " each every into onto over under about above after against again along among around before below between up out off"
    " only until unless upon usually always never now just still even too very said says e i o u"
)
# Adverbs that begin what an article belongs to, or a clause behind "and": the likelier of the two is meant.
ADVERBS = wordset("very even ever almost only")
NO_ADVERBS = FUNCTION_WORDS - ADVERBS
NUMERALS = wordset("two three four five six seven nine ten twelve twenty thirty forty fifty sixty seventy ninety")
NAME_BEFORE = re.compile(r"[\w,)] [A-Z]\w+ \Z")  # a word with a capital that begins no sentence
POSSESSIVE = ("'s", "’s")
AN_FOR_AND = re.compile(r"\ban['’](?!\w)")
LIKELIER, LEAST = 1.0, -4.0  # nats that the article must be likelier than "and": before an adverb, before other words
COMMON = 150.0  # times a word was counted from which on its article was counted too
LARGEST_CLASS = 6  # size class of the word behind the article: a desk dictionary holds it
SENTENCE_STARTS = frozenset((*".:!?\"“”‘'([—–-…•*", BREAK, ""))


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Exchange the articles."""
    found = cues(document)
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
    if not _sounds(word, tail, wrong):
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
        old = wrong == "an" and following.group(1).lower().startswith(GLIDE_LETTERS)  # "an universal" of old novels
        yield by_context(document, edit) if old else by_variety(document, by_speech(document, edit))


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
    if wrong == "an" and following.group(1)[0].isupper() and NAME_BEFORE.search(text, max(0, start - CONTEXT), start):
        return False  # "from Seville to Barcelona an Valencia"
    if not plain or not following.group(1).islower():
        return True  # of names and compounds too little was counted
    left, behind = tokens_around(text, start, end)
    article = counts.score(left, [right], behind)
    others = ("and", "as", "in", "all") if wrong == "an" else ("and",)
    return all(article - counts.score(left, [other], behind) > (LIKELIER if word in ADVERBS else LEAST) for other in others)


def may_sound(letters: bytes, wrong: str) -> bool:
    """Whether a word of a folded text, in whatever case and whatever follows, may ask for the other article than `wrong`.

    >>> may_sound(b"old", "a"), may_sound(b"school", "a"), may_sound(b"old", "an"), may_sound(b"school", "an")
    (True, False, False, True)
    """
    if not letters.startswith(BEHIND_A if wrong == "a" else BEHIND_AN):
        return False
    word = letters.decode("latin-1")
    if not (word.isascii() and word.isalpha()):  # the word that is judged may be less of it
        return True
    return any(_sounds(written, tail, wrong) for written in (word, word.capitalize()) for tail in ("", "-"))


def _is_doubtful(word: str, wrong: str) -> bool:
    """Whether spelling does not tell that a lower-case word asks for the other article."""
    if wrong == "an" and word.startswith(GLIDE_LETTERS):
        return not CERTAIN_GLIDE.match(word)
    return (NOT_VOWEL if wrong == "a" else NOT_CONSONANT).match(word) is not None


def _sounds(word: str, tail: str, wrong: str) -> bool:
    """Whether the word certainly begins with the sound that asks for the other article.

    >>> [_sounds(word, "", "a") for word in ("old", "hour", "European", "unit", "unusual", "FBI", "one", "uninformed")]
    [True, True, False, False, True, False, False, True]
    >>> [_sounds(word, "", "an") for word in ("school", "historic", "MP", "Japanese", "then", "user", "umbrella", "unimportant")]
    [True, False, False, True, False, True, False, False]
    """
    lower = word.lower()
    if len(word) < (2 if tail.startswith("-") else 3):
        return False
    if (lower in NO_ADVERBS and not tail.startswith("-")) or not (word.islower() or word.istitle()):
        return False
    if tail[:1] in ("'", "’", "_", "@", "/", "&") and tail not in POSSESSIVE:
        return False
    if tail.startswith(".") and len(tail) > 1:
        return False
    if _is_doubtful(lower + ("-" if tail.startswith("-") else ""), wrong):
        return False
    size = english_lexicon().size(lower)
    return 0 < (size.lower if word.islower() else size.best) <= LARGEST_CLASS
