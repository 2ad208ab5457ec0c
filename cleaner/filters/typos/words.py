"""Misspelled words in languages other than English: "Die Regirung hat es beschlossen" -> "Die Regierung hat es beschlossen".

A word is judged where it stands in small letters (in German, with a capital too) and its language does not know it:
no dictionary, no text, no name (:mod:`cleaner.models.languages.vocabulary`). What may have been meant is one error away, and is
scored by how common it is, by its neighbours and by the error (:mod:`cleaner.models.languages.near_words`). All but certain
corrections are safe, likely ones unsafe, others suggested; the thresholds of a language were set on natural text and on injected
errors (`python -m training.languages.weights`, docs/languages.md has the figures).

Besides: function words that stand twice (:mod:`cleaner.filters._languages.doubled`), accents left out where only one word can be
meant (`.accents`), words that grammar does not allow where they stand (`.grammar`), words taken for others (`.close`, unsafe),
apostrophes and other signs left out (`.marks`, suggested).

Left alone: old spelling (:mod:`cleaner.filters._languages.old_spelling`); sentences with words of a dialect; words beside unknown
ones or in a sentence full of them (dialect, verse, foreign phrases); words that the document uses more than twice or writes as a
name; what stands beside a hyphen, a digit, an apostrophe but of an elision; words that another language has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import is_amidst_letters, stands_alone
from cleaner.filters._english.context.gate import BROKEN
from cleaner.filters._languages.accents import accents_left_out, by_convention, is_habit
from cleaner.filters._languages.close import certainly_taken, taken_for_others
from cleaner.filters._languages.dictionaries import is_in_dictionary
from cleaner.filters._languages.doubled import doublings
from cleaner.filters._languages.doubts import BEFORE_NOUNS, Place, is_doubtful, is_name, is_term
from cleaner.filters._languages.grammar import wrong_by_grammar
from cleaner.filters._languages.listed import known_misspellings
from cleaner.filters._languages.marks import inverted_marks, signs_left_out
from cleaner.filters._languages.old_spelling import WEAK, is_formed, is_old_around, old_spelling, writes_old_words
from cleaner.filters._languages.shared_words import is_of_another
from cleaner.filters._languages.stretches import (
    NOUNS,
    Stretch,
    is_borrowed,
    is_dialect_around,
    is_english,
    is_in_language,
    named_of,
    stretches,
)
from cleaner.filters._languages.uses import Uses, uses_of
from cleaner.filters._languages.word_scan import alphabet, leave, words_of
from cleaner.filters._languages.words import UNKNOWN, Words, is_in_foreign_quotation, small_and_unknown
from cleaner.models.languages.near_words import SHORT, Correction, correction, plain
from cleaner.models.languages.vocabulary import LANGUAGES, Vocabulary, vocabulary
from cleaner.rulebook.packs import RuleSet

LONGEST_BEFORE = 40  # code points before a word that tell whether a sentence begins
MOST_USES = 2  # a string that the document uses more often is a word of its own
LEAST_MARGIN = 0.7  # nats between the best candidate and the next one; in held-out text a quarter of the wrong repairs are below
FORMAL = frozenset(["Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer"])  # with a capital, and no part of a name
AROUND, MOST_UNKNOWN = 8, 0.25  # words on either side, and the share of them that may be unknown
ALWAYS_UNKNOWN, SURELY_DIALECT = 1, 2  # so many may be; words of a dialect in a sentence: one may be another ("ik ben moe")
OLD_AROUND = 150  # words on either side that tell whether a text is in old spelling
MOST_STRANGE, FEWEST_READ = 0.2, 60  # share of these that are unknown in books before 1800 and in dialect; words that tell it
NEAR = 1_000  # code points on either side that are read for it where a line is judged by itself
LONG, SHAPELY = 6, -2.5  # letters of a rare word, and the least mean log-probability of its letters
QUOTED_BEFORE, QUOTED_AFTER = re.compile(r"[\"“”„«»‹›‘’'`]\s?\Z|[(\[]\Z"), re.compile(r"\s?[\"“”„«»‹›‘’'`]|[)\]]")
ELISION = re.compile(
    r"(?:\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|nell|all|dall|sull|quell|quest|bell|sant|anch|com|dov))['’]\Z",
    re.IGNORECASE,
)
ELIDING = ("fr", "it")
ALWAYS_WRITTEN = frozenset("ãõç")  # Portuguese before 1911 left out the other accents: "tambem", "numero"
GAP = re.compile(r"[ \u00a0\u202f]|,? ['’\"“„«]?|['’]")  # between neighbours
SENTENCE_START = re.compile(r"(?:\A|[.!?…:\n])[\s\"“„«»'‘(\[–—-]*\Z")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Correct what is one edit away from what was meant, what stands twice, and what was taken for another word."""
    allowed = rules.settings.get("languages") or LANGUAGES
    found = defaultdict[str, list[Edit]](list)
    for part in stretches(document, allowed):
        edits = _proposed(document, rules, part)
        found[part.language] += (edit for edit in edits if not is_amidst_letters(document.text, edit.start, edit.end))
    for language, whole in found.items():
        yield from by_convention(document.text, language, whole)


