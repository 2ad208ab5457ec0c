"""Whether a word asks for `a` or for `an`, by its sound, where spelling tells it: "an hour", "a European", "a one-off".

What the kernel is told about words (:mod:`cleaner.filters.scan`) depends on this, so it imports little.
"""

from __future__ import annotations

import re

from cleaner.models.wordlists.lexicon import english_lexicon

VOWELS = b"aeiou"
CONSONANTS = b"bcdfghjklmnpqrstvwyz"
SILENT_H = (b"hour", b"honest", b"honou", b"honor", b"heir")
BEHIND_A = (*(b"%c" % letter for letter in VOWELS), *SILENT_H)
BEHIND_AN = (*(b"%c" % letter for letter in CONSONANTS), b"eu", b"ew", b"on", b"u")  # the last four: "an European", "an one-off"
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
    r"h(?!a(?:bit(?:at)?\Z|ir|lf|mmer|nd|pp|rd|rm(?!o)|t\Z)|ea(?:[dprt]|lth|vy)|eight|elp|elicopter|i(?:gh|ll|t)|ob[bo]|o(?:le|lid|me|pe)"
    r"|ors|osp|ot\Z|ous|u(?:ge|man|ndred|nt|sb)|ybrid)|"
    r"[mn][^aeiouy]|y[^aeou]|[^aeiouy]+\Z|[bcdfgjklmnpqrstvwz]-"
)
# After these letters `a` or `an` is no article, or the word meant is another: "plan a is", "an then" for "and then".
NO_NOUNS = (
    "a an the and or of in on at by to for from with as is are was were be been am if it its i you he we she they me us him"
    " them his her their our my your this that these those not no nor so but than then there here when where which who whom"
    " what why how do does did has have had will would can could should may might must also all any other others another"
    " each every into onto over under about above after against again along among around before below between up out off"
    " only until unless upon usually always never now just still even too very said says e i o u"
)
FUNCTION_WORDS = frozenset(NO_NOUNS.split())
ADVERBS = frozenset(("very", "even", "ever", "almost", "only"))
NO_ADVERBS = FUNCTION_WORDS - ADVERBS
POSSESSIVE = ("'s", "’s")
LARGEST_CLASS = 6  # size class of the word behind the article: a desk dictionary holds it


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
    if not 0 < english_lexicon().size(word).best <= LARGEST_CLASS:
        return False  # a name, as most words that are asked about
    return any(asks_for_other(written, tail, wrong) for written in (word, word.capitalize()) for tail in ("", "-"))


def _is_doubtful(word: str, wrong: str) -> bool:
    """Whether spelling does not tell that a lower-case word asks for the other article."""
    if wrong == "an" and word.startswith(GLIDE_LETTERS):
        return not CERTAIN_GLIDE.match(word)
    return (NOT_VOWEL if wrong == "a" else NOT_CONSONANT).match(word) is not None


def asks_for_other(word: str, tail: str, wrong: str) -> bool:
    """Whether the word certainly begins with the sound that asks for the other article.

    >>> [asks_for_other(word, "", "a") for word in ("old", "hour", "European", "unit", "unusual", "FBI", "one", "uninformed")]
    [True, True, False, False, True, False, False, True]
    >>> [asks_for_other(word, "", "an") for word in ("school", "historic", "MP", "then", "user", "umbrella", "unimportant")]
    [True, False, False, False, True, False, False]
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
