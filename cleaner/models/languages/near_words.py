"""What a writer may have meant by a word that a language does not know, and how likely that is.

    candidates   common words one edit away: a letter left out, put in, taken for another, two exchanged; or that differ by
                 accents alone, two at most; or that spell a sound in another way (`SPELLINGS`)
    ranking      how common a candidate is, how well it stands between its neighbours and its ending with theirs, which error it
                 takes; weighed by a conditional logistic regression
    evidence     the same of the best one, what the word looks like, how far the next best is behind
    log-odds     the evidence, weighed by a logistic regression that was fitted on natural text with errors put in

Start at :func:`correction`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cleaner.models.languages.vocabulary import BOTH, CAPITAL, CommonWords, Vocabulary

KEYBOARDS = {  # rows of the usual keyboard; a key is near those beside it and those above and below
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
}
SOUNDS = {  # letters that are taken for each other by the ear: vowels without stress, voiced and voiceless consonants
    "": "ae ai ao ei eo iu iy ou ay ey uy dt bp gk gj sz cs ck kq fv vw mn cz xs",
    "de": "ae ai ao ei eo iu iy ou eä oö uü iü äö dt bp gk sz sß cz ck fv vw mn xs yü",
    "es": "ae ai ao ei eo iu iy ou bv cs sz cz gj ck kq dt bp gk mn yl xs",
    "pl": "ae ai ao ei eo iy ou óu uó dt bp gk sz żz śs ćc źz śż wf fw mn ąo ęe łu ij",
    "ru": "ао аы еи иы эе яе ёо яи оу йи дт бп гк зс жш вф шщ цс чщ гх мн",
}
SPELLINGS = {  # letters that spell one sound in two ways, more than one letter apart
    "de": "f=ph v=ph x=chs x=ks ks=chs ei=ai äu=oi eu=oi ie=ih ä=eh z=ts z=ds kw=qu sh=sch",
    "fr": "o=au o=eau au=eau é=ai è=ai e=ai f=ph k=qu c=qu ss=c ss=ç ss=t x=cs in=ain in=ein j=ge y=ill",
    "es": "k=qu c=qu ll=y cs=x cc=x hu=w gü=w",
    "it": "qu=cqu gn=ni gl=li k=ch ks=ss",
    "pt": "ss=ç ss=c ch=x k=qu c=qu lh=li nh=ni cs=x",
    "nl": "ij=ei g=ch ks=x f=ph y=ij kw=qu sie=tie",
    "pl": "rz=ż rz=sz h=ch on=ą en=ę ks=x",
    "ru": "тс=ц дс=ц ца=тся ца=ться сч=щ зч=щ жч=щ йо=ё ьо=ё",
}
FARTHEST = 8.0  # nats between the best candidate and the next that are told apart
MEMO_WORDS = 5_000  # words whose candidates are remembered: 1 ms each
UNUSED = (-17.0, BOTH)  # the share of a rare word and its case
WORDLIKE = -2.9  # the least mean log-probability of the letters of a rare word
LONGEST = 12.0  # letters that are told apart
LONGEST_SEARCHED = 40  # letters of a word that the kernel searches for; it has room for some more
KINDS = ("accent", "double", "swap", "near-key", "sound", "other-letter", "letter-more", "letter-less")
RANKED = ("share", "left", "right", "end-left", "end-right", "case", "first", "last", "vowel", *KINDS)
FEATURES = (
    "bias", "share", "left", "right", "end-left", "end-right", "alone", "length", "short", "margin", "shape", "shape-gain",
    "first", "last", "foreign", "capital", "start", "compound", "vowel", *KINDS,
)  # fmt: skip
SHORT = 3  # letters of the shortest words
VOWELS = frozenset("aeiouyäöüàâáéèêëíìîïóòôõúùûаеёиоуыэюяąęıœæ")


class Candidate(NamedTuple):
    """A common word that may have been meant, the kind of error, and whether it is at the first or last letter."""

    word: str
    kind: str
    first: bool
    last: bool
    vowel: bool


class Correction(NamedTuple):
    """What was probably meant, the log-odds that it was, the next best word ("" if there is none) and how far it is behind in
    nats, and whether the correction is a rare word."""

    word: str
    score: float
    runner_up: str
    margin: float = FARTHEST
    is_rare: bool = False


def plain(word: str) -> str:
    """A word without its accents.

    >>> plain("développé"), plain("чёрный")
    ('developpe', 'черныи')
    """
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char)).replace("ß", "ss")


@lru_cache(16)
def _near_keys(language: str) -> frozenset[str]:
    rows = KEYBOARDS.get(language, KEYBOARDS[""])
    beside = [(a, b) for row in rows for a, b in pairwise(row)]
    below = [(a, b) for row, lower in pairwise(rows) for i, a in enumerate(row) for b in lower[max(0, i - 1) : i + 1]]
    return frozenset(pair for a, b in beside + below for pair in (a + b, b + a))


@lru_cache(16)
def sounds(language: str) -> frozenset[str]:
    """Pairs of letters that are taken for each other by the ear, both ways round."""
    pairs = SOUNDS.get(language, SOUNDS[""]).split()
    return frozenset(made for pair in pairs for made in (pair, pair[::-1]))


def one_edit_away(word: str, letters: str) -> set[str]:
    """Every string one edit away."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in halves if tail}
    found.update(head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1)
    found.update(head + letter + tail for head, tail in halves for letter in letters)
    found.update(head + letter + tail[1:] for head, tail in halves if tail for letter in letters)
    return found


