"""English verb forms: the irregular past tenses, and the base of a form in -ed."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.models.wordlists.lexicon import english_lexicon

# Past tenses that are neither a base form nor a common noun or adjective: no "found", "fell", "saw", "felt", "bound", "rose".
_IRREGULAR = """
arose arise, ate eat, awoke awake, became become, began begin, bought buy, broke break, brought bring, built build, came
come, caught catch, chose choose, clung cling, crept creep, dealt deal, did do, drank drink, drew draw, drove drive,
fled flee, flew fly, forbade forbid, forgave forgive, forgot forget, fought fight, froze freeze, gave give, got get,
grew grow, had have, heard hear, held hold, hid hide, kept keep, knew know, laid lay, led lead, lent lend,
lost lose, made make, meant mean, met meet, overcame overcome, overthrew overthrow, oversaw oversee, paid pay, ran run,
rang ring, rode ride, said say, sang sing, sank sink, sat sit, sent send, shook shake, shrank shrink, slept sleep, sold
sell, sought seek, spent spend, spoke speak, sprang spring, stole steal, stood stand, struck strike, stuck stick, swam
swim, swept sweep, swore swear, swung swing, taught teach, thought think, threw throw, told tell, took take, tore tear,
undertook undertake, understood understand, undid undo, was be, went go, wept weep, were be, withdrew withdraw,
withstood withstand, woke wake, won win, wore wear, wrote write,
befell befall, bade bid, bled bleed, blew blow, bred breed, dug dig, fed feed, flung fling, foresaw foresee, foretold
foretell, forsook forsake, hung hang, knelt kneel, leapt leap, misled mislead, mistook mistake, misunderstood
misunderstand, outdid outdo, outgrew outgrow, overran overrun, overtook overtake, partook partake, rebuilt rebuild, redid
redo, retook retake, rewrote rewrite, shone shine, slid slide, slung sling, sped speed, spun spin, strode stride, strove
strive, stung sting, underwent undergo, upheld uphold, withheld withhold, wove weave, wrung wring
"""
IRREGULAR = {pair.split()[0]: pair.split()[1] for pair in _IRREGULAR.split(",")}
BASES = frozenset(("fell", "found", "felt", "saw"))  # past tenses that are base forms as well: "to fell a tree"
# Past tenses that are a base form or a noun as well: an error only behind "he", "she", "they".
HOMOGRAPHS = {"found": "find", "felt": "feel", "saw": "see", "fell": "fall", "rose": "rise", "shot": "shoot", "left": "leave"}
PASTS = frozenset(word.encode() for word in (*IRREGULAR, *HOMOGRAPHS))  # as in folded text
_NO_PARTICIPLE = """
arose ate became began broke came chose did drank drew drove flew forbade forgave forgot froze gave grew had knew
overcame overthrew oversaw ran rang rode sang sank shook shrank sprang stole swam swore threw took tore undertook was
went were withdrew woke wore wrote befell bade blew foresaw forsook mistook outdid outgrew overran overtook partook retook
rewrote shone strode strove underwent wove
"""
PURE_PAST = frozenset(_NO_PARTICIPLE.split())  # never a participle, so never before a noun as an adjective
VOWEL = re.compile(r"[aeiouy]")
_PARTICIPLES = """
been done gone seen known taken come become given shown written spoken broken chosen driven eaten fallen forgotten gotten grown
begun drunk sung swum run worn torn thrown flown drawn hidden ridden risen stolen sworn woken read put set cut hit let hurt cost
shut bid quit spread split beaten bitten proven found felt left won
"""
PARTICIPLES = frozenset(_PARTICIPLES.split())  # that are no past tense, or are a base form too
# Verbs with a `to` before what becomes of a thing: "it changes the property to computed".
_CHANGES = "change changes changed changing switch switched convert converted reset default defaults"
CHANGES = frozenset(_CHANGES.split())
# Adverbs that stand between `to` and a verb, besides those in -ly, and words in -ly that are none.
_ADVERBS = "also then just even still never already first soon once again often now almost later ever eventually always instead"
ADVERBS = frozenset(word.encode() for word in _ADVERBS.split())
_IN_LY = "family assembly supply italy july reply ally bully anomaly fly belly rally tally apply rely imply comply only"
NO_ADVERBS = frozenset(word.encode() for word in _IN_LY.split())
MEMO_FORMS = 500  # past forms whose base is remembered: few of them stand behind most `to`
COMMON = 6  # size class: a base form that a desk dictionary holds


def may_be_past(letters: bytes) -> bool:
    """Whether a word of a folded text looks like a past form; :func:`base_of_past` tells, and takes longer."""
    return letters[-2:] == b"ed" or letters in PASTS


def is_adverb(letters: bytes) -> bool:
    """Whether a word of a folded text may be an adverb between `to` and a verb.

    >>> [is_adverb(word) for word in (b"quickly", b"simply", b"later", b"reapply", b"the")]
    [True, True, True, False, False]
    """
    if letters[-2:] != b"ly":
        return letters in ADVERBS
    word = letters.decode("latin-1")
    adjectives = (word[:-2], f"{word[:-1]}e", f"{word[:-3]}y", f"{word[:-2]}l", word[:-4])  # quick, simple, happy, full, basic
    return letters not in NO_ADVERBS and any(map(is_common, adjectives))


@lru_cache(MEMO_FORMS)
def base_of_past(verb: str) -> str:
    """The base form of a past form, "" for any other word.

    >>> base_of_past("went"), base_of_past("found"), base_of_past("collapsed"), base_of_past("red")
    ('go', 'find', 'collapse', '')
    """
    return IRREGULAR.get(verb) or HOMOGRAPHS.get(verb) or base_of_ed(verb)


def base_of_ed(verb: str) -> str:
    """The base form of a regular past tense, "" if there is none or the word is a base form itself.

    >>> [base_of_ed(verb) for verb in ("collapsed", "stopped", "pressed", "carried", "agreed", "need", "talented")]
    ['collapse', 'stop', 'press', 'carry', 'agree', '', '']
    """
    stem = verb[:-2]
    if not VOWEL.search(stem) or not verb.endswith("ed") or not is_common(verb) or is_common(verb + "ing"):
        return ""
    candidates = [
        (verb[:-1], verb[:-1] + "ing"),
        (stem + "e", stem + "ing"),
        (stem, stem + "ing"),
        (stem[:-1] + "y", stem[:-1] + "ying"),
        (verb[:-1], stem[:-1] + "ying"),  # "died", "lied"
    ]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        # "stopped" has one p less; "pressed" and "installed" have not, for "press" and "install" are words
        candidates.insert(len(candidates) if is_common(stem) else 0, (stem[:-1], stem + "ing"))
    for base, gerund in candidates:
        if is_common(base) and is_common(gerund):
            return base
    return ""


def base_of_ing(verb: str) -> str:
    """The base form of a form in -ing, "" if there is none.

    >>> [base_of_ing(form) for form in ("taking", "adding", "stopping", "king", "sing")]
    ['take', 'add', 'stop', '', '']
    """
    stem = verb.removesuffix("ing")
    if stem == verb or not VOWEL.search(stem):
        return ""
    bases = (stem + "e", stem, stem[:-1] if stem[-1] == stem[-2:-1] else "")
    return next((base for base in bases if base and is_common(base) and is_base(base)), "")


def is_common(word: str) -> bool:
    """Whether a desk dictionary holds the word in lower case."""
    return 0 < english_lexicon().size(word).lower <= COMMON


def is_base(word: str) -> bool:
    """Whether a word can be a verb as it stands after "to", and is no adjective.

    >>> [is_base(word) for word in ("go", "be", "eat", "believe", "fast", "many", "house")]
    [True, True, True, True, False, False, True]
    """
    if word in ("be", "do", "have", "see"):
        return True
    if not word.isalpha() or not is_common(word) or word in IRREGULAR or (is_common(word + "er") and is_common(word + "est")):
        return False
    return any(is_common(gerund) for gerund in (word + "ing", word.removesuffix("e") + "ing", word + word[-1:] + "ing"))


def is_participle(word: str) -> bool:
    """Whether a word can stand behind "have".

    >>> [is_participle(word) for word in ("been", "worked", "gone", "need", "course", "read")]
    [True, True, True, False, False, True]
    """
    return word in PARTICIPLES or (word in IRREGULAR and word not in PURE_PAST) or base_of_ed(word) != "" or word == "had"
