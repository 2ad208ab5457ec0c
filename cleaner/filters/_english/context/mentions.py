"""Words that a text speaks of and does not use: “seperate”, recieve [sic], "the word teh", "Teh is a surname"."""

from __future__ import annotations

import re

from cleaner.filters._english.context.gate import is_quoted

QUOTATIONS = (("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ("‘", "’"), ("_", "_"), ("*", "*"))

ABOUT_SPELLING = re.compile(
    r"[\[(]sic\b|\bmis-?(?:spell|spelt|print|wrote|writ|typ)\w*|(?<![\[.,])\btypos?\b(?![.\]])"
    r"|\bspell(?:ed|ing|s|ings)?\b|\bspelt\b",
    re.IGNORECASE,
)
# What a sentence says of a word or a name that it speaks of: "Teh is a surname", "the word teh", "his last name was Teh".
KINDS_OF_NAMES = (
    "(?:sur|nick|fore|user|brand|place|family |first |last |given |pen |stage )?names?|words?|terms?|verbs?|nouns?|prefix|suffix"
    "|abbreviations?|acronyms?|nicknames?|pseudonyms?|slang|town|village|hamlet|city|river|lake|island|parish|district|county"
    "|mountain|hill|tribe|clan|language|dialect|band|brand|company"
)
CALLED = re.compile(
    r"[\"”’']?,? (?:is|was|are|were|means|meant) (?:not )?(?:an?|the|his|her|my|our|their|one|also an?) (?:[\w-]+ ){0,3}?"
    rf"(?:{KINDS_OF_NAMES})\b"
)
NAMED = re.compile(
    r"\b(?:word|term|verb|noun|prefix|suffix|abbreviation|acronym|pseudonym|(?:sur|nick|user)?name(?: (?:is|was))?)"
    r"(?: [\"“‘'(]?| ?: ?)\Z"
)
# A verb of writing before a quotation that begins in small letters: its mistakes are those of the writer.
WROTE = re.compile(r"\b(?:wr(?:ites?|ote|itten|iting)|typ(?:es?|ed|ing)|texted|tweeted|posted|reads?)[,:]? \Z")
SIC = re.compile(r"[^.!?\n]{0,80}?[\[(]sic\b", re.IGNORECASE)  # behind what it marks, in its sentence
OF_NAME = 30  # code points before a place that may hold such a word
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NEXT_BESIDE, BEFORE_BESIDE = re.compile(r"\W{1,6}([^\W\d_]+)"), re.compile(r"([^\W\d_]+)\W{1,6}\Z")  # "teh -> the"
LONGEST_BESIDE = 40  # code points looked at for the words on both sides


def _is_quoted_writing(text: str, start: int, low: int) -> bool:
    """Whether a place stands in a quotation in small letters behind a verb of writing: its errors are those of the writer.

    >>> text = 'He wrote "we want to visited you" to us.'
    >>> _is_quoted_writing(text, 18, 0), _is_quoted_writing('He said, "We want to visited you."', 20, 0)
    (True, False)
    """
    for opening, closing in QUOTATIONS[:5]:
        left = text.rfind(opening, low, start)
        if left < 0 or (closing != opening and text.find(closing, left + 1, start) >= 0):
            continue
        if opening == closing and text.count(opening, low, start) % 2 == 0:
            continue
        if text[left + 1 : left + 2].islower() and WROTE.search(text, max(low, left - OF_NAME), left):
            return True
    return False


def is_marked(text: str, start: int) -> bool:
    """Whether a writer says that what stands there is as it was written.

    >>> is_marked("He wrote the the house [sic] again.", 12), is_marked("The the house. [sic]", 3)
    (True, False)
    """
    return SIC.match(text, start) is not None


def is_mentioned(text: str, start: int, end: int, low: int, high: int, *, of_spelling: bool = True) -> bool:
    """Whether a place is quoted by itself, or its sentence `text[low:high]` is about spelling or says what kind of word it is.

    >>> text = "Teh is a surname, and the word adn is not."
    >>> is_mentioned(text, 0, 3, 0, len(text)), is_mentioned(text, 31, 34, 0, len(text)), is_mentioned(text, 18, 21, 0, len(text))
    (True, True, False)
    """
    if (of_spelling and ABOUT_SPELLING.search(text, low, high)) or CALLED.match(text, end, high):
        return True
    if NAMED.search(text, max(low, start - OF_NAME), start) or _is_quoted_writing(text, start, low):
        return True
    for opening, closing in QUOTATIONS:
        left, right = text.rfind(opening, max(low, start - OF_NAME), start), text.find(closing, end, min(high, end + OF_NAME))
        inner = text[left + 1 : right] if 0 <= left < right else ""
        if inner[:1].isalpha() and WORD.fullmatch(inner.rstrip(",.;:!?")) and not text[left - 1 : left].isalpha():
            return True
    return False


def is_spoken_of(text: str, start: int, end: int, right: str) -> bool:
    """Whether the text speaks of the word: in quotation marks by itself, beside its correction, or as part of a command.

    >>> [is_spoken_of(text, 4, 7, "the") for text in ('say“teh”', "ab :teh", "fix teh -> the", "see teh cat")]
    [True, True, True, False]
    """
    if text[start - 1 : start] == ":" or text[end : end + 1] == "[" or is_quoted(text, start, end):
        return True
    low = max(0, start - LONGEST_BESIDE)
    if right not in text[low : end + LONGEST_BESIDE + len(right)]:
        return False
    beside = NEXT_BESIDE.match(text, end), BEFORE_BESIDE.search(text, low, start)
    return any(match is not None and match.group(1) == right for match in beside)
