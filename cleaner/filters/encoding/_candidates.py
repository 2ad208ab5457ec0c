"""What undoing a codec pair makes of one line: the candidates of :mod:`cleaner.filters.encoding.codec_pairs`, scored in nats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from cleaner.decoding.likelihood import EIGHTHS, SLACK, TOKEN, Costs, Likelihood, Score
from cleaner.filters.encoding._codec_pair import SEVERAL_BYTES, CodecPair
from cleaner.filters.encoding._mojibake.layers import repaired
from cleaner.filters.encoding._mojibake.lost import Context

FTFY = CodecPair("", "", "")  # stands for whatever ftfy makes of a line
LEAST_GAIN = 10.0  # nats; a line that has less to gain is no evidence of a codec pair
CERTAINTY = 1.5  # how much unlikelier than clean text UTF-8 may look: that it decodes at all is evidence
# Encodings of one script, whose text in any other language is chance. Those of several bytes hold many scripts.
LANGUAGES_OF = {
    "cp874": ("th",), "cp1253": ("el",), "iso8859-7": ("el",), "cp737": ("el",), "cp862": ("he", "yi"), "cp1255": ("he", "yi"),
    "cp1256": ("ar", "fa", "ur"), "iso8859-6": ("ar",),
}  # fmt: skip
LEEWAY = 1.25  # the same for other encodings, where the line becomes twice as likely
LOST_LETTER = 6.0  # nats against a codec pair that turns a letter to a sign
MEMO_SETS = 1_000  # sets of characters that are remembered: most dirty lines hold one or two of a few
LONGEST_SCORED = 2_000  # code points of a line that are scored
SHORT = 40  # code points, too few to tell a language by
FEWEST_CHARACTERS, FEWEST_WORDS = 3, 4
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
# No language has these amidst small letters; scored one by one, each would look as clean as in a text of its own.
FOREIGN_IN_WORD = re.compile("(?<=[a-z])[\u2e80-\u9fff\uac00-\ud7af\uff61-\uff9f]{1,3}(?=[a-z])")
ODD_PLACE = 10.0  # nats for each
# Signs that touch a letter in no text, or hardly, and letters of other scripts before Latin ones: "r›", "Џlborg".
MARK_AT_LETTER = re.compile(
    "(?<=[^\\W\\d_])[†‡‰‹ˆ˜ƒ]|›(?=[^\\W\\d_])|(?<=[^\\W\\d_])›|(?<![^\\W\\d_])[\u0400-\u04ff](?=[a-z]{2})"
)
AT_LETTER = 4.0  # nats for each
ASCII_LETTER = re.compile("[A-Za-z]")
FEW_LATIN = 0.1  # share of ASCII letters in a line of another script
# Of what clean text costs at most. Lines of the Universal Declaration in 380 languages cost 1.13 of it and more once the codec
# pairs have broken them (799 lines of few Latin letters); half of the clean ones cost 0.80 or less.
CLEAN = 0.95


class Candidate(NamedTuple):
    """A re-decoding of one line, and how much likelier it makes the line (nats)."""

    gain: float
    codec_pair: CodecPair
    after: str
    language: str


def candidates(likelihood: Likelihood, line: str, codec_pairs: tuple[CodecPair, ...], codes: tuple[str, ...]) -> list[Candidate]:
    """The codec pairs that the line fits, and what undoing each gains; the best first. `codes` are set where one is known."""
    scored = _Line(likelihood, line, codes)
    characters = frozenset(BEYOND_ASCII.findall(line))
    able = fitting(codec_pairs, characters)
    if not able and scored.by_ftfy == line:
        return []
    if scored.by_word and scored.most_to_gain < LEAST_GAIN:
        return []
    found = [candidate for codec_pair in (*able, FTFY) for candidate in scored.by(codec_pair)]
    return sorted(found, key=lambda candidate: -candidate.gain)


@lru_cache(MEMO_SETS)
def fitting(codec_pairs: tuple[CodecPair, ...], characters: frozenset[str]) -> tuple[CodecPair, ...]:
    """The codec pairs that text with such characters may have come through."""
    return tuple(codec_pair for codec_pair in codec_pairs if codec_pair.fits(characters))


class _Line:
    """A line, scored as it stands once, and as each codec pair makes it.

    Where its language is known, only the words beyond ASCII are scored anew for a codec pair that leaves ASCII as it is.
    """

    def __init__(self, likelihood: Likelihood, line: str, codes: tuple[str, ...]) -> None:
        self.likelihood, self.line, self.codes = likelihood, line, codes
        self.head = line[:LONGEST_SCORED]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The languages of the line, where they can be told as it stands."""
        return self.codes or (self.likelihood.likely(self.head) if _is_mostly_ascii(self.head) else ())

    @property
    def by_word(self) -> bool:
        """Whether only the words that a re-decoding changes are scored."""
        return bool(self.known)

    @cached_property
    def by_ftfy(self) -> str:
        """The line as :mod:`cleaner.filters.encoding.mojibake` repairs it."""
        return repaired(self.line, Context(lambda: self.line)).text

    @cached_property
    def likeliest(self) -> tuple[str, ...]:
        """The languages that the line as it stands may be in."""
        return (*self.known, self.likelihood.any) if self.known else tuple(self.likelihood.models)

    @cached_property
    def as_it_stands(self) -> Score:
        """The score of the line before any re-decoding."""
        return self.likelihood.score(self.head, self.likeliest)

    @cached_property
    def is_sound(self) -> bool:
        """Whether a line in another script than the Latin one is so likely that it has come through nothing.

        A line of Latin letters may be clean but for two of them; one of another script is broken as a whole.
        """
        if self.codes or len(ASCII_LETTER.findall(self.head)) > FEW_LATIN * len(self.head):
            return False
        score = self.as_it_stands
        return score.cost <= CLEAN * (score.allowed - SLACK)

    @cached_property
    def before(self) -> float:
        """What the line costs as it stands."""
        return self.as_it_stands.cost + ODD_PLACE * len(FOREIGN_IN_WORD.findall(self.line))

    @cached_property
    def beyond_ascii(self) -> str:
        """The words beyond ASCII, and what no word holds; a codec pair by characters changes nothing else."""
        words = [word for word in TOKEN.findall(self.head) if not word.isascii()]
        return " ".join([*words, *BEYOND_ASCII.findall(TOKEN.sub("", self.head))])

    @cached_property
    def whole(self) -> Costs:
        """What all words cost, by language."""
        return self.likelihood.costs(self.head, self.known)

    @cached_property
    def gone(self) -> Costs:
        """What the words beyond ASCII cost, by language."""
        return self.likelihood.costs(self.beyond_ascii, self.known)

    @property
    def most_to_gain(self) -> float:
        """What the words beyond ASCII cost: no re-decoding can make them cheaper than free."""
        return min(self.gone.by_language.values()) / EIGHTHS + ODD_PLACE * len(FOREIGN_IN_WORD.findall(self.line))

    def by(self, codec_pair: CodecPair) -> Iterator[Candidate]:
        """The line re-decoded by a codec pair, if it may have come through it."""
        if codec_pair != FTFY and self.by_word and codec_pair.charwise:
            yield from self._by_word(codec_pair)
            return
        line = self.line
        after = self.by_ftfy if codec_pair == FTFY else codec_pair.repair(line)
        if after is None or after == line or not (codec_pair == FTFY or self.codes or _is_supported(codec_pair, line, after)):
            return
        if self.is_sound:
            return
        languages = (
            self.likeliest
            if codec_pair.unicode
            else LANGUAGES_OF.get(codec_pair.written) or self.known or self.likelihood.languages
        )
        score = self.likelihood.score(after[:LONGEST_SCORED], languages, inner=codec_pair.unicode)
        cost = score.cost + LOST_LETTER * letters_lost(codec_pair, line, after) + _oddity(codec_pair, after)
        if cost <= score.allowed * self._leeway(codec_pair, cost) or codec_pair == FTFY:
            yield Candidate(self.before - cost, codec_pair, after, score.language)

    def _leeway(self, codec_pair: CodecPair, cost: float) -> float:
        """How much unlikelier than clean text the line may look: models of few texts do not have all pairs of their language."""
        if codec_pair.unicode:
            return CERTAINTY
        return LEEWAY if 2 * cost < self.before and codec_pair.written not in SEVERAL_BYTES else 1.0

    def _by_word(self, codec_pair: CodecPair) -> Iterator[Candidate]:
        changed = codec_pair.repair(self.beyond_ascii)
        if changed is None or changed == self.beyond_ascii or self.is_sound:
            return
        score = self.whole.with_other_words(self.gone, self.likelihood.costs(changed, self.known))
        cost = score.cost + LOST_LETTER * letters_lost(codec_pair, self.beyond_ascii, changed) + _oddity(codec_pair, changed)
        after = codec_pair.repair(self.line) if cost <= score.allowed else None
        if after is not None:
            yield Candidate(self.before - cost, codec_pair, after, score.language)


