"""Accents that no one wrote: "Iraqí" once, where the rest of the article says "Iraqi".

No codec explains them (a font, an OCR, a hand slipped), so the evidence is consensus: of the document, which spells the
word plainly elsewhere, and of the lexicon, where the plain form is an English word and the accented one is a word of no
language. Graded by the evidence for the plain form:

    encoding.accents.consensus  three times or more in the document, and a common word    safe
    encoding.accents.echo       once or twice in the document, and a common word          suggest
    encoding.accents.lexicon    only in the lexicon, among the commonest words            suggest

In verse, in early English and where a text is about spelling it is only suggested. Never: in a text, sentence or
quotation that is not English, or a text with many accents; on an ending that the metre asks for (blessèd); beside another
accented word; a word that is written with this accent anywhere (`words.txt`: names, places and words of some hundred languages,
unless the text is full of the plain form, one of the commonest English words; `loanwords.txt`: English ones); a word that
stands accented twice; two dots over the second of two vowels (coöperate); a name that English texts seldom mention, for it has
bearers who write it otherwise (Hermès), or that the text does not write plainly as a name; an accent beyond Windows-1252, which
nobody types by mistake (Māori).
Thresholds: measured on treebanks of 20 languages (docs/encoding.md).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from cleaner.core.deferred import Suggested
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.kernel import kernel
from cleaner.filters._english.context.varieties import Variety, is_in_another_language, only_suggests
from cleaner.models.wordlists.lexicon import english_lexicon, english_loanwords
from cleaner.rulebook.packs import RuleSet

ACCENTED = re.compile(
    r"(?<![^\W\d_])(?=[^\W\d_]{4})[A-Za-z]*[ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿŠšŸŽž][A-Za-z]*(?![^\W\d_])"
)
ACCENT = re.compile("[À-ÿŠšŸŽž]")
LEADS = (b"\xc3", b"\xc5")  # first bytes of these in UTF-8
BEYOND_ASCII = re.compile(r"[^\W\d_\x00-\x7f]")
MOST_ACCENTED = 0.03  # of the words of a document; more is another language or full of its names
MOST_BYTES = 1.4  # a code point in UTF-8; a text that takes more is in another script than the Latin one
LETTERS_A_WORD = 6  # code points of text for one word, white space included
COMMON, COMMONEST, EVERYDAY = 6, 3, 1  # size classes of the lexicon: a desk dictionary, common words, the commonest
OFTEN = (
    5  # times a text writes one of the commonest words plainly before a word of another language with an accent is taken for it
)
METRE = re.compile("[èéë]d\\Z", re.IGNORECASE)  # "blessèd": an ending that is spoken for the metre
# Where an accent may be the metre's, or that of another time.
UNSURE = frozenset((Variety.VERSE, Variety.EARLY, Variety.MENTION))
CONSENSUS = "encoding.accents.consensus"
DIAERESIS = re.compile("[aeo]ï|[aeiou]ë|oö|uï", re.IGNORECASE)
SENTENCE_START = re.compile(r"(?:\A|[.!?:\n])[\s\"“‘'(\[«]*\Z")
LETTERS_BEFORE = re.compile(r"[A-Za-z]*\Z")
NEIGHBOURS = re.compile(r"[^\W\d_]+")
GENITIVES = ("'s", "’s")
LONG = 20_000  # code points of a text whose language is told first
STEP = 2_048  # bytes between two lines of the index of a list
REACH = 40  # code points looked at for the words next to a candidate


def plain_form(word: str) -> str:
    """The word without its accents, "" where a letter has none to lose.

    >>> plain_form("Iraqí"), plain_form("søster")
    ('Iraqi', '')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    return plain if plain.isascii() and len(plain) == len(word) else ""


def propose(document: Document, rules: RuleSet) -> Iterable[Edit]:
    """Plain forms for accents that nothing supports."""
    size = len(document.text)
    most = int(1 + MOST_ACCENTED * size / LETTERS_A_WORD)
    if document.is_plain or len(document.utf8) > MOST_BYTES * size or not 0 < sum(map(document.utf8.count, LEADS)) <= 2 * most:
        return ()
    in_c = kernel()
    places = in_c.lone_accents(document.text) if in_c is not None and not document.evidence else None
    if places == []:
        return ()
    make = partial(proposed, document, rules, most)
    return make() if places is None else Suggested(places, make)


def proposed(document: Document, rules: RuleSet, most: int) -> Iterator[Edit]:
    """The same for a text that may have so many words with accents."""
    text = document.text
    if len(text) > LONG and document.language != "en":  # told from a part of the text
        return
    found = _accented(document, most)
    suspects = list(_suspects(document, rules, found))
    if not suspects or document.language != "en":  # asked late, for that takes as long as all before
        return
    forms_of_all = {form for suspect in suspects for form in suspect.forms}
    times = _counted(document, forms_of_all)
    if times is None and len(found) > document.few_words and len(text) > LONG:  # all forms in one pass
        times = {form: sum(document.words[form + ending] for ending in ("", *GENITIVES)) for form in forms_of_all}
    for word, plain, start, forms in suspects:
        plainly = _times(document, forms) if times is None else sum(map(times.__getitem__, forms))
        if word.lower() in rules.cached(_known_words) and plainly < OFTEN:
            continue
        rule_id = _grade(plainly, plain)
        if not rule_id or is_in_another_language(document, start, start + len(word)):
            continue
        # What is suggested anyway needs no other reason against it.
        unsure = only_suggests(document, start, start + len(word), UNSURE) if rule_id == CONSENSUS else ""
        spot = next(i for i, char in enumerate(word) if char > "\x7f")
        reason = f"{plain!r} stands {plainly} times in this text; {word!r} is a word of no known language."
        edit = rules.edit(start + spot, start + spot + 1, plain[spot], rule_id, reason)
        yield edit._replace(safety="suggest", reason=f"{reason} {unsure}") if unsure else edit


