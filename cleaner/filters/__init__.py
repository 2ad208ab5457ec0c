"""Filters: one file = one filter.

A filter looks at a document and proposes edits; it never touches the text. The filter `typos.doubled` is the module
`cleaner/filters/typos/doubled.py` and reads the rules in `rules/typos/doubled.toml`. Such a module has

    def propose(document: Document, rules: RuleSet) -> Iterator[Edit]: ...

and, if it repairs words and must keep off URLs, code, paths, handles and numbers, `WORD_LEVEL = True`. It scans cheaply
first, and reads its rules only where it found something. A filter that has no safe rule and costs more than a scan says
`UNSAFE_ONLY = True`: it runs where its unsafe edits are applied, and where it is selected by its own name.
`ON_REQUEST = True`: it runs only where it is selected by its own name, whatever its family.

A filter that judges a line by itself, the language of the document and at most N lines around it says `REACH_LINES = N`: after
edits it is asked about those lines only.

Order and choice of filters are in `rules/presets/*.toml`.

Filters of others are functions with the decorator :func:`filter`, found through the entry-point group `cleaner.filters`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import SAFETIES, Edit, Safety
from cleaner.core.errors import ConfigError
from cleaner.rulebook.packs import RuleSet

GROUP = "cleaner.filters"
Propose = Callable[[Document, RuleSet], Iterable[Edit]]
Foreign = Callable[[Document], "Iterable[Edit] | str"]


# The filters that say so, by name: known here, so that those who do not run them need not import them.
SOMETIMES = {
    "boilerplate.structure": "UNSAFE_ONLY",
    "typos.compounds": "UNSAFE_ONLY",
    "typos.elongations": "UNSAFE_ONLY",
    "typos.function-words": "UNSAFE_ONLY",
    "typos.possessives": "UNSAFE_ONLY",
    "typos.ranker": "UNSAFE_ONLY",
    "typos.real-words": "UNSAFE_ONLY",
    "typos.speller": "UNSAFE_ONLY",
    "typos.harper": "ON_REQUEST",
    "typos.quire": "ON_REQUEST",
}


class Filter(NamedTuple):
    """A filter ready to run.

    `word_level`: the pipeline drops its edits on protected text.
    `reach`: lines around a line that its proposals for that line depend on; None for the whole document.
    """

    name: str
    propose: Propose
    word_level: bool = False
    reach: int | None = None


class ForeignFilter:
    """A third-party function as a filter; calling it still calls the function.

    A function that returns a str has its edits derived; edits without a rule id get the filter's name.
    """

    def __init__(self, name: str, function: Foreign, safety: Safety, why: str) -> None:
        self.name, self.function, self.safety, self.why = name, function, safety, why
        self.__doc__ = function.__doc__

    def __call__(self, document: Document) -> Iterable[Edit] | str:
        return self.function(document)

    def propose(self, document: Document, rules: RuleSet) -> Iterable[Edit]:
        """Edits of the function, completed by what the decorator said."""
        found = self.function(document)
        if isinstance(found, str):
            from cleaner.core.derive import derive

            return derive(document.text, found, self.name, self.why, self.safety)
        return [self._complete(edit) for edit in found or ()]

    def _complete(self, edit: Edit) -> Edit:
        if edit.rule:
            return edit
        return edit._replace(rule=self.name, reason=edit.reason or self.why, safety=self.safety)


# Written at import time only, by the decorator, as `codecs.register` or `atexit` do; never while cleaning.
_registered: dict[str, ForeignFilter] = {}


def filter(name: str, *, safety: Safety = "safe") -> Callable[[Foreign], ForeignFilter]:
    """Decorator: make a function a filter that runs after the built-in ones.

    The function takes a Document and yields :class:`Edit`\\ s, or returns the new text as a str. The name is dotted
    ("shout.lower"); select and ignore go by its prefixes.

    >>> @filter("doctest.lower", safety="unsafe")
    ... def lower(document):
    ...     return document.text.lower()
    >>> list(lower.propose(Document("LOUD"), None))[0].replacement
    'loud'
    >>> _ = _registered.pop("doctest.lower")

    Raises ConfigError for a malformed name or an unknown safety.
    """
    if not name or not all(part.replace("-", "").replace("_", "").isalnum() for part in name.split(".")):
        raise ConfigError(f"{name!r} is no filter name", remedy="dotted words such as shout.lower")
    if safety not in SAFETIES:
        raise ConfigError(f"safety is {safety!r}", remedy=f"one of {', '.join(SAFETIES)}")

    def register(function: Foreign) -> ForeignFilter:
        why = (function.__doc__ or "").strip().split("\n")[0]
        made = ForeignFilter(name, function, safety, why)
        _registered[name] = made
        return made

    return register


def builtin(name: str) -> Filter:
    """The built-in filter of a name. Raises ConfigError if there is none."""
    module_name = "cleaner.filters." + name.replace("-", "_")
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and module_name.startswith(error.name):
            raise ConfigError(f"there is no filter {name!r}", remedy="see cleaner rules list") from error
        raise
    return Filter(name, module.propose, getattr(module, "WORD_LEVEL", False), getattr(module, "REACH_LINES", None))


def foreign() -> list[Filter]:
    """Registered third-party filters, in order of name; loads the entry points first."""
    for found in _entry_points():
        _registered.setdefault(found.name, found)
    return [Filter(name, made.propose) for name, made in sorted(_registered.items())]


@cache
def _entry_points() -> tuple[ForeignFilter, ...]:
    """Filters of installed packages, looked for once a process.

    importlib.metadata costs as much to import as click's half, so a glance at the installed packages comes first.
    """
    if not any(_mentions_group(Path(entry)) for entry in sys.path):
        return ()
    from importlib.metadata import entry_points

    found = []
    for point in entry_points(group=GROUP):
        loaded = point.load()
        if not isinstance(loaded, ForeignFilter):
            raise ConfigError("the entry point is no cleaner.filter", where=f"{GROUP}: {point.name} = {point.value}")
        found.append(loaded)
    return tuple(found)


def _mentions_group(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    lists = folder.glob("*-info/entry_points.txt")
    return any(f"[{GROUP}]" in path.read_text(encoding="utf-8", errors="replace") for path in lists)
