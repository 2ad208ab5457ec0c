"""Words that were hyphenated at the end of a line or page, put together: "agree-\\nment" -> "agreement\\n".

The line feed goes behind the word, so that the number of lines stays. PDFium writes U+FFFE, other programs U+0002, for a hyphen
and the line end behind it: that is undone as well.

English words are looked up. If the whole is a word and one half is none, the hyphen goes for certain. If both halves are words,
the whole must be commoner than the rarer half ("inter-\\nnational"; "wheel-\\nchair" may be either, and stays); what the rest of
the text writes counts first. If the whole is unknown, it is a name or a term where a half is no word. In other languages a hyphen
before a small letter goes, unless the second half is a function word ("Nord-\\nund Südtirol") or a pronoun ("est-\\nil").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document, pieces, places_of
from cleaner.core.edits import Edit
from cleaner.core.views.languages import FUNCTION_WORDS
from cleaner.filters._english.ligatures import is_word, size
from cleaner.rulebook.packs import RuleSet

LETTER = r"[^\W\d_]"
MARKS = "\x02\ufffe"
HYPHENS, BLANKS = "-\u2010", " \t\r\n\f"
LINE_END = r"[ \t]{0,8}[\r\n\f]"
FIRST = rf"(?<![\w-]){LETTER}{{2,24}}\Z"
SECOND = (
    rf"(?:[-\u2010](?P<break>[ \t]*(?:\r?\n[ \t]*){{1,4}}(?:\f\s{{0,8}})?|[ \t]*\f\s{{0,8}})|[{MARKS}])"
    rf"(?P<second>{LETTER}{{2,24}})(?!\w)(?P<rest>(?:['’-]{LETTER}{{1,24}}){{0,3}}[.,;:!?)\]”’\"']{{0,4}})(?P<blank>[ \t]?)"
)
LONGEST = 24  # letters of a half
LONE_MARK = f"[{MARKS}](?=[^\\W_])"
SURROGATE = "[\ud800-\udfff]"
UNKNOWN = 9  # the size class of what is no word, beyond all others
RARER = 2  # size classes that a whole may lie beyond its rarer half, where the text is set with hyphens
SET_WITH_HYPHENS = 2  # certain joints by which a text is set with hyphens
# Pronouns and particles that stand behind a verb with a hyphen, in French and Portuguese.
ENCLITICS = "je tu il elle on nous vous ils elles ce ci là moi toi lui leur me te se lhe lhes lo la los las"
STAYS = frozenset(word for words in (*FUNCTION_WORDS.values(), ENCLITICS) for word in words.split())


class Joint(NamedTuple):
    """A word broken by a hyphen that stands at `start`: its halves, and what follows the hyphen."""

    start: int
    first: str
    second: str
    match: re.Match[str]


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The word in one piece, then the line end."""
    text = document.text
    joints = list(_joints(text))
    written = _written(text, joints) if joints else Counter[str]()
    is_english = bool(joints) and document.language in ("en", "")  # the language takes longest
    verdicts = [_verdict(joint.first, joint.second, written, is_english=is_english) for joint in joints]
    margin = RARER if verdicts.count("certain") >= SET_WITH_HYPHENS else 0
    for joint, verdict in zip(joints, verdicts, strict=True):
        if verdict == "likely" and is_english and _is_rarer(joint.first, joint.second, margin):
            verdict = "no"  # noqa: PLW2901
        yield from _edits(text, rules, joint, verdict)
    broken = {joint.start for joint in joints}
    for mark in re.compile(LONE_MARK).finditer(text) if any(mark in text for mark in MARKS) else ():
        if mark.start() not in broken:
            yield rules.edit(mark.start(), mark.end(), "-\n", "layout.hyphens.mark")


def _joints(text: str) -> Iterator[Joint]:
    """Hyphens at line ends, and marks for them, between two runs of letters."""
    for start in _anchors(text):
        first = re.compile(FIRST).search(text, max(0, start - LONGEST - 1), start)
        match = re.compile(SECOND).match(text, start)
        if first and match:
            yield Joint(start, first.group(), match["second"], match)


def _anchors(text: str) -> list[int]:
    """Where hyphens stand at line ends, and marks for them; one by one, in a tenth of the time of a pattern."""
    ends = re.compile(LINE_END).match
    found = [at for mark in MARKS for at in places_of(mark, text)]
    found += [at for mark in HYPHENS for at in places_of(mark, text) if text[at + 1 : at + 2] in BLANKS and ends(text, at + 1)]
    return sorted(found)


def _edits(text: str, rules: RuleSet, joint: Joint, verdict: str) -> Iterator[Edit]:
    """The edit for a broken word; none where its hyphen and line end stay."""
    match, space = joint.match, joint.match["break"]
    if verdict == "no":
        if space is None:
            yield rules.edit(joint.start, match.start("second"), "-\n", "layout.hyphens.mark")
        return
    rule = "layout.hyphens.line-end" if verdict == "certain" else "layout.hyphens.likely"
    new = match["second"] + match["rest"]
    if text[match.end() : match.end() + 1] in ("", "\n", "\r", "\f"):  # the second half ends its line
        yield rules.edit(joint.start, match.end("rest"), new, rule)
        return
    line_end = "\n" if space is None else space.strip(" \t")
    yield rules.edit(joint.start, match.end(), new + line_end, rule)


def _written(text: str, joints: Sequence[Joint]) -> Counter[str]:
    """How often the text writes the broken words in one piece and with a hyphen, each in lower case."""
    from ahocorasick_rs import AhoCorasick

    forms = {form for joint in joints for form in (joint.first + joint.second, f"{joint.first}-{joint.second}")}
    automaton = AhoCorasick(sorted({form.lower() for form in forms}))
    written = Counter[str]()
    for part in pieces(text):  # the automaton takes ten bytes a character, and lower case twelve while it is made
        piece = re.compile(SURROGATE).sub("\ufffd", part.lower())  # the automaton takes no lone ones
        for _, start, end in automaton.find_matches_as_indexes(piece, overlapping=True):
            if not (piece[start - 1 : start].isalpha() or piece[end : end + 1].isalpha()):
                written[piece[start:end]] += 1
    return written


def _verdict(first: str, second: str, written: Counter[str], *, is_english: bool) -> str:
    """Whether two halves are one word: "certain", "likely" or "no".

    >>> [_verdict(*pair.split(), Counter(), is_english=True) for pair in ("agree ment", "inter national", "long winded")]
    ['certain', 'likely', 'no']
    >>> [_verdict(*pair.split(), Counter(), is_english=False) for pair in ("Brü cke", "Nord und")]
    ['likely', 'no']
    """
    whole = (first + second).lower()
    apart, joined = written[f"{first}-{second}".lower()], written[whole]
    if apart != joined and (apart == 0 or joined == 0):
        return "likely" if joined else "no"
    if not second.islower() and not (first.isupper() and second.isupper()):
        return "no"
    if not is_english:
        return "no" if second.lower() in STAYS else "likely"
    if first.isupper():
        first, second = first.lower(), second.lower()
    known = size(first + second)
    if known:
        return "likely" if is_word(first) and is_word(second) else "certain"
    return "no" if is_word(second) or second in STAYS else "likely"


def _is_rarer(first: str, second: str, margin: int) -> bool:
    """Whether the whole of two words is no commoner than the rarer of them, by a margin of size classes.

    >>> _is_rarer("inter", "national", 0), _is_rarer("wheel", "chair", 0)
    (False, True)
    """
    whole = size(first + second)
    halves = max(size(half) or UNKNOWN for half in (first, second))
    return whole >= max(1, halves + margin)
