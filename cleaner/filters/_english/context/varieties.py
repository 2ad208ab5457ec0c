"""Which variety of English stands at a place: ordinary prose, or one in which word-level rules had better only suggest.

What is an error in an essay is how people speak in a transcript, how a line scans in a poem, how a character talks in a novel, or
what a text about spelling speaks of. :func:`varieties` tells by what stands around a candidate, and is asked about candidates
alone: a text without one pays nothing. Most evidence comes from the sentence (a quotation in it is looked at by
itself), some from the lines around (verse, lists), some from the whole document (transcripts, looked at once).

    SPEECH    a transcript: disfluencies, turns of speakers     repeats and broken-off constructions are what was said
    VERSE     lines of verse                                    word order, accents and endings are the metre's
    EARLY     thou, hath, olde                                  spelling and articles of their time
    DIALECT   goin', ain't, th' owd lad                         spelled as it sounds
    MENTION   “seperate”, recieve [sic], a text on misspelling  spoken of, not used
    LIST      a row or a column of words                        no sentence stands around a word
    CODE      identifiers and signs in the line                 words may be names
    FOREIGN   a sentence or quoted phrase of another language   or too little English to tell

A filter of wordings (doubled words, grammar, articles, confusions) suggests in any of them: :func:`only_suggests`. A filter of
single words (spelling) goes on in SPEECH, VERSE, LIST and CODE, where a misspelling is one: it asks with `SPELLING`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from cleaner.core.document import Document
from cleaner.core.views.folding import fold
from cleaner.filters import hints
from cleaner.filters._english.candidates import what_it_may_be
from cleaner.filters._english.context.early import is_early, is_full_of_early
from cleaner.filters._english.context.foreign import (
    WORD,
    enough_foreign,
    is_among_foreign,
    is_foreign,
    is_judged_as_english,
    spoken,
)
from cleaner.filters._english.context.gate import in_quotation, wordset
from cleaner.filters._english.context.mentions import is_mentioned
from cleaner.filters._english.context.surroundings import ALL_ENGLISH, FOREIGN, NOT_KNOWN, surroundings


class Variety(StrEnum):
    """A variety in which word-level rules suggest; the value says so in the reason of an edit."""

    SPEECH = "speech written down"
    VERSE = "verse"
    EARLY = "early English"
    DIALECT = "dialect"
    MENTION = "words spoken of"
    LIST = "a list of words"
    CODE = "code"
    FOREIGN = "another language"


WORDING = frozenset(Variety)
OF_LINES = frozenset((Variety.VERSE, Variety.LIST, Variety.CODE))
OF_LINES_AND_SPEECH = OF_LINES | {Variety.SPEECH}
SPELLING = frozenset((Variety.EARLY, Variety.DIALECT, Variety.MENTION, Variety.FOREIGN))

LINES, NEAR_LINES = 1_500, 5  # code points on either side searched for lines; lines on either side that tell verse and lists

DISFLUENCY = re.compile(r"\b(?:uh|um|erm|uhm|hmm|mm|mhm|uh-huh|mm-hmm|huh|er|ah)\b(?=[\s,.…—–-])", re.IGNORECASE)
RESTART = re.compile(r"\b(I|we|he|she|they|you|and|but) \1\b")
FILLER = re.compile(r"(?:\A|[.,?!]\s|\n)(?:well|you know|okay|yeah|right),|\bI mean,", re.IGNORECASE)
BROKEN_OFF = re.compile(
    r"\w(?:--|—|–|-)(?=\s|[,.?!]|\Z)|\.\.\.|…|\[(?:inaudible|crosstalk|laughter|unclear|pause)", re.IGNORECASE
)
TURN = re.compile(
    r"(?m)^[ \t]*(?:[\[(]?\d[\d:.]*[\])]?[ \t]+)?"  # a time
    r"(?!(?:From|To|Date|Subject|Cc|Sent|Reply-To|Message-ID): )"  # a mail
    r"(?:[^\W\d_][\w.’'-]{0,20}(?: [\w.’'-]{1,20}){0,2}|[QA]\.?)(?::[ \t]|>[ \t]|\t)"  # a speaker
)
TALK = wordset("uh um erm uhm hmm mm mhm huh yeah yep okay ok gonna wanna kinda roger copy oh ah er well hey")
FOLDED_TALK = frozenset(map(fold, TALK))
TALK_SHARE = 0.016  # of the words of a document; novels have up to 0.010, chat 0.014, space-to-ground talk 0.02 and more
TALK_LEAST, TURN_LEAST = 4, 3
TURNS_REACH = 1_500  # code points on either side of a place that are searched for turns
TURN_SHARE = 0.5  # of the lines of a document that begin with a speaker
MEMO_SAMPLES = 4  # that are remembered
SAMPLE = 20_000  # code points of a document that are looked at for talk

DROPPED = re.compile(
    r"\b\w{2,}in['’](?=[\s,.;:!?])|(?<![\w'’])['’](?:em|im|er|ere|ad|ow|ome|ouse|appen|bout|cause|tis|twas|e|is|un)\b"
    r"|(?<![\w'’])(?:o|th|t|wi|an|a|ha|d|y|de|tha|mi|ma|fro|wid)['’](?=[\s,.;!?])"
)
DIALECT_WORDS = wordset(
    "ain't ain’t hain't warn't wa'n't yer ye'll y'all ya yuh wot wuz sez gwine dat dis dem dey den de mah muh fer ter tuh"
    " git jes jest ole gal massa chile ob wid dar nuffin nothin somethin summat nowt owt tha thee thou thi sen hissen thysen"
    " mysen hern hisn ourn yourn theirn aught naught wuth wi nae no' dinna canna wouldna couldna isna wasna didna ken bairn"
    " wee lass lassie laddie aye och ony mair sae tae frae gie gaun auld wi guid gude baith twa ane ither anither naething"
    " hae gaed gang kent lang ower oot doon aboot hoose toun wad hame whaur noo puir sic weel muckle mickle wheen thae abune"
    " ahint amang bonnie bonny leetle reg'lar s'pose s'posed 'tain't tain't afeard a-going a-coming allus alus nobbut summut"
    " knaw knaws awa' hev hed hez kin yit sech sich critter varmint figger yiz yez wun't enny"
    " thar whar yew hisself theirselves sartin arter"
    " wey sey dey naim wetin sabi pikin wahala una oga dere ting tings anoda oda broda moda fada mek unnu pickney gyal inna pon"
    " cyaan seh suh nuh weh finna tryna"
)
# Of each such word as a folded text has it, the letters before an apostrophe.
DIALECT_HEADS = frozenset(fold(word).split()[0] for word in DIALECT_WORDS if WORD.fullmatch(word))
DIALECT_SHARE = 0.07  # of the words of a sentence
DIALECT_REACH, DIALECT_AROUND, DIALECT_SHARE_AROUND = 600, 6, 0.03  # code points on either side; words there, and their share
DIALECT_LEAST, DIALECT_QUOTED = 2, 1  # words at least; fewer where someone speaks
CODE = re.compile(r"\w_\w|^[ \t]*\w+ = |\w\(\)|::|[{}<>$=|;]\s*$|[a-z][A-Z]|->|=>|==|\$[A-Za-z_{]|</?\w+>")
CODE_LEAST, WORDS_OF_ITEM = 2, 2  # signs of code in a line; words of a line of a list
CAPITAL_LINES = 0.8  # share of the lines around that begin with a capital
LONGEST_LINE, SHORTEST_LINE, FEWEST_LINES = 68, 12, 4  # code points of a line of verse; lines of it
STOPPED_LINES = 0.6  # share of the lines around that end with a stop: more are sentences, one a line
LONGEST_FREE, RUN_ON = 160, 0.4  # code points of a line of free verse; share of such lines that end with a comma or the like
ITEMS, COMMAS = 8, 0.6  # words of a row without a function word; share of them before a comma
FUNCTION_WORDS = wordset(
    "the of and to in is that was it for with as his on by at are this be from not had have which but or you were their they her"
    " she has would been who will there what if when can an i we my our so them than its into could do does did any no how he"
    " him me us these those may a am your"
)


def varieties(document: Document, start: int, end: int, kinds: frozenset[Variety] = WORDING) -> frozenset[Variety]:
    """The varieties among `kinds` that a place stands in; none in ordinary prose.

    >>> varieties(Document("The cat sat on the mat."), 0, 3)
    frozenset()
    >>> varieties(Document("Thou hast said it, and thy word is law."), 0, 4)
    frozenset({<Variety.EARLY: 'early English'>})
    """
    text = document.text
    edges, (low, high), language = surroundings(text, start, end, enough_foreign(document))
    with_lines = not kinds.isdisjoint(OF_LINES_AND_SPEECH)
    may_be, found = hints.possible(text, start, end, edges, DIALECT_HEADS, with_lines=with_lines), set()
    if may_be & hints.MENTION and Variety.MENTION in kinds:
        of_spelling = hints.may_be_of_spelling(text[slice(*edges)])
        if is_mentioned(text, start, end, *edges, of_spelling=of_spelling):
            found.add(Variety.MENTION)
    if Variety.FOREIGN in kinds and _is_foreign(document, (start, end), (low, high), language):
        found.add(Variety.FOREIGN)
    if may_be & (hints.EARLY | hints.DIALECT):
        found.update(_by_spelling(text, (start, end), (low, high), may_be))
    if Variety.LIST in kinds and _is_row(text, (start, end), (low, high)):
        found.add(Variety.LIST)
    if may_be & hints.LINES and not kinds.isdisjoint(OF_LINES):
        found.update(_by_lines(text, start, end))
    if Variety.SPEECH in kinds and (
        document.view(is_transcript)
        or (may_be & hints.TURNS and _has_turns(text, start))
        or (may_be & hints.SPEECH and hints.may_be_broken_speech(text[low:high]) and _is_broken_speech(text, low, high))
    ):
        found.add(Variety.SPEECH)
    return kinds.intersection(found)


def _is_foreign(document: Document, place: tuple[int, int], passage: tuple[int, int], language: int) -> bool:
    """Whether a passage around a place is not English; `language` is what its words are in an English text."""
    if language != NOT_KNOWN and is_judged_as_english(document):
        return language != ALL_ENGLISH and (is_among_foreign(document, *place) or language == FOREIGN)
    text = document.text
    return is_foreign(document, place, spoken(text[passage[0] : place[0]]), spoken(text[place[1] : passage[1]]))


def _words_around(text: str, place: tuple[int, int], passage: tuple[int, int]) -> list[str]:
    """The words of a passage, those of the place aside."""
    return WORD.findall(text, passage[0], place[0]) + WORD.findall(text, place[1], passage[1])


def _by_spelling(text: str, place: tuple[int, int], passage: tuple[int, int], may_be: int) -> Iterator[Variety]:
    """What the words of a passage, and those farther around a place, show by how they are spelled."""
    words = _words_around(text, place, passage)
    lowered = [word.lower() for word in words]
    around = text[max(0, place[0] - DIALECT_REACH) : place[1] + DIALECT_REACH]
    folded = hints.folded_words(around)
    if may_be & hints.EARLY and (
        is_early(words, lowered) or (hints.may_be_early(folded) and is_full_of_early(WORD.findall(around)))
    ):
        yield Variety.EARLY
    if may_be & hints.DIALECT:
        quoted = in_quotation(text, place[0])
        if _is_dialect(text[slice(*passage)], words, lowered, quoted=quoted) or _is_full_of_dialect(around, folded):
            yield Variety.DIALECT


def _is_broken_speech(text: str, low: int, high: int) -> bool:
    """Whether a passage by itself is speech written down: hesitation, what is broken off or begun again, words of talk.

    >>> said = "Well, I I mean, we we just went home."
    >>> _is_broken_speech(said, 0, len(said))
    True
    """
    signs = DISFLUENCY, BROKEN_OFF, RESTART, FILLER
    return sum(len(sign.findall(text, low, high)) for sign in signs) >= hints.SPEECH_LEAST


def only_suggests(document: Document, start: int, end: int, kinds: frozenset[Variety] = WORDING) -> str:
    """Why an edit of `text[start:end]` is only to be suggested: a variety among `kinds`; "" in ordinary prose."""
    return next(iter(sorted(varieties(document, start, end, kinds))), "")


def is_in_another_language(document: Document, start: int, end: int) -> bool:
    """Whether a place stands in a sentence or quoted phrase of another language, in a third of the time of :func:`varieties`.

    >>> is_in_another_language(Document("The cat sat on the mat."), 4, 7)
    False
    """
    _, passage, language = surroundings(document.text, start, end, enough_foreign(document))
    return _is_foreign(document, (start, end), passage, language)


# ---- evidence -----------------------------------------------------------------------------------------------------------


def _is_dialect(passage: str, words: Sequence[str], lowered: Sequence[str], *, quoted: bool) -> bool:
    """Whether a passage is spelled as it sounds: dropped letters, words of dialect; in speech, what is like a word as well."""
    marked = len(DROPPED.findall(passage)) if "'" in passage or "’" in passage else 0
    marked += sum(map(DIALECT_WORDS.__contains__, lowered))
    if quoted:
        marked += sum(_is_near(word) and word not in DIALECT_WORDS for word in words)
    return marked >= (DIALECT_QUOTED if quoted else DIALECT_LEAST) and marked >= DIALECT_SHARE * len(words)


def _is_near(word: str) -> bool:
    """Whether a word in lower case is one error from a common one and in no list."""
    kind = what_it_may_be(word.encode("latin-1", "replace")) if word.islower() else None
    return kind is not None and kind.near


def _is_full_of_dialect(around: str, folded: Sequence[bytes]) -> bool:
    """Whether the text around a place, also given as folded words, has words of dialect all over: a story told in Scots."""
    heads = sum(map(DIALECT_HEADS.__contains__, folded))
    if heads + hints.most_dropped(around) < DIALECT_AROUND:  # nearly all text: to look at its words takes thirty times as long
        return False
    words = WORD.findall(around)
    marked = len(DROPPED.findall(around)) + sum(map(DIALECT_WORDS.__contains__, map(str.lower, words)))
    return marked >= DIALECT_AROUND and marked >= DIALECT_SHARE_AROUND * len(words)


def _is_row(text: str, place: tuple[int, int], passage: tuple[int, int]) -> bool:
    """Whether a passage is a row of words: many, hardly a function word, most with a comma behind."""
    commas = sum(text.count(mark, *passage) for mark in ",;|")
    if commas < COMMAS * ITEMS:
        return False
    words = _words_around(text, place, passage)
    if len(words) < ITEMS or commas < COMMAS * len(words):
        return False
    return sum(word.lower() in FUNCTION_WORDS for word in words) <= len(words) // ITEMS


def _by_lines(text: str, start: int, end: int) -> set[Variety]:
    """What the lines around a place show: verse, a list, code."""
    low, high = max(0, start - LINES), min(len(text), end + LINES)
    begin, stop = text.rfind("\n", low, start) + 1, text.find("\n", end, high)
    line = text[max(begin, low) : stop if stop >= 0 else high]
    found = set()
    if hints.may_be_code(line, CODE_LEAST) and len(CODE.findall(line)) >= CODE_LEAST:
        found.add(Variety.CODE)
    before = [one for one in text[low : max(begin, low)].split("\n") if one.strip()][-NEAR_LINES:]
    after = [one for one in text[stop if stop >= 0 else high : high].split("\n") if one.strip()][:NEAR_LINES]
    lines = [one.strip() for one in [*before, line, *after]]
    if len(lines) >= FEWEST_LINES:
        if _is_verse(lines):
            found.add(Variety.VERSE)
        if _are_items(lines):
            found.add(Variety.LIST)
    return found


def _are_items(lines: Sequence[str]) -> bool:
    """Whether lines are those of a list; three of a few sentences show that they are not."""
    longer = 0
    for line in lines:
        longer += len(WORD.findall(line)) > WORDS_OF_ITEM
        if len(lines) - longer <= CAPITAL_LINES * len(lines):
            return False
    return True


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are short, begin with capitals, and mostly run on: prose that was wrapped begins in the middle of a sentence.

    Lines of free verse are as long as those of prose, and end with commas.

    >>> _is_verse("Shall I compare thee,|Thou art more lovely|Rough winds do shake the|And summer's lease hath".split("|"))
    True
    """
    run_on = sum(line.rstrip("\"'”’)")[-1:] in (",", ";", ":", "—", "–") for line in lines)
    longest = LONGEST_FREE if run_on >= RUN_ON * len(lines) else LONGEST_LINE
    short = sum(SHORTEST_LINE <= len(line) <= longest for line in lines)
    if short < CAPITAL_LINES * len(lines):
        return False
    capital = sum(next((char for char in line if char.isalpha()), "a").isupper() for line in lines)
    stopped = sum(line.rstrip("\"'”’)")[-1:] in (".", "!", "?") for line in lines)
    return min(short, capital) >= CAPITAL_LINES * len(lines) and stopped <= STOPPED_LINES * len(lines)


