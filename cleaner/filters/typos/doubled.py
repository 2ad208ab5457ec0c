"""Doubled words: "the the cat" -> "the cat".

Function words are a mistake when they stand twice, with exceptions that are told by the words before: `came in in May`
(a verb and its particle), `what it is is` and `the man I spoke to to ask` (a clause that ends in the first of the two),
`had had`, `that that`, `her her`. Of other words only long inflected nouns and verbs are repaired, for adjectives and
adverbs are doubled on purpose (`very very`), and so are names and Latin names of species. Nothing is done where a word
stands three times, where the document doubles that word again and again, or where capitals differ.

`Document.doubles` says where words stand twice; clean text has a few of these in a page, over a mark or a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views.folding import BLANK, stands_alone
from cleaner.filters._english.context.gate import BREAK, Context, context, is_quoted, wordset
from cleaner.filters._english.context.mentions import is_marked
from cleaner.filters._english.context.varieties import WORDING, Variety
from cleaner.filters._english.grammar.verbs import IRREGULAR, is_common
from cleaner.filters._english.judgement import by_speech, by_variety, stands_in_english
from cleaner.filters._english.spaces import is_half
from cleaner.filters._english.triggers import doubles
from cleaner.models.error_detector import error_detector
from cleaner.models.wordlists.lexicon import english_lexicon
from cleaner.rulebook.packs import RuleSet

# Never doubled in a clean sentence.
ALWAYS = wordset(
    "the a an of and or but nor if as his their our your its my this these those they we he she i which from into onto"
    " than because although while since until upon against without among between during toward towards through"
    " be been any such some each every another whose whether via per someone somebody anyone everyone something"
    " anything everything what"
)
# Doubled where a clause ends in the first: "those who have have", "the day he would would come".
VERBS = wordset("was are were has have will would could should may might must can being became does did am")
BE = wordset("is are was were be been being am")
NOMINATIVE = wordset("i he she they we you it")
SUBJECTIVE = NOMINATIVE - {"you", "it"}  # that are no object
NAMELESS = wordset("what whatever which who")  # whose clause may end in a verb, and be the subject of the next
# Doubled where the first belongs to the verb before: "he came in in May", "what she looked at at noon".
PREPOSITIONS = wordset("in on at by with for to about after before under over")
PARTICLES = wordset("in on over under")
YIELDS = wordset("give gives gave given giving cave caves caved caving")
TAKE_BY = wordset("stand stood pass passes passed passing go goes went gone come comes came get got put laid live")
STRANDED = wordset("at for with about")
TAKE_TO = wordset(
    "speak spoke talk talked listen listened go goes went gone come came refer referred belong belongs apply applies relate"
    " move moved get got used want wants wanted need needs have has had supposed able going try allowed"
)
TRANSITIVE = wordset(
    "take took taken taking get got gets getting bring brought bringing let letting put putting call called calling turn"
    " turned turning hand handed handing fill filled filling fit stick stuck sticking pop popped popping send sent sending"
    " keep kept keeping pull pulled pulling push pushed throw threw thrown throwing set lay laid have had having"
)
# Doubled only after words that begin a clause: "and it it", but "he got it it seems".
NOUNS_TOO = wordset("will can might must may does being")  # behind an article: "her will will be read"
BEFORE_NOUN = wordset("the a an his her their our your its my this that no each every some any")
BEFORE_BASE = wordset(
    "to will would can could shall should may might must not we they you i do does did don't doesn't didn't and or"
)
SENTENCE_ENDS = frozenset((*".:!?;,", BREAK, ""))
SENTENCE_STARTS = frozenset((*'.:!?"“”‘([—–-…•*', BREAK, ""))
BEFORE_COMMAND = SENTENCE_STARTS | wordset("then so now please next first just also always never")
OBJECTS = BEFORE_NOUN | {"them", "him", "us", "me", "it"}  # what may follow a verb, and no noun
CLAUSAL = wordset("it there you")
# What may follow a "there" that begins a clause: "once he was there there was no way back".
EXISTS = (
    BE
    | wordset(
        "has have had will would can could may might must should shall seems seem seemed remains remained came comes exist exists"
    )
    | {"isn't", "aren't", "wasn't", "weren't", ",", ".", "!", "?", BREAK, ""}
)
ASKING = wordset("how why what when where if")  # after these too, "you" and "it" are subjects
OPERATORS = wordset("and or not nor xor")  # that a text names
DO = wordset("do does did will would could can cannot")  # before "not not", which is a joke elsewhere: "it is not not true"
# Log-odds of the error detector from which on a word stands once too often: where the words around allow nothing else, of a verb
# and of a preposition where they may allow both, of a content word. Of the doubled words in 21 million words of genres that the
# model had not seen, those above that were read are errors; "you you" and "it it" may end and begin a clause at any log-odds.
LISTED, VERB, RELATIVE, PREPOSITION, CONTENT = -4.0, 5.0, 9.0, 5.5, 4.0
# Never doubled in 22 million words but by error: the detector is asked for those that follow one another in broken-off speech.
SELDOM = wordset("who which when why how him them us me")
ONCE, SELDOM_LEAST = 2.0, 4.5  # log-odds for words between others that leave one reading, and for those of SELDOM
SUBJECTS = wordset("they he she the a an my his their our your its")  # that no "that" describes: "glad that that they came"
OF_OPINION = wordset("think thinks thought believe hope know knew say says said suppose guess")
# What may follow a pronoun that is an object, and cannot be the verb of one that is a subject.
BEHIND_OBJECT = wordset(
    "now yesterday today tomorrow again soon later here there in on at to for from with by and but or because when if as"
)
TAKEN_UP = wordset("that which who whom whose even only so") | frozenset('!;"”’')  # "blue eyes eyes that seemed"
# What begins the second clause of "the truth is is that", and what may end the first: "all it is is a toy".
AFTER_DOUBLE_IS = wordset("that this we i you he she they it there a an the what how why to because if not just") | {","}
CLAUSE_STARTS = wordset(
    "and but or that if when because as while although though since until whether where than so however therefore then"
) | frozenset((",", ".", ";", ":", "(", BREAK, ""))
WH = wordset("who whom what which that where when how whatever whoever wherever whichever why")
BEHIND_IS = wordset("a an the not my his her our your their")
# What stands before "is is" as people say it: "the thing is is that", "all it is is a toy".
DOUBLE_IS = WH | wordset("all thing problem trouble truth point question fact issue reason matter answer idea only")
STRANDING = wordset("who whom what which that where whatever whoever whichever")  # begin a clause that may end in a preposition
AUXILIARIES = wordset("do does did can could will would shall should may might must are were have had")
# Verbs that take a particle, and what else may stand before one: "early on on Monday".
PARTICLE_VERBS = wordset(
    "come comes came coming go goes went going gone get gets got getting gotten move moves moved moving settle settled"
    " settling log logs logged logging sign signs signed signing check checks checked checking bring brings brought bringing"
    " take takes took taking taken turn turns turned turning give gives gave giving given hand handed handing break breaks"
    " broke broken drop drops dropped dropping call calls called calling fill fills filled filling set sets setting kick"
    " kicks kicked sink sinks sank sunk step steps stepped stepping fit fits fitting join joins joined joining pull pulls"
    " pulled pulling put puts putting carry carries carried carrying hold holds held holding live lives lived living pass"
    " passes passed passing stand stands stood standing drive drives drove driven driving run runs ran running walk walks"
    " walked walking look looks looked looking let lets letting lean leaned push pushed pushing press pressed pressing read"
    " reads play plays played playing early later far further slip slipped slipping stove fall falls fell fallen throw threw"
    " thrown cut cuts cutting draw draws drew drawn fly flies flew flown sail sailed mix mixed trade traded usher ushered"
    " invite invited listen listened talk talked speak spoke spoken lay laid show showed shown plug plugged tune tuned chime"
    " chimed rope roped build built lock locked shut lodge lodged wade waded swim swam crowd crowded squeeze squeezed back"
    " add added touch touched blow blew blown swear sworn wear wears wore worn keep keeps kept keeping pile piled camp camped"
    " pick picked pay paid sneak sneaked close closed do done is was were be been are am being cave caved"
)
# Content words: nouns and verbs, told by an ending or by having no adverb and no comparative; adjectives, adverbs, numbers
# and exclamations are doubled on purpose.
INFLECTED = re.compile(r"[a-z]{2,}(?:ed|ing|[^isu'’]s|tions?|ments?|ers|ities)\Z")
LONG_ADJECTIVE = re.compile(r"[a-z]{5,}(?:ic|on|ent|i)al\Z")  # astronomical, regional: nobody stresses these by saying them twice
SHORTEST_INFLECTED = 4
SHORTEST = 5
LARGEST_CLASS = 4  # size class of a content word: common words only, for names of species are doubled too
EMPHATIC = wordset(
    "again never always forever around maybe hello please sorry million billion thousand hundred twinkle quite still almost"
    " often later sooner little other years nights drip going gone rolling running marching knock tick yadda alone ready"
    " extra super hurray hurrah bravo encore cheers alas indeed truly further farther under above below"
)
LONG_CLAUSE = 12  # words
CERTAIN = 99.0  # log-odds that nothing has
USED = WORDING - {Variety.MENTION}  # a word that stands twice is not spoken of, unless it is quoted
AND_OR = "and/or"
BRACKETS = frozenset("[]")
MOST_DOUBLINGS = 1  # of one content word in a document; more is its way of speaking


class Pair(NamedTuple):
    """A word that stands twice: `text[start:end]` and `text[second:stop]`; `word` in lower case."""

    word: str
    start: int
    end: int
    second: int
    stop: int


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Drop one of two equal words: the second, or the first where a line ends between them."""
    pairs: dict[str, list[Pair]] = {}
    for pair in _pairs(document):
        pairs.setdefault(pair.word, []).append(pair)
    for word, found in pairs.items():
        if word not in FUNCTION_WORDS and len(found) > MOST_DOUBLINGS:
            continue
        rule = "typos.doubled.word" if word in FUNCTION_WORDS else "typos.doubled.content"
        for pair in found:
            if _is_error(document, pair):
                edit = rules.edit(*_cut(document.text, pair), "", rule)
                kinds = WORDING if is_marked(document.text, pair.start) else USED
                yield by_variety(document, by_speech(document, edit), kinds)


