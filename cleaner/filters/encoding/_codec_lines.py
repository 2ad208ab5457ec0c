"""Which codec pair the lines of a document came through, if any: the judgement of :mod:`cleaner.filters.encoding.codec_pairs`.

    candidates    for a line: the codec pairs that fit it, with their gain in likelihood (`_candidates.py`)
    Verdict       which codec pairs the whole document has come through
    _choose       the re-decoding of one line, if any

A module of its own because its expressions and models take longer to be made ready than a text takes that is none of this.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from cleaner.core.derive import derive_words
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.decoding.likelihood import Likelihood, shipped
from cleaner.filters.encoding._candidates import (
    ASCII_LETTER,
    BEYOND_ASCII,
    FTFY,
    LONGEST_SCORED,
    LOST_LETTER,
    Candidate,
    candidates,
    fitting,
    letters_lost,
)
from cleaner.filters.encoding._codec_pair import CodecPair, codec_pairs_of, encode
from cleaner.filters.encoding._mojibake.treatise import is_treatise
from cleaner.filters.encoding._suspects import prefilter_of, suspect_lines
from cleaner.rulebook.packs import RuleSet

LEFT_TO_FTFY = (CodecPair("", "utf-8", "cp1252"), CodecPair("", "utf-8", "latin-1"))
MOST_SAMPLED = 24  # suspect lines that decide about the document
MOST_PAIRS, MOST_LANGUAGES = 3, 6  # of a document
CLEARLY_BETTER = 10.0  # nats by which another codec pair must beat the one that explains more of the document
BETTER_ALIKE = 6.0  # the same for the Latin letters that Cyrillic ones look like
# Nats of likelihood gained. A line by itself, for strict UTF-8 and for one-byte encodings; a document together.
ENOUGH_UTF8, ENOUGH_BYTES, ENOUGH_TOGETHER = 10.0, 25.0, 25.0
ENOUGH_ALONE, BEYOND_NEXT = 15.0, 8.0  # the same for one-byte encodings, if no other makes something nearly as likely
# A control inside a word is damage for sure: which text it was is all that has to be told.
CONTROL_AT_LETTER = re.compile(r"[^\W\d_][\x80-\x9f]|[\x80-\x9f][^\W\d_]")
MARK_OF_WORD = frozenset("’‘“”–—…«»¿¡")  # what stands beside letters as often as not
CAPITAL_BEHIND = re.compile("[a-z][À-Þ](?:[a-z]|\\b)")  # "donÕt": marks that were read as capitals
# How emoji and kana begin, also those that lost their last byte; no language writes these characters together.
EMOJI = re.compile("ð[Ÿ\x9f]|ã[‚ƒ\x81-\x83]")
# Letters in the order of an alphabet, in a row of their own: "ÅÄÖ åäö ÆØÅ" tries out a font.
ALPHABET = re.compile(r"\b(?:åäö|äöüß?|æøå)\b", re.IGNORECASE)
IN_ALPHABET = ("äö", "æø")  # what each of these has, in small letters
OWN_SCRIPT = re.compile(r"(?:[^\W\d_\x00-\x7f]|[\u0591-\u05c7\u064b-\u0652\u0e31-\u0e4e])+")  # letters and their marks
# Encodings of mostly ASCII text.
LATIN = frozenset(("cp1250", "iso8859-2", "cp852", "mac_roman", "cp850", "cp1252", "cp1254", "cp1257"))
DRAWN = re.compile(r"([^\W\d_\x00-\x7f])\1{2,}")  # what becomes of a line of box-drawing characters
BOX = re.compile("[\u2500-\u259f]")
DRAWN_AT_LETTER = re.compile("[^\\W\\d_][\u2500-\u259f]|[\u2500-\u259f][^\\W\\d_]")
FEW_LETTERS, OVER_AND_OVER = 2, 12  # distinct letters of a line that is a pattern, and how many stand in it at least
STYLES = tuple(map(frozenset, ("─│┌┐└┘├┤┬┴┼╭╮╰╯╴╵╶╷┄┆┈┊", "═║╔╗╚╝╠╣╦╩╬", "━┃┏┓┗┛┣┫┳┻╋", "▀▄█▌▐░▒▓■")))
# Cyrillic letters, and the Latin ones that they look like.
ALIKE = str.maketrans("АВЕЅКМНОРСТУХІЈасеѕорухіј", "ABESKMHOPCTYXIJacesopyxij")
FEWEST_A_RUN = 2.5  # letters on average in a run of a script that is not Latin


class Verdict(NamedTuple):
    """What the document as a whole has come through, the best supported first; its languages then; what each line gave."""

    codec_pairs: tuple[CodecPair, ...]
    languages: tuple[str, ...]
    seen: dict[str, list[Candidate]]


class Engine(NamedTuple):
    """What the filter compiles from its rules."""

    codec_pairs: tuple[CodecPair, ...]
    likelihood: Likelihood


def repairs(document: Document, rules: RuleSet, parts: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """Repairs for the lines that came through a codec pair; outside of some parts of the text none is suspect."""
    text = document.text
    suspects = list(suspect_lines(document, rules.cached(prefilter_of), parts))
    if not suspects:
        return
    engine = rules.cached(_engine)
    suspects = [
        (start, end) for start, end in suspects if not is_drawn(text[start:end]) and not _is_for_ftfy(text[start:end], engine)
    ]
    if not suspects:
        return
    verdict = _judge(engine, [text[start:end] for start, end in suspects], document)
    wanted = set(suspects)
    for start, end in _lines_beyond_ascii(document) if any(codec_pair.rule for codec_pair in verdict.codec_pairs) else suspects:
        chosen = _choose(engine, text[start:end], verdict, alone=(start, end) in wanted)
        if chosen and chosen.codec_pair.rule:
            codec_pair = chosen.codec_pair
            if not is_whole(codec_pair, text[start:end], chosen.after) or _looks_alike(engine, text[start:end], chosen):
                continue
            rule = rules[codec_pair.rule]
            reason = f"{rule.why.removesuffix('.')}: likelier by {chosen.gain:.0f} nats."
            certain = chosen.gain >= _enough([chosen]) or CONTROL_AT_LETTER.search(text, start, end)
            safety = "safe" if certain else rule.safety
            edits = derive_words(text[start:end], chosen.after, rule.id, reason, safety, offset=start)
            if not is_treatise(text[start:end], edits, start):
                yield from edits


def is_whole(codec_pair: CodecPair, before: str, after: str) -> bool:
    """Whether words came through the codec pair, not a sign here and there: a one-byte encoding decodes as any other.

    Of Latin text all that changes must be letters, most of them inside words; other text must be mostly in its own script, in
    runs.

    >>> greek, latin = CodecPair("", "cp1253", "cp1252"), CodecPair("", "cp852", "cp1252")
    >>> is_whole(greek, "ÊáëçìÝñá", "Καλημέρα"), is_whole(CodecPair("", "cp932", "cp1252"), "it’s", "it痴")
    (True, False)
    >>> is_whole(latin, "PMP® or CAPM", "PMP« or CAPM"), is_whole(CodecPair("", "mac_roman", "cp1252"), "ItÕs", "It’s")
    (False, True)
    """
    if codec_pair.unicode:
        return True
    if is_drawn(before):
        return False
    if 2 * sum(len(run.group()) for run in DRAWN.finditer(after)) >= len(BEYOND_ASCII.findall(after)):
        return False
    if codec_pair.written in LATIN:
        return _is_of_letters(before, after)
    runs = OWN_SCRIPT.findall(after)
    letters = sum(map(len, runs))
    return letters >= max(1, FEWEST_A_RUN * len(runs), len(ASCII_LETTER.findall(after)))


def _is_of_letters(before: str, after: str) -> bool:
    """Whether what changes in Latin text are letters, most of them inside words; or the marks of a whole line ("donÕt")."""
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new and new not in MARK_OF_WORD]
    if not changed:
        return CAPITAL_BEHIND.search(before) is not None
    neighbours = [(after[i - 1 : i], after[i + 1 : i + 2]) for i in changed]
    if not after.isupper() and not any(left.islower() or right.islower() for left, right in neighbours):
        return False  # "the ∆V"
    inside = sum(left.isalpha() or right.isalpha() for left, right in neighbours)
    return all(after[i].isalpha() for i in changed) and 2 * inside > len(changed)


def _looks_alike(engine: Engine, line: str, chosen: Candidate) -> bool:
    """Whether Latin words with Cyrillic letters are clearly likelier with the Latin letters that these look like: "pаypаl"."""
    if chosen.codec_pair.written not in LATIN or chosen.codec_pair.read != "cp1251":
        return False
    plain = line.translate(ALIKE)
    if any("\u0400" <= char <= "\u04ff" for char in plain):
        return False
    return _is_likeliest(engine.likelihood, plain, [chosen.after], BETTER_ALIKE)


def is_drawn(line: str) -> bool:
    """Whether what stands beyond ASCII are lines of one style, as in the trees of files and in frames, or the same few letters
    over and over and no others: no broken word is so even.

    >>> is_drawn("├── src"), is_drawn("╔══╗"), is_drawn("╧╓═╚"), is_drawn("├── файл"), is_drawn("─hnlich")
    (True, True, False, False, False)
    >>> is_drawn("ííììíìíìíìíììíì"), is_drawn("ðîëè"), is_drawn("tГ« drejtГ«n tГ« ketГ« pasuri, vetГ«m bashkГ«si tГ«")
    (True, False, False)
    """
    if ASCII_LETTER.search(line) and not BOX.search(line):
        return False  # as nearly all lines
    found = BEYOND_ASCII.findall(line)
    beyond = set(found)
    boxes = {char for char in beyond if "\u2500" <= char <= "\u259f"}
    if boxes and DRAWN_AT_LETTER.search(line):
        return False
    if len(beyond) <= FEW_LETTERS and len(found) >= OVER_AND_OVER and not ASCII_LETTER.search(line):
        return True
    return bool(boxes) and any(boxes <= style for style in STYLES) and not any(map(str.isalpha, beyond))


def _is_for_ftfy(line: str, engine: Engine) -> bool:
    """Whether the line is UTF-8 read as Windows-1252 or ISO 8859-1: Western, with an emoji, or by nothing else as well."""
    if EMOJI.search(line) or (any(letters in line.lower() for letters in IN_ALPHABET) and ALPHABET.search(line)):
        return True
    for codec_pair in LEFT_TO_FTFY:
        repaired = codec_pair.repair(line)
        if repaired is not None:
            if encode(repaired, "cp1252") is not None:  # Western, or one more layer of the same
                return True
            others = fitting(engine.codec_pairs, frozenset(BEYOND_ASCII.findall(line)))
            made = {other.repair(line) for other in others if other.unicode} - {None, repaired}
            return not made or _is_likeliest(engine.likelihood, repaired, made)
    return False


def _is_likeliest(likelihood: Likelihood, text: str, others: Iterable[str | None], by: float = CLEARLY_BETTER) -> bool:
    """Whether a text is clearly likelier than others; where they begin alike they are."""
    cost = likelihood.score(text[:LONGEST_SCORED], likelihood.languages).cost + by
    return all(cost < likelihood.score(other[:LONGEST_SCORED], likelihood.languages).cost for other in others if other)


def _engine(rules: RuleSet) -> Engine:
    return Engine(tuple(codec_pairs_of(rules)), shipped())


def _lines_beyond_ascii(document: Document) -> Iterator[tuple[int, int]]:
    text = document.text
    for first, last in document.beyond_ascii:
        start = first
        for line in text[first:last].split("\n"):
            if not line.isascii():
                yield start, start + len(line)
            start += len(line) + 1


def _judge(engine: Engine, suspects: list[str], document: Document) -> Verdict:
    """What suspect lines say together: the codec pairs they agree on, the best supported first, and their languages."""
    support: dict[CodecPair, float] = defaultdict(float)
    languages: Counter[str] = Counter()
    step = max(1, len(suspects) // MOST_SAMPLED)
    seen: dict[str, list[Candidate]] = {}
    for line in suspects[::step]:
        seen[line] = candidates(engine.likelihood, line, engine.codec_pairs, ())
        for place, candidate in enumerate(seen[line]):
            if candidate.gain > 0:
                support[candidate.codec_pair] += candidate.gain
                languages[candidate.language] += place == 0
    found = sorted(
        (codec_pair for codec_pair, gain in support.items() if gain >= ENOUGH_TOGETHER),
        key=lambda codec_pair: -support[codec_pair],
    )
    sample = _Sample(engine.likelihood, document)
    codec_pairs = islice((c for c in found if c.unicode or c == FTFY or sample.speaks_for(c)), MOST_PAIRS)
    return Verdict(tuple(codec_pairs), tuple(code for code, _ in languages.most_common(MOST_LANGUAGES)), seen)


class _Sample:
    """Lines beyond ASCII from all over a text, and what they cost as they stand."""

    def __init__(self, likelihood: Likelihood, document: Document) -> None:
        self.likelihood, self.document = likelihood, document

    @cached_property
    def heads(self) -> list[str]:
        """Where the lines begin, as much of them as is scored."""
        lines = list(_lines_beyond_ascii(self.document))
        step = max(1, len(lines) // MOST_SAMPLED)
        return [self.document.text[start : min(end, start + LONGEST_SCORED)] for start, end in lines[::step]]

    @cached_property
    def costs(self) -> dict[str, float]:
        """What those of them cost that some codec pair would change."""
        return {}

    def speaks_for(self, codec_pair: CodecPair) -> bool:
        """Whether a one-byte codec pair makes most lines likelier, not only odd ones: a list of clipped words has many."""
        votes = 0
        for seen, head in enumerate(self.heads):
            left = len(self.heads) - seen
            if votes > left or -votes >= left:
                break  # the rest cannot turn it
            votes += self._vote(codec_pair, head)
        return votes > 0

    def _vote(self, codec_pair: CodecPair, head: str) -> int:
        after = codec_pair.repair(head)
        if after is None or after == head:
            return 0
        likelihood = self.likelihood
        if head not in self.costs:
            self.costs[head] = likelihood.score(head, likelihood.models).cost
        cost = likelihood.score(after, likelihood.languages).cost + LOST_LETTER * letters_lost(codec_pair, head, after)
        return 1 if cost < self.costs[head] else -1


def _choose(engine: Engine, line: str, verdict: Verdict, *, alone: bool) -> Candidate | None:
    """The re-decoding of a line: through an established codec pair if that helps, else through one with evidence enough.

    `alone` is set for a line that looks broken by itself; of the others the established codec pairs are asked only.
    """
    codec_pairs = tuple(codec_pair for codec_pair in verdict.codec_pairs if codec_pair != FTFY)
    if alone or any(not codec_pair.unicode or codec_pair.repair(line) is not None for codec_pair in codec_pairs):
        found = candidates(engine.likelihood, line, codec_pairs, verdict.languages) if verdict.codec_pairs else []
        for codec_pair in verdict.codec_pairs:
            for candidate in found:
                if candidate.codec_pair == codec_pair and candidate.gain > 0 and candidate.gain > found[0].gain - CLEARLY_BETTER:
                    return candidate
    if not alone:
        return None
    seen = verdict.seen[line] if line in verdict.seen else candidates(engine.likelihood, line, engine.codec_pairs, ())
    for candidate in seen[:1]:
        if candidate.gain >= (ENOUGH_UTF8 if candidate.codec_pair.unicode else _enough(seen)):
            return candidate
    return None


def _enough(seen: list[Candidate]) -> float:
    """The gain that the likeliest re-decoding through a one-byte encoding needs by itself."""
    others = (candidate.gain for candidate in seen if candidate.after != seen[0].after)
    return ENOUGH_ALONE if seen[0].gain - next(others, 0.0) >= BEYOND_NEXT else ENOUGH_BYTES
