"""Letters of one script in a word of another: "pаypal" with a Cyrillic "а", "Gonzαlez", "мoст" with a Latin "o".

Two things put them there: letters that look alike (a keyboard that was not switched, OCR, deceit), and a code page that
shows "á" as "α". No orthography mixes scripts inside a word, but formulas and brands do, so a mixed word is repaired only
if all its foreign letters have an explanation and something speaks for the word that comes out:

    encoding.homoglyphs.latin      the document spells it so elsewhere, the lexicon knows it, or, where the text is  safe
                                   not English, a Cyrillic letter stands amidst small Latin ones
    encoding.homoglyphs.codepage   the document spells it so elsewhere, or a list of accented words knows it        safe
    encoding.homoglyphs.cyrillic   one foreign letter or few inside a word, the words beside it are of its script;  safe
    encoding.homoglyphs.greek      at the start of a word, or in a short one, if the document spells it so too or a list of
                                   common Cyrillic words knows it
    encoding.homoglyphs.guess      an explanation alone                                                             suggest

Never: a Greek small letter at the edge of a Latin word (TNFα, ρg), an abbreviation with an ending (CEOшник), a capital
behind a small letter (витаминC), a letter that the alphabet of the document does not have (кIант); Latin words in a text where
most mixed words are unknown, for that is another damage.

The scan looks for a letter next to one of another script; text in Latin-1 is not scanned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.encoding._mixed import LATIN_WORD, OTHER_WORD, SCRIPTS, Letters, Word, letters_of, mixed_words
from cleaner.models.wordlists.lexicon import accented_words, english_lexicon
from cleaner.rulebook.packs import RuleSet

LEADS = tuple(bytes([byte]) for byte in range(0xCD, 0xD7))  # first bytes of Greek, Cyrillic and Armenian letters in UTF-8
SYMBOL = re.compile("[α-ξπ-ω]")  # small letters that stand for quantities; an "ο" does not
ABBREVIATION = re.compile("[A-Z]{2,}[^A-Z]")  # CEOшник
COUNTED = 100_000  # code points in which words that are everywhere are counted
SHORT, FEWEST_LATIN = 4, 3  # letters from which a word is long; Latin letters that make a word Latin
COMMONEST = 3  # size class of the lexicon that a short word needs
EVERYWHERE = frozenset("АВЕКМНОРСТУХаекорсух")  # letters of all Cyrillic alphabets
LATIN, CODEPAGE, GUESS = "encoding.homoglyphs.latin", "encoding.homoglyphs.codepage", "encoding.homoglyphs.guess"


class Finding(NamedTuple):
    """What a word should be, by which rule, and why ("": as the rule says)."""

    after: str
    rule: str
    reason: str = ""


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The word in one script, for words of two."""
    if document.is_plain or not any(lead in document.utf8 for lead in LEADS):
        return
    judged = [(word, _judge(word, document, rules)) for word in mixed_words(document.text)]
    doubtful = _doubtful(judged) if judged else frozenset()
    for word, found in judged:
        if found and word.text.lower() not in rules.words:
            first, last = _changed(word.text, found.after)
            rule = GUESS if found.rule in doubtful else found.rule
            yield rules.edit(word.start + first, word.start + last, found.after[first:last], rule, found.reason)


def _judge(word: Word, document: Document, rules: RuleSet) -> Finding | None:
    """What the word should be, if anything; in the script of the words beside it if there is a choice."""
    letters = rules.cached(letters_of)
    latin_first = "latin" in word.beside or not word.beside
    readings = (_latin, _other) if latin_first else (_other, _latin)
    found = readings[0](word, document, rules, letters) or readings[1](word, document, rules, letters)
    if found is None or not _is_ordinary(word.text, found.after):
        return None
    return found if _is_of_one_case(found.after) else found._replace(rule=GUESS)  # "ПРЕФИКСaa"


def _doubtful(judged: list[tuple[Word, Finding | None]]) -> frozenset[str]:
    """Rules that this document contradicts: most words of two scripts in it are not known in Latin letters, so something
    else has happened to it (a text in another code page), and the few known ones are chance."""
    among = [found for word, found in judged if "other" not in word.beside and not _is_symbol(word.text)]
    unknown = sum(found is None or found.rule == GUESS for found in among)
    doubtful = {CODEPAGE} if unknown else set()
    return frozenset(doubtful | ({LATIN} if 2 * unknown > len(among) else set()))