@lru_cache(16)
def _accented(letters: str) -> dict[str, str]:
    """The letters of an alphabet by what they are without accents."""
    found: dict[str, str] = {}
    for letter in letters:
        base = plain(letter)
        if base != letter and len(base) == 1:
            found[base] = found.get(base, "") + letter
    return found


def _two_accents(word: str, letters: str) -> Iterator[str]:
    """What a word becomes by accents on two of its letters."""
    table = _accented(letters)
    places = [i for i, letter in enumerate(word) if letter in table]
    for at, i in enumerate(places):
        for one in table[word[i]]:
            for j in places[at + 1 :]:
                for two in table[word[j]]:
                    yield word[:i] + one + word[i + 1 : j] + two + word[j + 1 :]


def with_accents(word: str, letters: str) -> Iterator[str]:
    """What a word becomes by accents on one or two of its letters.

    >>> "été" in set(with_accents("ete", "aeté"))
    True
    """
    table = _accented(letters)
    for i, letter in enumerate(word):
        yield from (word[:i] + one + word[i + 1 :] for one in table.get(letter, ""))
    yield from _two_accents(word, letters)


@lru_cache(16)
def spellings_of(language: str) -> tuple[tuple[str, str], ...]:
    """Letters that spell a sound of a language, and others that spell it as well, both ways round."""
    pairs = [entry.split("=") for entry in SPELLINGS.get(language, "").split()]
    return tuple((pair[i], pair[1 - i]) for pair in pairs for i in (0, 1))


def spelled_otherwise(word: str, language: str) -> Iterator[str]:
    """What a word becomes with one of its sounds spelled in another way.

    >>> sorted(spelled_otherwise("verwagt", "nl")), sorted(spelled_otherwise("lerzy", "pl"))
    (['verwacht'], ['leszy', 'leży'])
    """
    for one, two in spellings_of(language):
        at = word.find(one)
        while at >= 0:
            yield word[:at] + two + word[at + len(one) :]
            at = word.find(one, at + 1)


def kind_of(wrong: str, right: str, language: str) -> Candidate:
    """How one string became another, one edit away.

    >>> [kind_of(*pair, "fr").kind for pair in (("tres", "très"), ("home", "homme"), ("hmome", "homme"), ("homne", "homme"))]
    ['accent', 'double', 'swap', 'sound']
    """
    start = 0
    while start < min(len(wrong), len(right)) and wrong[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(wrong), len(right)) - start and wrong[-1 - end] == right[-1 - end]:
        end += 1
    before, after = wrong[start : len(wrong) - end], right[start : len(right) - end]
    first, last, vowel = start == 0, end == 0, bool(VOWELS.intersection(before + after))
    if plain(wrong) == plain(right):
        kind = "accent"
    elif before and after and len(before + after) > 2 and before != after[::-1]:
        kind = "sound"
    elif len(wrong) > len(right):
        kind = "double" if before and before in (wrong[start - 1 : start], wrong[start + 1 : start + 2]) else "letter-more"
    elif len(wrong) < len(right):
        kind = "double" if after and after in (right[start - 1 : start], right[start + 1 : start + 2]) else "letter-less"
    elif len(before) == 2:
        kind = "swap"
    elif before + after in sounds(language):
        kind = "sound"
    else:
        kind = "near-key" if before + after in _near_keys(language) else "other-letter"
    return Candidate(right, kind, first, last, vowel)


@lru_cache(MEMO_WORDS)
def candidates(words: Vocabulary, word: str, language: str) -> tuple[Candidate, ...]:
    """The common words that may have been meant."""
    near = _near(words, word)
    near.update(other for other in spelled_otherwise(word, language) if other in words.common)
    return tuple(kind_of(word, other, language) for other in sorted(near))