FUNCTION_WORDS = ALWAYS | VERBS | PREPOSITIONS | CLAUSAL | SELDOM | {"not", "is", "that", "do"}


def is_candidate(word: str) -> bool:
    """Whether a word is one whose doubling is repaired at all.

    >>> [word for word in ("the", "had", "really", "settlements", "bus") if is_candidate(word)]
    ['the', 'settlements']
    """
    if word in FUNCTION_WORDS:
        return True
    if word in EMPHATIC or len(word) < SHORTEST_INFLECTED or not 0 < english_lexicon().size(word).lower <= LARGEST_CLASS:
        return False
    if INFLECTED.fullmatch(word) or LONG_ADJECTIVE.fullmatch(word):
        return True
    return len(word) >= SHORTEST and not word.endswith("ly") and not _is_graded(word)


def _is_graded(word: str) -> bool:
    """Whether a word has an adverb, or a comparative and a superlative: an adjective.

    >>> [_is_graded(word) for word in ("cheap", "rude", "wonderful", "airline")]
    [True, True, True, False]
    """
    stem = word.removesuffix("e")
    return is_common(word + "ly") or (is_common(stem + "er") and is_common(stem + "est"))


def _pairs(document: Document) -> Iterator[Pair]:
    """Places where a word stands twice with white space between: the same letters, but for a capital at the first."""
    text, folded = document.text, document.folded
    for low, letters in doubles(document):
        word, end = letters.decode("latin-1"), low + len(letters)
        second = end + (1 if folded[end + 1] != BLANK else 2)
        pair = Pair(word, low, end, second, second + len(word))
        gap, copy = text[end:second], text[second : pair.stop]
        if not gap.isspace() or gap.count("\n") > 1 or text[low + 1 : end] != copy[1:] or copy != ("I" if word == "i" else word):
            continue
        if "\n" in gap and word not in FUNCTION_WORDS:
            continue  # a heading or a comment, and the line that takes it up
        if "\n" not in gap and gap != " ":
            continue  # two columns
        if is_quoted(text, low, pair.stop) or is_quoted(text, low, pair.stop, BRACKETS):
            continue  # fix "the the", call [Server server]
        in_pair = text[low - 4 : end] == AND_OR
        if is_candidate(word) and (in_pair or stands_alone(text, low, pair.stop)):
            yield pair


