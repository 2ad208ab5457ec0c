"""Words taken for one another: "back to there house" -> "back to their house".

The scan takes every word that is easily taken for another (rules/typos/ranker/margins.tsv) and does not stand between
neighbours that it is known to stand between. :class:`cleaner.models.ranking.TokenSequence` then says how much likelier the
sentence would be with the other word; from the margin of the pair on, the edit is proposed. Of edits that share their context
only the one with the most evidence is made. Edits are safe in a text that has misspellings
(:func:`cleaner.filters._english.judgement.error_rate_by_lists`), and unsafe elsewhere. Left alone: words in quotation marks, in
capitals, in the middle of a compound, and every language but English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import compress, islice
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.kernel import kernel
from cleaner.core.views import languages as language
from cleaner.filters._english.context.gate import reads_english, wordset
from cleaner.filters._english.judgement import by_context, error_rate, error_rate_by_lists, most_error_rate
from cleaner.filters._english.rescoring import Found, nats, row_of, stands_alone, strongest
from cleaner.models.cloze import cloze_model
from cleaner.models.error_detector import error_detector
from cleaner.models.ngrams import ngram_model
from cleaner.models.ranking import TokenSequence, wordings
from cleaner.rulebook.packs import RuleSet

# A word that an apostrophe keeps apart: nats that the error detector must find for the other; it is seldom sure of one.
APOSTROPHE = 1.0
# Other words, and an apostrophe too many: the gain in margins, MOST_MARGINS at most, and the nats of the error detector by
# NATS, together must come to ENOUGH. Of 17 such edits in 0.9 million words of edited text 14 are right, of those below 5 of 66.
MOST_MARGINS, NATS, ENOUGH, LEAST, LEAST_CONTRACTED = 2.0, 6.5, 2.25, 2.0, 5.0
RULES = ("typos.ranker.apostrophe", "typos.ranker.homophone", "typos.ranker.slip")
SLIP = "typos.ranker.slip"
CAREFUL = -0.3  # nats of the error rate of a careful text: of 8 slips that were read there 2 were right
CARELESS = 0.2  # nats of the error rate above which an edit is safe: of 84 in such texts two were false
POSSESSIVES = frozenset(("its", "your", "their", "whose"))
OF_THREE = frozenset(("form",))  # words that may stand for either of two others: never safe
CARE = 0.25  # margins less for each nat by which the text has more errors than most, or more for fewer
JOINED = wordset("from to of off on in out by for")
# Swaps that are only suggested: in 9 million words of natural text each was made at least twice and was right in less than half.
DOUBTFUL = frozenset(
    {("than", "then"), ("their", "they're"), ("they're", "their"), ("were", "we're"), ("well", "we'll"), ("buy", "by")}
    | {("our", "are"), ("are", "our"), ("loose", "lose"), ("for", "form"), ("from", "form"), ("them", "then"), ("ot", "to")}
)
MOST_USES = 2  # times a document may write a content word that is taken for another: more is what it is about, as witches
FUNCTION_WORDS = wordset(language.FUNCTION_WORDS["en"])
AT_ONCE = 4_096  # pairs of a token and another word that are looked up at once: more takes more memory, and less time no longer
PROMISING = 1.0  # nats by which pairs with both neighbours must; what they find less likely is not asked further


class Swap(NamedTuple):
    """The other word for a written one, and how much likelier (nats) the sentence must be with it."""

    meant: str
    margin: float
    rule: str


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Put the other word where the sentence is far likelier with it."""
    swaps, careless = rules.cached(read_swaps), document.view(error_rate_by_lists) > CARELESS
    if not careless and not rules.cached(_is_deep):
        return
    if document.language == "en":
        for edit in strongest(_find(document, rules, swaps)):
            judged = by_context(document, edit)
            if edit.rule == SLIP and document.view(error_rate) < CAREFUL:  # "plays or bets", "wrapped in ti leaves"
                judged = edit._replace(safety="suggest", reason=f"{edit.reason} Only suggested: a careful text.")
            sure = careless and document.text[edit.start : edit.end].lower() not in OF_THREE
            yield judged if sure or judged.safety != "safe" else judged._replace(safety="unsafe")


def _is_deep(rules: RuleSet) -> bool:
    """Whether texts that are written with care are judged as well."""
    return any(rules.applies(rule, "unsafe") for rule in RULES)


