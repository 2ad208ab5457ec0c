"""Misspelled words that no list has: "the goverment resonded" -> "the government responded".

The scan takes the document's words that the word list does not know. Each is a candidate where it stands in lower case, or
(for unsafe edits) with a capital at the start of a sentence; :mod:`cleaner.models.correction` then weighs what may have
been meant. A correction that is all but certain is safe, a likely one unsafe; docs/models.md has the figures. Left alone:
words that the document itself uses more than twice or writes as a name, words that the user wants kept, neighbours of other
unknown words (foreign phrases, dialect), texts full of unknown words, and every language but English.

Safe corrections are looked for everywhere, so they must cost little: only words one error from a common one, which no other text
uses (:mod:`cleaner.models.wordlists.bloom`) and whose error alone is likely enough, are scored in their sentence. They are left
where people write as they speak, in early English and in texts about spelling, and where the text names or defines the word; more
is asked in quotations, and where a letter more at the edge may be a prefix (`mtime`).

Start at :func:`propose`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views import languages as language
from cleaner.core.views.sections import words_for
from cleaner.filters._english.candidates import (
    PROMISING_QUOTED,
    ErrorCandidate,
    error_candidates,
    places_of_candidates,
    prospect_of,
    terms,
)
from cleaner.filters._english.context.early import has_early_words, is_old_form, is_old_spelling
from cleaner.filters._english.context.gate import in_quotation, may_be_english, wordset
from cleaner.filters._english.context.varieties import varieties
from cleaner.filters._english.doubtful import (
    CAPITAL,
    CAREFUL,
    CONFIRMED,
    EDGE,
    KINDS,
    LIKELY,
    QUOTED,
    Place,
    around,
    correct_doubtful,
    doubts_of_likely,
    is_among_strangers,
    is_edge,
    is_own,
    is_part_with_next,
    is_technical,
    least_likely,
)
from cleaner.filters._english.grammar.verbs import is_base, is_common
from cleaner.filters._english.judgement import by_speech, error_rate, error_rate_by_lists, is_story
from cleaner.filters._english.promising import may_be_error
from cleaner.filters._english.spaces import is_half
from cleaner.filters._english.unknown import (
    ALWAYS_UNKNOWN,
    SHORTEST,
    Suspects,
    are_too_many,
    candidates_for,
    is_name,
    small_words,
    starts_of,
    unknown_words,
    whole_word_at,
)
from cleaner.filters.triggers import near as has_near
from cleaner.filters.triggers import words_of
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.sounding import sound_alikes
from cleaner.rulebook.packs import RuleSet

if TYPE_CHECKING:
    from cleaner.models.correction import Correction

LIKELY_RULE, SURE_RULE = "typos.speller.likely", "typos.speller.sure"
MOST_USES = 2  # a string that the document uses more often is a word of its own

# Log-odds (cleaner.models.correction) from which on a correction is made.
SURE = 2.7
# Nats before the runner-up that make a correction of an ambiguous misspelling sure, and likely: of errors put into natural text
# 4 of 1,128 were corrected wrongly from 5 on, and one in 25 of the others from 2 on.
LEAD_SURE, LEAD_LIKELY = 5.0, 2.0
HEARD = 1.0  # less asked of a safe correction that sounds like what is written, where the text is short or has other errors
DISTANT = 4.0  # more asked of one more than a letter away, in a careful text: rare words, and people who speak in novels
REPEATED = 1.0  # more asked of a string that stands twice
JOINED = 0.3  # more asked of two words in one
ON_PURPOSE = 10.0  # more asked of a spelling that may be meant: "unforgiveable", "skillz"
CONTESTED, CLOSE = 2.0, 3.0  # more asked in a careful text where the runner-up is so few nats behind: "he dreeped in the rain"
OTHER_FORM = 1.5  # more asked where the next best is the plural, or the other form of a verb: "suggets"
LONG_TERM = 8  # letters from which on an unknown word of such a text is an error rather than a name

PREFIXES, LONG_STEM = ("re", "un", "pre", "mis", "de"), 7  # of words formed at need; letters that stand behind them
CONTRACTED, CONTRACTED_IS = ("d", "ve", "ll", "re"), wordset("that what there it he she who how where here let")

FUNCTION_WORDS = frozenset([*language.FUNCTION_WORDS["en"].split(), "i", "me", "him", "out", "up"])
PLACES = ("here", "there", "where")
TAILS = ("'s", "'d", "'ll", "'ve", "'re", "'m")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Correct what is one edit away from what was meant."""
    likely = None
    if not rules.cached(_is_deep):
        if words_of(document, has_near) is not None:
            edits = list(_found_by_scan(document, rules))
            if edits and not _is_full_of_near(document):
                yield from edits
            return
        if words_for(document, has_near) is not None:
            likely = frozenset(_likely(document, rules))
            if not likely:
                return
    yield from _proposed(document, rules, error_candidates(document).kinds, likely)


