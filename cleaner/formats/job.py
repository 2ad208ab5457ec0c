"""What an engine is asked to do with every input, and what comes of a piece of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.core.errors import InputError

if TYPE_CHECKING:
    from cleaner.batch.per_file_ignores import PerFileIgnores
    from cleaner.batch.sites import Sites
    from cleaner.changelog.findings import Finding
    from cleaner.pipeline.cleaner import Cleaner
    from cleaner.pipeline.result import Result


class NotTextError(InputError):
    """An input is not text at all: refused if it was named, copied as it is if it stood in a folder."""


class Job(NamedTuple):
    """The same for every input of a run; picklable, so that worker processes get it once.

    `fields` are the names of the text fields of records and tables ("text", "meta.title"), none if the user named none;
    `log`, `diff` and `check` say whether log lines, diffs and findings are wanted: diffs with `colour` and, with `explain`,
    the reason of each change; findings with `suggestions` too. `marks` says whether comments in a text may switch cleaning
    off; `sites` has the rules that hold for some inputs only, `per_file_ignores` those that are off for some (globs of names).
    """

    cleaner: Cleaner
    input_format: str = "auto"
    encoding: str | None = None
    fields: tuple[str, ...] = ()
    log: bool = False
    diff: bool = False
    sites: Sites | None = None
    check: bool = False
    suggestions: bool = False
    colour: bool = False
    explain: bool = False
    marks: bool = False
    per_file_ignores: PerFileIgnores | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of formats that need some."""
        return self.fields or ("text",)

    def at(self, source: str) -> Job:
        """The job for one input: with the rules of its site, if sites have their own, without those that are off for it."""
        if self.sites is None and self.per_file_ignores is None:
            return self
        cleaner = self.cleaner if self.sites is None else self.sites.cleaner_for(source, self.cleaner)
        return self._replace(
            cleaner=cleaner if self.per_file_ignores is None else self.per_file_ignores.cleaner_for(source, cleaner)
        )


class Block(NamedTuple):
    """A piece of an input that is cleaned at once: whole lines, whole records.

    `place` tells pieces apart in the log ("" for a whole input, "#byte=4194304", "#line=12"); `before` and `after` are the
    neighbours of a block of text, evidence on words; `head` is what all blocks of a table share, `encoding` what earlier
    blocks told, `first` the number of the first line, row or record, `line` the line (from 1) that a block of text begins in.
    """

    data: bytes
    number: int = 0
    place: str = ""
    before: bytes = b""
    after: bytes = b""
    head: bytes = b""
    encoding: str | None = None
    first: int = 0
    line: int = 1


class Tally:
    """Counts of a run: inputs, texts, changes by rule, bytes. Adds up over pieces, files and processes."""

    def __init__(self) -> None:
        self.texts = 0
        self.changed = 0
        self.suggestions = 0
        self.differs = False  # whether the bytes that go out differ from those that came in
        self.bytes_in = 0
        self.bytes_out = 0
        self.rules: Counter[str] = Counter()

    def count(self, result: Result[Any]) -> None:
        """Take in what happened to one text."""
        self.texts += 1
        if any(step.edits for step in result.passes):
            rules = result.rules()
            self.changed += bool(rules)
            self.rules.update(rules)
        self.suggestions += len(result.proposed)

    def without(self, family: str) -> None:
        """Leave the rules of a family out: what a check does not count does not differ."""
        for rule in [rule for rule in self.rules if rule.startswith(f"{family}.")]:
            del self.rules[rule]
        self.differs = bool(self.rules)
        self.changed = int(self.differs)

    def add(self, other: Tally) -> None:
        """Take in the counts of another piece."""
        self.texts += other.texts
        self.changed += other.changed
        self.suggestions += other.suggestions
        self.differs = self.differs or other.differs
        self.bytes_in += other.bytes_in
        self.bytes_out += other.bytes_out
        self.rules.update(other.rules)

    def to_dict(self) -> dict[str, Any]:
        """The counts as a table for JSON; :meth:`of` reads them."""
        return {**vars(self), "rules": dict(self.rules)}

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> Tally:
        """The counts that :meth:`to_dict` gave."""
        tally = cls()
        vars(tally).update(counts, rules=Counter(counts["rules"]))
        return tally

    @property
    def changes(self) -> int:
        """Number of changes made."""
        return sum(self.rules.values())

    @property
    def families(self) -> Counter[str]:
        """Number of changes by family, the first part of a rule id."""
        families: Counter[str] = Counter()
        for rule, count in self.rules.items():
            families[rule.split(".", 1)[0]] += count
        return families


class Cleaned(NamedTuple):
    """What came of one block: bytes, log lines, a diff, counts, and one line for every record that failed."""

    data: bytes
    tally: Tally
    log: Sequence[str] = ()
    diff: str = ""
    failures: Sequence[str] = ()
    notes: Sequence[str] = ()
    findings: Sequence[Finding] = ()
