"""Known misspellings: "recieve" -> "receive", "alot" -> "a lot", in the languages that have a list.

Each list `data/typos/misspellings/<language>.tsv` holds words that nobody writes on purpose, with their one correction. Those of
the document's language are used, and the English ones wherever the sentence is English, however short the text is and however
many misspellings stand in it. Which words of a text are in a list at all is found out for each word once a process
(:mod:`cleaner.filters._english.candidates`), so clean text costs next to nothing, and its language is not asked.

A hit is left alone beside `- ' / @ _ & .` or a digit, in capitals, where the user wants the word kept, and where the document
also writes it as a name, in quotation marks or as code. It is only suggested in dialect, in early English and where a text is
about spelling, and left where the sentence or the quotation is not English (:mod:`cleaner.filters._english.context.varieties`).
A misspelling that is a word or name of another language as well, or how people speak in novels (`en-guarded.tsv` says which),
asks for more: English words on both sides, no quotation around, and a document that does not write it often and never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from math import log
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import GLUE, stands_alone
from cleaner.filters._english.context.early import is_old_form
from cleaner.filters._english.context.foreign import WORD, is_listed
from cleaner.filters._english.context.gate import BROKEN, in_quotation, is_identifier, is_quoted, reads_english, wordset
from cleaner.filters._english.context.mentions import is_spoken_of
from cleaner.filters._english.context.surroundings import sentence
from cleaner.filters._english.context.varieties import SPELLING, Variety, varieties
from cleaner.filters._english.grammar.inflection import LONGEST_BEFORE, form_for
from cleaner.filters._english.rivals import meant_at
from cleaner.filters._english.spaces import is_half
from cleaner.filters._english.unknown import listed_candidates
from cleaner.filters._english.word_parts import LANGUAGES
from cleaner.filters._languages.old_spelling import is_old_around, writes_old_words
from cleaner.filters._languages.shared_words import is_of_another
from cleaner.filters._languages.stretches import is_dialect_around, language_around
from cleaner.filters._languages.user_lists import UserList
from cleaner.models.foreign import DESK, languages_of
from cleaner.models.sequences import sequence_counts
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.wordfile import WordFile, open_wordfile
from cleaner.rulebook.packs import RuleSet

COMMONEST, COMMON = 1, 4  # size classes of a correction that any text could have used, and that few could not
FEWEST_ENGLISH, SHORTEST = 2, 3  # words beside a misspelling that is a word elsewhere ("In solitudine"); letters of telling ones
OFTEN = 4  # times a document writes a guarded or rare word, and never its correction: its own word
LANGUAGES_OF_TITLE = 5  # languages that have a word from which on it may be a title or a name with a capital: "Regio"
SHORTEST_CAPITAL = 8  # letters of a word that may be repaired though it has a capital and may be a name, as most shorter ones are
SHORTEST_UPPER, SHORTEST_CONTRACTED = 5, 4  # the same, all in capitals: shorter ones are abbreviations, but for "DONT"
INITIAL = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|Capt|Col|Gen|Rev|Hon|Lt|Sgt|Messrs|Mme|Mlle)\.\Z")  # a name follows
CAPITALS, NAME = ("de",), "name"  # where every noun has a capital, a capital makes no name
IN_USE = SPELLING | {Variety.VERSE}  # where forms like "spreaded" are those of the time or the metre
NAMED = re.compile(r", [A-Z]\.| [B-HJ-Z](?:[.,;)]|$)", re.MULTILINE)  # initials behind a name, one for a surname
SEEN_TOGETHER = 2.0  # times that two words of a name of a place stand side by side in 42 million
USUAL = 500  # times that words stand in a row in 42 million, by which they are no name and the word behind it
CALENDAR = wordset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november"
    " december christmas english"
)  # names that many write in small letters
NEXT_WORD, WORD_BEFORE = re.compile(r"[ \t\n]+([^\W\d_]+)"), re.compile(r"([^\W\d_]+)[ \t\n]+\Z")
LONGEST_NEIGHBOUR = 40  # code points looked at for the words on both sides
JOINED_BEFORE = re.compile(r"(?<![\w'’/.@-])(?:[a-z]+-){1,3}\Z")
JOINED_AFTER = re.compile(r"(?:-[a-z]+){0,3}(?:['’]s)?(?![\w'’/@-])(?!\.\w)")
COLON = re.compile(r"[:,] ")  # behind a word at the beginning of a line: someone is addressed
POSSESSIVE = ("'s", "’s")
REPELLED, RARE = -2.0, 0.5  # nats by which two words side by side are rarer than chance; counts below are taken for that


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Replace words of the lists by their corrections, those of users' packs first."""
    if rules.extra:
        yield from rules.cached(UserList).edits(document, rules)
    suspected = listed_candidates(document)
    listed = {word for word, suspect in suspected.kinds.items() if suspect.listed}
    if not listed:
        return
    for language in dict.fromkeys((document.language, "en")):
        words = rules.cached(_lists).get(language)
        if words is None:
            continue
        for word in words.among(listed):
            wrong, right = word.decode("latin-1"), words.value(word)
            if wrong not in rules.words:
                yield from _propose(document, rules, language, Misspelling(wrong, right), suspected.places[word])