class Suspect(NamedTuple):
    """A word with an accent that nothing but itself speaks for: its plain form, its place, how a text may spell it plainly."""

    word: str
    plain: str
    start: int
    forms: list[str]


def _suspects(document: Document, rules: RuleSet, found: list[re.Match[str]]) -> Iterator[Suspect]:
    text = document.text
    times = Counter(match.group().lower() for match in found)
    for match in found:
        word, start = match.group(), match.start()
        plain = plain_form(word)
        if not plain or times[word.lower()] > 1 or word.lower() in rules.words:
            continue
        if _is_suspect(word, plain, rules) and not _beside_accents(text, start, match.end()):
            yield Suspect(word, plain, start, _forms(plain, as_name=_is_name(text, start)))


def _accented(document: Document, most: int) -> list[re.Match[str]]:
    """The words with one accent, found from their accents; none if there are more than `most`."""
    text = document.text
    found: dict[int, re.Match[str]] = {}
    for accent in chain.from_iterable(ACCENT.finditer(text, start, end) for start, end in document.beyond_ascii):
        before = LETTERS_BEFORE.search(text, max(0, accent.start() - REACH), accent.start())
        match = ACCENTED.match(text, before.start() if before else accent.start())
        if match:
            found[match.start()] = match
            if len(found) > most:
                return []
    return list(found.values())


def _is_suspect(word: str, plain: str, rules: RuleSet) -> bool:
    """Whether the lexicon speaks for the plain form, and no list for the accented one."""
    size = english_lexicon().size(plain)
    if not 0 < size.best <= COMMON or DIAERESIS.search(word) or METRE.search(word):
        return False
    if word.lower() in english_loanwords() or (word.lower() in rules.cached(_known_words) and size.lower != EVERYDAY):
        return False
    return bool(size.lower) or plain.lower() in rules.cached(_known_names)


def _grade(plainly: int, plain: str) -> str:
    """The rule for a word whose plain form stands so often in the text, "" if the evidence does not suffice."""
    if plainly >= 3:
        return CONSENSUS
    if plainly:
        return "encoding.accents.echo"
    return "encoding.accents.lexicon" if english_lexicon().size(plain).best <= COMMONEST else ""


def _is_name(text: str, start: int) -> bool:
    """Whether a word has a capital within a sentence."""
    return text[start].isupper() and SENTENCE_START.search(text, max(0, start - 8), start) is None


def _forms(plain: str, *, as_name: bool) -> list[str]:
    """How a text may spell a word plainly: in any of the usual cases, a name with its capital alone."""
    cases = [plain, plain.capitalize(), plain.upper()] if as_name else [plain, plain.lower(), plain.capitalize(), plain.upper()]
    return list(dict.fromkeys(cases))


def _times(document: Document, forms: list[str]) -> int:
    """How often the document has any of these words, with and without "'s"; few stand in it: each is looked for first."""
    texts = (document.text, *document.evidence)
    written = [form + ending for form in forms for ending in ("", *GENITIVES)]
    return sum(map(document.times, [form for form in written if any(form in text for text in texts)]))


def _counted(document: Document, forms: set[str]) -> dict[str, int] | None:
    """How often the document has each of these words, with and without "'s", in one pass; None if the kernel cannot tell."""
    in_c = kernel()
    if in_c is None:
        return None
    words = list(forms)
    letters = [word.encode() for word in words]
    each = [in_c.word_counts(text, letters) for text in (document.text, *document.evidence)]
    return None if None in each else dict(zip(words, map(sum, zip(*each, strict=True)), strict=True))


class SortedLines:
    """The words of a sorted list, one a line, looked up in its bytes: most processes ask about a few.

    >>> words = SortedLines("abaté\\nabrí\\ncafé\\n".encode())
    >>> "abrí" in words, "abr" in words, "café" in words
    (True, False, True)
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = b"\n" + lines
        starts = [0]  # a line feed before a line, every so often
        while 0 < (start := self._lines.find(b"\n", starts[-1] + STEP)) < len(lines):
            starts.append(start)
        self._starts = [*starts, len(lines)]
        self._firsts = [self._lines[start : self._lines.find(b"\n", start + 1)] for start in starts]

    def __contains__(self, word: object) -> bool:
        key = b"\n" + str(word).encode("utf-8", "surrogatepass")
        block = max(0, bisect_right(self._firsts, key) - 1)
        return self._lines.find(key + b"\n", self._starts[block], self._starts[block + 1] + 1) >= 0


def _known_words(rules: RuleSet) -> SortedLines:
    """Accented words of other languages, in lower case."""
    return SortedLines(rules.data("words.txt").read_bytes())


def _known_names(rules: RuleSet) -> frozenset[str]:
    """Names that English texts mention often, in lower case."""
    return frozenset(rules.data("names.txt").read_text("utf-8").split())


def _beside_accents(text: str, start: int, end: int) -> bool:
    """Whether the word before or after has letters beyond ASCII: a phrase of another language, a full name."""
    before = NEIGHBOURS.findall(text[max(0, start - REACH) : start])[-1:]
    after = NEIGHBOURS.findall(text[end : end + REACH])[:1]
    return any(BEYOND_ASCII.search(word) for word in before + after)
