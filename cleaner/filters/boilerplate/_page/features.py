"""What a line of a page looks like, alone, among its neighbours and on the page: the numbers that `boilerplate.structure` judges.

:class:`Page` holds the lines of a text that are not blank; :meth:`Page.vectors` gives 80 numbers for each, named in `NAMES`:

    L … uniq          the line alone: length, words, function words, digits, capitals, how it begins and ends, labels in it
    S8 … DG4          means over the lines within 8 (…) lines: labels, short lines, lengths, function words, bullets, sentences
    run … runH        the run of short lines that it stands in
    up … sd           lines to the next prose, sentence and specific label, before and after it
    before … SEa      what is before and after it: words of prose, lines, labels, sentences
    tot … SEr         the page: words of prose, lines, shares of short lines, labels, sentences
    L-1 … voc         its neighbours, and how many of its words the prose of the page has as well
    W … W+1           what its wording says (:mod:`cleaner.models.wording`), the means of it around the line, in its run between
                      prose and on the page, the most that a line of the run says, and what its neighbours say

All but the last depend on no words but labels (`_evidence.cues`), function words and the words of the page's prose: they hold for
sites and languages that the model was not trained on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.views.languages import FUNCTION_WORDS
from cleaner.filters.boilerplate._evidence.cues import NO_CUE, NUMBER_OF, RIGHTS, Cue, cue_of
from cleaner.models.wording import Wording, shipped

NAMES = (
    "L", "n", "fnr", "digits", "caps", "upper", "begin", "end", "bullet", "copies", "cat", "cov", "ncat", "date", "longcue",
    "uniq", "S8", "S20", "H8", "H25", "SH3", "SH10", "LEN2", "LEN6", "FN4", "FN12", "BU4", "SE5", "SE15", "DG4",
    "run", "runpos", "runend", "runS", "runSr", "runH", "up", "dn", "up2", "dn2", "su", "sd",
    "before", "after", "beforer", "afterr", "inhead", "intail", "k", "kr", "kk", "Hb", "Ha", "Sb", "Sa", "SEb", "SEa",
    "tot", "N", "SHr", "Sr", "Hr", "npro", "fnpage", "SEr", "L-1", "L1", "cov-1", "cov1", "vocr", "voc",
    "W", "W2", "W6", "W20", "Wrun", "Wmost", "Wpage", "W-1", "W+1",
)  # fmt: skip
WORDINGS = 9  # of the names, the last ones
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CJK = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
FUNCTION = frozenset(word for words in FUNCTION_WORDS.values() for word in words.split())
SENTENCE_ENDS = frozenset(".!?…。！？")
QUOTE_ENDS = frozenset("\"”»')")
BULLETS = frozenset("•*-–+·▪►›»◦○")
LOOKED_AT = 400  # code points of a line
DATE_WITHIN = 150  # code points in which a date is looked for
PROSE_WORDS, PROSE_LENGTH, PROSE_CJK = 12, 200, 40  # words of a sentence, code points, characters that make prose
SHORT_LENGTH, SHORT_FUNCTION, SHORT_SENTENCE, SHORT_CJK = 70, 3, 4, 20  # a short line has less, or no more
SENTENCE_LENGTH, SENTENCE_WORDS = 100, 8  # of a line that counts as one of sentences
SHORTEST_PLAIN = 3  # words of a sentence that says something
LONGEST_LABELLED, SHORTEST_TOLD = 120, 40  # code points of a line that may be labels; of one whose wording counts
FAR = 300  # lines at which distances end
WIDEST = 200  # code points of a line in the mean length of lines
MOST_FUNCTION, MOST_COPIES = 6, 4
STRONG_SHARE = 0.7  # of the words of a line in labels
WORDING_REACHES = (2, 6, 20)  # lines on either side of which the means of their wording are taken
WORDING_LIMIT, NO_WORDING = 4.0, -9.0  # log-odds of a line in a mean, in either direction; where no line is
META = NUMBER_OF["meta"]
HARD = frozenset(map(NUMBER_OF.__getitem__, ("account", "legal", "share", "newsletter", "cookie", "comments")))
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:-]\d{1,2}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-zé]*\b|\bago\b|年|月",
    re.IGNORECASE,
)
TOLD = re.compile(  # what longer lines around a text speak of
    r"privacy|cookie|terms of|all rights reserved|subscribe|newsletter|unsubscribe|consent|log ?in|sign ?(?:in|up)|copyright|©"
    r"|click|datenschutz|abonn|suscr|politique de|javascript|browser|your (?:email|inbox|account|password|cart)"
    r"|our (?:website|site|partners|policy|terms)|this (?:site|website|page)|follow us|advertis|affiliate|commission|recaptcha",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line that is not blank; `alone` are its numbers that depend on nothing else.

    `hard`: it is a label that is specific to pages, or a known phrase; `strong`: it is any label, or made of labels.
    """

    text: str
    words: tuple[str, ...]
    function: int
    cjk: int
    sentence: bool
    bullet: bool
    prose: bool
    short: bool
    dated: bool
    cue: Cue
    hard: bool
    strong: bool
    alone: tuple[float, ...]
    wording: float

    @property
    def is_plain(self) -> bool:
        """Whether it is a sentence that speaks of nothing on pages."""
        told = self.sentence and self.function > 0 and len(self.words) >= SHORTEST_PLAIN
        return told and not self.strong and TOLD.search(self.text) is None