def _is_error(document: Document, pair: Pair) -> bool:
    """Whether a word that stands twice is there once too often."""
    around = context(document.text, pair.start, pair.stop)
    if pair.word in (around.left(), around.right()) or (around.right() in (",", "and") and around.right(2) == pair.word):
        return False
    if (around.left() == "and" and around.left(2) == pair.word) or _is_named(pair.word, around):
        return False  # "by and by by water"
    capital = document.text[pair.start].isupper() and pair.word != "i"
    if capital and around.left() not in SENTENCE_STARTS:
        return False
    if pair.word == "i" and around.right() in SENTENCE_ENDS:
        return False  # "VOLUME I I."
    if not stands_in_english(document, pair.start, pair.stop, own=2):
        return False
    return _is_once_too_often(document.text, pair, around) and not is_half(document.text, pair.start, pair.end)


def _is_named(word: str, around: Context) -> bool:
    """Whether the first of two may be the name of an operator or of a column: "for and and or", "renames from to to"."""
    return (word in OPERATORS and around.right() in OPERATORS) or (word == "to" and around.left() == "from")


def _is_once_too_often(text: str, pair: Pair, around: Context) -> bool:
    """Whether the error detector finds a word once too often: more is asked where the words around leave two readings."""
    word, before = pair.word, around.left()
    if word in NOUNS_TOO and before in BEFORE_NOUN:
        return False  # "her will will be read"
    if word not in FUNCTION_WORDS and not (before in BEFORE_BASE and around.right() in OBJECTS):  # "to rescue rescue that"
        ends = around.right() in SENTENCE_ENDS or before in BEFORE_BASE or before in BEFORE_COMMAND
        if around.right() in TAKEN_UP or (ends and not INFLECTED.fullmatch(word)):
            return False  # "people people", "to record record numbers", "Then query query results."
    least = _least(word, around)
    if word in ALWAYS or least == CERTAIN:
        return word in ALWAYS
    model = error_detector()
    return model.doubled(model.place(text, pair.start, pair.stop), word) > least