def _oddity(codec_pair: CodecPair, after: str) -> float:
    """Nats against what a one-byte codec pair makes, for what letter pairs do not show: rare ideographs, marks inside words."""
    if codec_pair.unicode or codec_pair == FTFY:
        return 0.0
    from cleaner.decoding.plausibility import oddity

    head = after[:LONGEST_SCORED]
    return oddity(head, codec_pair.written) + AT_LETTER * len(MARK_AT_LETTER.findall(head))


def _is_mostly_ascii(head: str) -> bool:
    """Whether the ASCII words of a line tell its language: they do not change when re-decoded."""
    return len(head) > SHORT and sum(map(str.isascii, head)) > 0.8 * len(head)


def _is_supported(codec_pair: CodecPair, line: str, after: str) -> bool:
    """Whether a line holds enough that UTF-8 explains: three characters, or one in a line of words ("Δ°C" is no "İC")."""
    if not codec_pair.unicode:
        return True
    beyond = BEYOND_ASCII.findall(after)
    return len(beyond) >= FEWEST_CHARACTERS or (
        len(line.split()) >= FEWEST_WORDS
        and any((char.isalpha() and not char.isupper()) or "\u2010" <= char <= "\u2026" for char in beyond)
    )


def letters_lost(codec_pair: CodecPair, line: str, after: str) -> int:
    """How many letters became signs: a quotation mark may have looked like a letter, an "à" never was one."""
    if codec_pair.unicode or codec_pair == FTFY or len(line) != len(after):
        return 0
    pairs = zip(line[:LONGEST_SCORED], after, strict=False)
    return sum(a.isalpha() and not b.isalpha() and unicodedata.category(b)[0] != "M" for a, b in pairs if a != b)