def _found_by_scan(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The edits of a short text, of whose other words the scan says that none may be repaired."""
    found = candidates_for(document, has_near)
    words = Suspects.of(found.kinds, frozenset())
    for word in sorted(words.near | words.doubtful):
        yield from _of_word(document, rules, words, word, found.places[word])


def _is_full_of_near(document: Document) -> bool:
    """Whether a text has more words that are near others than English may."""
    near = Suspects.of(error_candidates(document).kinds, frozenset()).near
    return len(near) > ALWAYS_UNKNOWN and are_too_many(document, len(small_words(document.text, near)))


def _likely(document: Document, rules: RuleSet) -> Iterator[bytes]:
    """The words of a long text of which an edit may be proposed: they are judged where the scan has found them as if they stood
    nowhere else, for where else they stand only speaks against them.
    """
    found = candidates_for(document, has_near)
    kinds = {word: suspect for word, suspect in found.kinds.items() if (suspect.near or suspect.doubtful) and word not in terms()}
    words = Suspects.of(kinds, frozenset())
    for word in kinds:
        if any(True for start in found.places[word] for _ in _of_word(document, rules, words, word, [start])):
            yield word


def _proposed(
    document: Document, rules: RuleSet, kinds: Mapping[bytes, ErrorCandidate], among: frozenset[bytes] | None
) -> Iterator[Edit]:
    """The edits of words that may be an error; those `among` some alone, if any are given."""
    deep = rules.cached(_is_deep)
    words = Suspects.of(kinds, frozenset())
    if not words.near and not words.doubtful and not deep:
        return
    if deep and document.language == "en":
        words = words._replace(unknown=unknown_words(document))
    small = words.near
    if len(words.near) > ALWAYS_UNKNOWN:
        small = frozenset(small_words(document.text, words.near))
        if are_too_many(document, len(small)):
            return
    chosen = words.unknown | small | words.doubtful
    if among is not None:
        chosen &= among
    places = document.folded_words.places(chosen) if words.unknown else places_of_candidates(document, chosen)
    for word, starts in starts_of(places).items():
        yield from _of_word(document, rules, words, word, starts)


def _of_word(document: Document, rules: RuleSet, words: Suspects, word: bytes, starts: list[int]) -> Iterator[Edit]:
    """The edits of a word that stands at `starts`."""
    is_unknown = word in words.unknown
    if len(starts) > MOST_USES or is_name(document, starts) or (not is_unknown and document.text[starts[0]].isupper()):
        return
    is_doubtful = word in words.doubtful and may_be_error(word)
    if not is_doubtful and not is_unknown and not may_be_error(word):
        return
    if not may_be_english(document):  # asked last, for that takes longer than all before
        return
    for start in starts:
        place = whole_word_at(document, start, len(starts))
        if place is None or place.plain in rules.words or not place.plain.startswith(word.decode("ascii")):
            continue
        if is_doubtful or _is_counted(place.plain):
            yield from correct_doubtful(document, rules, place)
        elif is_unknown or not in_quotation(document.text, start) or prospect_of(word) >= PROMISING_QUOTED:
            yield from _correct(document, rules, place, words.near, words.unknown)


def _is_counted(plain: str) -> bool:
    """Whether a word is too new or too technical for the word list, but not for the training text."""
    from cleaner.models.ngrams import KNOWN, ngram_model

    return ngram_model().count(plain) >= KNOWN


def _is_deep(rules: RuleSet) -> bool:
    """Whether words that are no misspelling for certain are corrected as well."""
    return rules.applies("typos.speller.likely", "unsafe")


def _correct(
    document: Document, rules: RuleSet, place: Place, near: frozenset[bytes], unknown: frozenset[bytes]
) -> Iterator[Edit]:
    """The edit at a place, if what was meant is likely enough."""
    from cleaner.models.correction import FAR_EDIT, ambiguous, correct
    from cleaner.models.correction import HEARD as HEARD_EDIT
    from cleaner.models.spelling import spelling_model

    text, (start, end, plain, _) = document.text, place
    left, right, beside = around(text, start, end)
    if is_among_strangers(left, right, beside, unknown - near) or is_own(document, place) or is_half(text, start, end):
        return
    model = spelling_model()
    if _is_clitic_of_known(plain) or _is_person(plain) or _is_formed(plain):
        return
    found = correct(model, english_lexicon(), plain, left, right)
    if found is None or is_part_with_next(text, end, found.words[-1]):
        return  # "a realtion ship"
    if _lacks_apostrophe(plain, found.words[0]) or (len(found.words) > 1 and not _are_two(found.words)):
        return
    score = found.score
    if ambiguous(plain):  # a misspelling for certain: only the word that was meant is in question
        most = LIKELY if found.edit == FAR_EDIT else SURE + found.lead
        score = max(score, min(most, LIKELY + (found.lead - LEAD_LIKELY) * (SURE - LIKELY) / (LEAD_SURE - LEAD_LIKELY)))
    score += _evidence_of(document, place, found.words)
    rate = document.view(error_rate)
    manner = {"is_careful": rate < CAREFUL, "is_story": document.view(is_story)}
    least = least_likely(rate) + doubts_of_likely(text, start, plain, found.words[0], **manner)
    if score < least or varieties(document, start, end, KINDS):  # asked last, for that takes longest
        return
    meant = " ".join(map(_in_its_case, found.words))
    reason = f"no known word; “{meant}” fits with log-odds {score:.1f}" + (
        f", next “{found.runner_up}”" if found.runner_up else ""
    )
    if text[start].isupper():
        meant = meant[0].upper() + meant[1:]
    if "’" in text[start:end]:
        meant = meant.replace("'", "’")
    score += HEARD * (found.words[0] in sound_alikes(plain) and document.view(error_rate_by_lists) > CAREFUL)
    score -= DISTANT * (found.edit in (FAR_EDIT, HEARD_EDIT) and document.view(error_rate_by_lists) < CAREFUL)
    rule = _rule(found.words, score - (_doubts(document, place, found) if plain.encode("ascii") in near else SURE))
    if rule == LIKELY_RULE and _has_relatives(plain, unknown):
        return
    edit = by_speech(document, rules.edit(start, end, meant, rule, reason))
    doubtful = rule != SURE_RULE and (len(plain) < LONG_TERM or len(found.words) > 1) and document.view(is_technical)
    old = is_old_form(document, plain, meant) or document.view(has_early_words) or _is_quoted_old(document, plain, meant)
    yield edit._replace(safety="suggest") if doubtful or old else edit


def _is_quoted_old(document: Document, plain: str, meant: str) -> bool:
    """Whether a careful text may quote a word in the spelling of before 1700: "the lyfe so short, the craft so long to lerne"."""
    return plain.replace("y", "i") == meant and is_old_spelling(plain) and document.view(error_rate_by_lists) < CAREFUL


def _has_relatives(plain: str, unknown: frozenset[bytes]) -> bool:
    """Whether the document forms other unknown words of the same stem: `memoize`, `memoization`."""
    stem = plain[: max(SHORTEST + 1, len(plain) - 2)].encode("ascii")
    return any(word.startswith(stem) and word != plain.encode("ascii") for word in unknown)


def _doubts(document: Document, place: Place, found: Correction) -> float:
    """How much more a safe correction asks for at a place."""
    other_form = {found.runner_up, found.words[0]} in (
        {found.words[0], found.words[0] + "s"},
        {found.runner_up, found.runner_up + "s"},
    )
    doubts = EDGE * is_edge(place.plain, found.words[0]) + OTHER_FORM * other_form
    doubts += ON_PURPOSE * _is_on_purpose(place.plain, found.words[0])
    doubts += CONTESTED * (found.lead < CLOSE and document.view(error_rate_by_lists) < CAREFUL)
    return doubts + QUOTED * in_quotation(document.text, place.start)


def _is_on_purpose(plain: str, meant: str) -> bool:
    """Whether a spelling is a variant that some dictionaries have, or a plural written for its sound.

    >>> _is_on_purpose("unforgiveable", "unforgivable"), _is_on_purpose("skillz", "skills"), _is_on_purpose("skils", "skills")
    (True, True, False)
    """
    return plain.replace("eable", "able") == meant or (plain.endswith("z") and meant == plain[:-1] + "s")


def _rule(words: tuple[str, ...], score: float) -> str:
    if len(words) > 1:
        return "typos.speller.joined"
    return SURE_RULE if score >= SURE else LIKELY_RULE


def _evidence_of(document: Document, place: Place, words: tuple[str, ...]) -> float:
    """What the document itself says for or against a correction."""
    score = -CAPITAL * document.text[place.start].isupper() - REPEATED * (place.uses > 1) - JOINED * (len(words) > 1)
    return score + CONFIRMED * all(word.encode("ascii", "replace") in document.folded_words for word in words)


def _is_person(word: str) -> bool:
    """Whether a word names whom a common verb is done to: `reviewee`, `mentee`."""
    return word.removesuffix("s").endswith("ee") and is_base(word.removesuffix("s")[:-2])


def _are_two(words: tuple[str, ...]) -> bool:
    """Whether two words in one are an error: "backoffice", two nouns, may be a new word, and "thereover" is an old one."""
    return not FUNCTION_WORDS.isdisjoint(words) and words[0] not in PLACES


def _is_formed(word: str) -> bool:
    """Whether a word is a common form with a prefix, or a gerund in the plural: new at need, and no error.

    >>> [_is_formed(word) for word in ("rewatched", "moanings", "recieved", "bodys")]
    [True, True, False, False]
    """
    stem = next((word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix)), word.removesuffix("s"))
    return stem != word and len(stem) >= LONG_STEM and stem.endswith(("ed", "ing")) and is_common(stem)


def _lacks_apostrophe(word: str, meant: str) -> bool:
    """Whether a word is rather a contraction that lost its apostrophe than what it is taken for: "theyd" is no `they`."""
    if word[:-1] in CONTRACTED_IS and word.endswith("s"):
        return meant != f"{word[:-1]}'s"
    return any(meant != contraction and contraction in english_lexicon() for contraction in _contractions(word))


def _contractions(word: str) -> list[str]:
    return [f"{word.removesuffix(end)}'{end}" for end in CONTRACTED if word.endswith(end) and len(word) > len(end) + 1]


def _is_clitic_of_known(word: str) -> bool:
    """`there'd`, `what'll`: a known word and a clitic, which few word lists have together."""
    return any(word.endswith(tail) and word.removesuffix(tail) in english_lexicon() for tail in TAILS)


def _in_its_case(word: str) -> str:
    """`Florida`, not `florida`: a word that the word list has with a capital alone gets it."""
    size = english_lexicon().size(word)
    return word.capitalize() if size.capital and not size.lower else word