def is_transcript(document: Document) -> bool:
    """Whether a document is speech written down: words of talk everywhere, or speakers before most lines.

    >>> is_transcript(Document("A: It it just went on.\\nB: Uh-huh.\\nA: Then it rained."))
    True
    """
    return _is_spoken(document.text[:SAMPLE])


@lru_cache(MEMO_SAMPLES)
def _is_spoken(text: str) -> bool:
    """The same of what is looked at, which most edits of a long text leave as it is."""
    if hints.may_hold(FOLDED_TALK, text, TALK_LEAST):
        words = WORD.findall(text.lower())
        talk = sum(map(TALK.__contains__, words))
        if talk >= max(TALK_LEAST, TALK_SHARE * len(words)):
            return True
    turns = _turns(text)
    return turns >= TURN_LEAST or (turns > 0 and DISFLUENCY.search(text) is not None)


def _has_turns(text: str, place: int) -> bool:
    """Whether speakers stand before most lines near a place: minutes begin with a list of who was there."""
    low = text.rfind("\n", 0, max(0, place - TURNS_REACH)) + 1
    return _turns(text[low : place + TURNS_REACH], TURN_LEAST) >= TURN_LEAST


def _turns(text: str, least: int = 1) -> int:
    """The lines that begin with a speaker, 0 if they are few of all, or fewer than `least`."""
    marks = sum(map(text.count, ":>\t"))  # one at least in each turn
    if marks < least:
        return 0
    lines = sum(bool(line.strip()) for line in text.split("\n"))
    if marks < TURN_SHARE * lines:
        return 0
    turns = len(TURN.findall(text))
    return turns if turns >= TURN_SHARE * lines else 0
