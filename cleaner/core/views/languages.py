"""Which language a text is in, told cheaply by its function words.

English rules must never run on other languages; that is all this has to decide, so it prefers "" to a wrong answer.
The word lists are the most frequent function words of each language; a word of several lists speaks for each of them in
part, and words that are as common in one as in the other for neither. In a short text one word speaks for no language that
does not write the letters around it. Read on 6,000 code points of a long text.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from cleaner.core.kernel import kernel
from cleaner.core.views.folding import TABLE, fold

SAMPLE = 2_000  # code points looked at, from the start, the middle and the end of a long text
FEWEST = 2.0  # function words of a language that a text must have
SHORT = 12  # words; in a text as short as this, one function word is enough
SHARE = 0.15  # of all words; running text of these languages has 0.3 to 0.5, names and headlines far less
MARGIN = 1.5  # times the votes for the second best language

FUNCTION_WORDS = {
    "en": "the of and to in is that was it for with as his on by at are this be from not had have which but or you your"
    " they were their she her has would been who will there what if when can more an a i we my our so them than its about"
    " into could some do does did any no how all said he him me us these those may only other most very just because"
    " like after out up one people also then too much many where over get did make don t am me got come see know yes well let"
    " say her going here now think want good never us ve ll isn wasn didn doesn couldn won",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie"
    " nach wird bei einer um am sind noch wie einem über einen zum haben oder aber wir ich so war vor durch nur",
    "fr": "le la les de des et en un une du est que qui dans il pour pas au sur ne se ce par plus avec sont aux cette mais ou"
    " son sa ses nous vous elle être ont été à a je tout leur droit",
    "es": "el la los las de y en que un una por con no se su para es al lo como más del pero sus le ha este sí porque esta"
    " entre cuando muy sin sobre también o a tiene toda todo ser",
    "it": "il la le gli di e in che un una per non con si è del della al dei nel da sono come più anche ma ha delle alla questo"
    " dal lo nella essere stato a i ogni o ad",
    "pt": "o a os as de e em que um uma para com não se do da no na por mais dos das como ao mas foi seu sua ou ser quando"
    " muito há nos já está também pelo pela tem todo",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er die om ook als dan maar bij of uit nog naar heeft wordt"
    " hij door ze over hun werd ik je zich alle",
    "af": "die van en in is wat nie het dat met sy vir te as op was hy om ook aan deur word hulle sal kan een elke",
    "sv": "och att det i en som är på av för med den till inte om ett han men var jag har de så från vi kan när år hon skall",
    "da": "og i at det er en til af som på for med den der ikke de et har var han om jeg men sig fra ved skal kan så efter"
    " eller blev hun",
    "fi": "ja on ei että se oli hän joka ovat mutta kun niin myös sen tai ole jos vain kaikki sekä",
    "pl": "i w na z do nie że to jest się o jak po ale od za przez dla są był przy oraz lub jego ma czy już tylko tego jej gdy"
    " więc być mnie jeszcze może było tym byłem jestem bardzo ją niej",
    "ro": "și de la în a cu pe nu că este un o din se care mai au fost sau pentru lui ca să dreptul orice",
    "tr": "ve bir bu da de için ile çok olarak daha ne gibi kadar o en ya her hakkı veya olan",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh juga ada atau sebagai mereka saya setiap orang",
    "tl": "ang ng sa na at mga ay ng si hindi ito may siya para kung nang bawat lahat ni",
    "sw": "na ya wa kwa ni katika za la kama cha yake kila mtu au haki hii watu",
    "ca": "el la els les de i en que un una per amb no es al del ha més com seva o a dels tota persona",
    "sco": "o tae frae nae wi thair thae sic ony ane sall hae hes isna awbody naebody anither ilka warld fowk"
    " gie aw oot thay bi richt richts maun whit wha whaur noo doun aye",
    "la": "et in est non ad ut cum qui quod sed si ex de per sunt esse ab quae hoc",
}

# Letters beyond ASCII that a language writes, in names of its own and usual loans; English has those of Western names.
LETTERS_OF = {
    "de": "äöüßé", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíñóúüªº", "it": "àèéìíîòóùú", "pt": "áàâãçéêíóôõúüªº", "nl": "áéèêëíïóöúü",
    "af": "áéèêëíïóôöúû", "sv": "åäöéüàè", "da": "æøåéüö", "fi": "äöåé", "pl": "ąćęłńóśźż", "ro": "ăâîșțşţ",
    "tr": "çğıöşüâîû\u0307", "id": "é", "tl": "ñ", "sw": "", "ca": "àçèéíïòóúü", "sco": "é", "la": "æœëāēīōū",
    "en": "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿœαβγδεζηθικλμνξοπρσςτυφχψω",
}  # fmt: skip

NUMBERED = ("", *FUNCTION_WORDS)  # by the numbers of the kernel, from -1 on


@cache
def languages_of_words() -> dict[bytes, tuple[str, ...]]:
    """The languages of each function word of a folded text."""
    speakers: dict[bytes, list[str]] = {}
    for code, words in FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            speakers.setdefault(fold(word), []).append(code)
    return {word: tuple(codes) for word, codes in speakers.items() if b" " not in word}


def votes_in(folded: bytes) -> tuple[int, dict[str, float]]:
    """How many words a folded text has, and the votes of its function words for each language.

    >>> total, votes = votes_in(b"the cat and the dog")
    >>> total, votes["en"], votes["de"]
    (5, 3.0, 0.0)
    """
    counted = _counted()
    if counted is not None:
        total, numbers = counted.votes(folded)
        return total, dict(zip(FUNCTION_WORDS, numbers, strict=True))
    return _votes_in(folded)


def _votes_in(folded: bytes) -> tuple[int, dict[str, float]]:
    """The same without the kernel, in its order: sums of thirds depend on it."""
    words = Counter(folded.split())
    votes = dict.fromkeys(FUNCTION_WORDS, 0.0)
    for word, codes in languages_of_words().items():
        if word in words:
            for code in codes:
                votes[code] += words[word] / len(codes)
    return words.total(), votes


@cache
def _counted() -> Any:
    """The function words in the kernel, which counts them; None if there is no kernel."""
    if kernel() is None:
        return None
    numbers = {code: number for number, code in enumerate(FUNCTION_WORDS)}
    words = [(word, bytes([numbers[code] for code in codes])) for word, codes in languages_of_words().items()]
    return kernel().FunctionWords(words, len(numbers), TABLE)


def sample(text: str) -> str:
    """The start, the middle and the end of a long text, :data:`SAMPLE` code points of each; a shorter text as it is.

    >>> sample("short"), len(sample("long" * 10_000))
    ('short', 6002)
    """
    if len(text) <= 3 * SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:SAMPLE]} {text[middle : middle + SAMPLE]} {text[-SAMPLE:]}"


def language_of(text: str) -> str:
    """ISO 639-1 code of the text's language, "" where too few words speak or two languages tie.

    >>> language_of("The coalition paused its mission after the strike."), language_of("Der Rat tagte am Dienstag mit dem Amt.")
    ('en', 'de')
    >>> language_of("Zürich 1848"), language_of("— Powieszony ma być! — I to już.")
    ('', 'pl')
    """
    text = sample(text)
    counted = _counted()
    told = counted.language(text) if counted is not None else None
    return _language_of(text) if told is None else NUMBERED[told + 1]


def _language_of(text: str) -> str:
    """The same without the kernel, and of short texts with letters beyond ASCII."""
    total, votes = votes_in(fold(text))
    if max(votes.values()) < 1:
        return ""  # as most texts in other scripts
    if total <= SHORT and not text.isascii():
        letters = {char for char in set(text.lower()) if char > "\x7f" and char.isalpha()}
        votes = {code: n if n >= FEWEST or letters <= set(LETTERS_OF[code]) else 0.0 for code, n in votes.items()}
    best, second = sorted(votes, key=votes.__getitem__, reverse=True)[:2]
    enough = votes[best] >= (1 if total <= SHORT else FEWEST)
    return best if enough and votes[best] >= SHARE * total and votes[best] >= MARGIN * votes[second] else ""