def _least(word: str, around: Context) -> float:
    """The log-odds of the error detector that a doubled word asks for; CERTAIN where it may stand twice by right."""
    if _is_read_once(word, around):
        return ONCE
    if word in SELDOM and around.right() not in SENTENCE_ENDS:
        return SELDOM_LEAST
    if word not in ("that", "do") and word not in SELDOM and _allows(word, around):
        return LISTED if word in FUNCTION_WORDS else CONTENT
    if word in VERBS and around.left() in SUBJECTIVE and not NAMELESS.isdisjoint(around.clause()):
        return CERTAIN  # "what he did did not help"
    if word in VERBS:
        return RELATIVE if around.left() in WH else VERB  # "those who have have no reason"
    yields = word == "in" and around.left() in YIELDS  # "giving in in utter shame"
    return PREPOSITION if word in PREPOSITIONS and not yields else CERTAIN


def _allows(word: str, around: Context) -> bool:
    """Whether the words around leave no way to read both."""
    before, clause = around.left(), around.clause()
    if word in CLAUSAL:
        return _is_one_pronoun(word, around)
    if word == "not":
        return before in DO
    if word == "is":
        long_clause = around.clause(LONG_CLAUSE)
        return around.right() not in AFTER_DOUBLE_IS and DOUBLE_IS.isdisjoint(long_clause) and not _is_relative(long_clause)
    if word in VERBS:
        relative = before in NOMINATIVE and len(clause) > 1  # "the only fool I was was then"
        relative = relative or (before == "it" and not DOUBLE_IS.isdisjoint(clause))  # "all it was was a toy"
        return not relative and (not WH.intersection(clause) or clause in (["that"], ["and", "which"], ["which"]))
    if word in PREPOSITIONS:
        return not _ends_clause(word, before, clause)
    return word in ALWAYS or before not in ("and", "or")  # "honour was honour, and honesty honesty"