def _proposed(document: Document, rules: RuleSet, part: Stretch) -> Iterator[Edit]:
    """The edits of a part of a document."""
    language = part.language
    rare = vocabulary(language).has_rare and rules.applies(f"typos.words.{language}.likely", "unsafe")
    words = words_of(document.text, *part, rare=rare)
    if words is not None:
        yield from _doubled(document, rules, language, words)
    yield from _signs(document, rules, part, words)
    found: list[Edit] = []
    if words is not None:
        found += _grammar(document, rules, language, words)
        done = {edit.start for edit in found}
        found += _listed(document, rules, language, words)
        found += (edit for edit in _accents(document, rules, language, words) if edit.start not in done)
    found += _close(document, rules, part, words)
    yield from found
    if words is not None:
        yield from _misspelled(document, rules, language, words, {edit.start for edit in found}, rare=rare)


def _is_in(document: Document, rules: RuleSet, start: int, end: int, language: str) -> bool:
    """Whether the sentence around a place is in the language, by its words or because the user says so.

    What follows a hyphen and a space is no word of a sentence, but the rest of one that was broken.
    """
    if BROKEN.search(document.text, max(0, start - 3), start):
        return False
    return is_in_language(document.text, start, end, language, named_of(rules.settings.get("languages") or ()))


def _is_in_standard(document: Document, rules: RuleSet, start: int, end: int, language: str, least: int = SURELY_DIALECT) -> bool:
    """The same, where the sentence has fewer than `least` words of a dialect or of an older form of the language."""
    return _is_in(document, rules, start, end, language) and not is_dialect_around(document.text, start, end, language, least)


def _is_surely_in(document: Document, rules: RuleSet, start: int, end: int, language: str, least: int = 1) -> bool:
    """The same, where no other language may have the words of the place in the sentence."""
    return _is_in_standard(document, rules, start, end, language, least) and not is_of_another(
        document.text, start, end, language
    )


def _misspelled(document: Document, rules: RuleSet, language: str, found: Words, done: set[int], *, rare: bool) -> Iterator[Edit]:
    """Correct unknown words, those aside that begin at one of the places `done`."""
    words = vocabulary(language)
    for place in unknown_places(document, found, language):
        if place.word not in rules.words and place.start not in done:
            meant = correction(words, place.word, language, place.beside, capital=place.capital, rare=rare)
            if meant is None:
                leave(place.word, language, rare=rare)
                continue
            edit = _edit(document, rules, language, place, meant, words)
            if edit and not is_in_dictionary(rules, language, document.text[place.start : place.end]):
                yield edit


def _listed(document: Document, rules: RuleSet, language: str, words: Words) -> Iterator[Edit]:
    """Replace known misspellings, those with several words among them."""
    text = document.text
    for found in known_misspellings(words, language):
        written = text[found.start : found.end].lower()
        kept = written in rules.words or is_in_dictionary(rules, language, written)
        if kept or is_old_around(text, found.start, language, written):
            continue
        if plain(written) != plain(found.meant.lower()) and writes_old_words(text, found.start, language):
            continue  # "cojer", as many wrote who wrote "á"
        if _is_surely_in(document, rules, found.start, found.end, language, SURELY_DIALECT):
            rule = "listed" if found.safe else "listed-likely"
            yield rules.edit(found.start, found.end, found.meant, f"typos.words.{language}.{rule}")


def _grammar(document: Document, rules: RuleSet, language: str, words: Words) -> Iterator[Edit]:
    """Replace what grammar does not allow where it stands."""
    for found in wrong_by_grammar(words, language):
        kept = document.text[found.start : found.end].lower() in rules.words
        if not kept and _is_in_standard(document, rules, found.start, found.end, language):
            rule = "grammar" if found.safe else "grammar-likely"
            yield rules.edit(found.start, found.end, found.word, f"typos.words.{language}.{rule}")


