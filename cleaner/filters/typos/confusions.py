"""Words taken for one another, where the words around leave no doubt: "could of been" -> "could have been".

Its/it's, their/there/they're, your/you're, then/than, to/too, of/off, modal + `of`, contractions that lost their apostrophe
and are words without it (`wont`, `its`, `im`), and set phrases (`sneak peak`). Each is repaired between closed lists of
words only, as the table `rules/typos/confusions/phrases.tsv` says; :mod:`cleaner.filters._english.phrases` judges what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters._english.gate import in_speech
from cleaner.filters._english.phrase_table import Table, read_phrases
from cleaner.filters._english.phrases import hits
from cleaner.rulebook.packs import RuleSet

SPOKEN = ("could-of",)  # how people are quoted; not a slip of who quotes them


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Replace the wrong words by the right ones."""
    for hit in hits(document, rules.kept(_table)):
        if hit.phrase.wrong in rules.words or (hit.phrase.rule in SPOKEN and in_speech(document.text, hit.start)):
            continue
        yield rules.edit(hit.start, hit.end, hit.right, f"typos.confusions.{hit.phrase.rule}")


def _table(rules: RuleSet) -> Table:
    return read_phrases(rules.file("phrases.tsv"))
