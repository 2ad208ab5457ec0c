"""The running text of a source as edits of it: what is kept stays in its place, what is between goes, with its reason."""

from __future__ import annotations

from cleaner.core.edits import Edit


class Cut:
    """Collects, from the start of a source to its end, what of it is read.

    >>> from cleaner.core.edits import apply
    >>> cut = Cut("<b>fog</b> &amp; reeds")
    >>> cut.drop(0, 3, "x.tag"); cut.keep(3, 6); cut.drop(6, 10, "x.tag"); cut.keep(10, 11); cut.put(11, 16, "&", "x.sign")
    >>> apply(cut.source, cut.finish("x.rest"))
    'fog &'
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.edits: list[Edit] = []
        self.position = 0

    def keep(self, start: int, end: int) -> None:
        """A part of the source is text as it stands."""
        self.position = max(self.position, end)

    def drop(self, start: int, end: int, rule: str, reason: str = "") -> None:
        """A part of the source is no text."""
        self.put(start, end, "", rule, reason)

    def put(self, start: int, end: int, text: str, rule: str, reason: str = "") -> None:
        """A part of the source stands for this text."""
        if self.source[start:end] != text:
            self.edits.append(Edit(start, end, text, rule, reason))
        self.position = max(self.position, end)

    def finish(self, rule: str, reason: str = "") -> tuple[Edit, ...]:
        """The edits; what is left of the source is no text."""
        if self.position < len(self.source):
            self.drop(self.position, len(self.source), rule, reason)
        return tuple(self.edits)