def _is_symbol(word: str) -> bool:
    """Whether a word begins or ends with the letter of a quantity."""
    return bool(SYMBOL.match(word) or SYMBOL.match(word[-1]))


def _latin(word: Word, document: Document, rules: RuleSet, letters: Letters) -> Finding | None:
    """The word in Latin letters, if they explain it."""
    if _is_symbol(word.text):
        return None
    return _accented(word, document, rules, letters) or _plain(word, document, letters) or _accented_guess(word, letters)


def _accented(word: Word, document: Document, rules: RuleSet, letters: Letters) -> Finding | None:
    """The accented word that a code page explains, if it is known."""
    for page in letters.codepages if "other" not in word.beside else ():
        accented = _replaced(word.text, OTHER_WORD, page)
        reason = accented and (_spelled(document, accented) or _known_accented(accented, rules))
        if reason:
            return Finding(accented, CODEPAGE, reason)
    return None


def _plain(word: Word, document: Document, letters: Letters) -> Finding | None:
    """The word with the Latin letters that its others look like."""
    plain = _replaced(word.text, OTHER_WORD, letters.latin)
    _, other = _in_script(word.text, document, letters)
    if not plain or (other and _times(document, other) > _times(document, plain)):
        return None
    among_latin = "other" not in word.beside
    spelled = _spelled(document, plain)
    reason = spelled or _in_lexicon(plain)
    alike = letters.alike.issuperset("".join(OTHER_WORD.findall(word.text)))
    certain = alike and not word.text.isupper()  # capitals may be a brand, and written so
    if reason and among_latin and (certain or spelled):
        return Finding(plain, LATIN, reason)
    if not other and _is_amidst_latin(word, document):
        return Finding(plain, LATIN, reason or "All letters and words around it are Latin.")
    return Finding(plain, GUESS, reason) if reason or (alike and among_latin and _has_latin(word.text)) else None


def _is_amidst_latin(word: Word, document: Document) -> bool:
    """Whether a Cyrillic letter stands in a small Latin word between others, in a language that has no lexicon here."""
    foreign = "".join(OTHER_WORD.findall(word.text))
    small = word.text.islower() and len(word.text) > SHORT and not OTHER_WORD.match(word.text)
    if not small or word.beside != {"latin"} or not SCRIPTS["cyrillic"].fullmatch(foreign):
        return False
    return _has_latin(word.text) and document.language not in ("", "en")


def _accented_guess(word: Word, letters: Letters) -> Finding | None:
    """A small letter between small Latin letters that a code page explains."""
    for page in letters.codepages if "other" not in word.beside else ():
        accented = _replaced(word.text, OTHER_WORD, page)
        small = accented[1:].islower() and word.text[1:].islower()
        if small and _has_latin(word.text) and not OTHER_WORD.match(word.text):
            return Finding(accented, GUESS)
    return None


def _other(word: Word, document: Document, rules: RuleSet, letters: Letters) -> Finding | None:
    """The word in the letters of another script, if the words beside it are of one too."""
    script, after = _in_script(word.text, document, letters)
    if not after or ABBREVIATION.match(word.text):
        return None
    reason = (_known_cyrillic(after, rules) if "latin" not in word.beside else "") or _spelled(document, after)
    plain = _replaced(word.text, OTHER_WORD, letters.latin)
    settled = not plain or _times(document, after) > _times(document, plain)
    if word.beside != {"other"} and not (settled and (reason or "other" in word.beside)):
        return None
    others = sum(map(len, OTHER_WORD.findall(word.text)))
    inside = OTHER_WORD.match(word.text) and 2 * others > len(word.text)
    if reason or (inside and len(after) >= SHORT):
        return Finding(after, f"encoding.homoglyphs.{script}", reason)
    return Finding(after, GUESS) if len(after) >= SHORT else None


