"""The pipeline: a Cleaner runs a chain of filters over a document; a Result knows everything that happened.

Start at :meth:`Cleaner.clean`. Bytes are decoded, a page is turned to text (as edits, like everything else), then the
chain runs until nothing changes (:mod:`cleaner.pipeline.fixpoint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, overload

from cleaner.core.deferred import AnyPass
from cleaner.core.document import Document
from cleaner.core.edits import Safety
from cleaner.core.errors import ConfigError
from cleaner.core.mapped import FILES
from cleaner.filters import BUILT_IN, Filter, installed
from cleaner.filters.registry import PAGES, ordered
from cleaner.pipeline.checks import check_languages, check_packs, check_settings
from cleaner.pipeline.fixpoint import Fixpoint
from cleaner.pipeline.opening import document_kind, is_page, open_text
from cleaner.pipeline.result import Data, Result
from cleaner.rulebook.packs import Pack, RuleSet, read_pack
from cleaner.rulebook.presets import Preset, Selection, load_preset


class Cleaner:
    """A chain of filters, ready to clean any number of documents; thread-safe and picklable.

    `preset` names a shipped preset or a TOML file. `select` replaces what the preset turns on and `ignore` adds to what
    it turns off: prefixes of rule ids or filter names ("encoding", "typos.grammar.to-past"). `unsafe` applies unsafe
    edits too. `rules` are further rule packs: :class:`cleaner.rulebook.packs.Pack` or paths of TOML files with a key
    `filter`. `filters` are plug-ins (:func:`cleaner.filter`); those of installed packages are there unasked. `words` are
    words that the typo filters must leave alone. `languages` are those besides English whose words are judged ("de", "fr",
    ...); by default all that there are, each where a sentence is in it. `settings` are tables by filter name, or "html" for
    pages.

    >>> Cleaner(select=["typos"]).clean("the the cat").text
    'the cat'

    Raises ConfigError for unknown presets, rule ids, filters, settings, and broken packs.
    """

    def __init__(
        self,
        preset: str = "web",
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        unsafe: bool = False,
        rules: Iterable[Pack | str | Path] = (),
        *,
        filters: Iterable[Filter] = (),
        words: Iterable[str] = (),
        languages: Iterable[str] = (),
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.preset: Preset = load_preset(preset)
        self.options: dict[str, Any] = {
            "preset": preset,
            "select": names_of(select, "select"),
            "ignore": names_of(ignore, "ignore"),
            "unsafe": bool(unsafe),
            "words": frozenset(word.lower() for word in names_of(words, "words")),
            "languages": check_languages(names_of(languages, "languages")),
            "settings": {name: dict(value) for name, value in (settings or {}).items()},
        }
        self.packs = tuple(pack if isinstance(pack, Pack) else _read_extra(Path(pack)) for pack in rules)
        self.unsafe = bool(unsafe)
        self.filters = _plugins(filters)
        self._chain = ordered(self.preset.chain, self.filters)
        self._names = frozenset(filter_.name for filter_ in self._chain)
        families = (plugin.name.split(".")[0] for plugin in self.filters)
        self.selection = Selection(
            self.options["select"] or (*self.preset.select, *families), (*self.preset.ignore, *self.options["ignore"])
        )
        self._unsafe = Selection(self.preset.unsafe)
        self._check()
        self.steps = [self._make_step(filter_) for filter_ in self._chain if self._is_wanted(filter_)]
        self._fixpoint = Fixpoint(self.steps, self.selection.allows, self._applies)
        own = any(pack.filter in PAGES for pack in self.packs)
        self._containers = RuleSet("html.containers", self.packs) if own else None  # None: those that ship
        self._description = self.describe()
        self._for_documents: dict[str, Cleaner] = {}  # by preset: made when a document first needs one

    def __repr__(self) -> str:
        said = {key: value for key, value in self.options.items() if value and (key, value) != ("preset", "web")}
        parts = [f"preset={self.options['preset']!r}", *(f"{key}={value!r}" for key, value in said.items() if key != "preset")]
        return f"<Cleaner {', '.join(parts)}: {len(self.steps)} filters>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its options; compiled rules are made again on the other side."""
        return _rebuild, (self.options, self.packs, _given(self.filters))

    def _check(self) -> None:
        """Raise ConfigError for names of rules, settings and keys of rules that nobody reads."""
        settings = {**self.preset.settings, **self.options["settings"]}
        if settings:
            check_settings(settings, self._chain)
        if self.packs:
            check_packs(self.packs, {**BUILT_IN, **PAGES, **{filter_.name: filter_ for filter_ in self._chain}})
        if prefixes := (*self.options["select"], *self.options["ignore"]):
            from cleaner.rulebook.catalogue import check_prefixes

            check_prefixes(prefixes, self.preset.chain, [plugin.name for plugin in self.filters], self.packs)

    def _is_wanted(self, filter_: Filter) -> bool:
        """Whether a filter runs: a rule of it may be on, and it is for everyone, its unsafe edits are applied, or it is
        selected by its own name."""
        if not self.selection.may_allow(filter_.name, self._names):
            return False
        if filter_.runs == "always" or any(
            f"{prefix}.".startswith(f"{filter_.name}.") for prefix in self.options["select"] or self.preset.select
        ):
            return True
        return filter_.runs == "unsafe" and (self.unsafe or self._unsafe.may_allow(filter_.name, self._names))

    def _make_step(self, filter_: Filter) -> tuple[Filter, RuleSet]:
        settings = {**self.preset.settings.get(filter_.name, {}), **self.options["settings"].get(filter_.name, {})}
        if self.options["languages"] and "languages" in filter_.settings:
            settings["languages"] = self.options["languages"]
        rules = RuleSet(filter_.name, self.packs, settings, self.options["words"], partial(self._applies, filter_.name))
        if rules.extra:
            return filter_.waiting_for(None), rules
        may_do_more = self.unsafe or self._unsafe.may_allow(filter_.name, self._names) or settings
        if filter_.trigger_unsafe is not filter_.trigger and may_do_more:
            return filter_.waiting_for(filter_.trigger_unsafe), rules
        return filter_, rules

    # ---- cleaning -------------------------------------------------------------------------------------------------

    @overload
    def clean(
        self,
        data: str,
        *,
        input_format: str = ...,
        encoding: str | None = ...,
        evidence: Sequence[str] = ...,
        marks: bool = ...,
    ) -> Result[str]: ...

    @overload
    def clean(
        self,
        data: bytes,
        *,
        input_format: str = ...,
        encoding: str | None = ...,
        evidence: Sequence[str] = ...,
        marks: bool = ...,
    ) -> Result[bytes]: ...

    def clean(
        self,
        data: str | bytes,
        *,
        input_format: str = "auto",
        encoding: str | None = None,
        evidence: Sequence[str] = (),
        marks: bool = False,
    ) -> Result[Any]:
        """Clean one text. `data` is text, or bytes to be decoded (`encoding` overrides the detection).

        `evidence` are other texts of the same source (the blocks before and after this one): their words are counted too.
        `input_format` is "text", "html", "markdown", "rst", "asciidoc", a kind of document ("pdf", "epub", "docx", "odt", "eml",
        "mbox", "mediawiki", "rss"), or "auto", which looks at the beginning. With `marks`, comments in the text may switch
        cleaning off for a part of it (`cleaner: off`). Never raises for what a text or a page holds; a document that is broken,
        or needs a package that is not installed, raises InputError.
        """
        if isinstance(data, str) and self._is_clean(data, input_format):
            FILES.after(len(data))
            document = Document(data, evidence=evidence, heeds_marks=marks) if evidence or marks else None
            return Result(data, document, (), (), (), self._description)
        kind = document_kind(data, input_format)
        if kind:
            return self._clean_document(data, kind)
        document = open_text(data, encoding, input_format, tuple(evidence), marks)
        document, opening, notes = self._extracted(document, input_format)
        return self._run(data, document, opening, notes)

    def _is_clean(self, text: str, input_format: str) -> bool:
        """Whether a text is no page and has nothing that any filter waits for, as far as that can be told at a glance."""
        if input_format not in ("auto", "text") or not self._fixpoint.asked.nobody_about(text):
            return False
        return input_format == "text" or not is_page(text, input_format)

    def _clean_document(self, data: str | bytes, kind: str) -> Result[Any]:
        """Clean the text of a PDF, an e-book, a mail. A kind that has a preset of its own is cleaned with it instead of "web"."""
        from cleaner.documents import KINDS, read

        own = KINDS[kind].preset
        if own and self.options["preset"] == "web" and not self.options["select"]:
            if own not in self._for_documents:
                self._for_documents[own] = self.with_options(preset=own)
            return self._for_documents[own]._clean_document(data, kind)
        return self._run(data, *read(data, kind, self.options["settings"].get("documents", {})))

    def _run(self, data: str | bytes, document: Document, opening: Sequence[AnyPass], notes: list[str]) -> Result[Any]:
        """Run the chain over a document that was opened."""
        outcome = self._fixpoint.run(document, opening)
        FILES.after(len(document.text))
        notes += [*(document.decoding.notes() if document.decoding else ()), *outcome.notes]
        if outcome.passes and document.text.strip() and not outcome.document.text.strip():
            notes.append(_nothing_left(outcome.passes))
        return Result(data, outcome.document, outcome.passes, outcome.suggestions, tuple(notes), self._description)

    def clean_many(self, documents: Iterable[Data], *, jobs: int = 1, input_format: str = "auto") -> Iterator[Result[Data]]:
        """Clean documents in order, with `jobs` processes; lazily, with a bounded number of documents in flight."""
        if jobs <= 1:
            for data in documents:
                yield self.clean(data, input_format=input_format)
            return
        from cleaner.pipeline.processes import clean_in_processes

        yield from clean_in_processes(self, documents, jobs, input_format)

    def _extracted(self, document: Document, input_format: str) -> tuple[Document, list[AnyPass], list[str]]:
        """For a page: its text, the pass that made it, and notes. For text: nothing."""
        if not is_page(document.text, input_format):
            return document, [], []
        from cleaner.html.extract import extract

        return extract(document, self.options["settings"].get("html", {}), self._may_leave_out, self._containers)

    def _may_leave_out(self, rule: str) -> bool:
        """Whether a rule about pages is on: all are, unless ignored; a page is no text without them."""
        return not self.options["ignore"] or Selection(("html",), self.options["ignore"]).allows(rule, "html.containers")

    def with_options(self, **changed: Any) -> Cleaner:
        """A Cleaner with some options changed (names as in the constructor) and everything else as it is here."""
        options: dict[str, Any] = {**self.options, "rules": self.packs, "filters": _given(self.filters), **changed}
        return Cleaner(**options)

    def describe(self) -> dict[str, Any]:
        """The configuration, as it goes to the head of a log."""
        options = {**self.options, "words": sorted(self.options["words"])}
        if not options["languages"]:
            del options["languages"]
        if self.packs:
            options["packs"] = {f"{pack.filter}/{pack.name}": pack.digest[:16] for pack in self.packs}
        return {**options, "filters": [filter_.name for filter_, _ in self.steps]}

    def _applies(self, filter_name: str, rule: str, safety: Safety) -> bool:
        """Whether an edit of a rule is made; one that is selected and not made is suggested."""
        if not self.selection.allows(rule, filter_name):
            return False
        return safety == "safe" or (safety == "unsafe" and (self.unsafe or self._unsafe.allows(rule, filter_name)))


