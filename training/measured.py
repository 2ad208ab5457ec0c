"""How often each typo rule edits clean prose, and how often wrongly: `python -m training.measured CORPUS VERDICTS`.

CORPUS is the folder of :mod:`training.corpus`, VERDICTS a table of the edits that somebody read: rule, before, after,
verdict, context. Safe rules run on all of the CORPUS, in documents of 200 sentences; unsafe ones on its dev part, for the models
have counted the rest. Edits that VERDICTS does not have are added to it with the verdict `unread`; a later run keeps what was
written in their place. Once no edit of a rule is unread, its lines `false_per_10k` and `measured` in rules/typos/*.toml, which
`cleaner rules explain` shows, are written anew.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner import Cleaner
from cleaner.core.resources import rules_folder
from training.corpus import BLOCK, sentences

AROUND = 30  # code points of context on either side
HEAD = """# Edits of the typo rules on clean prose, read one by one: slip = rightly repaired; doubtful = may be meant; false.
# Contexts: a few words of public-domain and CC0 text, of OpenStax, Rice University (CC BY 4.0), of Wikinews 2020 (CC BY 2.5).
# rule\tbefore\tafter\tverdict\tcontext"""
WRONG, UNREAD = "false", "unread"
RULE = re.compile(r'^id = "(?P<id>[^"]+)"$', re.MULTILINE)
MEASURED = re.compile(r'^(?:measured = "[^"]*"|false_per_10k = [0-9.]+)\n', re.MULTILINE)


class Read(NamedTuple):
    """An edit of clean prose where it stood."""

    rule: str
    before: str
    after: str
    context: str


def edits_of(cleaner: Cleaner, corpus: Path, *, dev: bool, safety: str) -> Iterator[Read]:
    """The edits of one safety on a part of the corpus."""
    rows = [text for text, _ in sentences(corpus, dev=dev)]
    for start in range(0, len(rows), BLOCK):
        text = "\n".join(rows[start : start + BLOCK])
        for change in cleaner.clean(text).changes:
            if change.safety == safety:
                around = text[max(0, change.start - AROUND) : change.start] + "[" + text[change.start : change.end] + "]"
                context = (around + text[change.end : change.end + AROUND]).replace("\n", " ")
                yield Read(change.rule, change.before, change.after, context)


def read_verdicts(path: Path) -> dict[Read, str]:
    """What was said of each edit."""
    verdicts = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if not line.startswith("#"):
            rule, before, after, verdict, context = line.split("\t")
            verdicts[Read(rule, before, after, context)] = verdict
    return verdicts


def write_verdicts(path: Path, verdicts: dict[Read, str]) -> None:
    """The table, by rule."""
    lines = [f"{edit.rule}\t{edit.before}\t{edit.after}\t{verdict}\t{edit.context}" for edit, verdict in sorted(verdicts.items())]
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


class Rate(NamedTuple):
    """How many of a rule's edits were read as false, in how many million words."""

    false: int
    edits: int
    millions: float

    def lines(self) -> str:
        """The lines of a pack; none for a rule that never ran, which says nothing about it."""
        if not self.edits:
            return ""
        words = f"on {self.millions:.1f} million words of public-domain, CC0 and CC BY text"
        rate = self.false / (100 * self.millions)
        return f'\nfalse_per_10k = {rate:.4f}\nmeasured = "{self.false} of {self.edits} edits read as false, {words}"'


def write_rates(rates: dict[str, Rate]) -> None:
    """Put what was measured into the packs, behind the id of each rule."""
    for path in sorted((rules_folder() / "typos").glob("*.toml")):
        old = path.read_text(encoding="utf-8")
        parts = RULE.split(old)
        for at in range(1, len(parts), 2):
            name = parts[at]
            parts[at] = f'id = "{name}"'
            if name in rates:
                parts[at] += rates[name].lines()
                parts[at + 1] = MEASURED.sub("", parts[at + 1])
        path.write_text("".join(parts), encoding="utf-8")


def main() -> None:
    """Clean, compare with what was read, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("verdicts", type=Path)
    options = parser.parse_args()
    millions = {part: sum(len(text.split()) for text, _ in sentences(options.corpus, dev=part)) / 1e6 for part in (True, False)}
    safe, unsafe = Cleaner(select=["typos"]), Cleaner(select=["typos"], unsafe=True)
    found = [edit for part in (True, False) for edit in edits_of(safe, options.corpus, dev=part, safety="safe")]
    unsafe_found = list(edits_of(unsafe, options.corpus, dev=True, safety="unsafe"))
    known = read_verdicts(options.verdicts)
    verdicts = {edit: known.get(edit, UNREAD) for edit in [*found, *unsafe_found]}
    write_verdicts(options.verdicts, verdicts)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for edit in [*found, *unsafe_found]:
        counts[edit.rule][verdicts[edit]] += 1
    names = {rule.id: rule.safety for _, rules in unsafe.steps for rule in rules}
    rates = {}
    for name, safety in names.items():
        words = millions[True] + (millions[False] if safety == "safe" else 0.0)
        if not counts[name][UNREAD]:
            rates[name] = Rate(counts[name][WRONG], counts[name].total(), words)
    write_rates(rates)
    print(f"{len(found)} safe edits, {len(unsafe_found)} unsafe; {sum(v == UNREAD for v in verdicts.values())} unread")


if __name__ == "__main__":
    main()
