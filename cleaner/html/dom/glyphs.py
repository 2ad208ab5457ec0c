"""Formulas that MathJax 3 and 4 have drawn: the characters of their glyphs, where a page holds no source beside them.

Each glyph names its character: by class (`<mjx-c class="mjx-c1D465">`), by attribute (`<path data-c="1D465">`), or by what it
refers to (`<use xlink:href="#MJX-1-TEX-I-1D465">`), and what is drawn is nested as the MathML that it was drawn of, elements
called `mjx-msup` or `<g data-mml-node="msup">`. Order of the parts of scripts: wrappers `msubsup` and `munderover` of
github.com/mathjax/MathJax-src. MathJax 4 writes the TeX itself into `data-latex`.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from cleaner.html.dom.formulas import DEEPEST, tidy, written

SOURCE = "<math"  # what the box of a formula holds where its source is there as well
LATEX = re.compile(r"""<(?:mjx-math|g)\b[^<>]*?\sdata-latex\s*=\s*(?:"([^"]*)"|'([^']*)')""")
PART = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>|([^<]+)")
GLYPH = re.compile(r"""\bmjx-c([0-9A-F]{2,6})\b|\bdata-c\s*=\s*["']?([0-9A-F]{2,6})\b|#MJX[\w-]*-([0-9A-F]{2,6})\b""")
NODE = re.compile(r"""\bdata-mml-node\s*=\s*["']?([a-zA-Z]+)""")
SIGNS = frozenset(("mjx-c", "path", "use"))  # draw one character
STRETCHED = frozenset(("mjx-stretchy-v", "mjx-stretchy-h"))  # are drawn of pieces, and name their character themselves
GROUPS = frozenset(("mjx-num", "mjx-den", "mjx-base", "mjx-over", "mjx-under", "mjx-box", "mjx-texatom", "mjx-root", "g"))
TEXTS = frozenset(("mjx-utext", "text"))  # hold letters that the font has not
ROOT = "√"
PIECES = str.maketrans("⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭", "((()))[[[]]]{{{}}}", "⎪")  # of brackets taller than a line
MOVED = re.compile(r"\btranslate\(\s*-?[\d.]+\s*,\s*(-?[\d.]+)")
LONGEST = 40_000  # characters of the source of one formula


class Node:
    """An element that is open: the name of its tag, what it stands for, how high it was moved, and what its children come to."""

    __slots__ = ("head", "heights", "kind", "parts", "tag")

    def __init__(self, tag: str, kind: str, head: str) -> None:
        self.tag, self.kind, self.head = tag, kind, head
        self.parts: list[str] = []
        self.heights: list[float] = []

    def add(self, text: str, height: float = 0.0) -> None:
        self.parts.append(text)
        self.heights.append(height)


def glyph_text(content: str) -> str:
    """The formula that MathJax drew, in a line; "" where its glyphs do not say what they are.

    >>> glyph_text('<g data-mml-node="msup"><g data-mml-node="mi"><path data-c="1D465"/></g><g><use data-c="32"></use></g></g>')
    'x^2'
    """
    if len(content) > LONGEST:
        return ""
    found = LATEX.search(content)
    if found:
        return tidy(unescape(found[1] or found[2] or ""))
    stack = [Node("", "math", "")]
    for close, tag, head, text in PART.findall(content):
        if text:
            if stack[-1].tag in TEXTS:
                stack[-1].add(unescape(text))
        elif not close:
            _open(stack, tag, head)
        elif any(node.tag == tag for node in stack):
            while stack[-1].tag != tag:
                _close(stack)
            _close(stack)
    while len(stack) > 1:
        _close(stack)
    return "".join(stack[0].parts).strip()


def _open(stack: list[Node], tag: str, head: str) -> None:
    """A start tag: a glyph, or an element around some."""
    if tag in SIGNS:
        if stack[-1].kind != "stretched":
            stack[-1].add(_character(head))
    elif not head.endswith("/") and len(stack) < DEEPEST:
        stack.append(Node(tag, _kind(tag, head), head))
        if tag in STRETCHED:
            stack[-1].add(_character(head))


def _kind(tag: str, head: str) -> str:
    """What an element stands for: a name of MathML, "mrow" for one that groups, "" for one that does nothing."""
    if tag in STRETCHED:
        return "stretched"
    if tag == "g" and (named := NODE.search(head)):
        return named[1]
    if tag in GROUPS:
        return "mrow"
    name = tag.removeprefix("mjx-")
    return name if name != tag and name.startswith("m") and name != "math" else ""


def _close(stack: list[Node]) -> None:
    """Take the innermost element off the stack and give what it comes to to the one around it."""
    node = stack.pop()
    if node.kind:
        moved = MOVED.search(node.head)
        text = written(node.kind, _in_order(node))
        stack[-1].add(_bracket(text) if node.kind == "mo" else text, float(moved[1]) if moved else 0.0)
    else:
        for part, height in zip(node.parts, node.heights, strict=True):
            stack[-1].add(part, height)


def _in_order(node: Node) -> list[str]:
    """The parts of an element in the order of MathML; what is drawn beside them, such as the sign of a root, is left out."""
    kind, parts = node.kind, node.parts
    drawn = node.tag == "g"  # in SVG, where the order is that of MathML but for scripts
    if kind in ("msqrt", "mroot"):
        parts = [part for part in parts if part != ROOT]
    if len(parts) == 2 and kind in ("mroot", "mover") and not drawn:
        return parts[::-1]
    if len(parts) == 2 and kind == "munderover":  # above a box of the sign and what is below it
        return [parts[1].rstrip(), "", parts[0]]
    if len(parts) == 3 and kind in ("msubsup", "munderover") and (not drawn or node.heights[1] > node.heights[2]):
        return [parts[0], parts[2], parts[1]]
    return parts


def _bracket(text: str) -> str:
    """One bracket for the pieces that a tall one is drawn of."""
    plain = text.translate(PIECES)
    return plain[0] if plain and plain != text and len(set(plain)) == 1 else plain


def _character(head: str) -> str:
    """The character that the attributes of a glyph name: mathematical letters as plain ones."""
    found = GLYPH.search(head)
    number = int(found[1] or found[2] or found[3], 16) if found else 0
    if number < 0x20 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return ""
    return unicodedata.normalize("NFKC", chr(number)) if number > 0x2FFF else chr(number)