def _accents(document: Document, rules: RuleSet, language: str, words: Words) -> Iterator[Edit]:
    """Put accents where only one word can be meant."""
    text = document.text
    found = list(accents_left_out(words, language))
    habit = is_habit(words, found)
    for first, last, word in found:
        written = text[first:last]
        kept = written in rules.words or is_old_around(text, first, language) or is_in_dictionary(rules, language, written)
        if not kept and _is_surely_in(document, rules, first, last, language):
            reason = f"no word of today; with accents, only “{word}” is one"
            edit = rules.edit(first, last, word, f"typos.words.{language}.accent", reason)
            old = language == "pt" and ALWAYS_WRITTEN.isdisjoint(word)
            yield edit._replace(safety="suggest") if old or habit else edit


def _doubled(document: Document, rules: RuleSet, language: str, words: Words) -> Iterator[Edit]:
    """Drop the second of two equal function words."""
    for doubling in doublings(words, language):
        if _is_in_standard(document, rules, doubling.start, doubling.end, language):
            rule = "doubled" if doubling.always else "doubled-likely"
            yield rules.edit(doubling.start, doubling.end, "", f"typos.words.{language}.{rule}")


def _close(document: Document, rules: RuleSet, part: Stretch, words: Words | None) -> Iterator[Edit]:
    """Replace words that were taken for others; safely only those whose accents are missing for certain."""
    language = part.language
    if rules.applies(f"typos.words.{language}.pair", "unsafe"):
        found = taken_for_others(document.text, *part)
    else:
        found = certainly_taken(words, language) if words is not None else iter(())
    for meant in found:
        if document.text[meant.start : meant.end].lower() in rules.words or is_old_around(document.text, meant.start, language):
            continue
        if is_dialect_around(document.text, meant.start, meant.end, language):
            continue
        if _is_in(document, rules, meant.start, meant.end, language):
            rule = f"typos.words.{language}.{'accent' if meant.surely else 'pair'}"
            reason = f"“{meant.word}” fits the words around, log-odds {meant.score:.1f}"
            yield rules.edit(meant.start, meant.end, meant.word, rule, reason)


def _signs(document: Document, rules: RuleSet, part: Stretch, words: Words | None) -> Iterator[Edit]:
    """Suggest apostrophes, inverted marks and umlauts that are missing."""
    language = part.language
    found = inverted_marks(document.text, part.start, part.end) if language == "es" else iter(())
    for sign in chain(found, signs_left_out(words, language) if words is not None else ()):
        if _is_in(document, rules, sign.start, sign.end, language):
            yield rules.edit(sign.start, sign.end, sign.text, f"typos.words.{language}.{sign.rule}")


def _edit(document: Document, rules: RuleSet, language: str, place: Place, found: Correction, words: Vocabulary) -> Edit | None:
    """The edit of a place, by how sure its correction is."""
    tiers = words.thresholds
    if found.is_rare:
        tier = "likely" if found.score >= tiers["rare"] else ""
    else:
        tier = next((name for name in ("sure", "likely", "possible") if found.score >= tiers[name]), "")
    if tier in ("sure", "likely") and (found.margin < LEAST_MARGIN or is_name(place)):
        tier = "possible"  # "einr": "einer" or "eine"
    if tier == "likely" and (is_borrowed(place.word, language) or (len(place.word) <= SHORT and is_english(place.word.encode()))):
        tier = "possible"
    if tier == "sure" and (is_doubtful(place, language) or is_term(document.text, place)):
        tier = "likely"
    if tier in ("sure", "likely") and is_dialect_around(document.text, place.start, place.end, language):
        tier = "possible"
    if not tier or not _is_in(document, rules, place.start, place.end, language):
        return None
    if tier != "possible" and is_of_another(document.text, place.start, place.end, language):
        return None
    meant = found.word.capitalize() if place.capital is not False else found.word
    reason = f"no known word; “{meant}” fits with log-odds {found.score:.1f}"
    reason += f", next “{found.runner_up}”" if found.runner_up else ""
    return rules.edit(place.start, place.end, meant, f"typos.words.{language}.{tier}", reason)


def unknown_places(document: Document, found: Words, language: str) -> Iterator[Place]:
    """Where a word stands that the language does not know and that may be an error."""
    words, uses = vocabulary(language), document.view(uses_of)
    for i in found.with_bit(UNKNOWN):  # what tells most words from errors is asked first, then what takes least time
        if _is_often_used(uses, found.word(i).lower()):
            continue
        place = _place(found, i, language, words)
        if place is None or _is_name_as_well(uses, place, language) or is_formed(language, place.word):
            continue
        if not _among_known(found, i) or is_in_foreign_quotation(found, i) or _is_among_old(language, found, i):
            continue
        if not _is_in_strange_text(document, found, i, language):
            yield place


