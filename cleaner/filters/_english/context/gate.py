"""Help for the English typo filters: is this place English, and which words stand around it.

The language of the document is asked first, and costs little. A candidate that passes it is looked at again where it
stands: most words around it must be English ones, so a quotation in another language, a list of names or a language
that looks like English by its function words is left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.document import Document, places_of
from cleaner.core.kernel import kernel
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.models.wordlists.wordindex import look_up

AROUND = 200  # code points looked at on either side of a candidate
SPEECH = 2_000  # code points searched for the beginning of a quotation
FEW_MARKS = 30  # apostrophes and single quotes looked at one by one, in half the time of the expression
CONTEXT = 120  # code points searched for the words before and after
KNOWN = 0.65  # share of the words around that must be English; 0.9 is usual in prose
KNOWN_UNSURE = 0.75  # the same where the document is too short or too mixed to tell its language
MEMO_PLACES = 500  # that are remembered: filters share them, and a second round asks again
FEWEST = 3  # words around that must be English where the language cannot be told

WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)*")
TOKEN = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*|\n\s*\n|[^\w\s]")
SINGLE_OPENED, SINGLE_CLOSED = re.compile(r"(?<![\w'’])['‘](?=\w)"), re.compile(r"(?<=[\w.,!?—-])(?<!\w\win)['’](?!\w)")
PATH = re.compile(r"\S+/\S+/\S*")  # its words may be English in a text of any language
BROKEN = re.compile(r"[-‐¬\xad]\s+\Z")  # what follows may be the rest of a word that was broken
QUOTES = frozenset("\"'“”‘’`")
CODE_MARKS = frozenset("`_@/\\#$<>=|")  # beside one of these a word is an identifier
# What follows the name of a function: names of arguments, and not an ending ("the adress(es)", "recieve(d)").
CALL = re.compile(r"\((?!(?:e?[sd]|ing)\))(?:[*&a-z_]\w*(?:, ?[*&a-z_]\w*)*)?\)")
BREAK = "\n\n"  # what stands for the end of a paragraph among the tokens


def wordset(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# Words that no English sentence has, but the phrases that English borrows: "deus ex machina", "la commedia".
FOREIGN_WORDS = wordset(
    "la le les de del der des du das el los las lo un une una und et y il di della da dei mi su que con por para ex ad"
    " van von zu den dem est sur en ist che gli bin ibn al wi och av coram"
)
FOREIGN_REACH = 3  # tokens on either side


def may_be_english(document: Document) -> bool:
    """Whether the document is English, or too short or mixed to tell."""
    return document.language in ("en", "")


def reads_english(document: Document, start: int, end: int, *, own: int = 0) -> bool:
    """Whether most words around `text[start:end]`, in its line, are English; `own` words of the place itself are, too."""
    text = document.text
    low = max(text.rfind("\n", max(0, start - AROUND), start) + 1, start - AROUND, 0)
    stop = text.find("\n", end, end + AROUND)
    high = stop if stop >= 0 else end + AROUND
    before = text[low:start].partition(" ")[2] if low == start - AROUND else text[low:start]
    known, words = _known_among(before, text[end:high])
    if document.language:
        return known + own >= KNOWN * (words + own)
    return known + own >= FEWEST and known + own >= KNOWN_UNSURE * (words + own)


@lru_cache(MEMO_PLACES)
def _known_among(before: str, behind: str) -> tuple[int, int]:
    """How many words on both sides of a place are English, and how many there are."""
    (known, words), (known_behind, words_behind) = _known_in(before), _known_in(behind)
    return known + known_behind, words + words_behind


def _known_in(piece: str) -> tuple[int, int]:
    """The same of a piece of text; paths aside.

    >>> _known_in("It's in src/main/teh of the xyzzy"), _known_in("I can't read слово")
    ((4, 5), (2, 3))
    """
    piece = PATH.sub(" ", piece) if piece.count("/") > 1 else piece
    found: tuple[int, int] | None = look_up().known_in(piece) if look_up() is not None else None
    if found is None:
        words, lexicon = WORD.findall(piece), english_lexicon()
        found = sum([word in lexicon for word in words]), len(words)
    return found


def times_opened(text: str) -> int:
    """How often :data:`SINGLE_OPENED` finds something in a text; mark by mark where they are few, which takes less time.

    >>> text = "‘Oh,’ said he, 'it's o'clock', rock 'n' roll"
    >>> times_opened(text), len(SINGLE_OPENED.findall(text))
    (3, 3)
    """
    counted: int | None = kernel().opened(text) if kernel() is not None else None
    if counted is not None:
        return counted
    if text.count("'") + text.count("‘") > FEW_MARKS:
        return len(SINGLE_OPENED.findall(text))
    return sum(_opens(text, at) for mark in "'‘" for at in places_of(mark, text))


def _opens(text: str, at: int) -> bool:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return (behind.isalnum() or behind == "_") and not (before.isalnum() or before in ("_", "'", "’"))


def is_quoted(text: str, start: int, end: int, marks: frozenset[str] = QUOTES) -> bool:
    """Whether `text[start:end]` stands between quotation marks by itself: it is spoken of, not used.

    >>> is_quoted('fix "the the" here', 5, 12), is_quoted('the "old" one', 0, 3)
    (True, False)
    """
    return text[start - 1 : start] in marks and text[end : end + 1] in marks


def is_identifier(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is a name of a program: it stands beside a mark of code, or is called.

    >>> is_identifier("def recieve(self, msg):", 4, 11), is_identifier("x = recieve() or y", 4, 11)
    (True, True)
    >>> is_identifier("the adress(es) of both", 4, 10), is_identifier("the goverment(Lee 2010)", 4, 13)
    (False, False)
    """
    return text[start - 1 : start] in CODE_MARKS or text[end : end + 1] in CODE_MARKS or CALL.match(text, end) is not None


