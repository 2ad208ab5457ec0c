"""Edits that are worked out when somebody asks for them: who wants the text alone does not wait for its log.

Turning a page into text, the text is there long before every left-out part has been named and given its reason
(:class:`DeferredPass`); and that a filter would change nothing is often known long before what it suggests
(:class:`Suggested`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cleaner.core.edits import Dropped, Edit, Pass
from cleaner.core.lazy import lazy


class DeferredPass:
    """A :class:`Pass` to all who read one; its edits are made when first asked for.

    `source` is the text that the filter saw, `make` gives the edits, sorted, disjoint. It must give the same ones whenever it is
    called, for two threads may ask at once. What it holds is released afterwards. Pickled as a Pass.

    >>> step = DeferredPass("demo", "the the cat", lambda: [Edit(3, 7, "")])
    >>> step.before
    (' the',)
    """

    dropped: tuple[Dropped, ...] = ()

    def __init__(self, filter_name: str, source: str, make: Callable[[], Iterable[Edit]]) -> None:
        self.filter = filter_name
        self._waiting: tuple[str, Callable[[], Iterable[Edit]]] | None = (source, make)
        self._made: tuple[tuple[Edit, ...], tuple[str, ...]] = ((), ())

    def _known(self) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        waiting = self._waiting
        if waiting is not None:
            source, make = waiting
            edits = tuple(make())
            known: dict[str, str] = {}  # the same few tags stand between most texts of a page: one str for all of them
            self._made = edits, tuple([known.setdefault(piece := source[edit[0] : edit[1]], piece) for edit in edits])
            self._waiting = None  # last, so that another thread that sees this sees the edits as well
        return self._made

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits, sorted and disjoint."""
        return self._known()[0]

    @property
    def before(self) -> tuple[str, ...]:
        """The text that each edit replaced."""
        return self._known()[1]

    def __reduce__(self) -> tuple[Any, ...]:
        return Pass, (self.filter, self.edits, self.before, self.dropped)


class Suggested:
    """Edits that would only be suggested, worked out when somebody asks for suggestions: who wants the changes does not wait for
    them. `places` are the code points where they may be; `make` gives them, the same ones whenever it is called.

    >>> list(Suggested([3], lambda: [Edit(3, 7, "")]))
    [Edit(start=3, end=7, replacement='', rule='', reason='', safety='safe')]
    """

    def __init__(self, places: Sequence[int], make: Callable[[], Iterable[Edit]]) -> None:
        self.places, self._make = places, make

    @lazy
    def edits(self) -> list[Edit]:
        """The edits."""
        return list(self._make())

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.edits)


AnyPass = Pass | DeferredPass