class Page:
    """The lines of a text that are not blank. `numbers` are those of `lines` in the text; `sure`: lines that are phrases;
    `wording`: what judges the words of a line, what ships by default."""

    def __init__(self, lines: Sequence[str], sure: frozenset[int] = frozenset(), wording: Wording | None = None) -> None:
        texts = [(number, line.strip()) for number, line in enumerate(lines)]
        texts = [(number, text) for number, text in texts if text]
        self.numbers = [number for number, _ in texts]
        copies = Counter(text for _, text in texts)
        judge = (wording or shipped()).score
        seen: dict[tuple[str, bool], Line] = {}
        self.lines: list[Line] = []
        for number, text in texts:
            key = (text, number in sure)
            if key not in seen:
                seen[key] = _line(text, copies[text], key[1], judge(text))
            self.lines.append(seen[key])
        self.weights = [max(len(line.words), line.cjk // 2) if line.prose else 0 for line in self.lines]
        self.prose = sum(self.weights)

    def vectors(self) -> Iterator[list[float]]:
        """The numbers of every line, in the order of `NAMES`."""
        lines, count = self.lines, len(self.lines)
        sums = {
            "S": _sums(line.strong for line in lines),
            "H": _sums(line.hard for line in lines),
            "SH": _sums(line.short for line in lines),
            "LEN": _sums(min(len(line.text), WIDEST) for line in lines),
            "FN": _sums(min(line.function, MOST_FUNCTION) for line in lines),
            "BU": _sums(line.bullet for line in lines),
            "SE": _sums(line.sentence for line in lines),
            "DG": _sums(line.dated for line in lines),
        }
        windows = [(sums[name], reach) for name, reach in WINDOWS]
        labels, hard, sentences = sums["S"], sums["H"], sums["SE"]
        prose = _sums(self.weights)
        total = prose[-1]
        prosaic = [line.prose for line in lines]
        told = [len(line.text) >= SENTENCE_LENGTH or (line.sentence and len(line.words) >= SENTENCE_WORDS) for line in lines]
        hards = [line.hard for line in lines]
        distances = list(zip(*(_both(flags) for flags in (prosaic, told, hards)), strict=True))
        first = prosaic.index(True) if True in prosaic else count
        last = count - 1 - prosaic[::-1].index(True) if True in prosaic else -1
        words = sum(len(line.words) for line in lines if line.prose)
        function = sum(line.function for line in lines if line.prose) / max(1, words)
        shares = [sums[name][-1] / count for name in ("SH", "S", "H")] if count else []
        whole = [total, count, *shares, sum(prosaic), function, sentences[-1] / max(1, count)]
        vocabulary = {word for line in lines if line.prose for word in line.words}
        runs = _runs([line.short for line in lines])
        said = wordings([line.wording for line in lines], prosaic)
        for k, line in enumerate(lines):
            a, b = runs[k]
            before, after = prose[k], total - prose[k + 1]
            around = [lines[k - 1] if k else None, lines[k + 1] if k + 1 < count else None]
            told_words = [word for word in line.words if word not in FUNCTION and len(word) > 2]
            shared = sum(word in vocabulary for word in told_words)
            (up, down), (up2, down2), (since, until) = distances[k]
            yield [
                *line.alone,
                *[_mean(made, k, reach, count) for made, reach in windows],
                b - a, k - a, b - 1 - k, labels[b] - labels[a], (labels[b] - labels[a]) / (b - a), hard[b] - hard[a],
                up, down, up2, down2, since, until,
                before, after, before / max(1, total), after / max(1, total), k < first, k > last,
                k, count - 1 - k, k / count, hard[k], hard[-1] - hard[k + 1],
                labels[k] / (k + 1), (labels[-1] - labels[k + 1]) / max(1, count - 1 - k),
                sentences[k], sentences[-1] - sentences[k + 1],
                *whole,
                *[len(other.text) if other else -1 for other in around], *[other.cue.share if other else -1 for other in around],
                shared / len(told_words) if told_words else -1, shared,
                *said[k],
            ]  # fmt: skip


WINDOWS = (
    ("S", 8), ("S", 20), ("H", 8), ("H", 25), ("SH", 3), ("SH", 10), ("LEN", 2), ("LEN", 6), ("FN", 4), ("FN", 12), ("BU", 4),
    ("SE", 5), ("SE", 15), ("DG", 4),
)  # fmt: skip


def _line(text: str, copies: int, sure: bool, wording: float) -> Line:
    """A line as it looks by itself."""
    head, size = text[:LOOKED_AT], len(text)
    raw = WORD.findall(head)
    words = tuple(word.lower() for word in raw)
    count = len(words)
    function = sum(word in FUNCTION for word in words)
    cjk = 0 if head.isascii() else len(CJK.findall(head))
    last = text[-1]
    sentence = last in SENTENCE_ENDS or (last in QUOTE_ENDS and size > 1 and text[-2] in SENTENCE_ENDS)
    bullet = size > 1 and text[0] in BULLETS
    prose = (count >= PROSE_WORDS and sentence) or size >= PROSE_LENGTH or cjk >= PROSE_CJK
    short = size < SHORT_LENGTH and not (sentence and count > SHORT_SENTENCE) and function <= SHORT_FUNCTION and cjk < SHORT_CJK
    cue = cue_of(text) if size <= LONGEST_LABELLED else NO_CUE
    dated = DATE.search(text[:DATE_WITHIN]) is not None
    alone = (
        size, count, function / count if count else 0, sum(map(str.isdigit, head[:120])) / min(size, 120),
        sum(word[0].isupper() for word in raw) / count if count else -1, text.isupper(),
        _begin(text[1:].lstrip() if bullet else text), _end(last, sentence), bullet, min(copies, MOST_COPIES),
        cue.kind, cue.share, cue.kinds, dated, len(TOLD.findall(head)) if size > SHORTEST_TOLD else 0,
        len(set(words)) / count if count else 0,
    )  # fmt: skip
    hard = sure or cue.kind in HARD or RIGHTS.search(head) is not None
    strong = sure or (cue.kind >= 0 and cue.kind != META) or cue.share > STRONG_SHARE
    return Line(text, words, function, cjk, sentence, bullet, prose, short, dated, cue, hard, strong, alone, wording)


def wordings(scores: Sequence[float], prosaic: Sequence[bool]) -> list[tuple[float, ...]]:
    """What the wording of every line says, and that of the lines around it."""
    limited = [max(-WORDING_LIMIT, min(WORDING_LIMIT, score)) for score in scores]
    sums = list(accumulate(limited, initial=0.0))
    count = len(scores)
    runs = [
        (first, last, (sums[last] - sums[first]) / (last - first), max(limited[first:last])) for first, last in _parts(prosaic)
    ]
    found: list[tuple[float, ...]] = []
    for first, last, mean, most in runs:
        for k in range(first, last):
            means = [_mean(sums, k, reach, count) for reach in WORDING_REACHES]
            before, after = (limited[j] if 0 <= j < count else NO_WORDING for j in (k - 1, k + 1))
            found.append((scores[k], *means, mean, most, sums[-1] / count, before, after))
    return found


def _parts(prosaic: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The runs of lines between prose, and every line of prose by itself."""
    start = 0
    for k in range(1, len(prosaic) + 1):
        if k == len(prosaic) or prosaic[k] or prosaic[k - 1]:
            yield start, k
            start = k


def _begin(text: str) -> int:
    first = text[:1]
    kinds: tuple[Callable[[], bool], ...] = (first.isupper, first.islower, first.isdigit, first.isalpha)
    return next((number for number, holds in enumerate(kinds, 1) if holds()), 5) if first else 0


def _end(last: str, sentence: bool) -> int:
    if sentence:
        return 0
    if last in ":：":
        return 1
    return 2 if last in ",;，、" else 3 if last.isdigit() else 4 if last.isalpha() else 5


def _sums(values: Sequence[int] | Iterator[int] | Iterator[bool]) -> list[int]:
    return list(accumulate(values, initial=0))


def _mean(sums: Sequence[float], k: int, reach: int, count: int) -> float:
    low, high = max(0, k - reach), min(count, k + reach + 1)
    return (sums[high] - sums[low]) / (high - low)


def _both(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """Lines back and lines on to the next flag, for every line."""
    return list(zip(_back(flags), _back(flags[::-1])[::-1], strict=True))


def _back(flags: Sequence[bool]) -> list[int]:
    found, last = [], -FAR
    for k, flag in enumerate(flags):
        found.append(min(k - last, FAR))
        if flag:
            last = k
    return found


def _runs(short: Sequence[bool]) -> list[tuple[int, int]]:
    """The run of short lines that each line stands in; other lines are their own."""
    found: list[tuple[int, int]] = []
    start = 0
    for k, is_short in enumerate([*short, False]):
        if not is_short:
            found += [(start, k)] * (k - start)
            if k < len(short):
                found.append((k, k + 1))
            start = k + 1
    return found
