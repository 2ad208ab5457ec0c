"""How often each typo rule edits natural text, and how often wrongly, by genre: `python -m training.measured CORPUS VERDICTS`.

CORPUS is the folder that :mod:`training.sentences.natural` reads; of its documents that are not held out, one in EVERY is
cleaned, by default with the safe rules, with `--unsafe` with all. VERDICTS is a table of edits: rule, genre, before, after,
verdict, hash of what stands around. Of a rule's edits in a genre, MOST are drawn and added to it as `unread`; whoever reads them
writes `right`, `doubtful` or `false` instead (`--read FILE` writes them with their context, for that). A later run keeps what was
written.

Once no edit of a rule is unread, its lines `false_per_10k` and `measured` in rules/typos/*.toml, which `cleaner rules explain`
shows, are written anew: the false share of what was read in a genre stands for all of the genre's edits. `--repaired FILE` is
what `score.py --json` of the acceptance benchmark wrote: the repaired share of the errors of the classes in CLASSES is added.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from cleaner import Cleaner
from cleaner.core.resources import rules_folder
from training.sentences.natural import HELD_OUT, PARTS, documents

AROUND = 60  # code points of context on either side
EVERY, MOST = 8, 30  # one document in so many is cleaned; edits of a rule that are read in a genre
HEAD = """# Edits of the typo rules in natural text, read one by one: right; doubtful = may be meant; false.
# The last column is a hash of what stands around, so that no text is kept.
# rule\tgenre\tbefore\tafter\tverdict\taround"""
FALSE, UNREAD = "false", "unread"
CLASSES = {
    "typos.grammar.to-past": "to_past", "typos.doubled.word": "function_doubled", "typos.doubled.content": "doubled",
    "typos.articles.a": "a_an", "typos.articles.an": "a_an", "typos.confusions.could-of": "could_of",
    "typos.ranker.homophone": "homophone", "typos.spacing.split": "split", "typos.spacing.joined": "joined",
    "typos.misspellings.en": "short", "typos.function-words.missing": "missing", "typos.function-words.extra": "extra",
}  # fmt: skip
RULE = re.compile(r'^id = "(?P<id>[^"]+)"$', re.MULTILINE)
MEASURED = re.compile(r'^(?:measured = "[^"]*"|false_per_10k = [0-9.]+)\n', re.MULTILINE)


class Read(NamedTuple):
    """An edit of natural text where it stood."""

    rule: str
    genre: str
    before: str
    after: str
    around: str


class Found(NamedTuple):
    """Edits of a rule in a genre, those that are to be read, with their context, and how many there are."""

    read: dict[Read, str]
    edits: int


def edits_of(cleaner: Cleaner, path: Path, genre: str, words: Counter[str]) -> Iterator[tuple[Read, str]]:
    """The edits of a genre with their contexts; counts the words that were cleaned."""
    for number, lines in documents(path):
        if number % PARTS == HELD_OUT or number // PARTS % EVERY:
            continue
        text = "\n".join(lines)
        words[genre] += len(text.split())
        for change in cleaner.clean(text).changes:
            before, behind = text[max(0, change.start - AROUND) : change.start], text[change.end : change.end + AROUND]
            context = f"{before}[{change.before}=>{change.after}]{behind}".replace("\n", "|").replace("\t", " ")
            around = blake2b(context.encode("utf-8", "replace"), digest_size=4).hexdigest()
            rule = ",".join(sorted({cause.rule for cause in change.causes})) if len(change.causes) > 1 else change.rule
            yield Read(rule, genre, _shown(change.before), _shown(change.after), around), context


def _shown(text: str) -> str:
    """A text in a column of a table."""
    return text.replace("\n", "|").replace("\t", "|")


def read_verdicts(path: Path) -> dict[Read, str]:
    """What was said of each edit."""
    verdicts = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if not line.startswith("#"):
            rule, genre, before, after, verdict, around = line.split("\t")
            verdicts[Read(rule, genre, before, after, around)] = verdict
    return verdicts


def write_verdicts(path: Path, verdicts: dict[Read, str]) -> None:
    """The table, by rule."""
    lines = ["\t".join((*edit[:4], verdict, edit.around)) for edit, verdict in sorted(verdicts.items())]
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


