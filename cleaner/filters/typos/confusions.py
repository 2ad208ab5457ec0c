"""Words taken for one another, where the words around leave no doubt: "could of been" -> "could have been".

Its/it's, their/there/they're, your/you're, then/than, to/too, of/off, modal + `of`, contractions that lost their apostrophe
and are words without it (`wont`, `its`, `im`), and set phrases (`sneak peak`). Each is repaired between closed lists of
words only, as the table `rules/typos/confusions/phrases.tsv` says, or where the error detector finds the other word likelier by
the nats of its line; :mod:`cleaner.filters._english.phrases` judges what is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.views import languages as language
from cleaner.filters._english.context.gate import Context, context, in_quotation, in_speech, wordset
from cleaner.filters._english.judgement import Thresholds, by_context, by_speech, by_variety, error_rate, graded, is_story
from cleaner.filters._english.phrase_limits import (
    AGAINST,
    FORM,
    FORMS,
    JUDGED,
    LEAST,
    MOST_COUNTED,
    SHARE,
    SLACK,
    TOGETHER,
    UNCOMPARED,
    UNSURE,
)
from cleaner.filters._english.phrase_table import ANYWHERE, CONTRACTION, LESS_SURE, WEIGHED
from cleaner.filters._english.phrases import SENTENCE_ENDS, STARTS, Hit, hits, is_in_english
from cleaner.filters._english.rivals import may_be_third
from cleaner.filters._english.spaces import tokens_around
from cleaner.models.error_detector import error_detector
from cleaner.models.masked import masked_model
from cleaner.models.sequences import sequence_counts
from cleaner.rulebook.packs import RuleSet

CERTAIN = 30.0  # nats
DOUBTED = 6.5  # nats by which the masked model must prefer a word that the error detector prefers
CARE = 2.5  # nats more for each nat by which the text has fewer errors than most: a long careful text, an old book
QUOTED = 1.5  # nats more in a quotation
CAREFUL = -0.3  # nats of the error rate of a careful text, 180 words without an error: of such edits there none was right
# Nats of the error rate from which on one model is enough for an unsafe edit: of 22 that were read there 13 were right, of 18
# elsewhere one.
CARELESS = 0.4
SECONDED = 3.0  # nats by which the error detector must find a word likelier that the masked model finds so
SURELY_SECONDED = 4.0  # the same of a safe edit
UNSECONDED = 5.0  # nats more that a safe edit asks for where the error detector cannot compare the two: "tack on", "every bite"
CAPITAL = 1.0  # nats more of a word that begins a sentence
# Of words that may stand anywhere half of what the detector finds beyond USUALLY_SECONDED counts too, at most MOST_SECONDED:
# in 5 million words of 12 genres none of them that was right got as much as its line asks.
USUALLY_SECONDED, SECONDED_SHARE, MOST_SECONDED = 5.5, 0.5, 2.5
POSSESSED = {"its": 2.0, "your": 4.0}  # less where an adjective goes on to a noun: "its clear, knowing eyes", "your ready wit"
FUNCTION_WORDS = wordset(language.FUNCTION_WORDS["en"]) | wordset("to too there their then than were where its your of off")
DETERMINERS = wordset("a an the my his her our their its every each no")  # behind which a noun stands, or what describes it
MOST_USES = 2  # times a text may write a word that is taken for another: more is what it is about, as the weather
OF_THREE = frozenset(("form",))  # words that may stand for either of two others: never safe
ADVERBS = wordset("so very too quite just not still also always never even less more pretty super all now often")
NO_ADJECTIVES = wordset("a an the my your our his her their this that these those no one what how why if")
CLAUSE_SUBJECTS = wordset("i you he she it we they its it's i'm you're he's she's we're they're there this that")
# What may follow an adjective that ends its clause.
AFTER_ADJECTIVE = wordset(
    "and but or to that for in on at with when if because as so of by from how what why than though i you we they"
)
SMALL_I = re.compile(r"(?<![\w.'’])i(?![\w.])")  # of a writer who has no capital for it
OTHERS = wordset("he she it who which that")  # "he creeps up and then lets go"
STOPS = frozenset(".!?;:")
LONG_CLAUSE = 12  # words
COMPLEMENT = "complement"  # an adjective that ends the sentence
# What may make a clause that ends in the auxiliary the subject of the verb: "what he did went unnoticed", "who could left early";
# so may "that", but before "not": "the thing that he did came back", "I see that he did not went".
SUBORDINATING = wordset("what whatever which whichever who whoever whom all as than where whatever little much best most")
SPOKEN = ("could-of",)  # how people are quoted; not an error of who quotes them
OF_STORIES = (*SPOKEN, "you-are")  # only suggested in stories: "your not caring" is what somebody does


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Replace the wrong words by the right ones."""
    weighed: dict[int, list[Hit]] = {}
    for hit in hits(document):
        if hit.phrase.rule == WEIGHED:
            weighed.setdefault(hit.start, []).append(hit)
        else:
            yield from (edit for edit in _listed(document, hit, rules) if is_in_english(document, hit))
    for place in weighed.values():
        several = len({hit.whole for hit in place}) > 1  # not all of them are of the same words
        found = [hit for hit in place if is_in_english(document, hit)] if several else place
        if found:
            yield from (edit for edit in _weighed(document, found, rules) if is_in_english(document, found[0]))


