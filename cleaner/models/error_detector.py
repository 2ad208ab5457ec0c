"""The error detector of English: what a writer meant at a place where an error is likely, by the words on both sides.

A small net reads up to 24 tokens before a place and 10 behind it: the 10 nearest of each side by their place, those farther to
the left as a sum. It was shown natural text and the same text with errors put in (`training/sentences/error_detector.py`), and
answers three questions:

    to_past   is the `to` before a past form right, one word too many, or does the form stand for a base form?
    doubled   is a word that stands twice there once too often?
    instead   how much likelier is another word than the written one, of words that are taken for each other?

Weights are bytes; inputs and hidden units are rounded to whole numbers, so that every sum of products is exact and the answer is
the same on every machine (:mod:`cleaner.models.nets`). The file is mapped into memory when the first question is asked. Start at
:func:`error_detector`.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import exp, log, prod
from pathlib import Path
from typing import Any, NamedTuple, cast

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, PLACE
from cleaner.core.resources import data_file
from cleaner.models import nets
from cleaner.models.nets import Weights, floats, products, rows, vector
from cleaner.models.ngrams import rare_class
from cleaner.models.tokens import NUMBER
from cleaner.models.wordlists.packed import mapped_model, reading
from cleaner.models.wordlists.word_numbers import WordNumbers, numbered

MAGIC = b"CLNRSLP1"
LEFT, NEAR, RIGHT = 24, 10, 10  # tokens before a place; those of them that are read by their place; tokens behind it
REACH = 240  # code points on either side that are searched for these tokens
MEMO_WORDS = 5_000  # words whose number is remembered
UNIT = 64.0  # steps in which a hidden unit is counted, per 1.0
START, END, QUOTE, MARK = range(4)  # numbers of what is no word: the edges of a paragraph, a quotation mark, another mark
CAPITAL, CAPITALS = 1, 3  # how a word is written, as the net was shown it
TO_PAST, DOUBLED, INSTEAD = range(3)  # the questions
MOST_FILLERS = 32  # words that the kernel compares, as in kernel/masked_net.c
SIZES = {"i1": 1, "f4": 4}  # bytes of a number of a part
TOKEN = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)|(\d+(?:[.,]\d+)*)|[.,;:!?–—-]")
BREAK = re.compile(r"\n\s*\n")
QUOTES = frozenset("\"“”‘’'")


class Place(NamedTuple):
    """The tokens around a place as numbers, nearest last on the left and first on the right, and how each is written."""

    left: tuple[int, ...]
    left_written: tuple[int, ...]
    right: tuple[int, ...]
    right_written: tuple[int, ...]


class Reading(NamedTuple):
    """Log-probabilities of what is meant by `to` and a past form; `other` is what lacks another word, such as "be"."""

    right: float
    dropped: float
    base: float
    other: float


class Layer(NamedTuple):
    """The weights of some units, what a product with them is worth, and the bias of each unit."""

    weights: Weights
    scales: list[float]
    biases: list[float]

    def units(self, numbers: bytes) -> list[float]:
        """What the units say about a vector."""
        sums = products(self.weights.cells, numbers)
        return [total * scale + bias for total, scale, bias in zip(sums, self.scales, self.biases, strict=True)]


class Layers(NamedTuple):
    """The first layer, of the tokens that are read by their place and of the sum of the others, and the second."""

    near: Weights
    far: Weights
    near_scales: list[float]
    far_scales: list[float]
    second: Layer


class ErrorDetector:
    """The net, its words and the fillers that it can compare."""

    def __init__(
        self,
        head: Mapping[str, Any],
        numbers: WordNumbers,
        weights: Mapping[str, Weights],
        floats: Mapping[str, list[float]],
    ) -> None:
        self.numbers = numbers
        self.fillers = {word: row for row, word in enumerate(head["fillers"])}
        self.number = lru_cache(MEMO_WORDS)(self._numbered)
        """The number of a word, or of the class of rare words that it falls into."""
        self._embed, self._written = weights["embed"], weights["written"]
        self.scale: float = head["scales"]
        """What a unit of an embedding is worth."""
        near, far = ([scale * self.scale for scale in floats[f"{name}.scale"]] for name in ("first", "far"))
        width = len(near)
        asked = [floats["questions"][width * question : width * (question + 1)] for question in (TO_PAST, DOUBLED, INSTEAD)]
        self._biases = [[bias + more for bias, more in zip(floats["first.bias"], row, strict=True)] for row in asked]
        self._layers = {
            name: Layer(weights[name], [scale / UNIT for scale in floats[f"{name}.scale"]], floats[f"{name}.bias"])
            for name in ("second", "to-past", "doubled", "fillers")
        }
        self._first = Layers(weights["first"], weights["far"], near, far, self._layers["second"])

    def for_kernel(self) -> tuple[Weights, Weights, Any]:
        """Embeddings, those of how words are written, and the words, as the kernel takes them."""
        return self._embed, self._written, self.numbers.parts

    def place(self, text: str, start: int, end: int) -> Place:
        """What stands around `text[start:end]`, in its paragraph."""
        FILES.after(PLACE)
        low = max(0, start - REACH)
        head = text[low:start]
        if low:
            head = head.partition(" ")[2]
        breaks = [match.end() for match in BREAK.finditer(head)]
        tail = text[end : end + REACH]
        stop = BREAK.search(tail)
        before = [(START, 0)] * LEFT + self._before(head[breaks[-1] :] if breaks else head, begins=not low or bool(breaks))
        behind = self._behind(tail[: stop.start()] if stop else tail) + [(END, 0)] * RIGHT
        return Place(*_parted(before[-LEFT:]), *_parted(behind[:RIGHT]))

    def _before(self, piece: str, *, begins: bool) -> list[tuple[int, int]]:
        """The last tokens of a piece of text and how they are written, LEFT of them at least if there are so many.

        Marks between two words count as one token, those at the beginning of a paragraph (`begins`) as none.
        """
        matches = list(TOKEN.finditer(piece))
        first = max(0, len(matches) - LEFT)
        found: list[tuple[int, int]] = []
        last = matches[first - 1].end() if first else 0
        for number, match in enumerate(matches[first:], first):
            if (number or not begins) and (mark := _mark_in(piece[last : match.start()])):
                found.append(mark)
            found.append(self._token(match))
            last = match.end()
        return found

    def _behind(self, piece: str) -> list[tuple[int, int]]:
        """The first tokens of a piece of text, in the same way."""
        found: list[tuple[int, int]] = []
        last = 0
        for match in TOKEN.finditer(piece):
            if mark := _mark_in(piece[last : match.start()]):
                found.append(mark)
            found.append(self._token(match))
            last = match.end()
            if len(found) >= RIGHT:
                break
        return found

    def _token(self, match: re.Match[str]) -> tuple[int, int]:
        word, number = match.groups()
        if not word:
            return self.numbers[NUMBER if number else match.group()], 0
        written = (CAPITALS if len(word) > 1 and word.isupper() else CAPITAL) if word[0].isupper() else 0
        return self.number(word), written

    def _numbered(self, word: str) -> int:
        plain = word.lower().replace("’", "'")
        found = self.numbers.get(plain)
        return self.numbers[rare_class(plain)] if found is None else found

    def to_past(self, place: Place, form: str) -> Reading:
        """What is meant by `to` and a past form; neither of the two is among the tokens of the place."""
        return _read(self._layers["to-past"].units(self._answer(place, TO_PAST, self.number(form))))

    def to_past_at(self, text: str, start: int, end: int, form: str) -> Reading:
        """:meth:`to_past` in place of `text[start:end]`, the two words.

        >>> reading = to_past_detector().to_past_at("We have to went home.", 8, 15, "went")
        >>> reading.base > reading.right
        True
        """
        if self.to_past_net is not None:
            FILES.after(PLACE)
            low = max(0, start - REACH - 1)  # one more tells that the text does not begin within reach
            found = self.to_past_net.logits(text[low : end + REACH], start - low, end - low, self.number(form))
            if found is not None:
                return _read(found)
        return self.to_past(self.place(text, start, end), form)

    def doubled(self, place: Place, word: str) -> float:
        """Log-odds that a word which stands twice should stand once; neither of the two is among the tokens of the place."""
        return self._layers["doubled"].units(self._answer(place, DOUBLED, self.number(word)))[0]

    def instead(self, place: Place, written: str, others: Sequence[str]) -> list[float]:
        """How much likelier (nats) each of some words is at a place than the written one; all of them are fillers."""
        logits = self._layers["fillers"].units(self._answer(place, INSTEAD, None))
        return [logits[self.fillers[other]] - logits[self.fillers[written]] for other in others]

    def instead_at(self, text: str, start: int, end: int, written: str, others: Sequence[str]) -> list[float]:
        """:meth:`instead` in place of `text[start:end]`."""
        found = gains_at(self.net, text, start, end, tuple(self.fillers[word] for word in (written, *others)))
        return self.instead(self.place(text, start, end), written, others) if found is None else found

    @lazy
    def net(self) -> Any:
        """The same in the kernel; None if there is none."""
        return self._net_for(INSTEAD, "fillers")

    @lazy
    def to_past_net(self) -> Any:
        """The net for the first question in the kernel; None if there is none."""
        return self._net_for(TO_PAST, "to-past")

    def _net_for(self, question: int, layer: str) -> Any:
        if kernel() is None:
            return None
        return kernel().Net(*for_net(self.for_kernel(), self._first, self._biases[question], self._layers[layer]))

    def _answer(self, place: Place, question: int, filler: int | None) -> bytes:
        """What the second layer says about a place, in whole numbers."""
        near, far = self.inputs(place)
        width = self._embed.width
        near += bytes(nets.NUMBER * width) if filler is None else rows(self._embed, (filler,), self._written, ())
        return second_layer(self._first, near, far, self._biases[question])

    def inputs(self, place: Place) -> tuple[bytes, bytes]:
        """The embeddings of the tokens of a place that are read one by one, and the sum of those farther to the left."""
        embed, written = self._embed, self._written
        near = rows(embed, place.left[-NEAR:] + place.right, written, place.left_written[-NEAR:] + place.right_written)
        beyond = [k for k, number in enumerate(place.left[:-NEAR]) if number != START]
        numbers, marks = tuple(place.left[k] for k in beyond), tuple(place.left_written[k] for k in beyond)
        return near, rows(embed, numbers, written, marks, summed=True)


def for_net(tokens: tuple[Weights, Weights, Any], layers: Layers, biases: list[float], fillers: Layer) -> tuple[Any, ...]:
    """Words, width of an embedding, weights, scales and biases, in the order in which the kernel takes them."""
    embed, written, words = tokens
    numbers = [embed.cells, written.cells, layers.near.cells, vector(layers.near_scales), vector(biases)]
    numbers += [layers.far.cells, vector(layers.far_scales)]
    for layer in (layers.second, fillers):
        numbers += [layer.weights.cells, vector(layer.scales), vector(layer.biases)]
    return (words, embed.width, *numbers)


def gains_at(net: Any, text: str, start: int, end: int, rows: tuple[int, ...]) -> list[float] | None:
    """How much likelier (nats) fillers are than the first one in place of `text[start:end]`, from a net of the kernel.

    None if there is none, or the text there has other letters than those of Latin-1.
    """
    if net is None:
        return None
    FILES.after(PLACE)
    low = max(0, start - REACH - 1)  # one more tells that the text does not begin within reach
    piece, start, end = text[low : end + REACH], start - low, end - low
    if len(rows) <= MOST_FILLERS:
        return cast("list[float] | None", net.gains(piece, start, end, rows))
    gains: list[float] = []
    for first in range(1, len(rows), MOST_FILLERS - 1):
        found = net.gains(piece, start, end, (rows[0], *rows[first : first + MOST_FILLERS - 1]))
        if found is None:
            return None
        gains += found
    return gains


def second_layer(layers: Layers, near: bytes, far: bytes, biases: list[float]) -> bytes:
    """What the second layer says about the inputs, in whole numbers."""
    sums = zip(
        products(layers.near.cells, near), layers.near_scales, products(layers.far.cells, far), layers.far_scales, biases,
        strict=True,
    )  # fmt: skip
    hidden = [one * scale + other * other_scale + bias for one, scale, other, other_scale, bias in sums]
    return _steps(layers.second.units(_steps(hidden)))


def _read(logits: Sequence[float]) -> Reading:
    """What logits say is meant."""
    highest = max(logits)
    total = log(sum(exp(value - highest) for value in logits)) + highest
    return Reading(*(value - total for value in logits))


def _mark_in(gap: str) -> tuple[int, int] | None:
    """What stands for the marks between two words, None if there are none."""
    if not gap.strip():
        return None
    return (QUOTE if QUOTES.intersection(gap) else MARK), 0


def _steps(units: list[float]) -> bytes:
    """Hidden units, cut at zero, as whole numbers of steps."""
    return vector([round(unit * UNIT) if unit > 0 else 0 for unit in units])


def _parted(tokens: list[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(number for number, _ in tokens), tuple(written for _, written in tokens)


@cache
def error_detector() -> ErrorDetector:
    """The shipped model, mapped into memory once a process. Raises RuleError if it is missing or broken."""
    return read(data_file("english.errors"))


@cache
def to_past_detector() -> ErrorDetector:
    """The model that went on with the first question, to the loss of the others."""
    return read(data_file("english.to-past"))


def read(path: Path) -> ErrorDetector:
    """The model in a file. Raises RuleError if it is missing, cut or of another kind."""
    return ErrorDetector(*parts_of(path, MAGIC))


def parts_of(path: Path, magic: bytes) -> tuple[dict[str, Any], WordNumbers, dict[str, Weights], dict[str, list[float]]]:
    """Head, words, weights and other numbers of a file. Raises RuleError if it is missing, cut or of another kind."""
    with reading(path):
        head, data, end = mapped_model(path, magic)
        at = end + head["words"]
        numbers = numbered(data[end:at])
        weights, floats_of = {}, {}
        for name, kind, *shape in head["parts"]:
            size = prod(shape) * SIZES[kind]
            if at + size > len(data):
                raise ValueError("the file is cut")
            part = data[at : at + size]
            if kind == "i1":
                weights[name] = Weights(shape[-1], part)
            else:
                floats_of[name] = floats(part).tolist()
            at += size
        return head, numbers, weights, floats_of


def packed(head: Mapping[str, Any], words: Sequence[str], parts: Mapping[str, Any], magic: bytes = MAGIC) -> bytes:
    """A file of the words and arrays of numpy, as :func:`parts_of` reads it."""
    names = "\n".join(words).encode()
    shapes = [[name, part.dtype.str.lstrip("<|"), *part.shape] for name, part in parts.items()]
    line = json.dumps({**head, "words": len(names), "parts": shapes}).encode()
    return b"".join([magic, struct.pack("<I", len(line)), line, names, *(part.tobytes() for part in parts.values())])
