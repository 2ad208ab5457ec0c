"""Subtitles (SubRip .srt, WebVTT .vtt): what filters must leave alone: numbers, times and settings of cues, blank lines, tags.

Start at :func:`cue_spans`; :func:`cues_of` says where each cue begins, for the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
LINES = re.compile(
    rf"""
      ^(?P<number>[^\r\n]{{0,200}})\r?\n(?=[ \t]*{TIME}[ \t]*-->)     # number or name of a cue
    | ^[ \t]*{TIME}[ \t]*-->[^\r\n]*(?:\r?\n|\Z)                      # its time
    | ^[ \t]*(?:\r?\n|\Z)                                             # a blank line
    | \A\ufeff?WEBVTT[^\r\n]*(?:\r?\n(?![ \t]*\r?\n)[^\r\n]*)*(?:\r?\n|\Z)
    | ^(?:NOTE|STYLE|REGION)\b[^\r\n]*(?:\r?\n(?![ \t]*\r?\n)[^\r\n]+)*(?:\r?\n|\Z)
    """,
    re.VERBOSE | re.MULTILINE,
)
INLINE = re.compile(r"</?[a-zA-Z0-9.:_ ][^<>\r\n]{0,200}>|\{\\[^{}\r\n]{1,200}\}")  # <i>, <00:01.000>, {\an8}


def cue_spans(text: str) -> tuple[list[Span], list[Span]]:
    r"""Spans that no edit may reach into, and tags that may only go with what is around them.

    >>> text = "1\n00:00:01,000 --> 00:00:02,000\n<i>Teh</i> end.\n\n"
    >>> blocks, inline = cue_spans(text)
    >>> [text[start:end] for start, end in blocks], [text[start:end] for start, end in inline]
    (['1\n', '00:00:01,000 --> 00:00:02,000\n', '\n'], ['<i>', '</i>'])
    """
    return [match.span() for match in LINES.finditer(text) if match.group()], [match.span() for match in INLINE.finditer(text)]


def cues_of(text: str) -> Iterator[tuple[int, str]]:
    r"""Where cues begin, and what they are called.

    >>> list(cues_of("7\n00:00:01,000 --> 00:00:02,000\nThe end.\n"))
    [(0, 'cue 7')]
    """
    count = 0
    for match in LINES.finditer(text):
        if match["number"] is not None:
            count += 1
            yield match.start(), f"cue {match['number'].strip()[:40] or count}"