def _listed(document: Document, hit: Hit, rules: RuleSet) -> Iterator[Edit]:
    """The edit of a phrase that lists decide, if the error detector does not forbid it, or that the detector decides."""
    if hit.phrase.wrong in rules.words or (hit.phrase.rule in SPOKEN and in_speech(document.text, hit.start)):
        return
    if hit.phrase.rule in FORMS:
        yield from _formed(document, hit, rules)
        return
    if hit.phrase.rule == COMPLEMENT and context(document.text, hit.start, hit.end).right(2) not in SENTENCE_ENDS:
        return  # "your late, sad letter"
    if hit.phrase.least and not _may_be_meant(document, hit):
        return
    gain, decides = _likelier(document.text, hit), hit.phrase.least
    if decides and hit.phrase.rule != CONTRACTION and gain < decides - UNSURE:
        return  # it asks for more in a careful text, never for less
    if decides and hit.phrase.rule != CONTRACTION:
        decides += _care(document, hit.start)
        if gain < decides - UNSURE:
            return
    right = _in_case(document.text, hit.start, hit.right)
    edit = rules.edit(hit.start, hit.end, right, f"typos.confusions.{hit.phrase.rule}")
    if hit.phrase.rule == CONTRACTION:
        least = JUDGED[hit.phrase.wrong]
        if _describes(hit.around) or (hit.phrase.wrong == "lets" and _has_other(hit.around)):
            least = least._replace(safe=CERTAIN, unsafe=CERTAIN)
        yield from graded(document, edit, gain, least)
    elif decides:
        edit = edit._replace(safety="unsafe") if _is_doubted(document, hit) else edit
        yield from graded(document, edit, gain, Thresholds(decides, decides - UNSURE, decides - UNSURE))
    elif gain > LEAST.get(hit.phrase.rule, AGAINST):
        yield by_context(document, edit) if hit.phrase.rule in OF_STORIES else by_variety(document, edit)


def _is_doubted(document: Document, hit: Hit) -> bool:
    """Whether the masked model doubts a phrase of the lists ("the biggest steal", "right handers"), or a third word may be meant
    ("the cause is know").
    """
    text, right = document.text, hit.right.lower().replace("’", "'")
    written, model = text[hit.start : hit.end].lower().replace("’", "'"), masked_model()
    if written not in model.fillers or right not in model.fillers:
        return False
    rare = written not in FUNCTION_WORDS and "'" not in right
    if rare and model.instead_at(text, hit.start, hit.end, written, [right])[0] < DOUBTED:
        return True
    return may_be_third(text, hit.start, hit.end, right)


