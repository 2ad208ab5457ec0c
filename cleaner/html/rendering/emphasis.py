"""Marks of emphasis where CommonMark reads them as such; elsewhere they would be shown, and are left out.

A run of asterisks opens emphasis only where it is left-flanking, and closes it only where it is right-flanking (CommonMark
0.31, 6.2): `**Note:**so` shows its asterisks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from cleaner.html.dom.elements import Element
from cleaner.html.rendering.pieces import Piece

EMPHASIS = frozenset(("*", "**", "~~"))
PAIRED = EMPHASIS | {"`"}
ROUNDS = 4  # of leaving marks out; what stands beside a mark changes with its neighbours


class Mark:
    """One mark of an element, with the place that it is put at."""

    __slots__ = ("at", "element", "opens", "partner", "text")

    def __init__(self, at: int, text: str, element: Element, opens: bool) -> None:
        self.at, self.text, self.element, self.opens = at, text, element, opens
        self.partner: Mark | None = None


def settled(source: str, items: Sequence[Piece | Mark]) -> list[Piece]:
    """The pieces, with those marks among them that mean what they should."""
    kept = _without_seams(_paired(items))
    for _ in range(ROUNDS):
        wrong = {id(mark) for mark in _misread(source, kept)}
        if not wrong:
            break
        kept = [item for item in kept if not isinstance(item, Mark) or not {id(item), id(item.partner)} & wrong]
    else:
        kept = [item for item in kept if not isinstance(item, Mark) or item.text not in EMPHASIS]
    return [Piece(item.at, item.at, item.text) if isinstance(item, Mark) else item for item in kept]


def _paired(items: Sequence[Piece | Mark]) -> Sequence[Piece | Mark]:
    """The same items; each mark of emphasis or code knows the other one of its element."""
    waiting: dict[Element, Mark] = {}
    for item in items:
        if isinstance(item, Mark) and item.text in PAIRED:
            if item.opens:
                waiting[item.element] = item
            elif (opening := waiting.pop(item.element, None)) is not None:
                item.partner, opening.partner = opening, item
    return items


def _without_seams(items: Sequence[Piece | Mark]) -> list[Piece | Mark]:
    """The items without the end of an emphasis or of code at which another one of its kind begins."""
    kept: list[Piece | Mark] = []
    for item in items:
        last = kept[-1] if kept else None
        if (
            isinstance(item, Mark) and isinstance(last, Mark) and item.opens and not last.opens and item.text == last.text
            and item.text in PAIRED and last.partner is not None and item.partner is not None
        ):  # fmt: skip
            kept.pop()
            last.partner.partner, item.partner.partner = item.partner, last.partner
        else:
            kept.append(item)
    return kept


def _misread(source: str, items: Sequence[Piece | Mark]) -> list[Mark]:
    """The marks of emphasis that would be shown."""
    texts = [_text(source, item) for item in items]
    wrong = []
    for k, item in enumerate(items):
        if isinstance(item, Mark) and item.text in EMPHASIS:
            before, after = _beside(items, texts, k, -1)[-1:], _beside(items, texts, k, 1)[:1]
            inner, outer = (after, before) if item.opens else (before, after)
            if not inner or inner.isspace() or (_is_sign(inner) and outer and not outer.isspace() and not _is_sign(outer)):
                wrong.append(item)
    return wrong


def _beside(items: Sequence[Piece | Mark], texts: Sequence[str], k: int, step: int) -> str:
    """The text beside a mark, past marks of the same sign, for they make one run of signs with it."""
    sign = texts[k][0]
    k += step
    while 0 <= k < len(items) and (not texts[k] or (isinstance(items[k], Mark) and texts[k][0] == sign)):
        k += step
    return texts[k] if 0 <= k < len(items) else ""


def _text(source: str, item: Piece | Mark) -> str:
    if isinstance(item, Mark):
        return item.text
    return source[item.start : item.end] if item.text is None else item.text


def _is_sign(character: str) -> bool:
    """Whether CommonMark calls a character punctuation: all of Unicode's P and S."""
    return unicodedata.category(character)[0] in "PS"