def in_speech(text: str, place: int) -> bool:
    """Whether a quotation is open at a place of its line.

    >>> in_speech('He said, “I must of slept.”', 16), in_speech('“No,” he must of said.', 14)
    (True, False)
    """
    before = text[max(text.rfind("\n", 0, place) + 1, place - SPEECH) : place]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def in_quotation(text: str, place: int) -> bool:
    """Whether a quotation is open at a place of its line, between double or single marks.

    >>> in_quotation("'I seen theer,' he said.", 8), in_quotation("It's the boys' ball.", 16)
    (True, False)
    >>> in_quotation("'Because I'm goin' to knock down a apple,' he said.", 30)
    True
    """
    if in_speech(text, place):
        return True
    line = text[max(text.rfind("\n", 0, place) + 1, place - SPEECH) : place]
    opened = times_opened(line)
    return opened > 0 and opened > len(SINGLE_CLOSED.findall(line))


class Context(NamedTuple):
    """The tokens before and after a place, in lower case with plain apostrophes: words, single marks, and BREAK.

    `before[-1]` and `after[0]` are the nearest.
    """

    before: list[str]
    after: list[str]

    def left(self, distance: int = 1) -> str:
        """The token `distance` places before, "" if there is none."""
        return self.before[-distance] if distance <= len(self.before) else ""

    def right(self, distance: int = 1) -> str:
        """The token `distance` places after, "" if there is none."""
        return self.after[distance - 1] if distance <= len(self.after) else ""

    def clause(self, most: int = 6) -> list[str]:
        """The words before, back to the nearest mark, at most so many."""
        out: list[str] = []
        for token in reversed(self.before[-most:]):
            if not token[0].isalnum():
                break
            out.append(token)
        return out[::-1]


def context(text: str, start: int, end: int) -> Context:
    """The tokens around `text[start:end]`.

    >>> around = context("He said: the army to collapsed in “May”.", 18, 30)
    >>> around.left(), around.right(), around.clause()
    ('army', 'in', ['the', 'army'])
    """
    low = max(0, start - CONTEXT)
    head = text[low:start]
    if low and not text[low - 1].isspace():
        head = head.partition(" ")[2]
    return Context(_tokens(head), _tokens(text[end : end + CONTEXT]))


def _tokens(piece: str) -> list[str]:
    return [BREAK if token[0] == "\n" else token for token in TOKEN.findall(piece.lower().replace("’", "'"))]