def _formed(document: Document, hit: Hit, rules: RuleSet) -> Iterator[Edit]:
    """The form of a verb that its auxiliary asks for, where the masked model finds it likelier."""
    text, start, end, around = document.text, hit.start, hit.end, hit.around
    clause = around.clause(LONG_CLAUSE)
    negated = around.left() in ("not", "cannot") or around.left().endswith("n't")
    if text[start].isupper() or not SUBORDINATING.isdisjoint(clause) or ("that" in clause and not negated):
        return
    model, written = masked_model(), hit.phrase.wrong
    gain = UNCOMPARED
    if written in model.fillers and hit.right in model.fillers:
        gain = model.instead_at(text, start, end, written, [hit.right])[0]
    more = _care(document, start)
    edit = rules.edit(start, end, hit.right, f"typos.confusions.{hit.phrase.rule}")
    yield from (by_speech(document, one) for one in graded(document, edit, gain - more, FORM))


def _weighed(document: Document, found: list[Hit], rules: RuleSet) -> Iterator[Edit]:
    """The one of some words that the masked model finds likelier than the written one by the most nats beyond what it asks."""
    text, start, end = document.text, found[0].start, found[0].end
    written = found[0].phrase.wrong
    if written in rules.words:
        return
    around = found[0].around
    if around.left() in DETERMINERS:
        found = [hit for hit in found if hit.phrase.right not in FUNCTION_WORDS]  # "does the ore admire the flame"
    if not found:
        return
    begins = around.left() in STARTS
    if text[start].isupper() and not begins:
        return  # a name: "Stop the Steal"
    model = masked_model()
    gains = model.instead_at(text, start, end, written, [hit.phrase.right for hit in found])
    beyond = [gain - hit.phrase.least for gain, hit in zip(gains, found, strict=True)]
    gain, hit = max(beyond), found[beyond.index(max(beyond))]
    if gain < -LESS_SURE or _is_topic(document, written):
        return
    second = _likelier(text, hit)
    if (written, hit.phrase.right) in TOGETHER:
        yield from _together(document, hit, gains[found.index(hit)] + second, rules)
        return
    if written in ANYWHERE and second < CERTAIN:
        gain += max(0.0, min(MOST_SECONDED, SECONDED_SHARE * (second - USUALLY_SECONDED)))
    least = _care(document, start) + CAPITAL * text[start].isupper()
    if gain < least - LESS_SURE:
        return
    edit = rules.edit(start, end, hit.right, f"typos.confusions.{WEIGHED}")
    named = begins and "'" in hit.right and around.right().endswith("ing")  # "your going away party"
    if written in OF_THREE or named or second <= SURELY_SECONDED or document.view(error_rate) < CAREFUL:
        edit = edit._replace(safety="unsafe")
    if edit.safety == "safe" and may_be_third(text, start, end, hit.phrase.right):
        edit = edit._replace(safety="unsafe")
    alone = second >= CERTAIN and "'" not in hit.right  # one model has to decide: "ranked fourth", "a sleigh ride", "good buys"
    if document.view(is_story) or second <= SECONDED or (alone and document.view(error_rate) < CAREFUL):
        edit = edit._replace(safety="suggest")  # people speak, and narrators know rare words: "the windlass brakes"
    more = UNSECONDED * (second >= CERTAIN)
    unsafe = least - LESS_SURE + more * (alone and document.view(error_rate) < CARELESS)
    yield from graded(document, edit, gain, Thresholds(least + more, unsafe, least - LESS_SURE))


