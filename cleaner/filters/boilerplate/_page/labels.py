"""Labels and phrases that stand alone on a page that other lines have shown to be one.

A line `Advertisement` between two paragraphs, `Members` above a menu or `Add to wishlist` below a picture may be a heading or an
item where nothing tells of a page. Below a menu it is what it looks like. What still stays: a heading of the text below it (but
for one that stands three times), items of a list of other things, cells of a table ("View" in every
row), what a text announces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping

from cleaner.filters.boilerplate._evidence.company import SHORT, STRONG, Company
from cleaner.filters.boilerplate._evidence.cues import (
    BULLETED,
    FEWEST_COPIES,
    NUMBER_OF,
    SENTENCE,
    cue_of,
    folded,
    is_control,
    is_sure,
)

PRINTED = (  # ends of the rules of words that a page prints by themselves
    ".ad", ".nav", ".comments", ".share", ".subscribe", ".widget", ".cookie", ".comment-form", ".readmore",
)  # fmt: skip
WRITTEN = (".readalso",)  # and of those of lines that authors write as well
NUMBERED = re.compile(r"\s*\(?\d+[.)]\s")  # a heading of a text
AD = ".ad"  # stands between the paragraphs that it interrupts
FEWEST_CELLS = 4  # times that a label of an action ("View") or of a shop ("Total") stands which is a cell of a list
NAMES_OF_FIGURES = frozenset(  # labels of carts that tables have as well
    ("total", "subtotal", "sub-total", "sous-total", "subtotale", "quantity", "quantité", "cantidad", "quantità", "quantidade")
)
FIGURE = re.compile(r"\d|x{3,}")  # `120 kcal`, and where a page has not filled it in
CELLS = frozenset((NUMBER_OF["action"], NUMBER_OF["shop"]))
LONGEST, LONGEST_PHRASE = 80, 240  # code points of a line; of one that is a phrase which hardly any text has as a line


def page_labels(company: Company, rules: Mapping[int, str], gone: Container[int]) -> Iterator[int]:
    """Numbers of labels and phrases anywhere on a page; `rules` are those of the phrases, `gone` lines that go.

    >>> text = "The boat left the quay at noon, and nobody on board could say when she would be back."
    >>> page = ["Log in", "Members", "The boat", text, "Advertisement", text, "Sign up", text, "Members"]
    >>> list(page_labels(Company(page, {4: 1}), {4: "boilerplate.words.ad"}, {0}))
    [1, 4, 8]
    """
    if not company.is_page:
        return
    copies = Counter(folded(line) for line in company.lines if len(line) <= LONGEST)
    for number, line in enumerate(company.lines):
        rule, strength = rules.get(number, ""), company.strengths.get(number, 0)
        longest = LONGEST_PHRASE if strength == STRONG else LONGEST
        if number in gone or not line.strip() or len(line) > longest or not _is_printed(line, rule, strength):
            continue
        heads = company.heads_text(number) and copies[folded(line)] < FEWEST_COPIES and not rule.endswith(AD)
        cell = (copies[folded(line)] >= FEWEST_CELLS and cue_of(line).kind in CELLS) or _is_row(company, number)
        if (
            not (heads or cell)
            and company.may_go(number)
            and not company.is_announced(number)
            and not company.is_quoted(number)
            and not company.belongs_to_policy(number)
            and not _is_item(company, number, gone)
        ):
            yield number


def _is_printed(line: str, rule: str, strength: int) -> bool:
    """Whether a line is a phrase or a label that pages print by itself."""
    if rule.endswith(WRITTEN):
        return False
    if rule and (strength in (SHORT, STRONG) or rule.endswith(PRINTED)):
        return True
    if SENTENCE.search(line.rstrip()) is not None or NUMBERED.match(line):
        return False
    return is_control(line) or is_sure(line)


def _is_row(company: Company, number: int) -> bool:
    """Whether a line is the name of a figure in a table: "Total" below "12 g"."""
    if folded(company.lines[number]) not in NAMES_OF_FIGURES:
        return False
    beside = (company.before(number), company.after(number))
    return any(k is not None and k not in company.strengths and FIGURE.search(company.lines[k]) for k in beside)


def _is_item(company: Company, number: int, gone: Container[int]) -> bool:
    """Whether a line is an item of a list of other things."""
    lines = company.lines
    if not BULLETED.match(lines[number].lstrip()):
        return False
    beside = [k for k in (company.before(number), company.after(number)) if k is not None and BULLETED.match(lines[k].lstrip())]
    return any(k not in gone and k not in company.strengths and cue_of(lines[k]).share < 1.0 for k in beside)
