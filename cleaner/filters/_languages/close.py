"""Words taken for others that sound or look alike: "ich weiß, das er kommt" -> "dass er kommt", "il a manger" -> "il a mangé".

The words around tell which of two is meant (:mod:`cleaner.models.languages.close_words`). Left alone: names and capitals, but for
the first word of a sentence; words in quotation marks or beside a hyphen; sentences in old spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from cleaner.core.views.folding import stands_alone
from cleaner.filters._languages.words import TAKEN, Words, begins
from cleaner.models.languages.close_words import LEFT, RIGHT, TOKEN, Choice, CloseWords, close_words, evidence, tokens

LEFT_TEXT, RIGHT_TEXT = 110, 70  # code points that hold the words before and behind
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
JOINTS = "'’"  # what joins the parts of a WORD
STARTS = re.compile(r"(?:\A|[.!?:«\"„“»–—\n-])\s*\Z")
QUOTES = frozenset('"“”„«»‹›‘`*_')
LONGEST = 24  # letters of a word that is asked about


class Meant(NamedTuple):
    """A word, what is meant, the log-odds, and whether only that can be meant."""

    start: int
    end: int
    word: str
    score: float
    surely: bool


def certainly_taken(words: Words, language: str) -> Iterator[Meant]:
    """The words of a part of a text in place of which only another one can be meant."""
    text = words.text
    places = (words.span(number)[0] for number in words.with_bit(TAKEN))
    starts = (place for place in places if begins(text, place, words.start, JOINTS))
    found = (match for place in starts if (match := WORD.match(text, place, words.end)))
    return _taken(text, found, language, words.end, unsafe=False)


def taken_for_others(text: str, language: str, start: int, end: int) -> Iterator[Meant]:
    """The words of a part of a text in place of which another one is meant, those that are not certain among them."""
    return _taken(text, WORD.finditer(text, start, end), language, end, unsafe=True)


def _taken(text: str, places: Iterable[re.Match[str]], language: str, end: int, *, unsafe: bool) -> Iterator[Meant]:
    model = close_words(language)
    behind = 0
    for match in places:
        if match.start() < behind or len(match.group()) > LONGEST:
            continue
        word, stop = _phrase(text, match, model, end)
        found = _meant(text, (match.start(), stop), word, model, unsafe=unsafe)
        if found:
            behind = stop
            yield found


def _phrase(text: str, match: re.Match[str], model: CloseWords, end: int) -> tuple[str, int]:
    """The word, or the two words that count as one, in small letters, and where they end."""
    word = match.group().lower().replace("’", "'")
    if not model.phrases or text[match.end() : match.end() + 1] != " ":
        return word, match.end()
    second = WORD.match(text, match.end() + 1, end)
    both = f"{word} {second.group().lower()}" if second else ""
    return (both, second.end()) if second and both in model.phrases else (word, match.end())


def _meant(text: str, place: tuple[int, int], word: str, model: CloseWords, *, unsafe: bool) -> Meant | None:
    """The other word that fits a place best, if it fits well enough."""
    start, end = place
    choices = [choice for choice in model.choices(word, endings=unsafe) if _bounds(model, choice, unsafe=unsafe) is not None]
    written = text[start:end]
    if not choices or not (written.islower() or (written[0].isupper() and written[1:].islower())):
        return None
    if written[0].isupper() and not STARTS.search(text, max(0, start - 3), start):
        return None
    if not stands_alone(text, start, end) or {text[start - 1 : start], text[end : end + 1]} & QUOTES:
        return None
    said = _said(text, start, end)
    best = max(((model.log_odds(choice, said), choice) for choice in choices), key=lambda entry: entry[0])
    score, choice = best
    least, surely = model.least(choice), model.surely(choice)
    sure = surely is not None and score >= surely
    if not sure and not (unsafe and least is not None and score >= least):
        return None
    other = choice.other.replace("'", "’") if "’" in text[max(0, start - LEFT_TEXT) : end + RIGHT_TEXT] else choice.other
    return Meant(start, end, other[0].upper() + other[1:] if written[0].isupper() else other, score, sure)


def _bounds(model: CloseWords, choice: Choice, *, unsafe: bool) -> float | None:
    return model.surely(choice) if not unsafe else (model.least(choice) or model.surely(choice))


def _said(text: str, start: int, end: int) -> list[str]:
    """What the words around a place say, as far as its line goes."""
    first = max(text.rfind("\n", max(0, start - LEFT_TEXT), start) + 1, start - LEFT_TEXT, 0)
    last = text.find("\n", end, end + RIGHT_TEXT)
    behind = [token.group() for token in islice(TOKEN.finditer(text, end, end + RIGHT_TEXT if last < 0 else last), RIGHT)]
    right = [token.lower().replace("’", "'") for token in behind]
    return list(evidence(_last_tokens(text[first:start]), right, capital=bool(behind and behind[0][0].isupper())))


def _last_tokens(left: str) -> list[str]:
    """The last tokens of what stands before a word, as many as are looked at, or more: no token has a space in it.

    >>> _last_tokens("Il est clair que, pour lui, l'une et l'autre de ces choses")[-5:]
    ['et', "l'autre", 'de', 'ces', 'choses']
    """
    pieces = left.rsplit(None, LEFT)
    found = tokens(" ".join(pieces[1:])) if len(pieces) > LEFT else []
    return found if len(found) >= LEFT else tokens(left)
