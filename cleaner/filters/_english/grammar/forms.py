"""The forms of English verbs, and which base a form is of: "takes", "took", "taken", "taking" of "take"."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cleaner.filters._english.grammar.verbs import HOMOGRAPHS, IRREGULAR, base_of_ed, base_of_past, is_base, is_common

MEMO_WORDS = 5_000  # words that are remembered
SIBILANTS = ("s", "sh", "ch", "x", "z", "o")  # behind which the third person ends in -es
OWN_THIRD = {"have": "has", "do": "does", "be": "is", "don't": "doesn't", "were": "was", "are": "is"}
BASES = {third: base for base, third in OWN_THIRD.items() if base not in ("be", "were", "are")}
# Participles that are no past tense, by their base.
_PARTICIPLES = """
be been, become become, begin begun, bite bitten, blow blown, break broken, choose chosen, come come, do done, draw
drawn, drink drunk, drive driven, eat eaten, fall fallen, fly flown, forget forgotten, forgive forgiven, freeze frozen,
give given, go gone, grow grown, hide hidden, know known, ride ridden, ring rung, rise risen, run run, see seen, shake
shaken, show shown, sing sung, sink sunk, speak spoken, steal stolen, swear sworn, swim swum, take taken, tear torn,
throw thrown, wake woken, wear worn, write written
"""
PARTICIPLES = {pair.split()[0]: pair.split()[1] for pair in _PARTICIPLES.split(",")}
PASTS = {base: past for past, base in {**IRREGULAR, **HOMOGRAPHS}.items() if base != "be"}


class Forms(NamedTuple):
    """The forms of a verb; "" where none is known."""

    base: str
    third: str
    past: str
    participle: str


def third_person(base: str) -> str:
    """The third person of a verb.

    >>> [third_person(base) for base in ("take", "go", "carry", "play", "have")]
    ['takes', 'goes', 'carries', 'plays', 'has']
    """
    if base in OWN_THIRD:
        return OWN_THIRD[base]
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(SIBILANTS) else "s")


@lru_cache(MEMO_WORDS)
def base_of_third(form: str) -> str:
    """The base of a third person, "" for any other word.

    >>> [base_of_third(form) for form in ("takes", "goes", "carries", "has", "bus", "always")]
    ['take', 'go', 'carry', 'have', '', '']
    """
    if form in BASES:
        return BASES[form]
    if not form.endswith("s") or form.endswith("ss"):
        return ""
    bases = (form[:-1], form[:-2], form[:-3] + "y")
    return next((base for base in bases if len(base) > 1 and _is_verb(base) and third_person(base) == form), "")


def _is_verb(base: str) -> bool:
    """Whether a word is a base form, or has a regular past as "open" has, which is an adjective as well."""
    return is_base(base) or any(base_of_ed(form) == base for form in _regular(base))


@lru_cache(MEMO_WORDS)
def forms_of(base: str) -> Forms:
    """The forms of a verb that desk dictionaries hold.

    >>> forms_of("take"), forms_of("stop").past, forms_of("carry").third
    (Forms(base='take', third='takes', past='took', participle='taken'), 'stopped', 'carries')
    """
    past = PASTS.get(base) or next((form for form in _regular(base) if base_of_ed(form) == base), "")
    return Forms(base, third_person(base), past, PARTICIPLES.get(base, past))


def _regular(base: str) -> tuple[str, ...]:
    return base + "ed", base + "d", base[:-1] + "ied", base + base[-1:] + "ed"


@lru_cache(MEMO_WORDS)
def base_of_form(form: str) -> str:
    """The base of a past or a third person that is no base form itself, "" for any other word.

    >>> [base_of_form(form) for form in ("went", "likes", "opened", "need", "bus")]
    ['go', 'like', 'open', '', '']
    """
    if is_base(form) and not form.endswith("s"):
        return ""
    base = base_of_past(form) or base_of_third(form)
    return base if base != form and is_common(base) else ""
