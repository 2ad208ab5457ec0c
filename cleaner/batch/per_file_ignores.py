"""Rules that are off for some inputs: `[per-file-ignores]` of the config file, globs of names and the rules to ignore there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cleaner.batch.ignore import parse

if TYPE_CHECKING:
    from cleaner.pipeline.cleaner import Cleaner

CLEANERS = 64  # kept ready; globs may combine in more ways


class PerFileIgnores:
    """Which rules are off for an input: `globs` as lines of an ignore file, relative to `base`.

    >>> ignores = PerFileIgnores("/p", {"docs/*.md": ("typos",), "*.md": ("encoding",)})
    >>> ignores.rules_for("/p/docs/a.md"), ignores.rules_for("/p/b.txt")
    (('encoding', 'typos'), ())
    """

    def __init__(self, base: str, globs: Mapping[str, Sequence[str]]) -> None:
        self.base, self.globs = base, {glob: tuple(rules) for glob, rules in globs.items()}
        self._ready: dict[tuple[int, tuple[str, ...]], Cleaner] = {}

    def rules_for(self, source: str) -> tuple[str, ...]:
        """Prefixes of the rules that are off for an input."""
        relative = os.path.relpath(os.path.abspath(source), self.base)
        found: set[str] = set()
        for glob, rules in self.globs.items():
            line = parse(glob)
            if line and line.pattern.fullmatch(relative):
                found.update(rules)
        return tuple(sorted(found))

    def cleaner_for(self, source: str, cleaner: Cleaner) -> Cleaner:
        """The cleaner without these rules."""
        from cleaner.pipeline.cleaner import Cleaner

        rules = self.rules_for(source)
        if not rules:
            return cleaner
        key = id(cleaner), rules
        if key not in self._ready:
            if len(self._ready) >= CLEANERS:
                self._ready.clear()
            options = {**cleaner.options, "ignore": (*cleaner.options["ignore"], *rules)}
            self._ready[key] = Cleaner(**options, rules=cleaner.packs)
        return self._ready[key]
