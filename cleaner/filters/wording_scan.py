"""The wordings that filters of unsafe edits find likelier, looked for before any of these filters is asked.

The kernel cuts a text into tokens once (`kernel/row.c`), and by bounds leaves each filter the few for which its models may find
another wording (`kernel/screens.c`). The answers are bits beside those of the pass over the text (:mod:`cleaner.filters.scan`).
"""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.core.mapped import FILES
from cleaner.filters import triggers

FIRST = 64  # number of the first bit: behind those of the kernel
WORDINGS: Mapping[triggers.Wordings, int] = {
    trigger: 1 << number
    for number, trigger in enumerate(
        (
            triggers.taken_words,
            triggers.lost_apostrophes,
            triggers.parted_words,
            triggers.other_letters,
            triggers.function_words,
            triggers.verb_forms,
            triggers.drawn_out,
            triggers.unknown_words,
            triggers.distant_words,
        ),
        FIRST,
    )
}
OF_WORDINGS = sum(WORDINGS.values())
OF_KERNEL = (1 << FIRST) - 1
# Bytes of the counts of sequences and words that are kept in memory: all of them are looked at in 200,000 characters, and to map
# them again so often took a tenth of the time of `--unsafe`.
KEPT = 16 << 20
MOST_CHARS = 20_000  # code points of a text whose wordings are looked at, as in kernel/scan.c


def masks(others: Mapping[triggers.Trigger, int]) -> dict[triggers.Trigger, int]:
    """The bits of each trigger, with others that its filter waits for as well."""
    return {trigger: bit | others.get(trigger, 0) for trigger, bit in WORDINGS.items()}


def wordings_in(text: str, found: int, wanted: int, waited: Mapping[triggers.Trigger, int], *, is_english: bool) -> int:
    """The bits of wordings, of those that are wanted, but for filters that are asked already: a bit that they wait for was found.

    Filters that look at wordings tell the language first, so of a text that may not be English all are asked, and so they are of
    one that the kernel does not cut into tokens.
    """
    from cleaner.models.ngrams import ngram_model
    from cleaner.models.ranking import tokens_in_kernel

    wanted &= OF_WORDINGS
    if not wanted or not is_english or len(text) > MOST_CHARS:
        return wanted
    FILES.keep(KEPT)
    row = tokens_in_kernel(ngram_model(), text)
    if row is None:
        return wanted
    asked = [(trigger, bit) for trigger, bit in WORDINGS.items() if wanted & bit and not found & waited[trigger]]
    return sum([bit for trigger, bit in asked if trigger.screened(row)])
