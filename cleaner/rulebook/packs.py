"""The rulebook: find, read and check rule packs.

A rule pack is a TOML file; its folder says which filter reads it: `rules/typos/grammar.toml` and every file in the folder
`rules/typos/grammar/` belong to the filter `typos.grammar`. A pack holds tables `[[rule]]`:

    [[rule]]
    id = "boilerplate.wordpress.likes"      # dotted; select and ignore go by prefixes of it
    safety = "safe"                         # safe | unsafe | suggest
    why = "Jetpack prints it under a post; a script fills in the number."
    source = "Jetpack message catalogue"    # where the facts come from
    examples = [{ before = "Text.\\n\\n%d bloggers like this:", after = "Text." }]
    keeps = ["Many bloggers like this: a quiet room."]
    phrases = ["{count} bloggers like this:"]   # anything else is the filter's own

Every rule carries at least one example and one `keeps`. :class:`RuleSet` is what a filter gets: its rules, read when
first asked for, and a place to keep what it compiles from them. Start at :meth:`RuleSet.edit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from cleaner.core.digests import sha256
from cleaner.core.edits import SAFETIES, Edit, Safety
from cleaner.core.errors import ConfigError, RuleError
from cleaner.core.files import MOST_PACK, parse_toml, read_bounded
from cleaner.core.lazy import lazy
from cleaner.core.precomputed import Precomputed, dumped, loaded
from cleaner.core.resources import data_file, data_folder, rules_folder

T = TypeVar("T")
REQUIRED = ("id", "safety", "why", "examples", "keeps")


class Example(NamedTuple):
    """What a rule makes of a text. For a rule that only suggests, `after` is the text with its suggestions taken."""

    before: str
    after: str


class Rule(NamedTuple):
    """One entry of a rule pack; `data` holds the keys that its filter reads, such as `phrases`."""

    id: str
    safety: Safety
    why: str
    examples: tuple[Example, ...]
    keeps: tuple[str, ...]
    filter: str
    pack: str
    source: str = ""
    data: Mapping[str, Any] = {}


class Pack(NamedTuple):
    """The rules of one file, all read by one filter; `digest` is the SHA-256 of the file."""

    name: str
    filter: str
    rules: tuple[Rule, ...]
    digest: str


def pack_files(filter_name: str) -> list[Path]:
    """The shipped packs that a filter reads, in order of name."""
    base = rules_folder().joinpath(*filter_name.split("."))
    single = base.with_name(base.name + ".toml")
    return ([single] if single.is_file() else []) + sorted(base.glob("*.toml"))


@cache
def digest_of(filter_name: str) -> str:
    """SHA-256 (the first 16 hexadecimal digits) over all rules and data that ship for a filter; "" if nothing."""
    total = sha256()
    count = 0
    for root in (rules_folder(), data_folder()):
        base = root.joinpath(*filter_name.split("."))
        single = base.with_name(base.name + ".toml")
        for path in ([single] if single.is_file() else []) + sorted(path for path in base.rglob("*") if path.is_file()):
            total.update(f"{path.relative_to(base.parent).as_posix()}\0".encode())
            total.update(sha256(path.read_bytes()).digest())
            count += 1
    return total.hexdigest()[:16] if count else ""


def filters_with_packs() -> list[str]:
    """Names of all filters that the shipped packs belong to."""
    root = rules_folder()
    found = set()
    for path in root.glob("*/**/*.toml"):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0] != "presets":
            found.add(".".join(parts[:2]))
    return sorted(found)


def read_pack(path: Path, filter_name: str) -> Pack:
    """Read and check one pack. Raises RuleError naming the file, the rule and what is wrong with it."""
    try:
        raw = read_bounded(path, MOST_PACK, "rule pack")
        digest = sha256(raw).hexdigest()
        parsed = parsed_packs().get(digest)
        table = loaded(parsed) if parsed is not None else parse_toml(raw, "rule pack", str(path))
    except ConfigError as error:
        raise RuleError(error.what, where=error.where, remedy=error.remedy) from error
    return make_pack(table, path.stem, table.get("filter", filter_name), str(path), digest)


@cache
def parsed_packs() -> Mapping[str, bytes]:
    """The shipped packs as they were parsed, by the SHA-256 of their files; a file with another is parsed."""
    return PARSED.shipped() or {}


def _parsed_packs() -> dict[str, bytes]:
    files = [path.read_bytes() for name in filters_with_packs() for path in pack_files(name)]
    return {sha256(raw).hexdigest(): dumped(parse_toml(raw, "rule pack", "")) for raw in files}


PARSED = Precomputed("packs", list, _parsed_packs)


def make_pack(table: Mapping[str, Any], name: str, filter_name: str, where: str, digest: str = "") -> Pack:
    """A pack from parsed TOML. Raises RuleError."""
    entries = table.get("rule")
    if not isinstance(entries, list) or not entries:
        raise RuleError("a rule pack needs at least one [[rule]]", where=where)
    rules = tuple(_make_rule(entry, name, filter_name, where) for entry in entries)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError("this rule id stands twice", where=f"{where}: {rule.id}")
        seen.add(rule.id)
    return Pack(name, filter_name, rules, digest)


def _make_rule(entry: Mapping[str, Any], pack: str, filter_name: str, where: str) -> Rule:
    """The rule of a table in a pack, checked."""
    rule_id = entry.get("id")
    where = f"{where}: {rule_id}" if isinstance(rule_id, str) else where
    missing = [key for key in REQUIRED if not entry.get(key)]
    if missing:
        raise RuleError(f"a rule lacks {', '.join(missing)}", where=where, remedy="see rules/README.md")
    if entry["safety"] not in SAFETIES:
        raise RuleError(f"safety is {entry['safety']!r}", where=where, remedy=f"one of {', '.join(SAFETIES)}")
    try:
        examples = tuple(Example(example["before"], example["after"]) for example in entry["examples"])
        keeps = tuple(str(keep) for keep in entry["keeps"])
    except (TypeError, KeyError) as error:
        raise RuleError("an example needs before and after", where=where) from error
    data = {key: value for key, value in entry.items() if key not in (*REQUIRED, "source")}
    source = str(entry.get("source", ""))
    return Rule(str(rule_id), cast(Safety, entry["safety"]), str(entry["why"]), examples, keeps, filter_name, pack, source, data)


class RuleSet:
    """The rules of one filter, read when first asked for; belongs to one Cleaner.

    A filter whose cheap scan finds nothing never reads a pack. `settings` are the preset's for this filter, `words` the
    words that the user wants kept (lower case). `applies(rule_id, safety)` tells whether the Cleaner would make an edit of
    such a rule, or only suggest it or leave it: for filters whose edits depend on each other.
    """

    def __init__(
        self,
        filter_name: str,
        extra: Iterable[Pack] = (),
        settings: Mapping[str, Any] | None = None,
        words: frozenset[str] = frozenset(),
        applies: Callable[[str, Safety], bool] = lambda rule_id, safety: safety == "safe",
    ) -> None:
        self.filter = filter_name
        self.extra = tuple(pack for pack in extra if pack.filter == filter_name)
        self.settings: Mapping[str, Any] = settings or {}
        self.words = words
        self.applies = applies
        self._own_packs: dict[str, dict[str, Rule]] = {}
        self._asked: dict[str, Rule] = {}  # rules that were asked for
        self._kept: dict[Callable[[RuleSet], Any], Any] = {}

    @lazy
    def packs(self) -> tuple[Pack, ...]:
        """The shipped packs of the filter and those that the user added."""
        return tuple(read_pack(path, self.filter) for path in pack_files(self.filter)) + self.extra

    @lazy
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for pack in self.packs for rule in pack.rules}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._by_id.values())

    def __getitem__(self, rule_id: str) -> Rule:
        rule = self._asked.get(rule_id)
        if rule is None:
            rule = self._added.get(rule_id) or self._in_own_pack(rule_id) or self._by_id.get(rule_id)
            if rule is None:
                raise RuleError("the filter uses a rule that no pack holds", where=f"{self.filter}: {rule_id}")
            self._asked[rule_id] = rule
        return rule

    @lazy
    def _added(self) -> dict[str, Rule]:
        return {rule.id: rule for pack in self.extra for rule in pack.rules}

    def is_of_user(self, rule_id: str) -> bool:
        """Whether a rule is one of a pack that is not shipped."""
        return rule_id in self._added

    def _in_own_pack(self, rule_id: str) -> Rule | None:
        """The rule, if it is in a pack that its name tells: `boilerplate.pages.share` is in `pages.toml`, `typos.words.de.sure`
        in `words/de.toml`, and the packs of other programs and languages need not be read."""
        found = None
        for name in rule_id.split(".")[1:3]:
            if name not in self._own_packs:
                path = next((path for path in pack_files(self.filter) if path.stem == name), None)
                self._own_packs[name] = {rule.id: rule for rule in read_pack(path, self.filter).rules} if path else {}
            found = found or self._own_packs[name].get(rule_id)
        return found

    def edit(self, start: int, end: int, replacement: str, rule_id: str, reason: str = "") -> Edit:
        """An edit by one of the rules: safety, and the reason if none is given, are the rule's."""
        rule = self[rule_id]
        return Edit(start, end, replacement, rule_id, reason or rule.why, rule.safety)

    def cached(self, make: Callable[[RuleSet], T]) -> T:
        """What `make(self)` returns, made once: the place for automata and tables that a filter compiles."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast(T, self._kept[make])

    def file(self, name: str) -> Path:
        """A table of the filter, written by hand: `rules/<family>/<filter>/<name>`."""
        return rules_folder().joinpath(*self.filter.split("."), name)

    def data(self, name: str) -> Path:
        """A model, lexicon or table of weights of the filter: `cleaner/data/<family>/<filter>/<name>`."""
        return data_file(*self.filter.split("."), name)


def format_pack(pack: Pack) -> str:
    """A pack as TOML that :func:`read_pack` reads back, for people to read and edit.

    >>> example = {"before": "A.\\nx", "after": "A."}
    >>> rule = {"id": "own.x", "safety": "safe", "why": "Seen.", "examples": [example], "keeps": ["x y"], "phrases": ["x"]}
    >>> text = format_pack(make_pack({"rule": [rule]}, "own", "boilerplate.phrases", "here"))
    >>> print(text.splitlines()[0], text.splitlines()[-1], sep=" ... ")
    filter = "boilerplate.phrases" ... phrases = ["x"]
    """
    blocks = [f"filter = {_toml(pack.filter)}\n"]
    for rule in pack.rules:
        fields: dict[str, Any] = {"id": rule.id, "safety": rule.safety, "why": rule.why, "source": rule.source}
        fields |= {"examples": [example._asdict() for example in rule.examples], "keeps": list(rule.keeps), **rule.data}
        lines = [f"{key} = {_toml(value)}\n" for key, value in fields.items() if value != ""]
        blocks.append("\n[[rule]]\n" + "".join(lines))
    return "".join(blocks)


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _escape(char)) for char in value) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return repr(value)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escape(char: str) -> str:
    """A character that is not printable; TOML has no way to write a lone surrogate."""
    return "\ufffd" if "\ud800" <= char <= "\udfff" else f"\\U{ord(char):08x}"
