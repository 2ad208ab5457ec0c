"""What looks like mojibake, by ftfy's expressions, and which of two readings of a line looks better."""

from __future__ import annotations

import re

from cleaner.filters.encoding._mojibake.expressions import CAPITAL_INSIDE, badness, prefilter
from cleaner.filters.encoding._mojibake.lost import Context

MOST_SCORED = 500  # code points of a line
LONGEST_BAD = 10  # code points; the longest sequence that ftfy calls bad has seven
# Letters and combining marks of other scripts than the Latin one: all but these, a set that is compiled in a third of the time.
FOREIGN = re.compile("[^\0-\u02ff\u1e00-\u2bff\ud800-\uf8ff\ufb00-\U0010ffff]")


# ”Är det rätt?”: a quotation mark before a word that begins with an accented capital, as Swedish and Czech books have it; no
# character of UTF-8 begins with the byte of a quotation mark, and none goes on with that of a small letter.
CLEAN_OPENING = re.compile("(?<![^\\s(–—-])[”»“„‘«][À-ÖØ-öø-ſ](?=[a-zß-öø-ÿ ,.!])")


def is_bad(text: str, start: int = 0) -> bool:
    """Whether a text looks like mojibake to ftfy, from an offset on; asked only around what the prefilter stops at.

    >>> is_bad("schÃ¶n"), is_bad("schön")
    (True, False)
    """
    bad, spots = badness(), prefilter()
    spot = spots.find(text, start, len(text))
    while spot >= 0:
        if CAPITAL_INSIDE.match(text, spot):
            return True
        found = bad.search(text, max(0, spot - LONGEST_BAD), spot + LONGEST_BAD)
        while found and CLEAN_OPENING.match(text, found[0]):
            found = bad.search(text, found[1], spot + LONGEST_BAD)
        if found:
            return True
        spot = spots.find(text, spot + 1, len(text))
    return False


def is_likelier(after: str, before: str, context: Context) -> bool:
    """Whether the words of a line are likelier in some language than they were."""
    likelihood = context.likelihood
    codes = likelihood.languages
    return likelihood.score(after[:MOST_SCORED], codes).cost < likelihood.score(before[:MOST_SCORED], codes).cost


def foreign_letters(text: str) -> int:
    """How many letters and marks of a text are not of Latin script."""
    return len(FOREIGN.findall(text))
