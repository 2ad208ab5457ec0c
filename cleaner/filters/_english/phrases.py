"""How the phrases of a table (:mod:`cleaner.filters._english.phrase_table`) are judged where they stand in a text.

The scan for the cues of the family (:mod:`cleaner.filters._english.triggers`) has found the wrong words; the words next to them
are asked first, so most places cost one look-up, and the language of the document last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from cleaner.core.document import Document
from cleaner.core.views.folding import stands_alone
from cleaner.core.views.local import Earlier, LocalView
from cleaner.core.views.sections import Sections
from cleaner.filters._english.context.gate import BREAK, CONTEXT, Context, context, wordset
from cleaner.filters._english.grammar.verbs import is_base, is_common, is_participle
from cleaner.filters._english.judgement import stands_in_english
from cleaner.filters._english.phrase_scan import PhraseScan, phrase_scan
from cleaner.filters._english.phrase_table import CONTRACTION, NAME, Items, Look, Phrase, ratios, shipped_phrases
from cleaner.filters._english.spaces import is_half
from cleaner.filters._english.triggers import phrase_cues
from cleaner.models.sequences import sequence_counts

ENDS = frozenset((".", ",", ";", ":", "!", "?", ")", "—", "–", "…", BREAK, ""))
SENTENCE_ENDS = frozenset((".", "!", "?", BREAK, ""))
STARTS = frozenset((".", ",", ";", ":", "!", "?", "(", "—", "–", "…", "“", '"', "-", "*", "•", BREAK, ""))
BY_NEXT_WORD = (("@contracts",), ("@noun",))  # classes by which the next word alone decides
LESS_OFTEN = 2.0  # times that a word may stand behind "its" oftener than behind "it's", as "great" does
LEAST_AFTER = 4.0  # times that a word must stand behind "i'm"
MEMO_WORDS = 5_000  # words that are remembered
MEMO_LOOKS = 1_000  # phrases with a word beside them; the kernel remembers more of them
NEAR = 4  # words before in which an item with `~` is looked for
CONTRACTED = wordset("t s re ve m ll d")  # what folding leaves of "isn't", "you're" as the last piece
UNCOUNTED = 0.5  # added to counts
LOCAL = 300  # code points on either side that tell whether a phrase may stand at a place: what the models read, and the phrase


@lru_cache(MEMO_WORDS)
def contracts(word: str) -> bool:
    """Whether a word stands behind "it's" about as often as behind "its": no noun, and hardly an adjective before one.

    >>> [contracts(word) for word in ("simply", "very", "own", "members", "impossible")]
    [True, True, False, False, True]
    """
    counts = sequence_counts()
    return LESS_OFTEN * counts.count("it's", word) >= counts.count("its", word)


CLASSES: dict[str, Callable[[str], bool]] = {
    "@base": is_base,
    "@participle": is_participle,
    "@ing": lambda word: word.endswith("ing") and is_common(word) and len(word) > 4,
    "@ly": lambda word: word.endswith("ly") and is_common(word),
    "@number": lambda word: word[:1].isdigit(),
    "@contracts": contracts,
    "@noun": lambda word: not contracts(word),
    "@am": lambda word: sequence_counts().count("i'm", word) >= LEAST_AFTER,
}


class Hit(NamedTuple):
    """A phrase at a place of the text: `text[start:end]` should be `right`; `around`: the tokens beside the whole phrase."""

    phrase: Phrase
    start: int
    end: int
    right: str
    around: Context

    @property
    def whole(self) -> tuple[int, int]:
        """Where the phrase stands, with the words that stay."""
        head, tail = self.phrase.same
        return self.start - head, self.end + tail


def hits(document: Document) -> Iterator[Hit]:
    """Where a phrase of the shipped tables stands wrong by the words around it, if it is English: :func:`is_in_english` is to be
    asked last, for to tell it takes longer than to find out that there is nothing to repair.
    """
    text = document.text
    for start, key, chosen in allowed(document):
        end = start + len(key)
        is_written = _is_name if chosen[0].rule == NAME else _is_written
        if not is_written(text, start, end, chosen[0].wrong) or not stands_alone(text, start, end):
            continue
        around = context(text, start, end)
        for phrase in chosen:
            if holds_after(phrase.after, around) and holds_before(phrase.before, around):
                yield _hit(phrase, text, start, end, around)
                if not phrase.least:
                    break


def is_in_english(document: Document, hit: Hit) -> bool:
    """Whether a phrase stands among English words, and is no word because a space is in the wrong place."""
    start, end = hit.whole
    return stands_in_english(document, start, end) and (" " in hit.phrase.wrong or not is_half(document.text, start, end))


def allowed(document: Document) -> list[tuple[int, bytes, tuple[Phrase, ...]]]:
    """Where phrases stand that the words beside them allow: offsets, wrong words, phrases.

    >>> [(at, wrong) for at, wrong, _ in allowed(Document("It was to there house"))]
    [(10, b'there')]
    """
    scan = phrase_scan()
    if scan is None:
        return document.view(_allowed_by_words)
    if document.sections is not None and not document.has_seen(_allowed_by_kernel):
        document.earlier.setdefault(_allowed_by_kernel, _in_sections(document.sections, scan))
    return document.view(_allowed_by_kernel)


def _in_sections(sections: Sections, scan: PhraseScan) -> Earlier:
    """What the scan of a long text has found, and where the phrases must be looked for."""
    known = [(section.start, section.phrases) for section in sections.sections if section.phrases]
    found = scan.named((start + at, number, which) for start, places in known for at, number, which in places)
    return Earlier(list(found), sections.unread + [section[:2] for section in sections.sections if section.phrases is None])


def _look(folded: bytes, text: str) -> list[tuple[int, bytes, tuple[Phrase, ...]]]:
    return cast(PhraseScan, phrase_scan()).places(folded, text)


_allowed_by_kernel = LocalView(_look, LOCAL)


def _allowed_by_words(document: Document) -> list[tuple[int, bytes, tuple[Phrase, ...]]]:
    """The same without the kernel."""
    return list(_by_words(document))


def _by_words(document: Document) -> Iterator[tuple[int, bytes, tuple[Phrase, ...]]]:
    folded, table = document.folded, shipped_phrases()
    for start, key in phrase_cues(document):
        following = _next_word(folded, start + len(key))
        chosen = [(phrase, look) for phrase in table[key] if (look := look_behind(phrase, following)).may_be]
        if chosen:
            preceding = _word_before(folded, start)
            allowed = tuple(phrase for phrase, look in chosen if look.agrees(look_before(phrase, preceding)))
            if allowed:
                yield start, key, allowed


def _hit(phrase: Phrase, text: str, start: int, end: int, around: Context) -> Hit:
    """The hit without the words that stay: of "might of" only "of"."""
    head, tail = phrase.same
    right = phrase.right[head : len(phrase.right) - tail]
    if text[start + head].isupper():
        right = right[0].upper() + right[1:]
    return Hit(phrase, start + head, end - tail, right, around)


def _next_word(folded: bytes, end: int) -> str:
    """The word one space behind, in folded letters; "" if a mark stands between."""
    stop = folded.find(b" ", end + 1)
    return folded[end + 1 : stop if stop >= 0 else len(folded)].decode("latin-1")


YES, NO = Look(True, True), Look(False, False)


@lru_cache(MEMO_LOOKS)
def look_behind(phrase: Phrase, following: str) -> Look:
    """A first look by the next word alone, cut at its apostrophe; classes and pairs are judged later."""
    look = listed_behind(phrase, following)
    return _counted(phrase, [phrase.right, following], [phrase.wrong, following], following) if look is None else look


@lru_cache(MEMO_LOOKS)
def look_before(phrase: Phrase, preceding: str) -> Look:
    """As :func:`look_behind`, for the word before; an apostrophe in that word leaves its last piece only."""
    look = listed_before(phrase, preceding)
    return _counted(phrase, [preceding, phrase.right], [preceding, phrase.wrong], preceding) if look is None else look


def listed_behind(phrase: Phrase, following: str) -> Look | None:
    """What the column `after` says of a word; None if counts must say more."""
    after = phrase.after
    if after.classes in BY_NEXT_WORD and not after.words:
        by_class = CLASSES[after.classes[0]]  # cheap, and most words of a text that it keeps out are nouns
        if following == "" or not by_class(following):
            return NO
    if after.anything or after.classes:
        return None if phrase.least else YES
    return YES if following in after.words or following in after.heads or (not following and "." in after.words) else NO


def listed_before(phrase: Phrase, preceding: str) -> Look | None:
    """The same of the column `before`."""
    before = phrase.before
    if preceding in before.forbidden:
        return NO
    if before.anything or before.classes:
        return None if phrase.least or phrase.rule == CONTRACTION else YES
    begins = preceding == "" and "^" in before.words
    return YES if begins or preceding in before.words or preceding in before.tails or preceding in CONTRACTED else NO


def _counted(phrase: Phrase, right: list[str], wrong: list[str], word: str) -> Look:
    """What counts of pairs say; of a word that was not counted, they only allow what the other side speaks for."""
    counts = sequence_counts()
    if not counts.knows(word):
        return Look(True, not phrase.least)
    ratio = (counts.count(*right) + UNCOUNTED) / (counts.count(*wrong) + UNCOUNTED)
    may_be, is_for = ratios(phrase)
    return Look(ratio >= may_be, ratio >= is_for)


def _word_before(folded: bytes, start: int) -> str:
    """The word one space before, in folded letters; "" if a mark stands between."""
    return folded[folded.rfind(b" ", 0, max(0, start - 1)) + 1 : max(0, start - 1)].decode("latin-1")


def _is_name(text: str, start: int, end: int, wrong: str) -> bool:
    """Whether the words stand there with capitals: "Untied States", not "untied states of the knot"."""
    return text[start:end] == wrong.title() and not _is_before_name(text, end) and not _is_behind_name(text, start)


def _is_written(text: str, start: int, end: int, wrong: str) -> bool:
    """Whether the words stand there in lower case, or with one capital that is no name's, and no name follows."""
    plain = text[start:end].replace("’", "'")
    if _is_before_name(text, end):
        return False
    if plain == wrong:
        return True
    return plain[0] == wrong[0].upper() and plain[1:] == wrong[1:] and not _is_behind_name(text, start)


