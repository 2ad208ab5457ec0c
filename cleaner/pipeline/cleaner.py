"""The pipeline: a Cleaner runs a chain of filters over a document; a Result knows everything that happened.

Start at :meth:`Cleaner.clean`. Bytes are decoded, a page is turned to text (as edits, like everything else), then the
chain runs until nothing changes (:mod:`cleaner.pipeline.fixpoint`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from cleaner.core.deferred import AnyPass
from cleaner.core.document import Document
from cleaner.core.edits import Safety
from cleaner.core.errors import ConfigError
from cleaner.filters import SOMETIMES, Filter, builtin, foreign
from cleaner.pipeline.fixpoint import Settling
from cleaner.pipeline.result import Result
from cleaner.rulebook.packs import Pack, RuleSet, read_pack
from cleaner.rulebook.presets import Preset, Selection, load_preset


class Cleaner:
    """A chain of filters, ready to clean any number of documents; thread-safe and picklable.

    `preset` names a shipped preset or a TOML file. `select` replaces what the preset turns on and `ignore` adds to what
    it turns off: prefixes of rule ids or filter names ("encoding", "typos.grammar.to-past"). `unsafe` applies unsafe
    edits too. `rules` are further rule packs: :class:`cleaner.rulebook.packs.Pack` or paths of TOML files with a key
    `filter`. `words` are words that the typo filters must leave alone.

    >>> Cleaner(select=["typos"]).clean("the the cat").text
    'the cat'

    Raises ConfigError for unknown presets, rule ids or broken packs.
    """

    def __init__(
        self,
        preset: str = "web",
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        unsafe: bool = False,
        rules: Iterable[Pack | str | Path] = (),
        *,
        words: Iterable[str] = (),
        settings: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.preset: Preset = load_preset(preset)
        self.options: dict[str, Any] = {
            "preset": preset,
            "select": _names(select, "select"),
            "ignore": _names(ignore, "ignore"),
            "unsafe": bool(unsafe),
            "words": frozenset(word.lower() for word in words),
            "settings": {name: dict(value) for name, value in (settings or {}).items()},
        }
        self.packs = tuple(pack if isinstance(pack, Pack) else _read_extra(Path(pack)) for pack in rules)
        self.unsafe = bool(unsafe)
        self._others = foreign()
        selected = self.options["select"] or (*self.preset.select, *(other.name.split(".")[0] for other in self._others))
        self.selection = Selection(selected, (*self.preset.ignore, *self.options["ignore"]))
        self._unsafe = Selection(self.preset.unsafe)
        self.steps = self._make_steps()
        self._settling = Settling(self.steps, self.selection.allows, self._applies)
        self._description = self.describe()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its options; compiled rules are made again on the other side."""
        return _rebuild, (self.options, self.packs)

    def _make_steps(self) -> list[tuple[Filter, RuleSet]]:
        prefixes = (*self.options["select"], *self.options["ignore"])
        if prefixes:
            from cleaner.rulebook.catalogue import check_prefixes

            check_prefixes(prefixes, self.preset.chain, [other.name for other in self._others], self.packs)
        chosen = [name for name in self.preset.chain if self.selection.may_allow(name) and self._is_wanted(name)]
        steps = [self._make_step(builtin(name)) for name in chosen]
        return steps + [self._make_step(other) for other in self._others if self.selection.may_allow(other.name)]

    def _is_wanted(self, name: str) -> bool:
        """Whether a filter runs that is not for everyone: its unsafe edits are applied, or it is selected by its own name."""
        when = SOMETIMES.get(name)
        if when is None:
            return True
        if any(f"{prefix}.".startswith(f"{name}.") for prefix in self.options["select"]):
            return True
        return when == "UNSAFE_ONLY" and (self.unsafe or self._unsafe.may_allow(name))

    def _make_step(self, filter_: Filter) -> tuple[Filter, RuleSet]:
        settings = {**self.preset.settings.get(filter_.name, {}), **self.options["settings"].get(filter_.name, {})}
        return filter_, RuleSet(filter_.name, self.packs, settings, self.options["words"], partial(self._applies, filter_.name))

    # ---- cleaning -------------------------------------------------------------------------------------------------

    def clean(
        self, data: str | bytes, *, input_format: str = "auto", encoding: str | None = None, evidence: Sequence[str] = ()
    ) -> Result:
        """Clean one text. `data` is text, or bytes to be decoded (`encoding` overrides the detection).

        `evidence` are other texts of the same source (the blocks before and after this one): their words are counted too.
        `input_format` is "text", "html", "markdown" or "auto", which looks at the beginning. Never raises for what the
        data hold.
        """
        document = _open(data, encoding, input_format)
        document.evidence = tuple(evidence)
        document, opening, notes = _extract(document, input_format, self.options["settings"], self._may_leave_out)
        settled = self._settling.run(document, opening)
        notes += [*(document.decoding.notes() if document.decoding else ()), *settled.notes]
        if settled.passes and document.text.strip() and not settled.document.text.strip():
            notes.append(_nothing_left(settled.passes))
        return Result(data, settled.document, settled.passes, settled.suggestions, tuple(notes), self._description)

    def clean_many(self, documents: Iterable[str | bytes], *, jobs: int = 1, input_format: str = "auto") -> Iterator[Result]:
        """Clean documents in order, with `jobs` processes; lazily, with a bounded number of documents in flight."""
        if jobs <= 1:
            for data in documents:
                yield self.clean(data, input_format=input_format)
            return
        from cleaner.pipeline.processes import clean_in_processes

        yield from clean_in_processes(self, documents, jobs, input_format)

    def _may_leave_out(self, rule: str) -> bool:
        """Whether a rule about pages is on: all are, unless ignored; a page is no text without them."""
        return not self.options["ignore"] or Selection(("html",), self.options["ignore"]).allows(rule, "html.containers")

    def describe(self) -> dict[str, Any]:
        """The configuration, as it goes to the head of a log."""
        options = {**self.options, "words": sorted(self.options["words"])}
        if self.packs:
            options["packs"] = {f"{pack.filter}/{pack.name}": pack.digest[:16] for pack in self.packs}
        return {**options, "filters": [filter_.name for filter_, _ in self.steps]}

    def _applies(self, filter_name: str, rule: str, safety: Safety) -> bool:
        """Whether an edit of a rule is made; one that is selected and not made is suggested."""
        if not self.selection.allows(rule, filter_name):
            return False
        return safety == "safe" or (safety == "unsafe" and (self.unsafe or self._unsafe.allows(rule, filter_name)))