def read_swaps(rules: RuleSet) -> dict[str, list[Swap]]:
    """The swaps of each written word, from margins.tsv."""
    swaps: dict[str, list[Swap]] = {}
    for line in rules.data("margins.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            written, meant, margin, _, rule = line.split("\t")
            swaps.setdefault(written, []).append(Swap(meant, float(margin), rule))
    return swaps


def _for_kernel(rules: RuleSet) -> Any:
    """The swaps for the kernel, which must be there: each with the nats below which :func:`_is_likely` refuses it."""
    swaps = [
        (written, swap, _least_margins(written, swap)) for written, found in rules.cached(read_swaps).items() for swap in found
    ]
    return kernel().Swaps(
        wordings(ngram_model()), tuple((written, swap.meant, least * swap.margin) for written, swap, least in swaps)
    )


def _find(document: Document, rules: RuleSet, swaps: dict[str, list[Swap]]) -> Iterator[Found]:
    """Words whose counterpart makes the sentence likelier by the margin of the pair."""
    row, text = row_of(document), document.text
    best: dict[int, tuple[float, Swap]] = {}
    for i, swap in _promising(row, rules, swaps):
        topic = (
            swap.rule == "typos.ranker.homophone"
            and row.names[i] not in FUNCTION_WORDS
            and document.is_used(row.names[i], oftener=MOST_USES)
        )
        if not topic and stands_alone(row, i) and not _is_named(row.names, i):
            best[i] = max(best.get(i, (0.0, swap)), (row.swap(i, swap.meant) / swap.margin, swap))
    for i, (margins, swap) in best.items():
        start, end = row.starts[i], row.ends[i]
        rate = partial(document.view, error_rate)
        if _is_likely(text, start, end, swap, row.names[i], margins, rate) and reads_english(document, start, end, own=1):
            meant = _in_case(document, text[start:end], swap.meant)
            gain = margins * swap.margin
            edit = rules.edit(start, end, meant, swap.rule, f"{nats(gain)} with “{meant}”")
            titled = (row.names[i], swap.meant) == ("and", "an") and text[end + 1 : end + 2].isupper()  # "and Employee agrees"
            doubtful = titled or (row.names[i], swap.meant) in DOUBTFUL or _is_named_gerund(row.names, i, swap.meant)
            yield Found(gain - swap.margin, i, edit._replace(safety="suggest") if doubtful else edit)


def _promising(row: TokenSequence, rules: RuleSet, swaps: dict[str, list[Swap]]) -> Iterator[tuple[int, Swap]]:
    """Tokens and what may be meant instead, by the pairs with both neighbours."""
    places: Iterable[int] = range(len(row.names))
    if row.screens is not None:
        places = _left_of(row.screens, rules)
    named = ((i, row.names[i]) for i in places if row.names[i] in swaps and row.names[i] not in rules.words)
    pairs = ((i, swap) for i, name in named for swap in swaps[name])
    while some := list(islice(pairs, AT_ONCE)):
        yield from compress(some, row.promising([i for i, _ in some], [swap.meant for _, swap in some], PROMISING))


def screened(screens: Any) -> bool:
    """Whether the models may find another word likely enough, in a text that the kernel has read, by the margins shipped."""
    rules = _shipped_rules()
    if not _left_of(screens, rules):
        return False
    row, rate = TokenSequence(ngram_model(), cloze_model(), screens.text()), partial(most_error_rate, screens)
    return any(
        stands_alone(row, i)
        and not _is_named(row.names, i)
        and _is_likely(row.text, row.starts[i], row.ends[i], swap, row.names[i], row.swap(i, swap.meant) / swap.margin, rate)
        for i, swap in _promising(row, rules, rules.cached(read_swaps))
    )


@cache
def _shipped_rules() -> RuleSet:
    return RuleSet("typos.ranker")


def _left_of(screens: Any, rules: RuleSet) -> Sequence[int]:
    found: list[int] = screens.swaps(rules.cached(_for_kernel), cloze_model().in_kernel, PROMISING)
    return found


def _is_named_gerund(names: list[str], i: int, meant: str) -> bool:
    """Whether a form in -ing may be a noun of somebody's: "your taking shelter", "its going on"."""
    return "'" in meant and names[i + 1 : i + 2] != [] and names[i + 1].endswith("ing") and names[i - 1 : i] in STARTS


STARTS: tuple[list[str], ...] = ([], [","], ["."], [":"], [";"], ["and"])


def _is_named(names: list[str], i: int) -> bool:
    """Whether a word is one of two function words that are joined: "the from and to fields", "on or off"."""
    behind, before = names[i + 1 : i + 3], names[max(0, i - 2) : i]
    return names[i] in JOINED and (
        (len(behind) == 2 and behind[0] in ("and", "or") and behind[1] in JOINED)
        or (len(before) == 2 and before[1] in ("and", "or") and before[0] in JOINED)
    )


def _is_likely(text: str, start: int, end: int, swap: Swap, written: str, margins: float, rate: Callable[[], float]) -> bool:
    """Whether a gain of so many margins and the error detector are enough, where the text has some rate of errors; of words that
    the detector cannot compare, the gain alone."""
    lost = _is_lost(written, swap)
    if "'" in swap.meant and written in POSSESSIVES and text[end : end + 2] == " `":
        return False  # a name of code is a noun, though nothing tells it: "Your `A` record"
    model = error_detector()
    if not _are_compared(written, swap):
        return margins > 1.0
    if margins < _least_margins(written, swap):
        return False
    found = model.instead_at(text, start, end, written, [swap.meant])[0]
    if lost:
        return found > APOSTROPHE
    least = LEAST_CONTRACTED if "'" in written else LEAST
    return found > least and min(margins, MOST_MARGINS) + found / NATS > ENOUGH - CARE * rate()


def _is_lost(written: str, swap: Swap) -> bool:
    """Whether an apostrophe is missing, or one too many in "it's"."""
    return swap.rule == "typos.ranker.apostrophe" and (swap.meant.count("'") > written.count("'") or written == "it's")


def _are_compared(written: str, swap: Swap) -> bool:
    """Whether the error detector knows both words."""
    return written in error_detector().fillers and swap.meant in error_detector().fillers


def _least_margins(written: str, swap: Swap) -> float:
    """How many margins the gain of a swap must be for anything else to be asked."""
    return 1.0 if _is_lost(written, swap) or not _are_compared(written, swap) else ENOUGH - MOST_MARGINS


def _in_case(document: Document, written: str, meant: str) -> str:
    """The word with the capital and the apostrophe that the writer uses."""
    if written[0].isupper() or (meant.startswith("i'") and document.words["I"] > document.words["i"]):
        meant = meant[0].upper() + meant[1:]
    return meant.replace("'", "’") if "’" in document.text and "'" not in document.text else meant
