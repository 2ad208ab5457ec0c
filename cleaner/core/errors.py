"""The errors that `cleaner` raises: few classes, each saying what, where, and the remedy.

    CleanerError
    ├── InputError       an input that cannot be read, decoded or written
    ├── ConfigError      an option, preset, rule id or config file that makes no sense
    │   └── RuleError    a rule pack that is broken, with the file and the rule
    ├── FilterError      a filter that broke its contract (an edit outside of the text, say)
    └── LogError         a change log that is cut, foreign, or does not fit the text

`str(error)` is one line that a person at a shell can act on.
"""

from __future__ import annotations

from collections.abc import Iterable


class CleanerError(Exception):
    """Base of all errors raised on purpose.

    >>> print(InputError("not UTF-8 at byte 7", where="notes.txt", remedy="try --encoding cp1252"))
    notes.txt: not UTF-8 at byte 7 (try --encoding cp1252)
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.remedy})" if self.remedy else text

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.remedy)


class InputError(CleanerError):
    """An input cannot be read, decoded or written."""


class ConfigError(CleanerError):
    """An option, preset, rule id or config file makes no sense."""


class RuleError(ConfigError):
    """A rule pack is broken; `where` names the file and the rule."""


class FilterError(CleanerError):
    """A filter broke its contract; `where` names the filter."""


class LogError(CleanerError):
    """A change log is cut, is not one of ours, or does not fit the text."""


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy for a name that is not known: the nearest one that is, else `otherwise`, else all of them.

    >>> did_you_mean("typoss", ["typos", "layout"]), did_you_mean("x", ["a", "b"])
    ('did you mean typos?', 'one of a, b')
    """
    from difflib import get_close_matches

    names = sorted(set(known))
    near = get_close_matches(wrong, names, 1)
    return f"did you mean {near[0]}?" if near else otherwise or f"one of {', '.join(names)}"


def _rebuild(kind: type[CleanerError], what: str, where: str, remedy: str) -> CleanerError:
    """Unpickle: exceptions with keyword arguments need help to cross a process border."""
    return kind(what, where=where, remedy=remedy)
