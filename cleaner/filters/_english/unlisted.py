"""What the kernel says of words that the lexicon lacks (`kernel/unlisted.c`): names, terms, pieces of words.

Most words that a text brings up for the first time are such, and nearly all of them are nothing but themselves. The kernel tells
that from the lists that the filters read, in a hundredth of their time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.mapped import mapped
from cleaner.core.resources import data_file
from cleaner.core.views.folding import WordBlock
from cleaner.filters._english import word_parts
from cleaner.filters._english.grammar.sounds import BEHIND_A, BEHIND_AN
from cleaner.filters.word_facts import PIECE, SUSPECT
from cleaner.models.wordlists.bloom import near_common, seen_elsewhere
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile
from cleaner.models.wordlists.wordindex import look_up, selector_in

# Bits of what `suspect` of an Unlisted says, as in kernel/unlisted.c: the fields of an ErrorCandidate; that the word is near
# another one if it sounds like it; that it is doubtful if it stands seldom in texts. From CUT_AT on: where it is two words.
IS_LISTED, IS_SHIFTED, IS_NEAR, IS_DOUBTFUL, BY_SOUND, BY_COUNT = (1 << number for number in range(6))
CUT_AT = 8


@cache
def unlisted() -> Any:
    """What knows such words: `facts` of one, which the scan counts (:mod:`cleaner.filters.scan`), and what error to `suspect`.

    Of some words more `facts` say that they may be misspelled: that is asked again where it counts. None if there is no kernel.
    """
    if kernel() is None:
        return None
    lists = data_file("typos", "misspellings")
    parts = word_parts.HEADS, word_parts.TAILS, word_parts.SHORT_WORDS, word_parts.BEGINNINGS, word_parts.ENDS
    letters = word_parts.LIGATURES, word_parts.OTHER_LIGATURES
    return kernel().Unlisted(
        look_up(),
        tuple(open_wordfile(lists / f"{language}.tsv").data for language in word_parts.LANGUAGES),
        open_wordfile(lists / "en-several.tsv").data,
        pieces().data,
        near_common().words.data,
        seen_elsewhere().data,
        (*(tuple(word.encode() for word in sorted(some)) for some in (*parts, *letters)), BEHIND_A, BEHIND_AN),
    )


@cache
def pieces() -> WordFile:
    """What common words have before and behind their ligatures: `python -m training.words.ligatures`."""
    return WordFile(mapped(data_file("english.ligatures")))


def may_be_suspect(block: WordBlock) -> Collection[bytes]:
    """The words of a block about which something may have to be said; all of them if there is no kernel."""
    return block.view(_chosen)[0]


def may_be_piece(block: WordBlock) -> Collection[bytes]:
    """Those that may be part of a word with a ligature."""
    return block.view(_chosen)[1]


def _chosen(block: WordBlock) -> Sequence[Collection[bytes]]:
    """Both, found in one pass."""
    select = selector_in(SUSPECT, PIECE)
    return (block.words, block.words) if select is None else select(block.letters)
