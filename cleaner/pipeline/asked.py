"""Which filters of a chain are asked about a document: those without a trigger, and those whose trigger it has.

The kernel finds the triggers of all filters in one pass over the text (:mod:`cleaner.filters.scan`), so what is clean costs that
pass. Where there is no kernel, one scan finds the signs of all filters (:class:`cleaner.filters.triggers.Signs`), and the other
triggers are asked when their turn comes. What a chain asks about documents alike is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from cleaner.core.document import Document
from cleaner.core.kernel import kernel
from cleaner.core.lazy import lazy
from cleaner.core.mapped import FILES, LONG, MOST_AMIDST
from cleaner.filters import Filter
from cleaner.filters.triggers import Glance, Signs, Trigger, phrase_lines, words_of
from cleaner.rulebook.packs import RuleSet

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

    from cleaner.filters.scan import Scan

Step = tuple[Filter, RuleSet]
SHORT = 40  # code points; such a text is searched sign by sign, for automaton and kernel take longer to be made ready
MOST_CHARS = 20_000  # code points of a text that the kernel looks at as a whole; as in kernel/scan.c
HEAD = 2_000  # code points of a text that are searched for mojibake
FEW = 4  # times that a chain looks at such a text (twice at each) before the kernel is made ready: 20 ms


class Question(NamedTuple):
    """A filter with its rules, and the trigger that is still to be asked when its turn comes."""

    filter: Filter
    rules: RuleSet
    trigger: Trigger | None


class Group(NamedTuple):
    """Filters that look at the same text, and their number in the chain."""

    number: int
    questions: tuple[Question, ...]


class Planned(NamedTuple):
    """A question, what its filter waits for, whether that is found beforehand, and the bits that the kernel finds of it; None for
    what the kernel knows nothing of."""

    question: Question
    trigger: Trigger | None
    early: bool
    mask: int | None


class Asked:
    """The groups of a chain, and which of their filters a document has something for.

    >>> from cleaner.filters import BUILT_IN
    >>> steps = [(BUILT_IN[name], RuleSet(name)) for name in ("encoding.escapes", "encoding.mojibake", "layout.newlines")]
    >>> asked = Asked([[step] for step in steps])
    >>> [[group.number for group in asked.about(Document(text))] for text in ("plain", "back\\\\slash", "schön")]
    [[2], [0, 2], [1, 2]]
    """

    def __init__(self, groups: Sequence[Sequence[Step]]) -> None:
        self.groups = groups
        triggers = list(dict.fromkeys(filter_.trigger for group in groups for filter_, _ in group))
        self._triggers = triggers
        self._glances = [trigger for trigger in triggers if isinstance(trigger, Glance)]
        self._signs = [trigger for trigger in triggers if isinstance(trigger, Signs)]
        self._known: dict[object, list[Group]] = {}
        self._last: tuple[str, bool] = ("", False)  # the last text, and whether it is mojibake
        self._looked_at: tuple[str | None, list[Group]] = (None, [])  # the last text, and who is asked about it
        self._short_texts = 0  # looked at so far; no answer depends on it

    def about(self, document: Document) -> list[Group]:
        """The groups with a filter to ask, in order."""
        text, groups = self._looked_at
        if text is document.text:
            document.scan = self._scan
            return groups
        scan = self._scan_for(document.text)
        if scan is not None and (bits := self._bits_of(document.text, scan)) is not None:
            document.scan = scan
            return self._about_bits(document, bits)
        key = (self._signs_in(document), frozenset([glance for glance in self._glances if glance.look(document)]))
        found = self._known.get(key)
        if found is None:
            holding = frozenset().union(*key)
            found = self._known[key] = _groups(self._plan, lambda planned: not planned.early or planned.trigger in holding)
        return found

    def nobody_about(self, text: str) -> bool:
        """Whether the kernel finds nothing in a text that any filter of the chain waits for, so that it is clean."""
        scan = self._scan_for(text)
        if scan is None or self._glances_of_plugins:
            return False
        bits = self._bits_of(text, scan)
        if bits is None:
            return False
        found = self._known.get(bits & self._asked_bits)
        if found:
            self._looked_at = text, found
        return found == []

    def is_there(self, trigger: Trigger, document: Document) -> bool:
        """Whether a document has, or may have, what a filter waits for; what was read for a long one is given back."""
        answer = self._look(trigger, document)
        if len(document.text) > LONG:
            FILES.after(len(document.text), MOST_AMIDST)
        return answer

    def _look(self, trigger: Trigger, document: Document) -> bool:
        """The same. The sections of a long document are read when a trigger is asked about that words set, for filters before may
        have changed it.
        """
        if trigger is phrase_lines and len(document.text) >= SHORT and self._scan is not None:
            document.phrase_lines = self._scan.phrase_lines(document.text)
            return document.phrase_lines != [] and bool(trigger(document))
        found = words_of(document, trigger)
        if found is not None:
            return bool(found)
        scan = self._scan if len(document.text) > MOST_CHARS else None
        if scan is None or trigger not in self._masks or (self._repairs_mojibake and self._is_mojibake(document.text)):
            return bool(trigger(document))
        return scan.sections(document, self._masks).has(trigger)

    def _about_bits(self, document: Document, bits: int) -> list[Group]:
        """The same from what the kernel has found."""
        bits &= self._asked_bits
        key: object = bits
        holding = frozenset[Trigger]()
        if self._glances_of_plugins:
            holding = frozenset([glance for glance in self._glances_of_plugins if glance.look(document)])
            key = bits, holding
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _groups(self._plan_by_bits, lambda planned: _may_have(planned, bits, holding))
        return found

    def _scan_for(self, text: str) -> Scan | None:
        """The pass of the kernel, but for the first texts if they are short: it is not made ready for them."""
        if self._short_texts < FEW and len(text) < SHORT:
            self._short_texts += 1
            return None
        return self._scan

    def _bits_of(self, text: str, scan: Scan) -> int | None:
        """What the kernel finds in a text. Where words are not looked at, because the text surely changes before filters of
        words are asked, or is too long, any of them may be there, and their triggers are asked when their turn comes.
        """
        if not (self._repairs_mojibake and self._is_mojibake(text)):
            bits = scan.bits(text, self._asked_bits)
            if bits is not None or not self._word_bits:
                return bits
        bits = scan.bits(text, self._asked_bits & ~self._word_bits)
        return None if bits is None else bits | self._word_bits

    def _is_mojibake(self, text: str) -> bool:
        """Whether a text surely changes before filters of words are asked: what the kernel would ask about its broken words is
        spared."""
        if text.isascii():
            return False
        last, found = self._last
        if last is not text:
            found = self._begins_bad(text[:HEAD], HEAD)  # a str that C reads as UTF-8 keeps that as long as it lives
            self._last = text, found
        return found

    @lazy
    def _begins_bad(self) -> Callable[[str, int], bool]:
        """What tells mojibake; it takes a sixth of a start to be imported, and most texts need it not."""
        from cleaner.filters.encoding._mojibake.classes import begins_bad

        return begins_bad

    @lazy
    def _repairs_mojibake(self) -> bool:
        return any(filter_.name == "encoding.mojibake" for group in self.groups for filter_, _ in group)

    @lazy
    def _scan(self) -> Scan | None:
        """The pass of the kernel for the triggers of the chain; None if none asks about words, which are most of the pass."""
        if kernel() is None or all(isinstance(trigger, Glance | Signs) for trigger in self._triggers if trigger is not None):
            return None
        from cleaner.filters.scan import scan_for

        return scan_for(tuple(self._signs))

    @lazy
    def _asked_bits(self) -> int:
        """The bits that a filter of the chain waits for; the others make no difference."""
        triggers = {filter_.trigger for group in self.groups for filter_, _ in group}
        scan = self._scan
        masks = {**scan.exact, **scan.maybe} if scan is not None else {}
        return reduce(or_, [mask for trigger, mask in masks.items() if trigger in triggers], 0)

    @lazy
    def _word_bits(self) -> int:
        """Those of them that words set."""
        from cleaner.filters.scan import OF_WORDS

        return self._asked_bits & OF_WORDS

    @lazy
    def _masks(self) -> dict[Trigger, int]:
        """The bits of the triggers that filters of the chain wait for and that words set where they stand; of which languages a
        text is, its sections do not tell, and of wordings they are not asked."""
        from cleaner.filters.scan import OTHER_LANGUAGE
        from cleaner.filters.wording_scan import OF_WORDINGS

        masks = self._scan.maybe if self._scan is not None else {}
        triggers = {filter_.trigger for group in self.groups for filter_, _ in group}
        return {
            trigger: mask
            for trigger, mask in masks.items()
            if mask & self._word_bits and not mask & (OTHER_LANGUAGE | OF_WORDINGS) and trigger in triggers
        }

    @lazy
    def _glances_of_plugins(self) -> list[Glance]:
        """Those that the kernel knows nothing of."""
        return [glance for glance in self._glances if self._scan is None or glance not in self._scan.exact]

    @lazy
    def _plan(self) -> list[list[Planned]]:
        """Of each group its questions."""
        return self._planned({}, {})

    @lazy
    def _plan_by_bits(self) -> list[list[Planned]]:
        """The same with the bits of their triggers: texts bring up new bits for long, and hashes of triggers took longest."""
        scan = self._scan
        return self._plan if scan is None else self._planned(scan.exact, scan.maybe)

    def _planned(self, exact: Mapping[Trigger, int], maybe: Mapping[Trigger, int]) -> list[list[Planned]]:
        plan = []
        for group in self.groups:
            planned = []
            for filter_, rules in group:
                trigger, early = filter_.trigger, isinstance(filter_.trigger, Glance | Signs)
                mask = None if trigger is None else (exact if early else maybe).get(trigger)
                planned.append(Planned(Question(filter_, rules, None if early else trigger), trigger, early, mask))
            plan.append(planned)
        return plan

    def _signs_in(self, document: Document) -> frozenset[Trigger]:
        """The triggers of which a sign stands in the text."""
        if not self._signs:
            return frozenset()
        if len(document.text) < SHORT:
            return frozenset([trigger for trigger in self._signs if trigger(document)])
        automaton, owners = self._automaton
        matches = automaton.find_matches_as_indexes(document.utf8, overlapping=True)
        if not matches:
            return frozenset()
        found = {sign for number in {number for number, _, _ in matches} for sign in owners[number]}
        return frozenset([trigger for trigger, anywhere in found if anywhere or trigger.ends(document)])

    @lazy
    def _automaton(self) -> tuple[BytesAhoCorasick, list[list[tuple[Signs, bool]]]]:
        """The automaton of all signs, and the triggers that each belongs to, with whether it counts anywhere in the text."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        owners: dict[bytes, list[tuple[Signs, bool]]] = {}
        for trigger in self._signs:
            for sign in trigger.signs:
                owners.setdefault(sign, []).append((trigger, True))
            for sign in trigger.at_end:
                owners.setdefault(sign, []).append((trigger, False))
        return BytesAhoCorasick(list(owners), implementation=Implementation.DFA), list(owners.values())


def _may_have(planned: Planned, bits: int, holding: Collection[Trigger]) -> bool:
    """Whether a text has what a filter waits for, or may have it: by the bits of the kernel, and what others hold."""
    if planned.mask is not None:
        return bits & planned.mask != 0
    return not planned.early or planned.trigger in holding


def _groups(plan: Sequence[Sequence[Planned]], is_asked: Callable[[Planned], bool]) -> list[Group]:
    """The groups that have a question to ask."""
    chosen = [(number, tuple([planned.question for planned in group if is_asked(planned)])) for number, group in enumerate(plan)]
    return [Group(number, questions) for number, questions in chosen if questions]
