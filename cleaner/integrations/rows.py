"""One row: the kernel under every engine, without any engine.

A table, a Ray block, a Spark partition, a datatrove document all end up here: a value goes in, a :class:`Row` comes out,
and no value can stop a job. A row that fails keeps its text and says why. A :class:`RowCleaner` is what engines send to
their workers: it travels as its options, and a process that gets the same one again (Ray and Spark send it with every
task) finds it compiled.

>>> clean_row = RowCleaner()
>>> row = clean_row("The army to collapsed.")
>>> row.text, [(c.start, c.end, c.before, c.after) for c in row.changes], row.error
('The army collapsed.', [(9, 12, 'to ', '')], None)
>>> clean_row(None)
Row(text=None, changes=(), suggestions=(), error=None, confidence=None)
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.edits import Change
from cleaner.core.errors import ConfigError
from cleaner.formats import DOCUMENTS, TEXT_KINDS
from cleaner.pipeline.cleaner import Cleaner

INPUT_FORMATS = ("auto", *TEXT_KINDS, *DOCUMENTS)


class Row(NamedTuple):
    """What came of one value. `error` is None, or why the value was left as it is.

    Bytes are decoded as far as possible then; of a document (PDF and the like) that cannot be read there is no text.
    """

    text: str | None
    changes: Sequence[Change] = ()
    suggestions: Sequence[Change] = ()
    error: str | None = None
    confidence: float | None = None  # of a page: the F1 of words that the choice of its blocks can expect


class RowCleaner:
    """`cleaner` (default: the preset "web") over single values: str, bytes or None. Picklable, thread-safe.

    Rows have `suggestions` only on request: finding where they stood in the original costs as much as the changes do.

    Raises ConfigError for an unknown input format, and in a process that lacks a plug-in of the first.
    """

    def __init__(self, cleaner: Cleaner | None = None, input_format: str = "auto", *, suggestions: bool = False) -> None:
        if input_format not in INPUT_FORMATS:
            raise ConfigError(f"unknown input format {input_format!r}", remedy="one of " + ", ".join(INPUT_FORMATS))
        if input_format in DOCUMENTS:
            from cleaner.documents.reading import require

            require(input_format)  # what is not installed is missed before the first row
        self.cleaner = cleaner or _default_cleaner()
        self.input_format = input_format
        self.suggestions = suggestions

    def __reduce__(self) -> tuple[object, ...]:
        return _revive, (pickle.dumps((self.cleaner, self.input_format, self.suggestions, self.filters), protocol=5),)

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of the filters that run, plug-ins included."""
        return tuple(self.cleaner.describe()["filters"])

    def __call__(self, value: str | bytes | None) -> Row:
        """Clean one value; never raises for what is in it."""
        if value is None:
            return Row(None)
        try:
            result = self.cleaner.clean(value, input_format=self.input_format)
            changes: Sequence[Change] = result.changes
            suggestions: Sequence[Change] = result.suggestions if self.suggestions else ()
            if changes or suggestions:
                _check_encodable(result.text, changes, suggestions)
        except ConfigError:
            raise  # wrong for every row: the job must not run
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything; one row must not stop a job
            binary = self.input_format in DOCUMENTS and isinstance(value, bytes)
            text = value if isinstance(value, str) else None if binary else value.decode("utf-8", "replace")
            return Row(text, error=f"{type(error).__name__}: {error}")
        expected = result.document.meta.get("html.expected")
        return Row(result.text, changes, suggestions, None, float(expected) if expected else None)


def _check_encodable(text: str, *lists: Sequence[Change]) -> None:
    """Columns hold UTF-8: a lone surrogate that a filter made would stop the batch, so let it stop the row."""
    text.encode()
    for changes in lists:
        "".join([piece for change in changes for piece in (change.after, change.reason, change.rule)]).encode()


@lru_cache(maxsize=1)
def _default_cleaner() -> Cleaner:
    """The preset "web", compiled once."""
    return Cleaner()


@lru_cache(maxsize=16)
def _revive(pickled: bytes) -> RowCleaner:
    """The RowCleaner of a pickle, compiled once a process."""
    cleaner, input_format, suggestions, filters = pickle.loads(pickled)  # noqa: S301 - written by RowCleaner.__reduce__
    made = RowCleaner(cleaner, input_format, suggestions=suggestions)
    if missing := [name for name in filters if name not in made.filters]:
        raise ConfigError(
            f"this process lacks the filter {missing[0]}",
            remedy="install its package on the workers: an entry point in the group cleaner.filters",
        )
    return made
