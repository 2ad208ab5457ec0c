"""What a broken sequence was: the letter whose last byte got lost, or the quotation mark that a document left open.

    closing quote   "â€" with nothing of its last byte: U+201D, where a quotation is open; its byte 9D is one that strict
                    decoders drop
    letter          a lead byte whose continuation is missing, U+FFFD, a space, "?" or a straight quotation mark: of the
                    letters that it may have been, the one that makes the likeliest word of the document's language

A letter is chosen only if the language has its letter pairs and the next best is clearly unlikelier. Everything else stays
as it is: a wrong letter is worse than a visible gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property

from cleaner.decoding.likelihood import EIGHTHS, Likelihood, shipped
from cleaner.filters.encoding._mojibake.pieces import LOST, from_bytes, shown, to_bytes

INVISIBLE = bytes([0xAD, 0xA0])  # soft hyphen and no-break space: what clean-up drops
STRAIGHT = {0x22: "“”„«»", 0x27: "‘’‚‹›"}  # what a straight quotation mark may have been
OPENING = "“„"
MARKS = re.compile("[“„”]")
ENOUGH = 1.5  # nats by which the likeliest letter must beat the next
AS_LIKELY = 12.0 * EIGHTHS  # eighths of a nat by which another language may be unlikelier, for a short text does not tell them
NO_TRACE = 4.0  # nats against a no-break space that left nothing inside of a word: it becomes a space, a soft hyphen goes
PAIR = 2.5  # nats that a letter pair of clean text costs; one pair more is no evidence
WORST_PAIR = 7.5  # nats; a pair that costs more is hardly a pair of the language
FEW = 60  # code points of a word that are looked at on either side
LETTERS_END, LETTERS_START = re.compile(r"[^\W\d_]*\Z"), re.compile(r"[^\W\d_]*")
QUESTION_GOES = re.compile(r"\s+[(a-zß-öø-ÿ]|[,.;:)]")  # behind a question mark that stands for a byte
LAST_LATIN = "\u024f"
FIRST_OF_THREE = 0xE0  # the least first byte of a character of three bytes
BEHIND_QUOTATION = (" ", ",", ".", ")")  # no space stands before these in any language
ENDS = tuple(".,!?…")  # a sentence that ends with one of these needs no question mark
ENDS_IN_BLANK = "à"  # the letter of two bytes whose second is a no-break space
SIGNS = frozenset("™—–…•€")  # characters of three bytes that text of all languages holds


class Context:
    """What surrounds a line: the language, told when first asked; the text before it, for open quotations.

    `is_last`: the text ends with the line, so that it may have been cut inside a character.
    """

    def __init__(self, sample: Callable[[], str] = str, before: Callable[[], str] = str, *, is_last: bool = False) -> None:
        self._sample, self._before, self.is_last = sample, before, is_last
        self._languages: dict[str, tuple[str, ...]] = {}
        self._costs: dict[tuple[str, str], float] = {}

    @cached_property
    def before(self) -> str:
        """The paragraph up to the line."""
        return self._before()

    @cached_property
    def likelihood(self) -> Likelihood:
        """The shipped models."""
        return shipped()

    def languages(self, encoding: str) -> tuple[str, ...]:
        """The likeliest languages of the sample, as its ASCII letters tell and what is UTF-8 in it if read back."""
        if encoding not in self._languages:
            readable = _readable(encoding)
            data = to_bytes("".join([char for char in self._sample() if char in readable]), encoding) or b""
            self._languages[encoding] = self._likeliest(data.decode("utf-8", "ignore"))
        return self._languages[encoding]

    def _likeliest(self, text: str) -> tuple[str, ...]:
        costs = self.likelihood.costs(text, self.likelihood.languages).by_language
        least = min(costs.values())
        return tuple(code for code, cost in costs.items() if cost <= least + AS_LIKELY) if least else ()

    def cost(self, text: str, encoding: str) -> float:
        """What the words of a text cost in the likeliest of the languages, in nats; 0 where there is none."""
        if (text, encoding) not in self._costs:
            codes = self.languages(encoding)
            cost = min(self.likelihood.costs(text, codes).by_language.values()) if codes else 0
            self._costs[text, encoding] = cost / EIGHTHS
        return self._costs[text, encoding]


@cache
def _readable(encoding: str) -> frozenset[str]:
    return frozenset(shown(encoding))


@cache
def _undefined(encoding: str) -> bytes:
    """The bytes that an encoding shows as controls: what strict decoders drop or replace."""
    return bytes(byte for byte in range(0x80, 0xA0) if "\x80" <= shown(encoding)[byte] <= "\x9f")


def last_mark(text: str) -> str:
    """The last quotation mark of a text that opens or closes, "" if there is none.

    >>> last_mark("He said “no”."), last_mark("no")
    ('”', '')
    """
    found = MARKS.findall(text)
    return found[-1] if found else ""


def is_open(mark: str) -> bool:
    """Whether a quotation is open behind the last mark."""
    return mark in OPENING and mark != ""


def closing_quotation(hole: str, after: str, before: str = "") -> str:
    """What "â€" and the character in the place of its last byte become between two texts.

    >>> closing_quotation("?", " for a job"), closing_quotation("?", ""), closing_quotation("?", "", "Stop!")
    ('”', '”?', '”')
    >>> closing_quotation(" ", "is"), closing_quotation(" ", ", she said")
    ('” ', '”')
    """
    if hole == "\ufffd" or (hole == " " and after[:1] in BEHIND_QUOTATION):
        return "”"
    if hole == "?" and (QUESTION_GOES.match(after) or before[-1:] in ENDS):
        return "”"
    return "”" + hole


def letter(data: bytes, encoding: str, before: str, after: str, context: Context, *, dropped: bool = False) -> str | None:
    """The text of a broken sequence between two texts; None if it cannot be told.

    `dropped`: other words of the line have lost a byte without a trace, so that no space is what is left of one.
    """
    if data[0] >= 0xF0 or not context.languages(encoding):
        return None
    left, right = tail(before), _head(after)
    latin = _is_latin(before[-FEW:] + after)
    scored = sorted(
        (_cost(left, made, right, context, encoding) + _without_trace(left, made, right, dropped=dropped), made)
        for made in set(_readings(data, encoding))
        if fits(left, made, right) and not (latin and made[0].isalpha() and not is_latin_letter(made[0]))
    )
    if not scored or scored[0][0] == float("inf"):
        return None
    if len(scored) > 1 and scored[1][0] < scored[0][0] + ENOUGH:
        return None
    return scored[0][1]


def is_cut(data: bytes, encoding: str, before: str, context: Context) -> bool:
    """Whether the text was cut inside a character: none whose last byte may have been dropped is the likeliest there."""
    if data[0] >= FIRST_OF_THREE or len(data) > 1:
        return True
    left = tail(before)
    readings = [made for byte in range(0x80, 0xC0) if (made := from_bytes(data + bytes([byte]))) and fits(left, made, "")]
    if not readings:
        return True
    likeliest = min(readings, key=lambda made: _cost(left, made, "", context, encoding))
    return likeliest.encode()[-1] not in _missing(None, encoding)


def _is_latin(text: str) -> bool:
    """Whether a text has more letters of ASCII than letters of other scripts than the Latin one."""
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isascii, letters)) > sum(char > LAST_LATIN for char in letters)


def _without_trace(left: str, made: str, right: str, *, dropped: bool) -> float:
    """Nats against a no-break space that would have been dropped: inside of a word, and where other bytes were."""
    inside = made == ENDS_IN_BLANK and right != ""
    return NO_TRACE if inside or (dropped and left and made[0] == ENDS_IN_BLANK) else 0.0


def is_latin_letter(char: str) -> bool:
    """Whether a letter is one of Latin script, as far as alphabets of today have them.

    >>> is_latin_letter("ł"), is_latin_letter("ọ"), is_latin_letter("б")
    (True, True, False)
    """
    return char <= LAST_LATIN or "\u1e00" <= char <= "\u1eff"


def _readings(data: bytes, encoding: str) -> Iterator[str]:
    """What a broken sequence may have been: a character and what stays behind it."""
    hole = next((place for place in range(1, len(data)) if data[place] < 0x80), len(data))
    mark = data[hole] if hole < len(data) else None
    missing = _missing(mark, encoding)
    for byte in missing:
        made = from_bytes(data[:hole] + bytes([byte]) + data[hole + 1 :])
        if made is None or len(made) != 1:
            continue
        if mark == 0x20 and byte != 0xA0:
            yield made + " "
        elif mark == 0x20 and data[0] == 0xC3:
            yield made + " "  # "à" is a word, or ends one
        else:
            yield made


def _missing(mark: int | None, encoding: str) -> bytes:
    """The bytes that may have been lost, by what stands in their place."""
    if mark in STRAIGHT:
        table = shown(encoding)
        return bytes(byte for byte in range(0x80, 0xC0) if table[byte] in STRAIGHT[mark])
    if mark in (LOST, 0x3F):
        return _undefined(encoding)
    return _undefined(encoding) + INVISIBLE


def fits(left: str, made: str, right: str) -> bool:
    """Whether a letter may stand there by its case: none but capitals before a capital inside a word, and the other way round."""
    char = made[0]
    if char in SIGNS:
        return True
    if not char.isalpha():
        return False
    if char.isupper():
        return not left or left.isupper()
    inner = right if len(made) == 1 else ""
    return not (len(left) > 1 and left.isupper()) and not (inner and inner[0].isupper())


def _cost(left: str, made: str, right: str, context: Context, encoding: str) -> float:
    """What the word costs with a letter in the gap, one pair counted as the other; infinite if the language has no such pair."""
    if made[0] in SIGNS:
        return 0.0 if len(made) == 1 else PAIR
    near = left[-1:] + made + right[:1]
    pairs = len(near) - (0 if left else -1)
    if context.cost(near.strip(), encoding) > WORST_PAIR * max(1, pairs):
        return float("inf")
    word = left + made + right
    whole = context.cost(word, encoding)
    return whole - PAIR * (" " in made.strip(" ") or made.endswith(" "))


def tail(text: str) -> str:
    """The letters that end a text."""
    found = LETTERS_END.search(text, max(0, len(text) - FEW))
    return found.group() if found else ""


def _head(text: str) -> str:
    found = LETTERS_START.match(text, 0, FEW)
    return found.group() if found else ""
