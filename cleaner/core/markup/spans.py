"""reStructuredText and AsciiDoc: what filters must leave alone, so that a cleaned text means and renders as before.

Code, directives and their options, comments, targets, tables, adornments, roles and literals; prose in between is cleaned.
As in :mod:`cleaner.core.views.markdown` there is no parser: lines and inline marks are looked at once, and where they cannot
tell, they guard. Start at :func:`rst_spans` and :func:`asciidoc_spans`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
Guarded = tuple[list[Span], list[Span]]  # spans no edit may reach into, and spans that may only go with what is around them

# Directives whose content is prose; that of all others is guarded.
PROSE = frozenset({
    "note", "warning", "attention", "caution", "danger", "error", "hint", "important", "tip", "admonition", "topic", "sidebar",
    "epigraph", "highlights", "pull-quote", "versionadded", "versionchanged", "deprecated", "seealso", "rubric", "container",
    "compound", "centered", "hlist", "glossary", "figure", "todo", "footer", "header", "class",
})  # fmt: skip
EXPLICIT = re.compile(r"\.\.(?:[ \t]+(?:(?P<directive>[\w:.+-]+)::(?=\s|$)|(?P<rest>\S))|[ \t]*$)")
ADORNMENT = re.compile(r"([=\-`:'\"~^_*+#<>.!$%&,/;?@\\\[\]{|}()])\1{2,}[ \t]*$")
SIMPLE_TABLE = re.compile(r"={2,}(?:[ \t]+={2,})+[ \t]*$")
GRID_TABLE = re.compile(r"(?:\+[-=+]{2,}\+|\|.*\|)[ \t]*$")
FIELD = re.compile(r":[^:\n]+:(?=\s|$)")
RST_INLINE = re.compile(
    r"""
      ``[^\n]{1,2000}?``                                  # literal
    | :[\w.+:-]{1,80}:`[^`]{1,1000}`                      # :role:`text`
    | `[^`<>\n]{1,500}`(?:__?\b|:[\w.+:-]{1,80}:)         # `reference`_, `text`:role:
    | [ ]?<[^<>`\n]{1,1000}>`__?                          # `text <target>`_
    | \|[^|\s][^|\n]{0,200}\|_{0,2}                       # |substitution|
    | \[[\w.#*-]{1,80}\]_ | \b\w+__?(?=[\s.,;:!?)]|\Z)    # [footnote]_, reference_
    | _`[^`\n]{1,200}`                                    # _`target`
    """,
    re.VERBOSE,
)
DELIMITER = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,}[\w,-]*|~{3,}[\w,-]*)[ \t]*$")
ASCIIDOC_LINE = re.compile(
    r"(?::!?[\w-]+!?:.*|\[[^\]]*\]|[\w-]+::[^\s\[]*\[.*\]|//.*|\|={3,}|[ \t]+\S.*|<<<|'{3,}|={4,}|\*{4,}|_{4,})[ \t]*$"
)
ASCIIDOC_INLINE = re.compile(
    r"""
      `[^`\n]{1,1000}` | \+{1,3}[^+\n]{1,1000}\+{1,3}     # monospaced, passed through
    | \b[\w-]+:[^\s\[\]]{0,1000}\[(?:[^\]\n]{0,1000}\])?  # link:target[, pass:[...]
    | <<[^<>\n]{1,500}>> | \{[\w-]{1,80}\} | \[\[[^\]\n]{1,200}\]\] | \[[.\#][^\]\n]{1,80}\](?=[\#*_`])
    """,
    re.VERBOSE,
)


def guarded_of(text: str, input_format: str) -> Guarded:
    """The guarded spans of a text in one of the formats that have some."""
    if input_format == "markdown":
        from cleaner.core.views.markdown import guarded_spans

        return guarded_spans(text)
    if input_format in ("srt", "vtt"):
        from cleaner.core.markup.cues import cue_spans

        return cue_spans(text)
    return rst_spans(text) if input_format == "rst" else asciidoc_spans(text)


def rst_spans(text: str) -> Guarded:
    """Guarded spans of reStructuredText.

    >>> text = "Run ``teh`` now::\\n\\n    teh code\\n\\nThen teh :ref:`teh <x>`.\\n"
    >>> blocks, inline = rst_spans(text)
    >>> [text[start:end] for start, end in blocks], [text[start:end] for start, end in inline]
    (['    teh code\\n'], ['``teh``', ':ref:`teh <x>`'])
    """
    blocks = list(_rst_blocks(text))
    return blocks, _inline(RST_INLINE, text, blocks)


def asciidoc_spans(text: str) -> Guarded:
    """Guarded spans of AsciiDoc.

    >>> text = "Run `teh` now:\\n\\n----\\nteh code\\n----\\n\\n:teh: teh\\n"
    >>> blocks, inline = asciidoc_spans(text)
    >>> [text[start:end] for start, end in blocks], [text[start:end] for start, end in inline]
    (['----\\nteh code\\n----\\n', ':teh: teh\\n'], ['`teh`'])
    """
    blocks = list(_asciidoc_blocks(text))
    return blocks, _inline(ASCIIDOC_INLINE, text, blocks)


def _inline(pattern: re.Pattern[str], text: str, blocks: list[Span]) -> list[Span]:
    """Inline marks outside of blocks; both lists are sorted."""
    found: list[Span] = []
    k = 0
    for match in pattern.finditer(text):
        while k < len(blocks) and blocks[k][1] <= match.start():
            k += 1
        if k == len(blocks) or blocks[k][0] >= match.end():
            found.append(match.span())
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their feeds, and where they begin."""
    position = 0
    for line in _by_feed(text):
        yield position, line
        position += len(line)


def _by_feed(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


class _Rst:
    """Goes through the lines of reStructuredText and remembers what holds for the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.deep: int | None = None  # indentation of the line whose indented content is guarded
        self.literal: int | None = None  # indentation of the paragraph that has ended in `::`
        self.options = False  # whether lines of fields belong to a directive
        self.table = self.doctest = False

    def span(self, start: int, line: str) -> Span | None:
        """What is guarded of a line."""
        body, indent, end = line.strip(), len(line) - len(line.lstrip(" \t")), start + len(line)
        if not body:
            self.options = self.doctest = False
            return None
        if self.table:
            self.table = not (SIMPLE_TABLE.match(body) and _ends_table(self.text, end))
            return start, end
        if self.deep is None and self.literal is not None and indent > self.literal:
            self.deep = self.literal
        self.literal = None
        if self.deep is not None and indent > self.deep:
            return start, end
        self.deep = None
        if body.endswith("::") and not body.startswith(".. "):
            self.literal = indent
        return self._outside(body, indent, start, end)

    def _outside(self, body: str, indent: int, start: int, end: int) -> Span | None:
        """The same for a line that is in no guarded block."""
        if mark := EXPLICIT.match(body):
            self.options = True
            self.deep = None if mark["directive"] in PROSE else indent
            return start, end
        self.table = SIMPLE_TABLE.match(body) is not None
        self.doctest = self.doctest or body.startswith(">>> ")
        if self.table or self.doctest or ADORNMENT.match(body) or GRID_TABLE.match(body):
            return start, end
        if field := FIELD.match(body):
            return (start, end) if self.options else (start, start + indent + field.end())
        return (start, start + indent) if indent else None


def _rst_blocks(text: str) -> Iterator[Span]:
    reader = _Rst(text)
    return (span for start, line in _lines(text) if (span := reader.span(start, line)))


def _ends_table(text: str, position: int) -> bool:
    """Whether a blank line, or the end, follows."""
    following = text[position : text.find("\n", position) + 1 or len(text)]
    return not following.strip()


def _asciidoc_blocks(text: str) -> Iterator[Span]:
    """Listing, literal and passthrough blocks of AsciiDoc."""
    since, closer = -1, ""
    for start, line in _lines(text):
        body = line.rstrip()
        end = start + len(line)
        if closer:
            if body == closer:
                yield since, end
                closer = ""
            continue
        if delimiter := DELIMITER.match(body):
            since, closer = (
                start,
                delimiter[1].rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_,-") or body,
            )
            closer = body if body[0] in "-.+/" else closer
        elif ASCIIDOC_LINE.match(body):
            yield start, end
    if closer:
        yield since, len(text)