class Rate(NamedTuple):
    """How many of a rule's edits are false, by genre, as far as what was read tells, and in how many million words."""

    false: dict[str, float]
    edits: int
    read: int
    millions: float
    repaired: str
    genres: int = 18

    def lines(self) -> str:
        """The lines of a pack; none for a rule that never ran, which says nothing about it."""
        if not self.edits:
            return ""
        total = sum(self.false.values())
        worst = sorted(((n, genre) for genre, n in self.false.items() if n), reverse=True)
        genres = "".join(f", {genre} {n:.0f}" for n, genre in worst[:3])
        words = (
            f"{self.edits} edits in {self.millions:.1f} million words of {self.genres} genres, {self.read} read;"
            " false in 10 million words:"
            f" {10 * total / self.millions:.1f}{' (in what was read' + genres + ')' if genres else ''}{self.repaired}"
        )
        return f'\nfalse_per_10k = {total / (100 * self.millions):.4f}\nmeasured = "{words}"'


def rate_of(
    rule: str, found: dict[tuple[str, str], Found], verdicts: dict[Read, str], millions: float, repaired: str
) -> Rate | None:
    """The rate of a rule; None while edits of it are unread."""
    false, edits, read = {}, 0, 0
    for (name, genre), some in found.items():
        if name != rule:
            continue
        said = Counter(verdicts[edit] for edit in some.read)
        if said[UNREAD]:
            return None
        edits, read = edits + some.edits, read + said.total()
        false[genre] = some.edits * said[FALSE] / said.total()
    return Rate(false, edits, read, millions, repaired)


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


def harvest(cleaner: Cleaner, corpus: Path, words: Counter[str], without: frozenset[str]) -> dict[tuple[str, str], Found]:
    """The edits by rule and genre, MOST of each to be read."""
    drawn: defaultdict[tuple[str, str], list[tuple[Read, str]]] = defaultdict(list)
    for path in sorted(corpus.glob("*.txt.[gx]z")):
        genre = path.name.partition(".")[0]
        if genre in without:
            continue
        for edit, context in edits_of(cleaner, path, genre, words):
            drawn[edit.rule, genre].append((edit, context))
        print(f"{genre}: {words[genre]:,} words", flush=True)
    # drawn by their hashes, so that another run draws the same
    return {key: Found(dict(sorted(some, key=lambda one: one[0].around)[:MOST]), len(some)) for key, some in drawn.items()}


def repaired_share(path: Path | None, rule: str, *, unsafe: bool) -> str:
    """What the benchmark says of the errors that a rule is for."""
    if path is None or rule not in CLASSES:
        return ""
    figures = json.loads(path.read_text(encoding="utf-8"))["cleaner +unsafe" if unsafe else "cleaner"]["slips"][CLASSES[rule]]
    exact, wrong = 100 * figures["exact"], 100 * figures["wrong"]
    return f"; of {figures['n']} errors put in, {exact:.0f} % repaired, {wrong:.1f} % made wrong"


def main() -> None:
    """Clean, compare with what was read, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("verdicts", type=Path)
    parser.add_argument("--unsafe", action="store_true", help="the unsafe rules as well")
    parser.add_argument("--without", default="chat-ubuntu", help="genres that are left out, parted by commas")
    parser.add_argument("--read", type=Path, help="write the edits that are to be read, with their context")
    parser.add_argument("--repaired", type=Path, help="figures of the acceptance benchmark")
    options = parser.parse_args()
    cleaner, words = Cleaner(select=["typos"], unsafe=options.unsafe), Counter[str]()
    found = harvest(cleaner, options.corpus, words, frozenset(options.without.split(",")))
    known = read_verdicts(options.verdicts)
    contexts = {edit: context for some in found.values() for edit, context in some.read.items()}
    verdicts = {edit: known.get(edit, UNREAD) for edit in contexts}
    write_verdicts(options.verdicts, verdicts)
    if options.read:
        rows = [f"{verdicts[edit]}\t{edit.rule}\t{edit.genre}\t{contexts[edit]}" for edit in sorted(contexts)]
        options.read.write_text("\n".join([*rows, ""]), encoding="utf-8")
    rates = {}
    for rule in sorted({rule for rule, _ in found}):
        repaired = repaired_share(options.repaired, rule, unsafe=options.unsafe)
        rate = rate_of(rule, found, verdicts, words.total() / 1e6, repaired)
        if rate is not None:
            rates[rule] = rate
    write_rates(rates)
    print(f"{sum(some.edits for some in found.values())} edits; {sum(v == UNREAD for v in verdicts.values())} unread")


if __name__ == "__main__":
    main()
