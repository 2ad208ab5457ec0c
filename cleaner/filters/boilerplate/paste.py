r"""What is left in a text that was copied out of a chat assistant: citation marks, thoughts, tracking marks in links.

    【12†source】  【4:2†notes.pdf】                 pointers into retrieved files
    :contentReference[oaicite:0]{index=0}           place-holders of such pointers
    ``【oaicite:0】``  [oai_citation:0‡notes.pdf](file-service://file-A1)
    [oai_citation:1‡Title](https://example.org)     a link: it stays as [Title](https://example.org)
    citeturn0search3, U+E200 cite U+E202 … U+E201   pointers into search results
    [cite_start] … [cite: 1, 2]                     pointers of another assistant
    <think>…</think>                                a model's reasoning before its answer
    ?utm_source=chatgpt.com                         who referred to a link (unsafe: the link changes)

A mark is removed where it is markup: in no quotes, backticks or code, and at the end of a clause, if it is not the object of a
phrase such as "marks like"; where some are, also one that touches the word before it, or that stands at either end of a cited
sentence. Texts that explain such marks hold them in quotes or code, or speak of them. Marks between private-use characters are
removed wherever they stand, for no font and no author writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

FAMILY = "boilerplate.paste."
TURN = r"turn\d{1,4}[a-z]{3,12}\d{1,4}(?:L\d+(?:-L?\d+)?)?"
MARKS = {
    "source": re.compile(rf"【(?:\d{{1,4}}(?::\d{{1,4}})?|{TURN})†[^【】\n]{{1,120}}】"),
    "reference": re.compile(
        r"(?:\u200b|&#8203;)?:?contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\[oaicite:\d{1,4}\]"
        r"|【oaicite:\d{1,4}】|\[oai_citation(?:_attribution)?:\d{1,4}‡[^\]\n]{1,200}\]\(file-service://[\w-]{1,80}\)"
    ),
    "turn": re.compile(rf"(?<![^\W_])(?:file)?cite(?:{TURN})+(?![^\W_])"),
    "cite": re.compile(r"\[cite(?:_start\]|: ?\d{1,4}(?:-\d{1,4})?(?:, ?\d{1,4}(?:-\d{1,4})?){0,40}\])"),
}
PRIVATE = re.compile(
    r"(?:\ue200(?:(?:file)?cite|navlist|image_group|forecast|finance)(?:\ue202[^\ue200-\ue202\n]{1,300}){1,20}\ue201){1,40}"
)
TICKED = re.compile(r"(?<=[^\s`'\"‘’“”(\[])(?:(?:\u200b|&#8203;)?``【oaicite:\d{1,4}】``(?:\u200b|&#8203;)?)+")  # behind a word
OPENING = "[cite_start]"
LINKED = re.compile(r"\[(oai_citation(?:_attribution)?:\d{1,4}‡)[^\]\n]{1,200}\]\(https?://[^\s()]")
THOUGHTS = re.compile(r"^[ \t]*<(think(?:ing)?)>(?:(?!</?think).){0,200000}?</\1>[ \t]*(?:\r?\n)*", re.MULTILINE | re.DOTALL)
ASSISTANT = (
    r"utm_source=(?:chatgpt\.com|openai|perplexity(?:\.ai)?|copilot\.(?:com|microsoft\.com)|claude\.ai|gemini\.google\.com)"
)
REFERRER = re.compile(rf"(?<=[?&]){ASSISTANT}&(?=\w)|(?<=[\w/])[?&]{ASSISTANT}(?![\w.=%&-])")
QUOTES = "`'\"‘’“”«»‹›"
CLAUSE_ENDS = re.compile(r"[ \t]*(?:$|[.,;:!?)\]。、，]|[ \t\n](?=[^a-z]))", re.MULTILINE)
SENTENCE_ENDS = ".!?…。！？"
MENTIONS = (  # words before a mark that is spoken of
    "a an the this that these those such as like called named marks mark marker markers string strings text token tokens tag"
    " tags code placeholder place-holder placeholders contain contains containing with of is are be find search replace"
    " remove removes delete deletes strip strips write writes print prints show shows see and or eg ie"
)
MENTION = frozenset(MENTIONS.split())
LAST_WORD = re.compile(r"[\w-]+(?=\W*\Z)")
NEAR = 40  # code points before a mark that are looked at


class Run(NamedTuple):
    """Marks that stand side by side, each with its start, its end and the name of its rule."""

    marks: list[tuple[int, int, str]]

    @property
    def start(self) -> int:
        """Where the first mark begins."""
        return self.marks[0][0]

    @property
    def end(self) -> int:
        """Where the last mark ends."""
        return self.marks[-1][1]

    @property
    def name(self) -> str:
        """The rule of the first mark."""
        return self.marks[0][2]


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Take out the marks that are markup."""
    finders = (_private, _ticked, _links, _marks, _thoughts, _referrers)
    end = 0
    for edit in sorted(edit for find in finders for edit in find(document, rules)):
        if edit.start >= end:
            yield edit
            end = edit.end


