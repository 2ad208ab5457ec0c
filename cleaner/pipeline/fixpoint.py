"""Fixpoint: running a chain of filters over a document until nothing changes.

Start at :meth:`Fixpoint.run`. A round asks every filter once. Later rounds ask a filter again only where there is
something new to see: not at all if the text is the one that it was quiet about, and only around the edits if it judges
line by line (`reach_lines`). So a second look at a long text with few edits costs next to nothing, and cleaning a clean text
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from cleaner.core.deferred import AnyPass, Suggested
from cleaner.core.document import Document
from cleaner.core.edits import Dropped, Edit, Pass, Safety, are_apart, kinds_of, make, replaced_by, resolve_overlaps
from cleaner.core.errors import FilterError
from cleaner.core.mapped import FILES, LONG, MOST_AMIDST
from cleaner.core.positions import Positions
from cleaner.filters import Filter
from cleaner.filters.definition import ImportedLater
from cleaner.filters.triggers import Trigger
from cleaner.pipeline.asked import Asked, Group, Step
from cleaner.pipeline.windows import Changed, Window, window_of
from cleaner.rulebook.packs import RuleSet

MOST_ROUNDS = 8  # runs of the chain over one document; two is usual for dirty text, one for clean
# Rounds after which rules that undo one another have the same text again. All of them are left out: which one comes last depends
# on where one begins, and the cleaned text would be changed by the others.
LONGEST_CYCLE = 4
LARGE = 1 << 20  # code points of a text of which no view is kept that is not needed

MOST_FATES = 4_000  # rules of which is remembered whether their edits are made; those of a chain are fewer

TYPOS = "typos."  # family of the rules that repair words

Allows = Callable[[str, str], bool]  # (rule, filter) -> is it on?
Applies = Callable[[str, str, Safety], bool]  # (filter, rule, safety) -> is it made, rather than suggested?


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """Word-level filters in a row look at the same text, and what they see of it is computed once; others stand alone.

    Their edits are few and small, and what one repair makes possible for another filter is found in the next round. Filters of
    unsafe edits alone score whole sentences, so each sees what the ones before it have repaired.
    """
    groups: list[list[Step]] = []
    for step in steps:
        if groups and _is_quick(step) and _is_quick(groups[-1][-1]):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _is_quick(step: Step) -> bool:
    return step[0].word_level and step[0].runs == "always"


Suggestions = tuple[tuple[str, Edit], ...]


class Outcome(NamedTuple):
    """What a chain did: its passes, the text that it left, what gives suggestions (filter, edit of it), notes for people."""

    passes: tuple[AnyPass, ...]
    document: Document
    suggestions: Callable[[], Suggestions]
    notes: tuple[str, ...]


class WindowKey(NamedTuple):
    """What a window depends on; filters in a row that see the same text share one."""

    document: Document
    reach_lines: int
    spans: tuple[tuple[int, int], ...]


class Fixpoint:
    """The filters of a chain with their rules, and which of their edits are made."""

    def __init__(self, steps: Sequence[Step], allows: Allows, applies: Applies) -> None:
        self.groups = _groups(steps)
        self.asked = Asked(self.groups)
        self.allows, self.applies = allows, applies
        self._fates: dict[tuple[str, str, Safety], tuple[bool | None]] = {}

    def run(self, document: Document, opening: Sequence[AnyPass]) -> Outcome:
        """Repeat the chain until a round changes nothing; rules that keep it from settling are left out and named."""
        groups = self.asked.about(document)
        if not groups:
            return Outcome(tuple(opening), document, tuple, ())
        banned: frozenset[str] = frozenset()
        while True:
            run = _Run(self, document, opening, banned, groups)
            rounds = [run.round()]
            while rounds[-1] and len(rounds) < MOST_ROUNDS:
                rounds.append(run.round())
            if not rounds[-1]:
                notes = [f"left out, for they never settle: {', '.join(sorted(banned))}"] if banned else []
                return Outcome(tuple(run.passes), run.document, run.suggestions(), tuple(notes))
            banned = banned.union(*rounds[-LONGEST_CYCLE:])

    def fate(self, name: str, rule: str, safety: Safety, banned: frozenset[str]) -> bool | None:
        """Whether edits of a rule are made (or else suggested); None if the rule is off."""
        if rule in banned:
            return None
        key = name, rule, safety
        known = self._fates.get(key)
        if known is None:
            if len(self._fates) >= MOST_FATES:
                self._fates.clear()
            known = self._fates[key] = (self.applies(*key) if self.allows(rule, name) else None,)
        return known[0]

    def wanted(self, name: str, edits: Iterable[Edit], text: str, banned: frozenset[str]) -> list[Edit]:
        """The suggestions among edits of a text that change something and whose rules are on."""
        on = [edit for edit in edits if self.fate(name, edit.rule, edit.safety, banned) is not None]
        return [edit for edit in on if text[edit.start : edit.end] != edit.replacement]

    def in_order(self, suggested: Mapping[str, Iterable[Edit]]) -> Suggestions:
        """Suggestions in the order of the chain."""
        names = [filter_.name for group in self.groups for filter_, _ in group] if suggested else ()
        return tuple([(name, edit) for name in names for edit in suggested.get(name, ())])


class _Run:
    """One attempt: the current text, what was done to it, and what each filter has seen of it."""

    def __init__(
        self, chain: Fixpoint, document: Document, opening: Sequence[AnyPass], banned: frozenset[str], groups: list[Group]
    ) -> None:
        self.asked_about, self.groups = document, groups  # the document that `groups` are to be asked about
        self.chain, self.document, self.banned = chain, document, banned
        self.passes: list[AnyPass] = list(opening)
        self.suggested: dict[str, list[Edit]] = {}
        self.waiting: dict[str, Suggested] = {}  # the same of this document, still to be worked out
        self.quiet: list[Document | None] = [None] * len(chain.groups)  # the document on which a group last changed nothing
        self.before: Changed | None = None  # what the round before this one changed; None in the first round
        self.now = Changed()  # what this round has changed so far
        self.window: tuple[WindowKey, Window | None] | None = None  # the last one made, and for what
        self.answered = document  # the document that `answers` are about
        self.answers: dict[Trigger, bool] = {}
        self.dropped: dict[str, tuple[Dropped, ...]] = {}  # what each filter proposed in vain when it was last asked

    def suggestions(self) -> Callable[[], Suggestions]:
        """What gives the suggestions, of which some may still be to be worked out."""
        return partial(self.chain.in_order, {**self.suggested, **self.waiting})

    def round(self) -> set[str]:
        """Ask every filter once; the rules that changed something."""
        busy: set[str] = set()
        last: int | None = -1
        while last is not None:
            last = self._go_on(last, busy)
        self.before, self.now = self.now, Changed()
        return busy

    def _go_on(self, last: int, busy: set[str]) -> int | None:
        """Ask the groups behind `last` until one changes the text: its number, None if none does."""
        document = self.document
        if self.asked_about is not document:
            self.asked_about, self.groups = document, self.chain.asked.about(document)
        groups = self.groups
        if self.suggested:
            asked = {question.filter.name for group in groups for question in group.questions}
            for name in self.suggested.keys() - asked:
                self.suggested.pop(name)
        for number, questions in groups:
            if number <= last or self.quiet[number] is document:
                continue
            made = []
            for filter_, rules, trigger in questions:
                if trigger is None or self._triggered(trigger, filter_.name):
                    edits = self._ask(filter_, rules)
                    if edits:
                        made.append((filter_.name, edits))
            if made:
                busy |= self._apply(made)
                return number
            self.quiet[number] = document
        return None

    def _triggered(self, trigger: Trigger, name: str) -> bool:
        """Whether the current text has what a filter waits for; asked once for all filters that wait for the same."""
        if self.answered is not self.document:
            self.answered, self.answers = self.document, {}
        answer = self.answers.get(trigger)
        if answer is None:
            answer = self.answers[trigger] = self.chain.asked.is_there(trigger, self.document)
        if not answer and self.suggested:
            self.suggested.pop(name, None)
        return answer

    def _ask(self, filter_: Filter, rules: RuleSet) -> list[Edit]:
        """Let a filter propose, where it has not looked yet, and sort out what is to be made; suggestions are kept.

        Nearly all answers are empty, and a short text waits for the sum of them: such an answer costs the call alone.
        """
        found = self._ask_anew(filter_, rules) if self.before is None else self._ask_again(filter_, rules, self.before)
        if len(self.document.text) > LONG:  # one that takes long: what a filter has read does not stay until the end
            FILES.after(len(self.document.text), MOST_AMIDST)
        return self._sort_out(filter_, rules, found) if found else found

    def _ask_anew(self, filter_: Filter, rules: RuleSet) -> list[Edit]:
        """What a filter proposes about the whole text; what it would only suggest waits, where none of that may be protected."""
        propose = filter_.propose
        found = (propose.imported if isinstance(propose, ImportedLater) else propose)(self.document, rules)
        if found.__class__ is not Suggested:
            return found if found.__class__ is list else list(found)
        document = self.document
        if document.marks or document.guarded is not None or any(document.is_protected(at, at + 1) for at in found.places):
            return found.edits
        self.waiting[filter_.name] = Suggested(
            found.places, partial(self.chain.wanted, filter_.name, found, document.text, self.banned)
        )
        return []

    def _ask_again(self, filter_: Filter, rules: RuleSet, before: Changed) -> list[Edit]:
        """What a filter proposes in a later round: new proposals where it looks again, the old suggestions elsewhere."""
        window = None
        if filter_.reach_lines is not None:
            window = self._window(before, filter_.reach_lines)
        if window is None:
            self.suggested.pop(filter_.name, None)
            return self._ask_anew(filter_, rules)
        earlier = self.suggested.pop(filter_.name, ())
        if kept := [edit for edit in earlier if not window.holds(edit)]:
            self.suggested[filter_.name] = kept
        return list(window.edits(filter_.propose(window.document, rules)))

    def _window(self, before: Changed, reach: int) -> Window | None:
        """What to look at again: filters in a row that see the same text share it, and what they compute of it."""
        key = WindowKey(self.document, reach, tuple(sorted(before.spans + self.now.spans)))
        if self.window is None or self.window[0] != key:
            self.window = key, window_of(self.document, Changed(key.spans), reach)
        return self.window[1]

    def _sort_out(self, filter_: Filter, rules: RuleSet, found: list[Edit]) -> list[Edit]:
        """Those of a filter's proposals that are to be made."""
        made: list[Edit] = []
        dropped: list[Dropped] = []
        text = self.document.text
        may_be_protected = filter_.word_level or self.document.guarded is not None or bool(self.document.marks)
        kinds = None if may_be_protected else kinds_of(found, text)
        if kinds and all(self.chain.fate(filter_.name, *kind, self.banned) for kind in kinds):
            self.dropped[filter_.name] = ()
            return found
        is_in_order = are_apart(found, len(text))
        if not is_in_order:
            for edit in found:
                _check(edit, filter_.name, len(text))
        fates: dict[tuple[str, Safety], bool | None] = {}
        for edit in found:
            start, end, replacement, rule, _, safety = edit
            key = rule, safety
            if key not in fates:
                fates[key] = self.chain.fate(filter_.name, rule, safety, self.banned)
            fate = fates[key]
            if fate is None or text[start:end] == replacement:
                continue
            if may_be_protected and _is_protected(self.document, filter_, rules, edit):
                dropped.append(Dropped(edit, "protected"))
            elif fate:
                made.append(edit)
            else:
                self.suggested.setdefault(filter_.name, []).append(edit)
        kept, overlapping = (made, []) if is_in_order else resolve_overlaps(made, len(text))
        self.dropped[filter_.name] = tuple(dropped + overlapping)
        if dropped and not kept:
            self.passes.append(Pass(filter_.name, (), (), self.dropped[filter_.name]))
        return kept

    def _apply(self, made: list[tuple[str, list[Edit]]]) -> set[str]:
        """Make the edits of a group, a pass for each filter, and carry over everything that counts in the text.

        All edits count in the same text. Where two filters meet, the first wins; the other is asked again.
        """
        text, taken = self.document.text, list[Edit]()
        if self.waiting:
            self.suggested.update({name: list(suggested) for name, suggested in self.waiting.items()})
            self.waiting.clear()
        if len(text) > LARGE:  # while there are two texts, there are fewer views
            self.document.forget(but_carried=True)
        only = make(text, made[0][1]) if len(made) == 1 else None
        for name, edits in made:
            after, kept = _moved(edits, taken)
            if kept:
                before = only.before if only is not None else replaced_by(text, kept)
                self.passes.append(Pass(name, tuple(after), before, self.dropped[name]))
                taken = sorted([*taken, *kept]) if taken else kept
        result = only or make(text, taken)
        positions = Positions(taken)
        positions.made = result.spans
        seen, self.document = self.document, self.document.after(taken, result.text)
        if seen is not self.document:
            self.window = None
            if len(text) > LONG:
                seen.forget()
        self.now.carry(positions)
        if self.before is not None:
            self.before.carry(positions)
        for held in self.suggested.values():
            held[:] = [edit for old in held if (edit := positions.move(old)) is not None]
        return {edit.rule for edit in taken}


