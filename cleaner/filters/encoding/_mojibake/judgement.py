"""What looks like mojibake, by ftfy's expressions, and which of two readings of a line looks better."""

from __future__ import annotations

import re
from functools import cache

from cleaner.core.resources import data_file
from cleaner.filters.encoding._mojibake.lost import Context

MOST_SCORED = 500  # code points of a line
LONGEST_BAD = 10  # code points; the longest sequence that ftfy calls bad has seven
# Letters and combining marks of other scripts than the Latin one.
FOREIGN = re.compile("[\u0300-\u1dff\u2c00-\ud7ff\uf900-\ufaff]")


@cache
def ftfy_expressions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ftfy's expressions: for what looks like mojibake, and for UTF-8 within clean text."""
    from ftfy.badness import BADNESS_RE
    from ftfy.chardata import UTF8_DETECTOR_RE

    return BADNESS_RE, UTF8_DETECTOR_RE


@cache
def prefilter() -> re.Pattern[str]:
    """One character beside another that every match of ftfy's expression for mojibake holds."""
    return re.compile(data_file("encoding/mojibake/prefilter.txt").read_text("ascii").strip())


# "policÃa": what is left of "í" where its second byte, a soft hyphen, was dropped. No language writes this capital so.
CAPITAL_INSIDE = re.compile("Ã(?<=[a-zß-öø-ÿ].)(?=[a-z])")


# ”Är det rätt?”: a quotation mark before a word that begins with an accented capital, as Swedish and Czech books have it; no
# character of UTF-8 begins with the byte of a quotation mark, and none goes on with that of a small letter.
CLEAN_OPENING = re.compile("(?<![^\\s(–—-])[”»“„‘«][À-ÖØ-öø-ſ](?=[a-zß-öø-ÿ ,.!])")


@cache
def prefilter_with_capital() -> re.Pattern[str]:
    """The same for text that has an "Ã": also where it stands between small letters."""
    return re.compile(f"{prefilter().pattern}|{CAPITAL_INSIDE.pattern}")


def prefilter_for(text: str) -> re.Pattern[str]:
    """What a text is searched with."""
    return prefilter_with_capital() if "Ã" in text else prefilter()


def is_bad(text: str, start: int = 0) -> bool:
    """Whether a text looks like mojibake to ftfy, from an offset on; asked only around what the prefilter stops at.

    >>> is_bad("schÃ¶n"), is_bad("schön")
    (True, False)
    """
    bad = ftfy_expressions()[0]
    for match in prefilter_for(text).finditer(text, start):
        spot = match.start()
        if CAPITAL_INSIDE.match(text, spot):
            return True
        found = bad.search(text, max(0, spot - LONGEST_BAD), spot + LONGEST_BAD)
        while found and CLEAN_OPENING.match(text, found.start()):
            found = bad.search(text, found.end(), spot + LONGEST_BAD)
        if found:
            return True
    return False


def is_likelier(after: str, before: str, context: Context) -> bool:
    """Whether the words of a line are likelier in some language than they were."""
    likelihood = context.likelihood
    codes = likelihood.languages
    return likelihood.score(after[:MOST_SCORED], codes).cost < likelihood.score(before[:MOST_SCORED], codes).cost


def foreign_letters(text: str) -> int:
    """How many letters and marks of a text are not of Latin script."""
    return len(FOREIGN.findall(text))