def _is_before_name(text: str, end: int) -> bool:
    """Whether a capital that is no "I" follows."""
    return text[end + 1 : end + 2].isupper() and text[end + 1 : end + 3] != "I "


def _is_behind_name(text: str, start: int) -> bool:
    """Whether a word with a capital stands before that ends no sentence."""
    before = text[max(0, start - CONTEXT) : start].split(" ")
    return len(before) > 1 and before[-2][:1].isupper() and len(before[-2]) > 1 and before[-2][-1] not in STARTS


def holds_after(after: Items, around: Context) -> bool:
    """Whether what follows is as the phrase asks."""
    first, pair = around.right(), f"{around.right()} {around.right(2)}"
    if first in after.forbidden or pair.replace(" ", "_") in after.forbidden:
        return False
    if any(name in after.forbidden and test(first) for name, test in CLASSES.items()):
        return False
    if after.anything:
        return True
    if first in after.words or pair in after.pairs or ("." in after.words and first in ENDS):
        return True
    return any(CLASSES[name](first) for name in after.classes)


def holds_before(before: Items, around: Context) -> bool:
    """Whether what stands before is as the phrase asks."""
    first, pair = around.left(), f"{around.left(2)} {around.left()}"
    if first in before.forbidden or pair.replace(" ", "_") in before.forbidden or ("^" in before.forbidden and first in STARTS):
        return False
    if before.near and not before.near.intersection(around.before[-NEAR:]):
        return False
    if before.anything:
        return True
    if first in before.words or pair in before.pairs or ("^" in before.words and first in STARTS):
        return True
    return any(CLASSES[name](first) for name in before.classes)
