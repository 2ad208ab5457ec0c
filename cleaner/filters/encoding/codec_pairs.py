"""Text read in the wrong encoding, beyond what ftfy repairs: UTF-8 read as KOI8-R, Windows-1251 read as Windows-1252.

Each rule is a codec pair (written as, read as). A line that could have come through a codec pair is scored: how likely are its
words as they stand, how likely when re-decoded, each in the language that suits it best. Evidence is pooled: what the
lines of a document say together establishes a codec pair, and then a line with two broken letters is repaired as well; a
line by itself needs more.

Text without any of the letter pairs that no language has and some codec pair makes is left alone at once (`_neighbours.py`); how
the other lines are judged is in `_codec_lines.py`.

Codec pairs that ftfy undoes as well or better (UTF-8 read as Windows-1252 or ISO 8859-1) take part in the scoring, so that no
other explains their lines, but make no edits: `encoding.mojibake` runs next. Sources: the codecs of Python; letter pairs
counted by `training.encoding.codec_pairs`.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.encoding._neighbours import parts_to_look_at
from cleaner.rulebook.packs import RuleSet


def propose(document: Document, rules: RuleSet) -> Iterable[Edit]:
    """Repairs for the lines that came through a codec pair."""
    parts = parts_to_look_at(document)
    if not parts:
        return ()
    from cleaner.filters.encoding._codec_lines import repairs

    return repairs(document, rules, parts)
