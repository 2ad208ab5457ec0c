"""Markdown: code, links and what makes the layout stay as they are."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.core.edits import Edit, apply
from cleaner.core.views.markdown import guarded_spans, is_guarded

STAYS = (
    "Call `walked to the the house()` there.\n",
    "Call ``walked to ` the the house()`` there.\n",
    "```\nThey walked to the the house.\n```\n",
    "~~~text\nThey walked to the the house.\n```\n~~~\n",
    "```\nThey walked to the the house, and no end\n",
    "Above.\n\n    They walked to the the house.\n",
    '[a page](http://x.example/a "walked to the the house")\n',
    "![a picture](<they walked to the the house.png>)\n",
    "[page]: /url 'walked to the the house'\n",
    "<div title='walked to the the house'>\n",
    "<!-- They walked to the the house. -->\n",
    "---\ntitle: They walked to the the house\n---\n",
    "A line  \nand another.\n",
    "- one\n    - two\n        - three\n",
)
CHANGES = (
    ("# They walked to the the house\n", "# They walked to the house\n"),
    ("- one\n\n    They walked to the the house.\n", "- one\n\n    They walked to the house.\n"),
    ("They [walked to the the house](x).\n", "They [walked to the house](x).\n"),
    ("They said\n    they walked to the the house.\n", "They said\n    they walked to the house.\n"),
    ("`code` they walked to the the house `code`\n", "`code` they walked to the house `code`\n"),
    ("```\ncode\n```\nThey walked to the the house.\n", "```\ncode\n```\nThey walked to the house.\n"),
)


@pytest.mark.parametrize("text", STAYS)
def test_syntax_stays(text: str) -> None:
    assert Cleaner().clean(text, input_format="markdown").text == text


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_prose_is_cleaned(before: str, after: str) -> None:
    result = Cleaner().clean(before, input_format="markdown")
    assert result.text == after
    assert result.undo() == before


@given(st.text(alphabet="`~[]()<>!-# \n\tab:/", max_size=200))
def test_spans_are_sorted_and_disjoint(text: str) -> None:
    blocks, _ = guarded_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in blocks)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(blocks))


@given(st.text(alphabet="`~[]()<>! \nab", max_size=80), st.integers(0, 80), st.integers(0, 5))
def test_what_is_guarded_survives(text: str, start: int, length: int) -> None:
    guarded = guarded_spans(text)
    edit = Edit(min(start, len(text)), min(start + length, len(text)), "x")
    if not is_guarded(edit, guarded):
        after = apply(text, [edit])
        shift = len(after) - len(text)
        for low, high in guarded[0]:
            moved = low + (shift if edit.end <= low else 0)
            assert after[moved : moved + high - low] == text[low:high]


def test_it_is_linear() -> None:
    for piece in ("`", "[a](", "<a ", "```\n", "    x\n", "`` ` ", "\t\n", "[a]: b\n", "<!-- "):
        guarded_spans(piece * (50_000 // len(piece)))