def _lists(rules: RuleSet) -> dict[str, WordFile]:
    return {language: open_wordfile(rules.data(f"{language}.tsv")) for language in LANGUAGES}


class Misspelling(NamedTuple):
    """A word of a list and its correction."""

    wrong: str
    right: str

    @property
    def is_name(self) -> bool:
        """Whether the correction is a name of a day, a month, a country ...: a capital is right wherever it stands."""
        return self.right[0].isupper()


def _propose(document: Document, rules: RuleSet, language: str, word: Misspelling, starts: list[int]) -> Iterator[Edit]:
    """The edits of a misspelling that stands at `starts`."""
    tables = _guarded, _inflected, _rivals
    guard, forms, others = (_found(rules, table, word.wrong) if language == "en" else "" for table in tables)
    guards = set(guard.split()) - {NAME}
    if not _is_own_word(document, word, len(starts), COMMONEST if guards else COMMON, language):
        for start in starts:
            end = start + len(word.wrong)
            if forms:
                word = word._replace(right=form_for(document.text[max(0, start - LONGEST_BEFORE) : start], forms))
            meant = meant_at(document.text, start, end, word.right, others)
            correction = _correction(document.text, start, word._replace(right=meant.word), language)
            if not correction or (language != "en" and _is_elsewhere(document.text, start, end, language)):
                continue
            if language == "en" and (
                (guard == NAME and document.text[start].isupper() and not _is_usual(document.text, end, word.right))
                or not _is_here(document, start, end, guards)
            ):
                if _is_all(document, start, end):
                    reason = f"misspelling of {word.right!r}; nothing else is in the text"
                    yield rules.edit(start, end, correction, "typos.misspellings.en", reason)._replace(safety="suggest")
                continue
            edit = rules.edit(start, end, correction, f"typos.misspellings.{language}", f"misspelling of {meant.word!r}")
            reasons = _doubts(document, start, end, meant.word, IN_USE if forms else SPELLING) if language == "en" else []
            if document.text[start].isupper() and len(guard.split()) >= LANGUAGES_OF_TITLE:
                reasons.append("a word of another language with a capital")
            if Variety.FOREIGN not in reasons or _is_all(document, start, end):
                sure = edit if meant.is_sure else edit._replace(safety="unsafe")
                yield edit._replace(safety="suggest", reason=f"{edit.reason}; {reasons[0]}") if reasons else sure
    if len(starts) == 1 and language not in CAPITALS and (not guard or "'" in word.right):
        correction = _repair_capital(document, starts[0], word, language)
        if correction:
            yield rules.edit(starts[0], starts[0] + len(word.wrong), correction, "typos.misspellings.capital")


def _is_elsewhere(text: str, start: int, end: int, language: str) -> bool:
    """Whether a misspelling of another language than English stands in dialect, in old spelling, or in a third language."""
    if is_dialect_around(text, start, end, language) or is_of_another(text, start, end, language):
        return True
    return is_old_around(text, start, language, text[start:end]) or writes_old_words(text, start, language)


def _is_usual(text: str, end: int, right: str) -> bool:
    """Whether a correction of several words is usual before the next word: "Alot of", and not "Alot went"."""
    after = NEXT_WORD.match(text, end, end + LONGEST_NEIGHBOUR)
    return " " in right and after is not None and sequence_counts().count(*right.split(), after.group(1)) >= USUAL


def _is_all(document: Document, start: int, end: int) -> bool:
    """Whether a text has no other word."""
    return WORD.search(document.text, 0, start) is None and WORD.search(document.text, end) is None