def _plugins(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """The plug-ins of a Cleaner: those of installed packages, then those given. Raises ConfigError."""
    given = tuple(filters)
    for filter_ in given:
        if not isinstance(filter_, Filter):
            raise ConfigError(f"{filter_!r} is no filter", remedy="a function with the decorator cleaner.filter")
    return (*(filter_ for filter_ in installed() if filter_ not in given), *given)


def _rebuild(options: dict[str, Any], packs: tuple[Pack, ...], filters: list[Filter]) -> Cleaner:
    return Cleaner(**options, rules=packs, filters=filters)


def _given(filters: Iterable[Filter]) -> list[Filter]:
    """Those of a Cleaner's plug-ins that no installed package brings."""
    return [filter_ for filter_ in filters if filter_ not in installed()]


def names_of(value: Iterable[str], key: str) -> tuple[str, ...]:
    """A list of rule ids as a tuple. Raises ConfigError for a single string."""
    if isinstance(value, str):
        raise ConfigError(f"{key} must be a list of strings, not a string", remedy=f'{key}=["{value}"]')
    return tuple(value)


def _read_extra(path: Path) -> Pack:
    pack = read_pack(path, "")
    if not pack.filter:
        raise ConfigError("a pack given by hand must say who reads it", where=str(path), remedy='filter = "..."')
    return pack


def _nothing_left(passes: Iterable[AnyPass]) -> str:
    """A note on a text that was nothing but what filters remove."""
    names = sorted({step.filter for step in passes if step.edits})
    return f"nothing is left: {', '.join(names)} removed all of the text"