def clean(data: str | bytes, *, input_format: str = "auto", encoding: str | None = None, **options: Any) -> Result:
    """Clean one text or the bytes of one file; `options` are those of :class:`Cleaner`.

    >>> result = clean("The army to collapsed.\\n\\n%d bloggers like this:")
    >>> result.text
    'The army collapsed.'
    >>> result.undo()
    'The army to collapsed.\\n\\n%d bloggers like this:'

    Raises ConfigError for options that make no sense; never raises for what is in the data.
    """
    try:
        cleaner = _shared_cleaner(tuple(foreign()), _frozen(options))
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        cleaner = Cleaner(**options)
    return cleaner.clean(data, input_format=input_format, encoding=encoding)


@lru_cache(maxsize=16)
def _shared_cleaner(others: tuple[Filter, ...], options: Frozen) -> Cleaner:
    """Compiling a chain costs more than cleaning a short text, and a Cleaner has no state that cleaning changes.

    `others`, the third-party filters of the moment, are part of the key alone.
    """
    return Cleaner(**_thawed(options))


Frozen = tuple[type, Any]
PLAIN = frozenset((list, tuple, set, frozenset))  # and not what is made of them, such as Pack


def _frozen(value: Any) -> Frozen:
    """Tables and lists of options as something that can be a key and that nobody can change; types count: 1 is not True.

    >>> _thawed(_frozen({"settings": {"html": {"keep": ["main", "h1"]}}}))
    {'settings': {'html': {'keep': ['main', 'h1']}}}
    """
    if isinstance(value, Mapping):
        return dict, tuple([(key, _frozen(item)) for key, item in value.items()])
    if type(value) in PLAIN:
        return type(value), tuple(map(_frozen, value))
    return type(value), value


def _thawed(frozen: Frozen) -> Any:
    """What :func:`_frozen` was given."""
    kind, value = frozen
    if kind is dict:
        return {key: _thawed(item) for key, item in value}
    return kind(map(_thawed, value)) if kind in PLAIN else value


def _rebuild(options: dict[str, Any], packs: tuple[Pack, ...]) -> Cleaner:
    return Cleaner(**options, rules=packs)


def _names(value: Iterable[str], key: str) -> tuple[str, ...]:
    if isinstance(value, str):
        raise ConfigError(f"{key} must be a list of rule ids, not a string", remedy=f'{key}=["{value}"]')
    return tuple(value)


def _read_extra(path: Path) -> Pack:
    pack = read_pack(path, "")
    if not pack.filter:
        raise ConfigError("a pack given by hand must say who reads it", where=str(path), remedy='filter = "..."')
    return pack


def _open(data: str | bytes, encoding: str | None, input_format: str) -> Document:
    if isinstance(data, str):
        return Document(data)
    if isinstance(data, bytes | bytearray | memoryview):
        from cleaner.decoding.decode import decode

        data = bytes(data)
        if encoding is None and input_format in ("auto", "html") and b"<" in data[:1024]:
            return _open_page(data)
        return decode(data, encoding)
    raise TypeError(f"clean() takes str or bytes, not {type(data).__name__}")


def _open_page(data: bytes) -> Document:
    """Bytes that may be a page: what it declares of its encoding counts before detection."""
    from cleaner.decoding.decode import decode
    from cleaner.decoding.html_charset import page_encoding

    name = page_encoding(data)
    document = decode(data, name or None)
    if name and document.decoding is not None:
        document.decoding = document.decoding._replace(how="declared")
    return document


def _extract(
    document: Document, input_format: str, settings: Mapping[str, Mapping[str, Any]], allows: Callable[[str], bool]
) -> tuple[Document, list[AnyPass], list[str]]:
    """For a page: the pass that turns it into text. For text: nothing."""
    if input_format not in ("auto", "text", "html", "markdown"):
        raise ConfigError(f"unknown input format {input_format!r}", remedy="auto, text, html or markdown")
    if input_format == "markdown":
        document.input_format = input_format
        return document, [], []
    if input_format == "text":
        return document, [], []
    if input_format == "auto" and not _looks_like_html(document.text):
        return document, [], []
    from cleaner.html import extract

    return extract(document, settings.get("html", {}), allows)


def _looks_like_html(text: str) -> bool:
    """A doctype, an html element or several block elements at the head of the text; see cleaner.html.dom.sniff."""
    if "<" not in text[:1024]:
        return False
    from cleaner.html.dom.sniff import looks_like_html

    return looks_like_html(text)


def _nothing_left(passes: Iterable[AnyPass]) -> str:
    """A note on a text that was nothing but what filters remove."""
    names = sorted({step.filter for step in passes if step.edits})
    return f"nothing is left: {', '.join(names)} removed all of the text"
