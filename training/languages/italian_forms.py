"""Forms of Italian words that grammar allows: for a language without a word list that may be shipped, what running text lacks.

Regular conjugation of every infinitive, with pronouns behind; number and gender of what ends in a vowel; adverbs, superlatives,
and forms cut after l, m, n, r ("orror"). Many are never used: they only say what may be a word. Start at :func:`forms_of`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FUTURE = "ò ai à emo ete anno ei esti ebbe emmo este ebbero"
ENDINGS = {
    "are": "are o i a iamo ate ano avo avi ava avamo avate avano ai asti ò ammo aste arono ino iate assi asse assimo assero ando"
    " ante anti ato ata ati ate",
    "ere": "ere o i e iamo ete ono evo evi eva evamo evate evano ei esti é è emmo este erono etti ette ettero a ano iate essi"
    " esse essimo essero endo ente enti uto uta uti ute",
    "ire": "ire o i e iamo ite ono isco isci isce iscono ivo ivi iva ivamo ivate ivano ii isti ì immo iste irono a ano isca"
    " iscano iate issi isse issimo issero endo ente enti ito ita iti ite iente ienti",
}
PRONOUNS = ["mi", "ti", "ci", "si", "vi", "lo", "la", "li", "le", "ne", "gli"]
PAIRS = [first + second for first in ("me", "te", "ce", "se", "ve", "glie") for second in ("lo", "la", "li", "le", "ne")]
TAKE_PRONOUNS = ("ando", "endo", "ato", "ata", "ati", "ate", "uto", "uta", "ito", "ita", "a", "i")
VOWELS = "oaie"
TELLING = [  # endings that tell which conjugation a word is of
    *((tail, "are") for tail in ("ato", "ata", "ati", "ate", "ava", "avano", "ando", "arono")),
    *((tail, "ire") for tail in ("ito", "ita", "iti", "iva", "ivano", "irono")),
    *((tail, "ere") for tail in ("uto", "uta", "uti", "eva", "evano", "ette", "erono")),
]
FUTURES = re.compile(r"(\w{2,}r)(?:ò|ai|à|emo|ete|anno|ei|esti|ebbe|emmo|este|ebbero)")
SHORTEST = 5  # letters of an infinitive


def forms_of(words: Iterable[str]) -> Iterator[str]:
    """The forms of words that stand in a text.

    >>> found = set(forms_of(["andare", "andrò", "bello", "orario", "privato"]))
    >>> {"andremmo", "andarsene", "bella", "bellissimi", "orari", "privava"} - found
    set()
    """
    words = list(words)
    for stem, ending in {verb for word in words for verb in _verbs(word)}:
        yield from _conjugated(stem, ending)
    for word in words:
        if word[-1:] in VOWELS and len(word) > 3:
            yield from _inflected(word)
        future = FUTURES.fullmatch(word)
        if future:
            yield from (future.group(1) + tail for tail in FUTURE.split())


def _verbs(word: str) -> Iterator[tuple[str, str]]:
    """Stem and ending of the verbs that a word may be a form of."""
    if word[-3:] in ENDINGS and len(word) >= SHORTEST:
        yield word[:-3], word[-3:]
    for tail, ending in TELLING:
        if word.endswith(tail) and len(word) - len(tail) >= SHORTEST - 2:
            yield word[: -len(tail)], ending


def _conjugated(stem: str, ending: str) -> Iterator[str]:
    future = ("er" if ending != "ire" else "ir",)
    for tail in [*ENDINGS[ending].split(), *(head + rest for head in future for rest in FUTURE.split())]:
        form = _joined(stem, tail, ending)
        yield form
        if tail in TAKE_PRONOUNS:
            yield from (form + pronoun for pronoun in [*PRONOUNS, *PAIRS])
    yield from (stem + ending[:-1] + pronoun for pronoun in [*PRONOUNS, *PAIRS])
    yield stem + ending[:-1]


def _joined(stem: str, tail: str, ending: str) -> str:
    """Stem and ending: "cercare" has "cerchi", "mangiare" has "mangi"."""
    if ending == "are" and tail[0] in "ei":
        if stem[-1:] in ("c", "g"):
            return f"{stem}h{tail}"
        if stem.endswith("i"):
            return stem[:-1] + tail
    return stem + tail


def _inflected(word: str) -> Iterator[str]:
    stem, last = word[:-1], word[-1]
    for vowel in VOWELS:
        yield stem + vowel
        if stem[-1] in "cg" and last in "oa" and vowel in "ie":
            yield f"{stem}h{vowel}"
    yield from (stem + "issim" + vowel for vowel in VOWELS)
    if last == "o" and stem[-1] == "i":
        yield stem
    if last in "eo" and stem[-1] in "lmnr":
        yield stem
    yield word + "mente" if last != "o" else stem + "amente"
    if last == "e" and stem[-1] in "lr":
        yield stem + "mente"
