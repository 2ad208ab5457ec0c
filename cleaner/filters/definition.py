"""What a filter is: a name, a function that proposes edits, and what it declares about itself.

Built-in filters (:mod:`cleaner.filters.registry`) and plug-ins (:func:`filter`) are the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from types import FunctionType
from typing import Any, Literal, cast

from cleaner.core.document import Document
from cleaner.core.edits import SAFETIES, Edit, Safety
from cleaner.core.errors import ConfigError
from cleaner.core.lazy import lazy
from cleaner.filters.triggers import Trigger
from cleaner.rulebook.packs import RuleSet

Propose = Callable[[Document, RuleSet], Iterable[Edit]]
Runs = Literal["always", "unsafe", "on request"]
RUNS = ("always", "unsafe", "on request")


class Filter:
    """A filter: `propose(document, rules)` yields edits of the document's text and never changes it.

    `name`: dotted, family first ("typos.doubled"). `select` and `ignore` go by its prefixes.
    `word_level`: it repairs words; its edits on protected text (URLs, addresses, paths, code, handles, numbers) are dropped.
    `reach_lines`: its proposals for a line depend on that line, the language of the document and at most so many lines before
    and after it; after edits it is asked about those lines only. None: they depend on the whole document.
    `trigger`: what a document must have for the filter's own rules to find anything, as a function of it (see
    :mod:`cleaner.filters.triggers`); filters that share one are asked about it once. It may only say no where `propose` would
    propose nothing. A filter with packs of users is always asked.
    `trigger_unsafe`: the same where its unsafe edits are applied, or it has settings, if that is another one.
    `runs`: "always"; "unsafe", where its unsafe edits are applied or it is selected by its own name (it has no safe rule and
    costs more than a scan); "on request", only where it is selected by its own name.
    `settings`: the settings that it reads, each with what it means. Unknown ones are refused.
    `rules`: the keys of rules that it reads, beside those that every rule has. Unknown ones are refused.
    `takes_packs`: whether it reads rule packs of users.
    `before`, `after`: its place in the chain, a filter or family ("typos"); by default it runs last.
    """

    def __init__(
        self,
        name: str,
        propose: Propose,
        *,
        word_level: bool = False,
        reach_lines: int | None = None,
        trigger: Trigger | None = None,
        trigger_unsafe: Trigger | None = None,
        runs: Runs = "always",
        settings: Mapping[str, str] | None = None,
        rules: Sequence[str] = (),
        takes_packs: bool = False,
        before: str = "",
        after: str = "",
    ) -> None:
        """Raises ConfigError for a malformed name, an unknown value of `runs`, two places."""
        _check_name(name)
        if runs not in RUNS:
            raise ConfigError(f"runs is {runs!r}", where=name, remedy=f"one of {', '.join(RUNS)}")
        if before and after:
            raise ConfigError("a filter has one place: before or after", where=name)
        self.name, self.propose = name, propose
        self.word_level, self.reach_lines, self.trigger, self.runs = word_level, reach_lines, trigger, runs
        self.trigger_unsafe = trigger_unsafe or trigger
        self.settings, self.rules, self.takes_packs = dict(settings or {}), tuple(rules), takes_packs
        self.before, self.after = before, after

    def __repr__(self) -> str:
        return f"<Filter {self.name}>"

    def __call__(self, document: Document) -> list[Edit]:
        """What the filter proposes for a document with its shipped rules: for tests of filters."""
        return list(self.propose(document, RuleSet(self.name)))

    def __reduce__(self) -> tuple[Any, ...]:
        """A filter that stands in a module travels to other processes as its place there."""
        home = getattr(self.propose, "home", None)
        if home is not None and _found(*home) is self:
            return _found, home
        return _remade, (vars(self),)

    def waiting_for(self, trigger: Trigger | None) -> Filter:
        """The same filter with another trigger."""
        return _remade({**vars(self), "trigger": trigger})


def _check_name(name: str) -> None:
    if not name or not all(part.replace("-", "").replace("_", "").isalnum() for part in name.split(".")):
        raise ConfigError(f"{name!r} is no filter name", remedy="dotted words such as shout.lower")


def _found(module: str, name: str) -> Any:
    """The object of a name in a module; None if there is none."""
    found: Any = import_module(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def _remade(values: dict[str, Any]) -> Filter:
    made = Filter.__new__(Filter)
    vars(made).update(values)
    return made


class ImportedLater:
    """`propose` of a module that is imported when the filter is first asked: a text does not pay for filters that have nothing
    to say of it.
    """

    def __init__(self, module: str) -> None:
        self.module = module

    @lazy
    def imported(self) -> Propose:
        """The function."""
        propose: Propose = import_module(self.module).propose
        return propose

    def __call__(self, document: Document, rules: RuleSet) -> Iterable[Edit]:
        return self.imported(document, rules)


class PluginFunction:
    """A plug-in's function as `propose`: a str that it returns has its edits derived, edits without a rule get the filter's."""

    def __init__(self, function: Callable[..., Any], name: str, safety: Safety, why: str) -> None:
        self.function, self.name, self.safety, self.why = function, name, safety, why
        self.home = (function.__module__, function.__qualname__)
        self.wants_rules = cast(FunctionType, function).__code__.co_argcount > 1

    def __call__(self, document: Document, rules: RuleSet) -> Iterable[Edit]:
        found = self.function(document, rules) if self.wants_rules else self.function(document)
        if isinstance(found, str):
            from cleaner.core.derive import derive

            return derive(document.text, found, self.name, self.why, self.safety)
        return [self._completed(edit) for edit in found or ()]

    def _completed(self, edit: Edit) -> Edit:
        if not isinstance(edit, Edit) or edit.rule:
            return edit
        return edit._replace(rule=self.name, reason=edit.reason or self.why, safety=self.safety)


def filter(
    name: str,
    *,
    safety: Safety = "safe",
    word_level: bool = False,
    reach_lines: int | None = None,
    trigger: Trigger | None = None,
    runs: Runs = "always",
    settings: Mapping[str, str] | None = None,
    rules: Sequence[str] = (),
    before: str = "",
    after: str = "",
) -> Callable[[Callable[..., Any]], Filter]:
    """Decorator: make a function a :class:`Filter`, for `Cleaner(filters=[...])`, `--filter module:name` or an entry point
    in the group `cleaner.filters`. No Cleaner uses it unasked, but for entry points of installed packages.

    The function takes a Document, and if it has a second parameter a RuleSet (its rules, settings and words). It yields
    :class:`Edit`\\ s of the document's text, or returns the new text as a str. Edits without a rule id get the filter's
    name as rule, `safety`, and the first line of the function's docstring as reason. With `rules` (the keys that it reads)
    rule packs of users that name the filter are read. The other options are those of :class:`Filter`.

    >>> @filter("doctest.lower", safety="unsafe")
    ... def lower(document):
    ...     return document.text.lower()
    >>> lower(Document("LOUD"))[0].replacement
    'loud'

    Raises ConfigError for a malformed name or an unknown safety.
    """
    if safety not in SAFETIES:
        raise ConfigError(f"safety is {safety!r}", where=name, remedy=f"one of {', '.join(SAFETIES)}")

    def make(function: Callable[..., Any]) -> Filter:
        """A filter made of the function and the declarations."""
        why = (function.__doc__ or "").strip().split("\n")[0]
        propose = PluginFunction(function, name, safety, why)
        return Filter(
            name,
            propose,
            word_level=word_level,
            reach_lines=reach_lines,
            trigger=trigger,
            runs=runs,
            settings=settings,
            rules=rules,
            takes_packs=bool(rules),
            before=before,
            after=after,
        )

    _check_name(name)
    return make