def _place(found: Words, i: int, language: str, words: Vocabulary) -> Place | None:
    """An unknown word as a place, None if it is part of something longer, a name, a sign, or among unknown ones."""
    text, (start, end) = found.text, found.span(i)
    written = text[start:end]
    begins = written.istitle() and _begins_sentence(text, start)
    if not _is_plain_word(text, start, end, language, begins=begins):
        return None
    left = found.word(i - 1) if i and GAP.fullmatch(text, found.span(i - 1)[1], start) else ""
    right = found.word(i + 1) if i + 1 < len(found) and GAP.fullmatch(text, end, found.span(i + 1)[0]) else ""
    if any(beside.islower() and _is_strange(words, beside) for beside in (left, right)):
        return None
    capital = None if begins else written[0].isupper()
    if begins and not ((right.islower() or (language in NOUNS and right in FORMAL)) and text[end] == " "):
        return None
    if capital and not _is_noun(left, right if text[end : end + 1] == " " else ""):
        return None
    if capital is not False and len(written) <= SHORT:
        return None
    return Place(start, end, written.lower(), ("" if begins else left.lower(), right.lower()), capital)


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins at a word; most names stand behind a word or a comma, which is told without a search."""
    if text[start - 1 : start] == " " and (text[start - 2 : start - 1].isalnum() or text[start - 2 : start - 1] == ","):
        return False
    return SENTENCE_START.search(text, max(0, start - LONGEST_BEFORE), start) is not None


def _is_plain_word(text: str, start: int, end: int, language: str, *, begins: bool) -> bool:
    """Whether a word stands by itself or behind an elision, in small letters of the language or as its nouns do, not quoted."""
    written = text[start:end]
    if not written.islower() and not (written.istitle() and (begins or language in NOUNS)):
        return False
    elided = language in ELIDING and ELISION.search(text, max(0, start - 9), start)
    alone = stands_alone(text, start, end) or (elided and stands_alone("\n" + text[start : end + 2], 1, 1 + end - start))
    quoted = QUOTED_BEFORE.search(text, max(0, start - 2), start) and QUOTED_AFTER.match(text, end)
    return bool(alone and not quoted and alphabet(language).issuperset(written.lower()))


def _is_noun(left: str, right: str) -> bool:
    """Whether a word with a capital may be a noun: names stand beside names and titles, and begin sentences."""
    return (left.islower() or left.lower() in BEFORE_NOUNS) and (not right or right.islower())


def _is_strange(words: Vocabulary, word: str) -> bool:
    """Whether a word is neither known nor looks like one of the language."""
    return not words.is_known(word) and (len(word) < LONG or words.shape(word) < SHAPELY)


def _among_known(found: Words, i: int) -> bool:
    """Whether most words around in small letters are known."""
    small, unknown = small_and_unknown(found.bits[max(0, i - AROUND) : i] + found.bits[i + 1 : i + AROUND + 1])
    return unknown <= max(ALWAYS_UNKNOWN, MOST_UNKNOWN * small)


def _is_among_old(language: str, found: Words, i: int) -> bool:
    """Whether a word is one in old spelling for certain, or may be and stands in a text that has such words."""
    written = found.word(i)
    kind = old_spelling(language, written.lower())
    if kind != WEAK:
        return bool(kind)
    around = {found.word(k) for k in range(max(0, i - OLD_AROUND), min(len(found), i + OLD_AROUND))} - {written}
    common = vocabulary(language).common
    return any(word not in common and old_spelling(language, word) for word in around if word.islower())


def _is_in_strange_text(document: Document, found: Words, i: int, language: str) -> bool:
    """Whether so many words near a place are unknown that the text is no text of today's language: a comedy of 1700."""
    around = found.bits[max(0, i - OLD_AROUND) : i + OLD_AROUND + 1]
    if len(around) < FEWEST_READ:
        start = found.span(i)[0]
        near = words_of(document.text, language, max(0, start - NEAR), min(len(document.text), start + NEAR))
        around = near.bits if near is not None and near.doubtful else around
    small, unknown = small_and_unknown(around)
    return small >= FEWEST_READ and unknown > MOST_STRANGE * small


def _is_often_used(uses: Uses, word: str) -> bool:
    """Whether the document uses a word in small letters often, as it is or with a capital."""
    times = uses.of(word)
    return times > MOST_USES or times + uses.of(word.capitalize()) > MOST_USES


def _is_name_as_well(uses: Uses, place: Place, language: str) -> bool:
    """Whether the document writes the word as a name as well."""
    names = uses.of(place.word.capitalize()) + uses.of(place.word.upper()) - (place.capital is None)
    return (language not in NOUNS or place.capital is None) and names > 0