def _together(document: Document, hit: Hit, both: float, rules: RuleSet) -> Iterator[Edit]:
    """The edit of a word that three models judge; `both`: what the masked model and the error detector say."""
    text, around, (zero, safe) = document.text, hit.around, TOGETHER[hit.phrase.wrong, hit.phrase.right]
    if around.right() == "what":
        return
    less, more = POSSESSED[hit.phrase.wrong] if _describes(around) else 0.0, _care(document, hit.start)
    if both + SHARE * MOST_COUNTED - zero - less < more - SLACK:
        return  # whatever the counts say
    left, behind = tokens_around(text, hit.start, hit.end)
    counts = sequence_counts()
    counted = counts.score(left, [hit.phrase.right], behind) - counts.score(left, [hit.phrase.wrong], behind)
    odds = both + SHARE * min(counted, MOST_COUNTED) - zero - less
    edit = rules.edit(hit.start, hit.end, hit.right, f"typos.confusions.{WEIGHED}")
    if around.left() in STARTS and around.right().endswith("ing") and hit.phrase.wrong == "your":
        edit = edit._replace(safety="suggest")  # "your going away party"
    elif document.view(is_story):
        edit = edit._replace(safety="unsafe")
    yield from graded(document, edit, odds - more, Thresholds(safe, 1.0, 0.0))


def _care(document: Document, start: int) -> float:
    """The nats that an edit asks for more in a careful text, and in a quotation."""
    return CARE * max(0.0, -document.view(error_rate)) + QUOTED * in_quotation(document.text, start)


def _is_topic(document: Document, written: str) -> bool:
    """Whether a text is about a word: it writes it often, and it is no function word, which every text writes."""
    return written not in FUNCTION_WORDS and document.is_used(written, oftener=MOST_USES)


def _in_case(text: str, start: int, right: str) -> str:
    """What to put, with the capital of `I'm` where the writer has capitals: "Sorry im late" -> "Sorry I'm late"."""
    if not right.startswith("i'") or SMALL_I.search(text):
        return right
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    return "I" + right[1:] if text[begin : begin + 1].isupper() else right


def _may_be_meant(document: Document, hit: Hit) -> bool:
    """Whether counts of sequences find the right word likelier at all, and the text is not about the written one.

    That keeps nearly all places from the error detector, which takes longer.
    """
    text, written = document.text, document.text[hit.start : hit.end].lower().replace("’", "'")
    begins = "^" in hit.phrase.before.words
    if begins or text[hit.start].isupper():
        return begins  # a name: "Stop the Steal"
    left, behind = tokens_around(text, hit.start, hit.end)
    counts = sequence_counts()
    likelier = counts.score(left, [hit.right.lower()], behind) > counts.score(left, [written], behind)
    return likelier and not _is_topic(document, written)


def _has_other(around: Context) -> bool:
    """Whether somebody else than the speaker is the subject before: "she creeps up, and then lets go"."""
    for token in reversed(around.before[-LONG_CLAUSE:]):
        if token in STOPS or token in OTHERS:
            return token in OTHERS
    return False


def _describes(around: Context) -> bool:
    """Whether an adjective behind a word goes on to a noun: "its highly paid staff", "its certain and true sense", and not
    "its simply great.".
    """
    at = 1
    while around.right(at).endswith("ly") or around.right(at) in ADVERBS:
        at += 1
    behind = around.right(at + 1)
    if behind in ("and", "or"):
        at, behind = at + 2, around.right(at + 3)
        if around.right(at) in CLAUSE_SUBJECTS:
            return False  # "its cheap and I can afford it"
    return around.right(at) not in NO_ADJECTIVES and behind[:1].isalpha() and behind not in AFTER_ADJECTIVE


def _likelier(text: str, hit: Hit) -> float:
    """How much likelier (nats) the error detector finds the right word; of words that it cannot compare, CERTAIN."""
    model = error_detector()
    written, right = (word.lower().replace("’", "'") for word in (text[hit.start : hit.end], hit.right))
    if written not in model.fillers or right not in model.fillers:
        return CERTAIN
    return model.instead_at(text, hit.start, hit.end, written, [right])[0]
