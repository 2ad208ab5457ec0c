"""Which characters beyond plain text the filters of encodings wait for: a table with a byte a code point, a bit a kind.

The kernel (`kernel/stops.c`) looks up each character of a text; a filter none of whose characters is there has nothing to
propose. So text in another script than the Latin one is clean at a glance. A bit may be set where a filter finds nothing after
all, never the other way round: `tests/filters/test_scan.py` tries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from cleaner.core.precomputed import PrecomputedBytes
from cleaner.filters import triggers
from cleaner.filters.triggers import Trigger
from cleaner.rulebook.packs import RuleSet

CHARACTERS = 0x10000  # code points that have an entry; those beyond are of no kind
CODEC_PAIRS = "encoding.codec-pairs"
# The kinds in the order of their bits, with the filters that wait for them; the last one counts between small letters alone.
KINDS: tuple[Trigger, ...] = (
    triggers.mojibake_stops,
    triggers.codec_pair_stops,
    triggers.apostrophe_stops,
    triggers.spacing_accents,
    triggers.arabic_forms,
    triggers.apart_letters,
    triggers.accented_letters,
)


def _tests() -> Iterator[Callable[[str], object]]:
    """Of each kind, and of marks within words, whether a character is of it. The filters are imported where the table is made."""
    from cleaner.filters.characters import composition
    from cleaner.filters.encoding import accents, apostrophes, presentation_forms, spacing_accents
    from cleaner.filters.encoding._mojibake.expressions import prefilter
    from cleaner.filters.encoding._suspects import ACCENTED, INNER_MARKS, prefilter_of

    stops, pairs = prefilter().stops, prefilter_of(RuleSet(CODEC_PAIRS)).scan
    yield lambda char: char == "â" or stops.match(char)
    yield re.compile(f"{pairs.pattern}|[{ACCENTED}]").match
    yield lambda char: char in apostrophes.KINDS
    yield lambda char: any(lead.search(char.encode()) for lead in spacing_accents.LEADS)
    yield lambda char: presentation_forms.LEADS.search(char.encode())
    yield composition.BEHIND.match
    yield lambda char: char.encode().startswith(accents.LEADS)
    yield re.compile(f"[{INNER_MARKS}]").match


def _made() -> bytes:
    table = bytearray(CHARACTERS)
    for number, test in enumerate(_tests()):
        for code in range(0x80, CHARACTERS):
            if not 0xD800 <= code < 0xE000 and test(chr(code)):
                table[code] |= 1 << number
    return bytes(table)


def _files() -> list[Path]:
    from cleaner.filters.encoding._mojibake.expressions import PARTED

    return [*PARTED.inputs(), RuleSet(CODEC_PAIRS).data("prefilter.tsv")]


TABLE = PrecomputedBytes("characters.stops", _files, _made)