def _doubts(document: Document, start: int, end: int, right: str, kinds: frozenset[Variety]) -> list[str]:
    """Why a misspelling is only suggested at a place: a variety of English among `kinds`, or that it may be a name."""
    doubts: list[str] = sorted(varieties(document, start, end, kinds))
    if not doubts and is_old_form(document, document.text[start:end], right):
        doubts.append(Variety.EARLY)
    text = document.text
    if text[start].isupper():
        named = _is_surname(text, start, right) if right[0].isupper() else _may_be_name(text, start, end, right)
        doubts += ["a name, for all that is known"] if named else []
    return doubts


def _is_surname(text: str, start: int, right: str) -> bool:
    """Whether the name of a place or a people stands behind a first name: "Hugo Brittain", and not "Great Brittain"."""
    before = WORD_BEFORE.search(text, max(0, start - LONGEST_NEIGHBOUR), start)
    if before is None or not before.group(1).istitle() or _starts_sentence(text, before.start(1)):
        return False
    return sequence_counts().count(before.group(1).lower(), right.lower()) < SEEN_TOGETHER


def _may_be_name(text: str, start: int, end: int, right: str) -> bool:
    """Whether a word at the beginning of a sentence may be a name: no English word stands beside it, or the correction repels
    the next word, as `the` does `said`.

    >>> [_may_be_name(text, 0, 3, "the") for text in ("Teh", "Teh said so.", "Teh house is old.")]
    [True, True, False]
    """
    if NAMED.match(text, end):
        return True
    low, high = sentence(text, start, end)
    beside = WORD.findall(text, low, start) + WORD.findall(text, end, high)
    if not any(0 < english_lexicon().size(word.lower()).lower <= DESK for word in beside):
        return True
    following = NEXT_WORD.match(text, end, end + LONGEST_NEIGHBOUR)
    if following is None or " " in right:
        return False
    counts, behind = sequence_counts(), following.group(1).lower()
    both = counts.count(right) * counts.count(behind)
    return both > 0 and log(max(counts.count(right, behind), RARE) * counts.total / both) < REPELLED


def _found(rules: RuleSet, table: Callable[[RuleSet], WordFile], wrong: str) -> str:
    """What a table has for a misspelling, "" if nothing."""
    return (rules.cached(table).find(wrong.encode("latin-1")) or b"").decode("latin-1")


def _guarded(rules: RuleSet) -> WordFile:
    """What a misspelling of English is as well: codes of languages, `speech`, `name`; nothing for most."""
    return open_wordfile(rules.data("en-guarded.tsv"))


def _inflected(rules: RuleSet) -> WordFile:
    return open_wordfile(rules.data("en-inflected.tsv"))


def _rivals(rules: RuleSet) -> WordFile:
    return open_wordfile(rules.data("en-rivals.tsv"))


def _is_own_word(document: Document, word: Misspelling, times: int, common: int, language: str) -> bool:
    """Whether the document writes it as a name too, quoted, as an identifier, or often and never in the corrected form.

    A document that never uses a correction of the size class `common` may well mean it by a word that it writes often.
    """
    text = document.text
    capital = word.wrong.capitalize()
    if language not in CAPITALS and not word.is_name and any(not _starts_sentence(text, at) for at in _places(text, capital)):
        return True
    for at in _places(text, word.wrong):
        end = at + len(word.wrong)
        if is_identifier(text, at, end) or is_quoted(text, at, end):
            return True
        if text[at - 1 : at] in ("", "\n") and COLON.match(text, end):
            return True
    if times < OFTEN or 0 < english_lexicon().size(word.right).lower <= common:
        return False
    return language == "en" and word.right.encode("latin-1") not in document.folded_words


def _places(text: str, word: str) -> Iterator[int]:
    """Where a string stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _correction(text: str, start: int, word: Misspelling, language: str) -> str:
    """The correction with the capital of the word as written, "" if that is a name, a sign, or part of something longer."""
    end = start + len(word.wrong)
    written = text[start:end]
    joined = language == "en" and "'" not in word.right and _is_joined(text, start, end)  # "couldnt-parse" is a name
    if not (joined or stands_alone(text, start, end)) or is_spoken_of(text, start, end, word.right):
        return ""
    if written == word.wrong:
        return word.right
    if written == word.wrong.capitalize() and (language in CAPITALS or word.is_name or _starts_sentence(text, start)):
        return word.right[:1].upper() + word.right[1:]
    return ""


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a compound of English words, or a possessive: "two-yaer-old", "the wolrd's", and not "x-yaer.b".

    >>> _is_joined("a two-yaer-old boy", 6, 10), _is_joined("the wolrd’s end", 4, 9), _is_joined("--yaer", 2, 6)
    (True, True, False)
    """
    before, after = JOINED_BEFORE.search(text, max(0, start - LONGEST_NEIGHBOUR), start), JOINED_AFTER.match(text, end)
    if after is None or (before is None and text[start - 1 : start] in GLUE):
        return False
    pieces = [piece for match in (before, after) if match for piece in match.group().split("-")]
    return all(0 < english_lexicon().size(piece).lower <= DESK for piece in pieces if piece and piece not in POSSESSIVE)