def _private(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Marks between private-use characters."""
    if "\ue200" in document.text:
        for match in PRIVATE.finditer(document.text):
            start, end = match.span()
            yield rules.edit(_with_blank(document.text, start, end), end, "", FAMILY + "private")


def _ticked(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Place-holders between backticks that touch the word before them: who quotes one puts a space there."""
    if "``【oaicite" in document.text:
        for match in TICKED.finditer(document.text):
            if not document.in_code(match.start() - 1, match.start()):
                yield rules.edit(*match.span(), "", FAMILY + "reference")


def _links(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """What stands before the title of a link that was a citation; the link stays."""
    if "[oai_citation" in document.text:
        for match in LINKED.finditer(document.text):
            if _is_bare(document, *match.span()):
                yield rules.edit(*match.span(1), "", FAMILY + "link")


def _marks(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Marks of which something tells that they are markup: where they stand, or what the other marks of the text are."""
    text = document.text
    runs = [run for run in _runs(text) if _is_bare(document, run.start, run.end)]
    ending = {run.start for run in runs if _ends_clause(text, run)}
    points = any(run.name == "source" for run in runs if run.start in ending)
    opens = any(text.startswith(OPENING, start) for run in runs for start, _, _ in run.marks)
    for run in runs:
        if run.start in ending or (points and _touches_word(text, run)) or (opens and _bounds_sentence(text, run)):
            position = _with_blank(text, run.start, run.end)
            for _, stop, name in run.marks:
                yield rules.edit(position, stop, "", FAMILY + name)
                position = stop


def _runs(text: str) -> Iterator[Run]:
    """Runs of marks, for several may stand side by side at the end of one clause."""
    spans = sorted((*match.span(), name) for name, mark in MARKS.items() for match in mark.finditer(text))
    run: list[tuple[int, int, str]] = []
    for span in spans:
        if run and (text[run[-1][1] : span[0]].strip(" ") or text.startswith(OPENING, span[0])):
            yield Run(run)
            run = []
        run.append(span)
    if run:
        yield Run(run)


def _ends_clause(text: str, run: Run) -> bool:
    """Whether marks stand at the end of a clause that does not speak of marks."""
    head = _before(text, run)
    if not head or head[-1] in "\n(:" or not CLAUSE_ENDS.match(text, run.end):
        return False
    return head[-1] in SENTENCE_ENDS or _names_no_mark(head)


def _touches_word(text: str, run: Run) -> bool:
    """Whether a pointer into a file follows a word without a space, as those at the ends of clauses do."""
    return run.name == "source" and text[run.start - 1 : run.start].isalnum()


def _bounds_sentence(text: str, run: Run) -> bool:
    """Whether a mark stands at the head of a cited sentence, or behind a word of it that speaks of no marks."""
    if run.name != "cite":
        return False
    head = _before(text, run)
    if text.startswith(OPENING, run.start):
        return not head[-1:].isalnum()
    return LAST_WORD.search(head) is None or _names_no_mark(head)


def _before(text: str, run: Run) -> str:
    """The last characters before some marks, without the spaces there."""
    return text[max(0, run.start - NEAR) : run.start].rstrip(" ")


def _names_no_mark(head: str) -> bool:
    """Whether a text ends with a word after which no mark is spoken of."""
    word = LAST_WORD.search(head)
    return word is not None and word.group().lower() not in MENTION


def _is_bare(document: Document, start: int, end: int) -> bool:
    """In no quotes and no code."""
    before, after = document.text[start - 1 : start], document.text[end : end + 1]
    return not (before and before in QUOTES) and not (after and after in QUOTES) and not document.in_code(start, end)


def _with_blank(text: str, start: int, end: int) -> int:
    """Where a mark begins, with the space before it where a space or the end of a line or a clause follows."""
    return start - 1 if text[start - 1 : start] == " " and (end == len(text) or text[end] in " \n\r.,;:!?)。，") else start


def _thoughts(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Blocks at the head of the text, or in a chat after a blank line; a text of thoughts alone stays."""
    text = document.text
    if "<think" not in text:
        return
    for match in THOUGHTS.finditer(text):
        start, end = match.span()
        head = not text[:start].strip()
        if document.in_code(start, end) or (head and not text[end:].strip()):
            continue
        if head or text[:start].endswith(("\n\n", "\n\r\n")):
            yield rules.edit(0 if head else start, end, "", FAMILY + ("thoughts" if head else "thoughts-within"))


def _referrers(document: Document, rules: RuleSet) -> Iterator[Edit]:
    text = document.text
    if "utm_source=" not in text:
        return
    for match in REFERRER.finditer(text):
        low, _ = document.token_around(match.start(), match.end())
        if "://" not in text[low : match.start()] or document.in_code(*match.span()):
            continue
        yield rules.edit(*match.span(), "", FAMILY + "referrer")
