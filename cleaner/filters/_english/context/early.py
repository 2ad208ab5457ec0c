"""English of before 1700, told by its words (thou, hath) and by common words in the spelling of the time (informe, mynd)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cleaner.core.document import Document
from cleaner.filters._english.context.gate import wordset
from cleaner.models.foreign import DESK
from cleaner.models.wordlists.lexicon import english_lexicon

ARCHAIC = wordset(
    "thou thee thy thine ye hath doth hast dost didst wouldst shouldst couldst canst shalt wilt saith quoth unto thereof whereof"
    " whereunto therein wherein hither thither whither hence thence yea nay verily behold methinks 'tis 'twas 'twere o'er e'er"
    " ne'er oft ere betwixt amongst peradventure forsooth prithee anon ay spake bade olde booke nowe haue vpon vnto euery"
    " selfe doe bee shew shewed sheweth goodly"
)
ARCHAIC_VERB = re.compile(r"[a-z]{3,}(?:eth|est)\Z")
ENDINGS = ("eth", "est")  # of such a verb
SHORT = 8  # words of a sentence in which one of them is enough
SHORTEST_OLD, OLD_SPELLINGS = 4, 2  # letters of a word in old spelling; such words beside a place that tell the time
OLD_AROUND, OLD_SHARE = 4, 0.03  # words in old spelling in a longer piece of text; their share
# Words that a text of its time has all over, and a later one seldom three of: where they stand, `aske` is no slip of the hand.
TELLING = wordset("hath doth dost hast thither whither anon methinks betwixt saith quoth forsooth verily")
TELLING_LEAST = 3
VOWELS_OF_OLD = str.maketrans("yv", "iu")
SILENT, DOUBLED = re.compile(r"(?<=[a-z]{2})e(?=s?\Z|ment|ly|full?|nes)"), re.compile(r"(.)\1+")
MEMO_WORDS = 5_000  # words that are remembered as in old spelling or not


def is_early(words: Sequence[str], lowered: Sequence[str]) -> bool:
    """Whether a sentence, also given in lower case, is in English of the Bible or of Shakespeare: words that no one writes today,
    or not so.
    """
    found = sum(map(ARCHAIC.__contains__, lowered)) + sum(
        ARCHAIC_VERB.match(word) is not None and word.lower() not in ARCHAIC and word not in english_lexicon()
        for word in words
        if word.endswith(ENDINGS)
    )
    return found > 1 or (found == 1 and len(words) <= SHORT) or sum(map(is_old_spelling, words)) >= OLD_SPELLINGS


def is_full_of_early(words: Sequence[str]) -> bool:
    """Whether a longer piece of text has common words in old spelling all over."""
    return sum(map(is_old_spelling, words)) >= max(OLD_AROUND, OLD_SHARE * len(words))


@lru_cache(MEMO_WORDS)
def is_old_spelling(word: str) -> bool:
    """Whether a word is a common one in a spelling of before 1700.

    >>> [is_old_spelling(word) for word in ("informe", "mynd", "maie", "darknesse", "house", "acommodate")]
    [True, True, True, True, False, False]
    """
    if len(word) < SHORTEST_OLD or not word.isalpha() or not word.islower() or word in english_lexicon():
        return False
    bare = word.removesuffix("e")
    forms = [bare, bare.replace("y", "i"), word.replace("y", "i"), f"{word.removesuffix('ie')}y", bare.removesuffix("s")]
    return any(form != word and 0 < english_lexicon().size(form).lower <= DESK for form in forms)


def is_old_form(document: Document, written: str, meant: str) -> bool:
    """Whether a word is spelled as it was before spelling was fixed, in a text that has other words of that time.

    Letters are doubled, `e` is silent, `y` stands for `i` and `v` for `u`: Samuel Pepys wrote `aske`, `modell`, `avoyd`.

    >>> text = Document("He hath been thither, and anon I did aske him.")
    >>> is_old_form(text, "aske", "ask"), is_old_form(text, "aks", "ask"), is_old_form(Document("I did aske him."), "aske", "ask")
    (True, False, False)
    """
    return document.view(has_early_words) and _bare(written) == _bare(meant)


def _bare(word: str) -> str:
    return SILENT.sub("", DOUBLED.sub(r"\1", word.lower().translate(VOWELS_OF_OLD).replace("ou", "o")))


def has_early_words(document: Document) -> bool:
    """Whether a text has several of the words that nobody writes since 1800."""
    words = document.folded_words
    return sum(word.encode("ascii") in words for word in TELLING) >= TELLING_LEAST