def _moved(edits: list[Edit], taken: list[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Edits where they are after some have been taken, and as they were; those that meet one of these are left out."""
    if not taken:
        return edits, edits
    positions = Positions(taken)
    pairs = [(new, old) for old in edits if (new := positions.move(old)) is not None]
    return [new for new, _ in pairs], [old for _, old in pairs]


def _check(edit: Edit, name: str, length: int) -> None:
    if not isinstance(edit, Edit):
        raise FilterError(f"proposed {edit!r}, which is no Edit", where=name)
    if not 0 <= edit.start <= edit.end <= length:
        raise FilterError(f"proposed an edit outside of the text: {edit!r}", where=name)


def _is_protected(document: Document, filter_: Filter, rules: RuleSet, edit: Edit) -> bool:
    """Whether an edit must not be made where it is: word-level repairs in URLs and code, any edit in the syntax
    of Markdown and its like, or where a mark of the text switches it off; and shipped repairs of words that were cut.
    """
    if filter_.word_level and (document.is_protected(edit.start, edit.end) or _is_cut(document, rules, edit)):
        return True
    if document.marks:
        from cleaner.core.markup.marks import is_marked

        if is_marked(document.marks, edit.start, edit.end, edit.rule):
            return True
    if document.guarded is None:
        return False
    from cleaner.core.views.markdown import is_guarded

    return is_guarded(edit, document.guarded)


def _is_cut(document: Document, rules: RuleSet, edit: Edit) -> bool:
    """Whether a shipped repair of a typo meets a piece of a word, with which the text ends or begins."""
    if not edit.rule.startswith(TYPOS) or rules.is_of_user(edit.rule):
        return False
    from cleaner.filters._english.context.cut import meets_cut_word

    return meets_cut_word(document, edit)
