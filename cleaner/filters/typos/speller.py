"""Misspelled words: "the goverment resonded" -> "the government responded".

The scan takes the document's words that no word list knows. Each is a candidate where it stands in lower case, or with a
capital at the start of a sentence, between blanks or punctuation; :mod:`cleaner.models.correction` then weighs what may
have been meant. A correction that is all but certain is safe, a likely one unsafe. Left alone: words that the document
itself uses more than twice or writes as a name, words that the user wants kept, neighbours of other unknown words
(foreign phrases, dialect), texts full of unknown words, and every language but English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import language
from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.lexicon import Lexicon, english
from cleaner.rulebook import RuleSet

WORD_LEVEL = True
UNSAFE_ONLY = True

SHORTEST = 4  # letters
MOST_USES = 2  # a string that the document uses more often is a word of its own
MOST_UNKNOWN = 0.08  # share of the distinct words; above it the text is dialect, code or another language
ALWAYS_UNKNOWN = 4  # so many unknown words are all right in any text, however short
CONTEXT = 120  # code points on either side that may hold the tokens of the context

# Log-odds (cleaner.models.correction) from which on a correction is made; docs/models.md has the figures.
SURE = 3.0
LIKELY = 0.5
CAPITAL = 2.0  # more asked of a word with a capital: it may be a name
REPEATED = 1.0  # more asked of a string that stands twice
JOINED = 0.3  # more asked of two words in one
CONFIRMED = 1.0  # less asked of a correction that the document uses elsewhere

FUNCTION_WORDS = frozenset([*language.FUNCTION_WORDS["en"].split(), "i", "me", "him", "out", "up"])
# Words that no English sentence has, but the phrases that English borrows: "deus ex machina", "la commedia".
FOREIGN_WORDS = frozenset(
    (
        "la le les de del der des du das el los las lo un une una und et y il di della da dei mi su que con por para ex ad"
        " van von zu den dem est sur en ist che gli bin ibn al wi och av"
    ).split(" ")
)
FOREIGN_REACH = 3  # tokens on either side
TAILS = ("'s", "'d", "'ll", "'ve", "'re", "'m")
WORD = re.compile(r"(?<![^\s\"“‘'(\[—–])([^\W\d_]+(?:['’][^\W\d_]+)?)(?=[\s,;:!?)\]\"”—–]|\.(?!\w)|\Z)(?!\s['’])")
# A point after a short word may belong to an abbreviation, and what follows to a name.
SENTENCE_START = re.compile(r"(?:\A|(?<=\w{4})\.|[!?:\n])[\s\"“‘'(\[]*\Z")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Correct what is one slip away from what was meant."""
    unknown = unknown_words(document, english(), rules.words)
    if unknown and document.language == "en":
        for match in WORD.finditer(document.text):
            if match.group(1).lower().replace("’", "'") in unknown:
                yield from _correct(document, rules, match, unknown)


def unknown_words(document: Document, lexicon: Lexicon, kept: frozenset[str]) -> frozenset[str]:
    """Words of the document, in lower case, that may be misspelled; none if there are too many to be slips."""
    uses: dict[str, int] = {}
    named: set[str] = set()
    for word, count in document.words.items():
        if len(word) >= SHORTEST and word not in lexicon and word.isascii() | ("’" in word):
            plain = word.lower().replace("’", "'")
            uses[plain] = uses.get(plain, 0) + count
            if word != plain:
                named.add(plain)
    if len(uses) > max(ALWAYS_UNKNOWN, MOST_UNKNOWN * len(document.words)):
        return frozenset()
    return frozenset(
        word for word, count in uses.items() if count <= MOST_USES and word not in kept and not (word in named and count > 1)
    )


def _correct(document: Document, rules: RuleSet, match: re.Match[str], unknown: frozenset[str]) -> Iterator[Edit]:
    from cleaner.models.correction import correct
    from cleaner.models.ngrams import KNOWN
    from cleaner.models.spelling import english as english_spelling
    from cleaner.models.tokens import tokens_of

    text = document.text
    start, end = match.span(1)
    word = match.group(1)
    plain = word.lower().replace("’", "'")
    capital = word != word.lower()
    if capital and not (word[1:].islower() and SENTENCE_START.search(text, max(0, start - 20), start)):
        return
    left = [token.text for token in tokens_of(text, max(0, start - CONTEXT), start)]
    right = [token.text for token in tokens_of(text, end, min(len(text), end + CONTEXT))]
    if unknown.intersection(left[-1:] + right[:1]) or FOREIGN_WORDS.intersection(left[-FOREIGN_REACH:] + right[:FOREIGN_REACH]):
        return
    model = english_spelling()
    if model.ngrams.count(plain) >= KNOWN or _is_clitic_of_known(plain):
        return  # too new or too technical for the word list, but not for the training text
    found = correct(model, english(), plain, left, right)
    if found is None or ((joined := len(found.words) > 1) and not FUNCTION_WORDS.intersection(found.words)):
        return  # "backoffice": two nouns in one may be a new word
    score = found.score - CAPITAL * capital - REPEATED * (document.words[word] > 1) - JOINED * joined
    score += CONFIRMED * all(document.words[part] for part in found.words)
    if score < LIKELY:
        return
    meant = " ".join(_in_its_case(part) for part in found.words)
    rule = "typos.speller.joined" if joined else "typos.speller.sure" if score >= SURE else "typos.speller.likely"
    reason = f"no known word; “{meant}” fits with log-odds {score:.1f}"
    if found.runner_up:
        reason += f", next “{found.runner_up}”"
    if "’" in word:
        meant = meant.replace("'", "’")
    yield rules.edit(start, end, meant[0].upper() + meant[1:] if capital else meant, rule, reason)


def _is_clitic_of_known(word: str) -> bool:
    """`there'd`, `what'll`: a known word and a clitic, which few word lists have together."""
    return any(word.endswith(tail) and word.removesuffix(tail) in english() for tail in TAILS)


def _in_its_case(word: str) -> str:
    """`Florida`, not `florida`: a word that the word list has with a capital alone gets it."""
    size = english().size(word)
    return word.capitalize() if size.capital and not size.lower else word
