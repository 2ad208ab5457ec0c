"""Filters: one file = one filter.

A filter looks at a document and proposes edits; it never touches the text. The filter `typos.doubled` is the module
`cleaner/filters/typos/doubled.py` with a function

    def propose(document: Document, rules: RuleSet) -> Iterator[Edit]: ...

and a line in :mod:`cleaner.filters.registry`, which declares what the chain must know of it. Its rules are in
`rules/typos/doubled.toml`, what it was trained on gives files in `cleaner/data/typos/doubled/`. It scans cheaply first, and
reads its rules only where it found something. Plug-ins are made by the decorator :func:`cleaner.filter`.
"""

from cleaner.filters.definition import Filter, filter
from cleaner.filters.registry import BUILT_IN, built_in, installed, load_filter

__all__ = ["BUILT_IN", "Filter", "built_in", "filter", "installed", "load_filter"]
