"""Long texts of mostly ASCII are scanned where they are not: what is found there is what is found in a text of its own."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

SENTENCE = "The committee met on Monday and adjourned until the next day.\n"
PADDING = SENTENCE * 100
LINES = [
    "schÃ¶n und grÃ¼n\n",
    "дц╘jц═ vu, bien sц╩r, mon gц╘nц╘ral\n",
    "cafe\u0301 and re\u0301sume\u0301\n",
    "an eﬃcient \u200bway\n",
    "Gonzαlez pаypal\n",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_amidst_ascii_is_repaired_as_at_the_head(line: str) -> None:
    cleaner = Cleaner(preset="encoding", select=["encoding", "characters"])
    short = cleaner.clean(SENTENCE + line).text.removeprefix(SENTENCE)
    assert cleaner.clean(PADDING + line + PADDING).text == PADDING + short + PADDING
    assert cleaner.clean(PADDING + line.rstrip("\n")).text == PADDING + short.rstrip("\n")
