"""Where a drawing in a page ends: its shapes and words are no text, and HTML may stand in it."""

from __future__ import annotations

import re

# What ends a drawing: its end tag, another one in it, HTML in it, or a tag that drawings do not know (13.2.6.5)
DRAWING = re.compile(
    r"<(?:(/svg)\b|(svg)\b|(foreignobject)\b|(?:b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|h[1-6]|head|hr|i|img"
    r"|li|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|strong|strike|sub|sup|table|tt|u|ul|var)(?=[\s/>]))",
    re.IGNORECASE,
)
FOREIGN = re.compile("</foreignobject", re.IGNORECASE)


def end_of_drawing(source: str, position: int) -> int:
    """The end of the `<svg>` whose start tag ends at `position`; -1 where nothing ends it.

    >>> page = "<svg><svg></svg><path></svg> text"
    >>> page[end_of_drawing(page, 5):]
    ' text'
    """
    depth = 1
    while depth:
        match = DRAWING.search(source, position)
        if match is None:
            return -1
        position = match.end()
        if match[3]:
            closed = FOREIGN.search(source, position)
            position = closed.end() if closed else position
        elif match[2]:
            depth += 1
        elif match[1]:
            depth -= 1
        else:
            return match.start()
    return source.find(">", position) + 1 or len(source)