def _is_read_once(word: str, around: Context) -> bool:
    """Whether the words around leave one reading of a word that may stand twice elsewhere: "that that they", "what is is your
    name?"; the detector may still forbid it.
    """
    before, behind, clause = around.left(), around.right(), around.clause(LONG_CLAUSE)
    if word == "that":
        opinion = before in OF_OPINION and behind in ("you", "it", "there", "i", "we")
        return opinion or (behind in SUBJECTS and before not in PREPOSITIONS)  # "it was only after that that he knew"
    if word in ("it", "you"):
        return behind in BEHIND_OBJECT or (before in OF_OPINION and behind not in SENTENCE_ENDS)
    if word == "do":
        return behind == "not"
    if word != "is":
        return False
    if clause and clause[0] in WH:
        return len(clause) == 1 and "?" in around.after[:LONG_CLAUSE] and around.left(2) in SENTENCE_STARTS
    return behind in BEHIND_IS and DOUBLE_IS.isdisjoint(clause) and not _is_relative(clause)


def _is_relative(clause: list[str]) -> bool:
    """Whether a pronoun is the subject of words that describe a noun before: "the place he looked at"."""
    return any(word in SUBJECTIVE and before not in CLAUSE_STARTS for before, word in pairwise(clause))


def _is_one_pronoun(word: str, around: Context) -> bool:
    """Whether "it", "there" or "you" cannot end one clause and begin another."""
    before, behind = around.left(), around.right()
    if word == "there" and behind not in EXISTS and before[:1].isalpha() and before not in CLAUSE_STARTS:
        return True  # "they went there there as well"
    if behind in ("a", "an", "the"):
        return word == "it"  # "call it it a beast"
    return before in CLAUSE_STARTS or (word == "you" and before in AUXILIARIES) or (word != "there" and before in ASKING)


def _ends_clause(word: str, before: str, clause: list[str]) -> bool:
    """Whether a clause may end in the first of two prepositions: "came in in May", "it was dealt with with care"."""
    relative = bool(STRANDING.intersection(clause)) or _is_relative(clause)
    if word == "to":
        return relative and before in TAKE_TO
    if word == "by":
        return relative or before in TAKE_BY
    if word in PARTICLES:
        return relative or before in PARTICLE_VERBS or _has_object(clause[-4:])
    passive = (before.endswith("ed") or before in IRREGULAR) and bool(BE.intersection(clause))
    return relative or passive or (before.endswith("ing") and word in STRANDED)


def _has_object(clause: list[str]) -> bool:
    """Whether a verb that takes an object and a particle is there: "he had it in in May", not "had to do battle in"."""
    return any(word in TRANSITIVE and behind != "to" for word, behind in pairwise(clause))


def _cut(text: str, pair: Pair) -> tuple[int, int]:
    """What to delete: the second with the space before it, or the first with a space where a line ends between them."""
    if "\n" in text[pair.end : pair.second] and text[pair.start - 1 : pair.start] == " ":
        return pair.start - 1, pair.end
    return pair.end, pair.stop