def _in_script(word: str, document: Document, letters: Letters) -> tuple[str, str]:
    """(script, the word in it) for a word whose Latin letters have doubles in that script and document; ("", "") for others."""
    others = "".join(OTHER_WORD.findall(word))
    script = next((name for name, letter in SCRIPTS.items() if letter.fullmatch(others)), "")
    after = _replaced(word, LATIN_WORD, letters.other[script]) if script else ""
    new = {new for old, new in zip(word, after, strict=False) if old != new}
    if script == "cyrillic" and not all(_holds(document, letter) for letter in new - EVERYWHERE):
        return "", ""
    return (script, after) if after else ("", "")


def _replaced(word: str, foreign: re.Pattern[str], by: dict[str, str]) -> str:
    """The word with its foreign letters replaced, "" if one of them is not to be.

    >>> _replaced("tοwn", OTHER_WORD, {"ο": "o"}), _replaced("tοωn", OTHER_WORD, {"ο": "o"})
    ('town', '')
    """
    if any(letter not in by for run in foreign.findall(word) for letter in run):
        return ""
    return foreign.sub(lambda run: "".join(by[letter] for letter in run.group()), word)


def _is_ordinary(before: str, after: str) -> bool:
    """Whether a word has no replaced capital behind a small letter (витаминC) and, if it is short, is no pH and no "Aa"."""
    triples = zip(before[1:], after[1:], after, strict=False)
    if any(old != new and new.isupper() and last.islower() for old, new, last in triples):
        return False
    return len(after) >= SHORT or (_is_of_one_case(after) and (len(after) > 2 or len(set(after.lower())) == len(after)))


def _is_of_one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _changed(before: str, after: str) -> tuple[int, int]:
    """Where two words of one length differ: first letter, and behind the last."""
    places = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    return places[0], places[-1] + 1


def _has_latin(word: str) -> bool:
    """Whether most of a word is Latin, and enough of it."""
    latin = sum(map(len, LATIN_WORD.findall(word)))
    return latin >= FEWEST_LATIN and 2 * latin > len(word)


def _spelled(document: Document, word: str) -> str:
    """The reason that the document gives for a word, "" if it does not spell it so."""
    times = _times(document, word)
    return f"{word!r} stands {times} times {_where(document, word)}." if times else ""


def _where(document: Document, word: str) -> str:
    return "at the beginning of this text" if len(word) < SHORT and len(document.text) > COUNTED else "in this text"


def _times(document: Document, word: str) -> int:
    """How often the document spells a word so, in any of the usual cases."""
    known = document.view(_counts)
    if word not in known:
        forms = {word, word.lower(), word.capitalize(), word.upper()}
        if len(word) < SHORT:  # of words that are everywhere, those between spaces: counting all words takes ten times as long
            known[word] = sum(document.text.count(f" {form} ", 0, COUNTED) for form in forms)
        else:
            small = word[1:].lower()  # in all forms but those in capitals: one search instead of three
            forms = forms if small in document.text else {form for form in forms if small not in form}
            known[word] = sum(document.times(form) for form in forms if form in document.text)
    return known[word]


def _holds(document: Document, letter: str) -> bool:
    """Whether the document has a letter at all; asked for each word, for the same few letters."""
    known = document.view(_letters)
    if letter not in known:
        known[letter] = letter in document.text
    return known[letter]


def _letters(document: Document) -> dict[str, bool]:
    """Which letters the document has, as far as they were looked for."""
    return {}


def _counts(document: Document) -> dict[str, int]:
    """How often words stand in the document, as far as they were counted: each takes a few walks through the text."""
    return {}


def _in_lexicon(word: str) -> str:
    """The reason that the lexicon gives for a word."""
    size = english_lexicon().size(word)
    known = size.best if len(word) >= SHORT else 0 < (size.lower if word.islower() else size.best) <= COMMONEST
    return f"{word!r} is a known word." if known else ""


def _known_accented(word: str, _: RuleSet) -> str:
    """The reason that a list of accented words gives for a word."""
    known = len(word) >= SHORT and word.lower() in accented_words()
    return f"{word!r} is a known word." if known else ""


def _known_cyrillic(word: str, rules: RuleSet) -> str:
    """The reason that the list of common Cyrillic words gives for a word."""
    return f"{word!r} is a known word." if word.lower() in rules.cached(_cyrillic_words) else ""


def _cyrillic_words(rules: RuleSet) -> frozenset[str]:
    return frozenset(rules.data("words.txt").read_text("utf-8").split())