def _near(words: Vocabulary, word: str) -> set[str]:
    """The common words one edit away, or two accents."""
    letters, common = words.letters, words.common
    if isinstance(common, CommonWords) and len(word) <= LONGEST_SEARCHED:
        return common.near(word, letters, pairs_of_accents(letters))
    near = common.keys() & one_edit_away(word, letters)
    near.update(other for other in _two_accents(word, letters) if other in common)
    return near


@lru_cache(16)
def pairs_of_accents(letters: str) -> tuple[str, str]:
    """Letters without accents, each once for every accent that it may have; and the same with them."""
    pairs = [(base, letter) for base, accented in _accented(letters).items() for letter in accented]
    return "".join(base for base, _ in pairs), "".join(letter for _, letter in pairs)


@lru_cache(MEMO_WORDS)
def rare_candidates(words: Vocabulary, word: str, language: str) -> tuple[Candidate, ...]:
    """The rare words that may have been meant, which look more like words than what is written; a few are none.

    None that differs at its last letter: that may be a form that no list has, or a word of another language ("confiture").
    """
    least = max(WORDLIKE, words.shape(word))
    near = (other for other in one_edit_away(word, words.letters) if words.is_rare(other) and words.shape(other) > least)
    return tuple(kind for other in sorted(near) if not (kind := kind_of(word, other, language)).last)


def ranking(words: Vocabulary, candidate: Candidate, beside: tuple[str, str], *, capital: bool | None) -> list[float]:
    """The evidence for one of several candidates, in the order of RANKED; `capital` is None where a sentence begins."""
    left, right = beside
    share, case = words.common.get(candidate.word, UNUSED)
    row = dict.fromkeys(RANKED, 0.0)
    row.update(
        {
            "share": share + 10, "left": words.affinity(left, candidate.word) if left else 0.0,
            "right": words.affinity(candidate.word, right) if right else 0.0,
            "end-left": words.agreement(left, candidate.word) if left else 0.0,
            "end-right": words.agreement(candidate.word, right) if right else 0.0,
            "case": float(capital is not None and (case == CAPITAL) != capital and case != BOTH),
            "first": float(candidate.first), "last": float(candidate.last), "vowel": float(candidate.vowel), candidate.kind: 1.0,
        }
    )  # fmt: skip
    return [row[name] for name in RANKED]


def features(
    words: Vocabulary, word: str, found: Sequence[Candidate], beside: tuple[str, str], *, foreign: bool, capital: bool | None
) -> tuple[Candidate, list[float], str]:
    """The best candidate, the evidence for it (in the order of FEATURES), and the next best word."""
    rated = []
    for candidate in found:
        known = ranking(words, candidate, beside, capital=capital)
        rated.append((sum(weight * value for weight, value in zip(words.rank_weights, known, strict=True)), candidate, known))
    rated.sort(key=lambda entry: (-entry[0], entry[1].word))
    total, best, known = rated[0]
    shape = words.shape(word)
    row = dict(zip(RANKED, known, strict=True))
    row.update(
        {
            "bias": 1.0, "length": min(LONGEST, len(word)) - 6, "short": float(len(word) <= SHORT),
            "alone": float(len(rated) == 1),
            "margin": min(FARTHEST, total - rated[1][0]) if len(rated) > 1 else FARTHEST,
            "shape": shape + 2.5, "shape-gain": words.shape(best.word) - shape, "foreign": float(foreign),
            "capital": float(capital or 0), "start": float(capital is None), "compound": float(is_compound(words, word)),
        }
    )  # fmt: skip
    return best, [row[name] for name in FEATURES], rated[1][1].word if len(rated) > 1 else ""


def is_compound(words: Vocabulary, word: str) -> bool:
    """Whether a word is two common ones of four letters or more, with a linking `s` between at most."""
    for cut in range(4, len(word) - 3):
        if word[cut:] in words.common and (
            word[:cut] in words.common or (word[cut - 1] == "s" and word[: cut - 1] in words.common)
        ):
            return True
    return False


def correction(
    words: Vocabulary, word: str, language: str, beside: tuple[str, str], *, capital: bool | None, rare: bool = False
) -> Correction | None:
    """What was probably meant by an unknown word between two others; None if no common word is near, and no `rare` one."""
    found = candidates(words, word, language)
    is_rare = False
    if not found and rare:
        found, is_rare = rare_candidates(words, word, language), True
    if not found:
        return None
    weights = words.rare_weights if is_rare else words.weights
    best, row, runner_up = features(words, word, found, beside, foreign=words.is_foreign(word), capital=capital)
    score = sum(weight * value for weight, value in zip(weights, row, strict=True))
    return Correction(best.word, score, runner_up, row[FEATURES.index("margin")], is_rare)
