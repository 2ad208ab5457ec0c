"""A masked language model of English: which of 9,900 words stands at a place, by the words on both sides.

It reads a place as the error detector does (:mod:`cleaner.models.error_detector`), with the embeddings of that net, through two
layers of its own; each filler has a row of weights, and its logit is a log-probability but for a sum that all fillers share.
Natural text sets the frequencies, so the difference of two logits is how much likelier one word is than another at a place where
nobody errs. The file is mapped into memory when the first question is asked. Made by `python -m training.sentences.masked`; start
at :func:`masked_model`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from math import exp, log
from operator import add
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, PLACE
from cleaner.core.resources import data_file
from cleaner.models.error_detector import (
    REACH,
    UNIT,
    ErrorDetector,
    Layer,
    Layers,
    Place,
    error_detector,
    for_net,
    gains_at,
    parts_of,
    second_layer,
)
from cleaner.models.nets import Weights, products

MAGIC = b"CLNRMSK1"
MOST_ASKED = 256  # fillers that the kernel compares with numbers at once, as in kernel/masked_net.c


class MaskedModel:
    """The net and its fillers; `detector` has the embeddings and cuts the places."""

    def __init__(
        self,
        fillers: Mapping[str, int],
        weights: Mapping[str, Weights],
        floats: Mapping[str, list[float]],
        detector: ErrorDetector,
    ) -> None:
        self.fillers = fillers
        self.place = detector.place
        self._detector = detector
        scales = {name: [scale * detector.scale for scale in floats[f"{name}.scale"]] for name in ("first", "far")}
        second, last = (
            Layer(weights[name], [scale / UNIT for scale in floats[f"{name}.scale"]], floats[f"{name}.bias"])
            for name in ("second", "fillers")
        )
        self._layers = Layers(weights["first"], weights["far"], scales["first"], scales["far"], second)
        self._biases, self._fillers = floats["first.bias"], last

    def instead(self, place: Place, written: str, others: Sequence[str]) -> list[float]:
        """How much likelier (nats) each of some fillers is at a place than the written one."""
        first, *logits = self._logits(self._answer(place), [written, *others])
        return [logit - first for logit in logits]

    def instead_at(self, text: str, start: int, end: int, written: str, others: Sequence[str]) -> list[float]:
        """:meth:`instead` in place of `text[start:end]`.

        >>> masked_model().instead_at("It is over their now.", 11, 16, "their", ["there"])[0] > 5
        True
        """
        rows = tuple(self.fillers[word] for word in (written, *others))
        found = gains_at(self.net, text, start, end, rows)
        return self.instead(self.place(text, start, end), written, others) if found is None else found

    @lazy
    def net(self) -> Any:
        """The same in the kernel; None if there is none."""
        return kernel().Net(*self.for_kernel()) if kernel() is not None else None

    def for_kernel(self) -> tuple[Any, ...]:
        """Words, width of an embedding, weights, scales and biases, in the order in which the kernel takes them."""
        return for_net(self._detector.for_kernel(), self._layers, self._biases, self._fillers)

    def log_probability_at(self, text: str, start: int, end: int, word: str) -> float:
        """The log-probability of a filler in place of `text[start:end]`, among all fillers.

        >>> text = "They went home by bus."
        >>> home, although = (masked_model().log_probability_at(text, 10, 14, word) for word in ("home", "although"))
        >>> home > although + 2
        True
        """
        row = self.fillers[word]
        if self.net is not None:
            FILES.after(PLACE)
            low = max(0, start - REACH - 1)  # one more tells that the text does not begin within reach
            found: float | None = self.net.log_probability(text[low : end + REACH], start - low, end - low, row)
            if found is not None:
                return found
        logits = self._fillers.units(self._answer(self.place(text, start, end)))
        highest = max(logits)
        total = reduce(add, [exp(logit - highest) for logit in logits], 0.0)  # one by one, as the kernel adds up
        return logits[row] - (highest + log(total))

    def log_probability_from(self, text: str, start: int, end: int, word: str, least: float) -> float:
        """:meth:`log_probability_at`, or a lower number than `least` if it is lower."""
        is_below = self.are_below(text, start, end, (self.fillers[word],), (least,))
        return float("-inf") if is_below else self.log_probability_at(text, start, end, word)

    def are_below(self, text: str, start: int, end: int, rows: tuple[int, ...], least: tuple[float, ...]) -> bool:
        """Whether :meth:`log_probability_at` of each of some fillers, given by their rows, is certainly lower than a number.

        The likeliest fillers alone tell it, in a tenth of the time. Only the kernel does.
        """
        if self.net is None or len(rows) > MOST_ASKED:
            return False
        low = max(0, start - REACH - 1)
        found: bool = self.net.are_below(text[low : end + REACH], start - low, end - low, rows, least)
        return found

    def _logits(self, answer: bytes, words: Sequence[str]) -> list[float]:
        weights, scales, biases = self._fillers
        rows = [self.fillers[word] for word in words]
        return [products(weights.row(row), answer)[0] * scales[row] + biases[row] for row in rows]

    def _answer(self, place: Place) -> bytes:
        return second_layer(self._layers, *self._detector.inputs(place), self._biases)


@cache
def masked_model() -> MaskedModel:
    """The shipped model, mapped into memory once a process. Raises RuleError if it is missing or broken."""
    _, fillers, weights, floats = parts_of(data_file("english.masked"), MAGIC)
    return MaskedModel(fillers, weights, floats, error_detector())
