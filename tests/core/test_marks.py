"""Marks in a text that switch cleaning off, and what reStructuredText and AsciiDoc guard."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.core.markup.marks import marks_of
from cleaner.core.markup.spans import asciidoc_spans, rst_spans

CLEANER = Cleaner()
BAD = "We should of gone to the the house."
GOOD = "We should have gone to the house."


def cleaned(text: str, input_format: str = "text") -> str:
    result = CLEANER.clean(text, input_format=input_format, marks=True)
    assert result.undo() == text
    assert CLEANER.clean(result.text, input_format=input_format, marks=True).text == result.text
    return result.text


@pytest.mark.parametrize(
    ("opening", "closing"), [("<!--", "-->"), ("//", ""), ("#", ""), ("%", ""), (";", ""), ("..", ""), ("/*", "*/"), ("{#", "#}")]
)
def test_off_and_on(opening: str, closing: str) -> None:
    off, on = (f"{opening} cleaner: {what} {closing}".strip() for what in ("off", "on"))
    text = f"{BAD}\n\n{off}\n\n{BAD}\n\n{on}\n\n{BAD}\n"
    assert cleaned(text) == f"{GOOD}\n\n{off}\n\n{BAD}\n\n{on}\n\n{GOOD}\n"
    assert cleaned(f"{BAD}\n\n{off}\n\n{BAD}\n") == f"{GOOD}\n\n{off}\n\n{BAD}\n"


def test_one_line_and_some_rules() -> None:
    mark = "<!-- cleaner: ignore[typos.doubled] -->"
    assert cleaned(f"{BAD} {mark}\n{BAD}\n") == f"We should have gone to the the house. {mark}\n{GOOD}\n"
    assert cleaned(f"{mark}\n{BAD}\n{BAD}\n") == f"{mark}\nWe should have gone to the the house.\n{GOOD}\n"
    assert cleaned(f"{BAD} <!-- cleaner: ignore -->\n{BAD}\n") == f"{BAD} <!-- cleaner: ignore -->\n{GOOD}\n"


@pytest.mark.parametrize(
    "text", ["Write `<!-- cleaner: off -->` above.", 'Say "# cleaner: off" there.', "The cleaner: off he went."]
)
def test_a_text_about_marks_is_none(text: str) -> None:
    assert cleaned(f"{text}\n\n{BAD}\n").endswith(GOOD + "\n")


def test_the_library_heeds_marks_only_if_asked() -> None:
    assert CLEANER.clean(f"# cleaner: off\n{BAD}\n").text.endswith(GOOD + "\n")


def test_many_marks_cost_little() -> None:
    marks = marks_of("".join(f"# cleaner: ignore[r{k}]\nx\n" for k in range(5_000)))
    assert len(marks) <= 257


RST = """\
Title of teh
============

{bad} Use ``the the`` and :ref:`the the <x>`::

    should of

{bad}

.. code-block:: python
   :caption: the the

   should of

.. note:: {bad}

   {bad}

.. the the comment
   should of

====  ====
a a   the the
====  ====

:param the the: {bad}
"""


def test_code_stays_in_restructured_text() -> None:
    text = RST.replace("{bad}", BAD)
    made = cleaned(text, "rst")
    for kept in (
        "``the the``",
        ":ref:`the the <x>`",
        "    should of\n",
        ":caption: the the",
        "   should of\n",
        ".. the the comment",
        "a a   the the",
    ):
        assert kept in made, kept
    assert made.count(GOOD) == 3  # in lines with code or a directive the same is only suggested
    assert made.count("\n") == text.count("\n")
    assert rst_spans("")[0] == []


ASCIIDOC = """\
= Title of teh

{bad} Use `the the` and link:the-the[here].

[source,python]
----
should of
----

:the-the: should of

....
should of
....

{bad}

 should of literal
"""


def test_code_stays_in_asciidoc() -> None:
    text = ASCIIDOC.replace("{bad}", BAD)
    made = cleaned(text, "asciidoc")
    assert made.count("should of") == 4
    assert "`the the`" in made
    assert made.count(GOOD) == 2
    assert asciidoc_spans("----\nnever closed the the\n")[0] == [(0, 26)]
