"""Result: the clean text, every change in original coordinates, and undo.

Passes are kept as they happened, but for the edits of a page, which are worked out (:mod:`cleaner.core.deferred`), as are net
changes, when first asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Generic, TypeVar

from cleaner.core.collection import paused_for
from cleaner.core.deferred import AnyPass
from cleaner.core.document import Document
from cleaner.core.edits import Cause, Change, Edit, Safety, Span, compose
from cleaner.core.errors import FilterError
from cleaner.core.lazy import lazy
from cleaner.core.positions import Positions

SHOWN = 60  # characters of the text in repr()
Data = TypeVar("Data", str, bytes)
Proposed = tuple[tuple[str, Edit], ...]


class Result(Generic[Data]):
    """What cleaning did to one document.

    `text` is the clean text, `original` what went in (str or bytes), `source` the original as text (decoded if it was
    bytes), `passes` the edits filter by filter,
    `proposed` pairs (filter, edit of the clean text) that were only suggested, `notes` remarks for people,
    `config` the configuration.
    """

    def __init__(
        self,
        original: Data,
        document: Document | None,
        passes: tuple[AnyPass, ...],
        proposed: Proposed | Callable[[], Proposed] = (),
        notes: tuple[str, ...] = (),
        config: dict[str, Any] | None = None,
    ) -> None:
        if document is not None:
            self.document = document
        self.passes = passes
        self._proposed = proposed
        self.notes = notes
        self.config = config or {}
        self.original: Data = original
        self.text: str = document.text if document is not None else str(original)

    def __getstate__(self) -> dict[str, Any]:
        """What another process is sent: what waits to be worked out cannot be sent."""
        return {**self.__dict__, "_proposed": self.proposed}

    @lazy
    def proposed(self) -> Proposed:
        """Pairs (filter, edit of the clean text) that were only suggested; some are worked out when this is first read."""
        return self._proposed() if callable(self._proposed) else self._proposed

    @lazy
    def document(self) -> Document:
        """The clean text as a document; of a text without any change it is made when it is asked for."""
        return Document(self.text)

    def __repr__(self) -> str:
        shown = self.text if len(self.text) <= SHOWN else self.text[:SHOWN] + "…"
        return f"<Result {shown!r}: {len(self.changes)} changes, {len(self.suggestions)} suggestions>"

    @property
    def changed(self) -> bool:
        """Whether the clean text differs from the original."""
        return bool(self.net)

    def to_dict(self) -> dict[str, Any]:
        """Text, changes, suggestions and notes as plain values, for JSON. Offsets are code points of the original."""
        return {
            "text": self.text,
            "changes": [change.to_dict() for change in self.changes],
            "suggestions": [change.to_dict() for change in self.suggestions],
            "notes": list(self.notes),
        }

    def _repr_html_(self) -> str:
        """The original with its changes marked, for notebooks."""
        from cleaner.changelog.html import marked

        return marked(self.source, self.changes)

    @lazy
    def source(self) -> str:
        """The original as text: changes and positions count in it."""
        if isinstance(self.original, str):
            return self.original
        return self._unwound()

    def _unwound(self) -> str:
        """The text before the first pass, from the clean text and the edits alone."""
        text = self.text
        for step in reversed(self.passes):
            if step.edits:
                text = _undo_pass(text, step)
        return text

    @lazy
    def _busy(self) -> list[tuple[int, AnyPass]]:
        """The passes that changed something, with their numbers."""
        return [(number, step) for number, step in enumerate(self.passes) if step.edits]

    @lazy
    def net(self) -> list[Span]:
        """The net replacements, composed from all passes."""
        net: list[Span] = []
        with paused_for(sum([len(step.edits) for _, step in self._busy])):
            for number, step in self._busy:
                net = compose(net, step.edits, number, self.source)
        return net

    @lazy
    def changes(self) -> list[Change]:
        """Net changes in original coordinates, sorted, each with the edits that caused it.

        >>> from cleaner import clean
        >>> [(c.start, c.end, c.before, c.after, c.rule) for c in clean("the the cat", select=["typos"]).changes]
        [(3, 7, ' the', '', 'typos.doubled.word')]
        """
        if not self.passes:
            return []
        if len(self._busy) < 2:  # nothing is to be composed
            return _changes_of(*self._busy[0]) if self._busy else []
        net = self.net
        with paused_for(len(net)):
            return list(self._changes(net))

    def _changes(self, net: list[Span]) -> Iterator[Change]:
        """A change for each net span; nearly all have a single cause, and a large document waits for this loop."""
        passes = [(step.filter, step.edits, step.before) for step in self.passes]
        for span in net:
            start, end, after, made_by = span
            if len(made_by) > 1:
                yield self._merged(span)
                continue
            [(number, k)] = made_by
            filter_, edits, before = passes[number]
            seen, seen_end, _, rule, reason, safety = edits[k]
            cause = _cause((number, filter_, rule, seen, seen_end, before[k], after, reason, safety))
            yield _change((start, end, before[k], after, filter_, rule, reason, safety, (cause,)))

    def rules(self) -> Counter[str]:
        """How many changes each rule made. Makes no :class:`Change`: on a large page those take more memory than the page.

        >>> from cleaner import clean
        >>> clean("the the cat", select=["typos"]).rules()
        Counter({'typos.doubled.word': 1})
        """
        if len(self._busy) < 2:
            return Counter([edit[3] for _, step in self._busy for edit in step.edits])
        edits = [step.edits for step in self.passes]
        return Counter(
            edits[span[3][0][0]][span[3][0][1]][3] if len(span[3]) == 1 else self._merged(span).rule for span in self.net
        )

    def _merged(self, span: Span) -> Change:
        """A change that several edits made."""
        causes = tuple([self._cause(number, k) for number, k in span.causes])
        main = max(causes, key=lambda c: len(c.before) + len(c.after))
        safety: Safety = "unsafe" if any(cause.safety == "unsafe" for cause in causes) else "safe"
        before = self.source[span.start : span.end]
        return Change(span.start, span.end, before, span.after, main.filter, main.rule, main.reason, safety, causes)

    def _cause(self, number: int, k: int) -> Cause:
        step = self.passes[number]
        start, end, replacement, rule, reason, safety = step.edits[k]
        return Cause(number, step.filter, rule, start, end, step.before[k], replacement, reason, safety)

    @lazy
    def suggestions(self) -> list[Change]:
        """Edits that were not made because of their safety, each as it would change the original."""
        found: dict[tuple[int, int, str], Change] = {}
        for filter_name, edit in self.proposed:
            span = self.positions.rebase(edit, self.source)
            suggestion = self._suggestion(span, edit, filter_name)
            found[suggestion.start, suggestion.end, suggestion.after] = suggestion
        return sorted(found.values(), key=lambda s: (s.start, s.end))

    def _suggestion(self, span: Span, edit: Edit, filter_name: str) -> Change:
        before = self.source[span.start : span.end]
        step = len(self.passes)
        cause = Cause(step, filter_name, edit.rule, edit.start, edit.end, "", edit.replacement, edit.reason, edit.safety)
        return Change(span.start, span.end, before, span.after, filter_name, edit.rule, edit.reason, edit.safety, (cause,))

    # ---- undo -----------------------------------------------------------------------------------------------------

    def undo(self) -> Data:
        """What went in, rebuilt from the text and the changes: same type, same bytes."""
        source = self._unwound()
        if isinstance(self.original, str):
            return source
        if self.document.decoding is None:
            raise FilterError("bytes without a record of how they were decoded", where="Result")
        return self.document.decoding.encode(source)

    @lazy
    def positions(self) -> Positions:
        """Offsets between original and clean text."""
        return Positions(self.net)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original (code points) that `text[start:end]` came from.

        >>> from cleaner import clean
        >>> clean("the the cat", select=["typos"]).to_original(4, 7)
        (8, 11)
        """
        return self.positions.to_original(start, end)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clean text that `source[start:end]` became."""
        return self.positions.to_clean(start, end)

    # ---- outputs --------------------------------------------------------------------------------------------------

    def diff(self, name: str = "text") -> str:
        """A unified diff from the original to the clean text."""
        from cleaner.changelog.diff import unified_diff

        return unified_diff(self.source, self.text, name, self.net)

    def log(self, name: str = "") -> str:
        """The change log as JSON Lines: a head, a record per change, a foot. See docs/change-log.md."""
        from cleaner.changelog.write import log_lines

        return "".join(line + "\n" for line in log_lines(self, name))


def _changes_of(number: int, step: AnyPass) -> list[Change]:
    """The changes of the only pass that has edits, which count in the original."""
    name, changes = step.filter, list[Change]()
    with paused_for(len(step.edits)):
        for (start, end, after, rule, reason, safety), before in zip(step.edits, step.before, strict=True):
            causes = (_cause((number, name, rule, start, end, before, after, reason, safety)),)
            changes.append(_change((start, end, before, after, name, rule, reason, safety, causes)))
    return changes


def _undo_pass(text: str, step: AnyPass) -> str:
    """The text that a pass saw, from the text that it left."""
    pieces: list[str] = []
    add = pieces.append
    position = shift = 0
    for edit, before in zip(step.edits, step.before, strict=True):
        start = edit[0] + shift
        add(text[position:start])
        add(before)
        position = start + len(edit[2])
        shift = position - edit[1]
    add(text[position:])
    return "".join(pieces)


# Half the time of the classes' own call, which matters for a million changes.
_change = partial(tuple.__new__, Change)
_cause = partial(tuple.__new__, Cause)
