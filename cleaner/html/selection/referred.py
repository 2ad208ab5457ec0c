"""What a text refers to stays with it: notes that a number or a sign in it links to, answers to the questions in it."""

from __future__ import annotations

import re
from bisect import bisect_left

from cleaner.html.selection.blocks import BlockRow, PageBlocks
from cleaner.html.selection.features import heading_level

LINKED = 0.5  # share of an answer in links from which it is rather a list of other pages
NOTE_SIGN = re.compile(r"[\s\[(]*(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶]{1,3}|[①-⑳])[\s\]).]*")  # of a reference to a note
LONGEST_SIGN = 8  # characters of source of such a reference
LONGEST_NOTE = 800  # characters
ASKS = ("?", "？", "؟")
LONGEST_QUESTION, LONGEST_ANSWER = 200, 1500  # characters
FEWEST_QUESTIONS = 3  # on a page that has a list of them
ANSWER_LEVELS = 3  # up from a question to the box that it shares with its answer


def answers(rows: list[BlockRow], keep: list[bool], drop: list[bool]) -> None:
    """Keep what answers the questions that are kept, in a list of them: all up to the next question or heading in their box."""
    asked = [i for i, row in enumerate(rows) if row.chars <= LONGEST_QUESTION and row.text.endswith(ASKS)]
    if len(asked) < FEWEST_QUESTIONS:
        return
    questions = set(asked)
    for i in asked:
        if not keep[i]:
            continue
        box = rows[i].element.parent
        for _ in range(ANSWER_LEVELS):
            if box is not None and rows[min(i + 1, len(rows) - 1)].element.start >= box.end:
                box = box.parent
        chars, k = 0, i + 1
        while k < len(rows) and k not in questions and box is not None and rows[k].element.start < box.end:
            chars += rows[k].chars
            if drop[k] or heading_level(rows[k].element) or rows[k].density > LINKED or chars > LONGEST_ANSWER:
                break
            keep[k] = True
            k += 1


def notes(rows: list[BlockRow], keep: list[bool], drop: list[bool], field: PageBlocks) -> None:
    """Keep the notes that what is kept refers to: short texts further down that a number or a sign links to."""
    wanted: dict[str, int] = {}
    for i, row in enumerate(rows):
        if keep[i] and row.linked:
            for run in row.block.runs:
                if (
                    run.linked
                    and run.end - run.start <= LONGEST_SIGN
                    and NOTE_SIGN.fullmatch(field.page.source, run.start, run.end)
                ):
                    link = next((up for up in run.element.ancestors() if up.name == "a"), None)
                    target = link.attributes.get("href", "") if link is not None else ""
                    if target.startswith("#"):
                        wanted.setdefault(target[1:], i)
    if not wanted:
        return
    starts = [row.block.runs[0].start for row in rows]
    for element in field.page.elements:
        after = wanted.get(element.attributes.get("id", ""), -1) if "id" in element.head else -1
        note = element if element in field.found and field.found[element].blocks else element.parent
        if after < 0 or note is None or note not in field.found or field.found[note].chars > LONGEST_NOTE:
            continue
        members = range(max(after + 1, bisect_left(starts, note.start)), bisect_left(starts, note.end))
        if not any(drop[k] for k in members):
            for k in members:
                keep[k] = True
