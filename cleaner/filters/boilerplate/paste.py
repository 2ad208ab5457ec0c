r"""What is left in a text that was copied out of a chat assistant: citation marks, thoughts, tracking marks in links.

    【12†source】  【4:2†notes.pdf】                 pointers into retrieved files
    :contentReference[oaicite:0]{index=0}           place-holders of such pointers
    citeturn0search3, U+E200 cite U+E202 … U+E201   pointers into search results
    [cite_start] … [cite: 1, 2]                     pointers of another assistant
    <think>…</think>                                a model's reasoning before its answer
    ?utm_source=chatgpt.com                         who referred to a link (unsafe: the link changes)

A mark is removed where it is markup: in no quotes, backticks or code, at the end of a clause, and not the object of a phrase
such as "marks like". Texts that explain such marks hold them in one of those places. Marks between private-use characters are
removed wherever they stand, for no font and no author writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

FAMILY = "boilerplate.paste."
TURN = r"turn\d{1,4}[a-z]{3,12}\d{1,4}(?:L\d+(?:-L?\d+)?)?"
MARKS = {
    "source": re.compile(rf"【(?:\d{{1,4}}(?::\d{{1,4}})?|{TURN})†[^【】\n]{{1,120}}】"),
    "reference": re.compile(
        r"(?:\u200b|&#8203;)?:?contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\[oaicite:\d{1,4}\]"
    ),
    "turn": re.compile(rf"(?<![^\W_])(?:file)?cite(?:{TURN})+(?![^\W_])"),
    "cite": re.compile(r"\[cite(?:_start\]|: ?\d{1,4}(?:-\d{1,4})?(?:, ?\d{1,4}(?:-\d{1,4})?){0,40}\])"),
}
PRIVATE = re.compile(
    r"(?:\ue200(?:(?:file)?cite|navlist|image_group|forecast|finance)(?:\ue202[^\ue200-\ue202\n]{1,300}){1,20}\ue201){1,40}"
)
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


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Take out the marks that are markup."""
    found = [*_private(document, rules), *_marks(document, rules), *_thoughts(document, rules), *_referrers(document, rules)]
    end = 0
    for edit in sorted(found):
        if edit.start >= end:
            yield edit
            end = edit.end


def _private(document: Document, rules: RuleSet) -> Iterator[Edit]:
    if "\ue200" in document.text:
        for match in PRIVATE.finditer(document.text):
            start, end = match.span()
            yield rules.edit(_with_blank(document.text, start, end), end, "", FAMILY + "private")


def _marks(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Marks at the end of clauses; where there are such, also those that touch the word before them within a clause."""
    runs = list(_runs(document.text))
    paired = any(document.text.startswith("[cite_start]", start) for run in runs for start, _, _ in run)
    sure = {run[0][0]: run[0][2] for run in runs if _is_markup(document, run[0][0], run[-1][1])}
    pointed = "source" in sure.values()
    for run in runs:
        start, end, name = run[0][0], run[-1][1], run[0][2]
        attached = pointed and name == "source" and document.text[start - 1 : start].isalnum()
        if start in sure or (
            _is_bare(document, start, end) and (attached or (paired and _is_paired(document.text, start, name)))
        ):
            position = _with_blank(document.text, start, end)
            for _, stop, name in run:
                yield rules.edit(position, stop, "", FAMILY + name)
                position = stop


def _runs(text: str) -> Iterator[list[tuple[int, int, str]]]:
    """Runs of marks, for several may stand side by side at the end of one clause."""
    spans = sorted((*match.span(), name) for name, mark in MARKS.items() for match in mark.finditer(text))
    run: list[tuple[int, int, str]] = []
    for span in spans:
        if run and (text[run[-1][1] : span[0]].strip(" ") or text.startswith("[cite_start]", span[0])):
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _is_paired(text: str, start: int, name: str) -> bool:
    """Whether a mark may be one of those at both ends of a cited sentence: the first at its head, the last behind no word that
    speaks of marks."""
    if name != "cite":
        return False
    head = text[max(0, start - 40) : start].rstrip(" ")
    if text.startswith("[cite_start]", start):
        return not head[-1:].isalnum()
    words = LAST_WORD.search(head)
    return words is None or words.group().lower() not in MENTION


def _is_bare(document: Document, start: int, end: int) -> bool:
    """In no quotes and no code."""
    before, after = document.text[start - 1 : start], document.text[end : end + 1]
    return not (before and before in QUOTES) and not (after and after in QUOTES) and not document.in_code(start, end)


def _is_markup(document: Document, start: int, end: int) -> bool:
    """Bare, and at the end of a clause that does not speak of marks."""
    text = document.text
    head = text[max(0, start - 40) : start].rstrip(" ")
    if not _is_bare(document, start, end) or not head or head[-1] in "\n(:" or not CLAUSE_ENDS.match(text, end):
        return False
    words = LAST_WORD.search(head)
    return head[-1] in SENTENCE_ENDS or (words is not None and words.group().lower() not in MENTION)


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