def _is_here(document: Document, start: int, end: int, guards: Set[str]) -> bool:
    """Whether an English misspelling may be one at a place; a guarded one not in speech, nor beside words that English lacks."""
    text = document.text
    if BROKEN.search(text, max(0, start - 3), start) or (not document.language and language_around(text, start, end)):
        return False
    if guards and not (
        document.language in ("en", "")
        and stands_alone(text, start, end)
        and not in_quotation(text, start)
        and _among_english(text, start, end, guards)
    ):
        return False
    return not is_half(text, start, end)


def _repair_capital(document: Document, start: int, word: Misspelling, language: str) -> str:
    """The correction of a word with a capital in the middle of a sentence, or all in capitals: it may be a name or a sign."""
    text, (wrong, right) = document.text, word
    end = start + len(wrong)
    written = text[start:end]
    # a name is judged as in lower case, and so is the first word of a sentence
    if written == wrong.capitalize() and not word.is_name and not _starts_sentence(text, start):
        named = len(wrong) < SHORTEST_CAPITAL and "'" not in right
        correction = "" if named or _is_beside_name(text, start, end) else right[:1].upper() + right[1:]
    else:
        long = len(wrong) >= (SHORTEST_CONTRACTED if "'" in right else SHORTEST_UPPER)
        correction = right.upper() if written == wrong.upper() and long else ""
    if (
        not correction
        or not stands_alone(text, start, end)
        or (language == "en" and not _is_plainly_english(document, start, end))
    ):
        return ""
    return correction


def _is_beside_name(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital stands beside one: "Rachel Flagg", "the Palne Hunter"."""
    before = WORD_BEFORE.search(text, max(0, start - LONGEST_NEIGHBOUR), start)
    after = NEXT_WORD.match(text, end, end + LONGEST_NEIGHBOUR)
    return any(match is not None and match.group(1)[0].isupper() and len(match.group(1)) > 1 for match in (before, after))


def _is_plainly_english(document: Document, start: int, end: int) -> bool:
    """Whether a word with a capital stands among English words, in ordinary prose, and is no half of one."""
    if document.language not in ("en", "") or is_half(document.text, start, end) or not reads_english(document, start, end):
        return False
    return not varieties(document, start, end, SPELLING)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 10) : start].rstrip(" \t“\"‘'(")
    return not before or (before[-1] in ".!?\n" and INITIAL.search(before) is None)  # "Albert G. Forse"


def _among_english(text: str, start: int, end: int, others: Set[str]) -> bool:
    """Whether English stands around: not "la disposicion", nor nothing; short words of the others do not tell."""
    before = WORD_BEFORE.search(text, max(0, start - LONGEST_NEIGHBOUR), start)
    after = NEXT_WORD.match(text, end, end + LONGEST_NEIGHBOUR)
    neighbours = [match.group(1) for match in (before, after) if match]
    if before and _starts_sentence(text, before.start(1)):
        neighbours[0] = neighbours[0].lower()  # "Il comando": a capital tells no name there
    low, high = sentence(text, start, end)
    beside = {word.lower() for word in WORD.findall(text, low, start) + WORD.findall(text, end, high)}
    telling = [word for word in beside if len(word) >= SHORTEST or others.isdisjoint(languages_of(word))]
    english = sum(0 < english_lexicon().size(word).lower <= DESK for word in telling)
    return bool(neighbours) and all(map(_is_english, neighbours)) and english >= FEWEST_ENGLISH


def _is_english(word: str) -> bool:
    """Whether a word may stand in English: one of a desk dictionary, a name, or an error."""
    return not word.islower() or word in CALENDAR or 0 < english_lexicon().size(word).lower <= DESK or is_listed(word)
