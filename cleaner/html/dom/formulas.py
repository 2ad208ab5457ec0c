"""Formulas as text: their TeX source where a page has one, else MathML in a line.

Sources, in this order: an annotation in TeX inside of `<math>`, its `alttext`, `<script type="math/tex">` (MathJax 2), the
alternative text of the picture of a formula. Without any of them the MathML is written out: `(a+b)/c`, `x^2`, `√(n)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.html.dom.elements import Element

ANNOTATION = re.compile(r"<annotation\b[^>]*encoding\s*=\s*[\"']?[^\"'>]*tex[^>]*>(.*?)</annotation", re.IGNORECASE | re.DOTALL)
NOTES = re.compile(r"<(annotation(?:-xml)?)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
PART = re.compile(r"<(/?)\s*([a-zA-Z:][\w:-]*)([^>]*)>|([^<]+)")
STYLE = re.compile(r"^\{?\\(?:displaystyle|textstyle)\b\s*")
SCRIPTS = {
    "msup": ("^",), "msub": ("_",), "msubsup": ("_", "^"), "mover": ("^",), "munder": ("_",), "munderover": ("_", "^"),
}  # fmt: skip
ACCENTS = {
    "¯": "\u0304", "‾": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "˙": "\u0307",
    "¨": "\u0308",
}  # fmt: skip
FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp)", re.IGNORECASE)
PICTURE = re.compile(r"math|latex|\btex\b|equation", re.IGNORECASE)
DRAWS = re.compile(
    r"\b(?:tex|latex)=|\blatex\?|\.latex\b|latex\.codecogs\.com|/math/render/"
)  # addresses that draw the TeX in them
# Classes that only pictures of formulas have: of Sphinx, pandoc, WordPress, MediaWiki
FORMULA_CLASS = re.compile(r"(?:^|\s)(?:math|tex|latex|mwe-math-fallback-image-(?:inline|display))(?:\s|$)")
FORMULA_BOX = re.compile(r"(?:^|\s)(?:math|math-container|arithmatex)(?:\s|$)")
DELIMITERS = (("\\(", "\\)", "$"), ("\\[", "\\]", "$$"), ("$$", "$$", "$$"), ("$", "$", "$"))  # in Markdown: the last column
TEX = re.compile(r"[\\^_{}=]|^\s*\w\s*$")
INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))  # application, times, separator, plus: shown as nothing
BOX = "mjx-container"  # MathJax's element around a formula
FORMULAS = frozenset(("math", "script", "img", BOX))  # elements whose text may be a formula
DISPLAY_LEVELS = 6  # from a formula up to the box that says how it stands
DEEPEST = 60  # levels of MathML written out; what is deeper is taken as it stands


def spoken(element: Element, content: str) -> str:
    """The text of a `<math>` element.

    >>> from cleaner.html.dom.elements import Element
    >>> spoken(Element("math", 0, 0, None, ""), "<mi>s</mi><mo>=</mo><mfrac><mn>4</mn><mi>a</mi></mfrac>")
    's=4/a'
    """
    found = ANNOTATION.search(content)
    if found:
        return tidy(unescape(found[1]))
    alternative_ = element.attributes.get("alttext", "")
    return tidy(alternative_) if alternative_.strip() else linear(content)


def script_source(element: Element, content: str) -> str:
    """The TeX of a script that holds a formula, "" for any other."""
    if "math/" not in element.head:
        return ""
    kind = element.attributes.get("type", "").lower()
    if kind.startswith("math/tex"):
        return tidy(content)
    return linear(content) if kind == "math/mml" else ""


def alternative(image: Element) -> str:
    """The TeX that the picture of a formula has as its alternative text, "" for any other picture."""
    if "alt" not in image.head or not PICTURE.search(image.head):
        return ""
    attributes = image.attributes
    named = f"{attributes.get('class', '')} {attributes.get('src', '')[:200]}"
    alt = attributes.get("alt", "")
    text = tidy(alt)
    if FORMULA_CLASS.search(attributes.get("class", "")) or DRAWS.search(attributes.get("src", "")[:200]):
        return text
    return text if PICTURE.search(named) and TEX.search(text) and "\\" in alt + named else ""


def is_displayed(element: Element) -> bool:
    """Whether a formula stands on a line of its own: by its own attributes, or by the box of KaTeX or MathJax around it."""
    head = element.head
    if element.name == "script":
        return "mode=display" in head.replace(" ", "")
    if "fallback-image-display" in head or element.attributes.get("display", "").lower() == "block":
        return True
    boxes = zip(element.ancestors(), range(DISPLAY_LEVELS), strict=False)
    return any(_is_display(up) for up, _ in boxes)


def _is_display(box: Element) -> bool:
    """Whether a box holds a formula on a line of its own: of KaTeX, MathJax, Sphinx."""
    if box.name == "div":
        return "math" in box.classes
    return "katex-display" in box.head or (box.name == BOX and "display=" in box.head)


def delimited(box: Element, text: str) -> str:
    """The TeX that a box for formulas holds between delimiters, for a script to draw; "" where there is no such box.

    >>> from cleaner.html.dom.elements import Element
    >>> delimited(Element("span", 0, 0, None, " class='math notranslate'"), "\\\\(x_0\\\\)")
    '$x_0$'
    """
    if box.name != "math-renderer" and not FORMULA_BOX.search(box.attributes.get("class", "")):
        return ""
    tex = " ".join(unescape(text).split())
    for left, right, sign in DELIMITERS:
        if tex.startswith(left) and tex.endswith(right) and len(tex) > len(left) + len(right):
            inner = tex[len(left) : -len(right)].strip()
            return f"{sign}{inner}{sign}" if inner and "$" not in inner else ""
    return ""


def words_of(image: Element, alt: bool) -> str:
    """The TeX of the picture of a formula; with `alt`, the alternative text of any other but for the name of a file."""
    text = alternative(image)
    if not text and alt and "alt" in image.head:
        text = " ".join(image.attributes.get("alt", "").split())
    return "" if FILE_NAME.fullmatch(text) else text


def drawn(element: Element, last: Element | None) -> bool:
    """Whether an element is KaTeX's drawing of the formula whose source stood right before it."""
    if "katex-html" not in element.head or last is None or element.parent is None:
        return False
    return last.name == "math" and last.start >= element.parent.start


def tidy(tex: str) -> str:
    """TeX in one line, without the braces and the style that MediaWiki puts around it."""
    text = " ".join(tex.split())
    if STYLE.match(text):
        inner = STYLE.sub("", text, count=1)
        text = inner[:-1].strip() if text[0] == "{" and inner.endswith("}") else inner
    for left, right in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")):
        if text.startswith(left) and text.endswith(right) and len(text) > len(left) + len(right):
            text = text[len(left) : -len(right)].strip()
    return text


def linear(content: str) -> str:
    """MathML written in a line."""
    stack: list[tuple[str, list[str]]] = [("math", [])]
    for close, tag, head, text in PART.findall(NOTES.sub("", _without_comments(content))):
        name = tag.lower().rpartition(":")[2]
        if text:
            if said := " ".join(unescape(text).split()):
                stack[-1][1].append(said)
        elif close:
            if len(stack) > 1 and any(open_ == name for open_, _ in stack[1:]):
                while True:
                    done, parts = stack.pop()
                    stack[-1][1].append(written(done, parts))
                    if done == name:
                        break
        elif not head.endswith("/") and len(stack) < DEEPEST:
            stack.append((name, []))
        elif name in ("mspace", "mprescripts", "none"):
            stack[-1][1].append("")
    while len(stack) > 1:
        done, parts = stack.pop()
        stack[-1][1].append(written(done, parts))
    return "".join(stack[0][1]).translate(INVISIBLE).strip()


def _without_comments(content: str) -> str:
    """MathML without its comments: editors name each sign in one.

    >>> _without_comments("<mo>−<!-- − --></mo><!-- not closed")
    '<mo>−</mo>'
    """
    pieces, position = [], 0
    while (start := content.find("<!--", position)) >= 0:
        pieces.append(content[position:start])
        end = content.find("-->", start)
        if end < 0:
            return "".join(pieces)
        position = end + 3
    return "".join([*pieces, content[position:]])


def written(name: str, parts: list[str]) -> str:
    """One element of MathML, from what its children come to."""
    if name in SCRIPTS and len(parts) == len(SCRIPTS[name]) + 1:
        if name == "mover" and parts[1] in ACCENTS and len(parts[0]) == 1:
            return parts[0] + ACCENTS[parts[1]]
        text = parts[0] + "".join(sign + _whole(part) for sign, part in zip(SCRIPTS[name], parts[1:], strict=True) if part)
        return text + " " if name.startswith("mu") else text  # "∑_(i=1)^n d_i": what follows is not above
    form = FORMS.get(name)
    return form(parts) if form is not None else "".join(parts)


def _whole(text: str) -> str:
    """In brackets, where it is more than one number, name or bracket."""
    simple = re.fullmatch(r"[−-]?[\w.,∞′]*|\([^()]*\)", text) is not None
    return text if simple else f"({text})"


def _fraction(parts: list[str]) -> str:
    return "/".join(map(_whole, parts))


def _root(parts: list[str]) -> str:
    return f"{_whole(parts[0])}^(1/{parts[1]})" if len(parts) == 2 else "".join(parts)


FORMS: dict[str, Callable[[list[str]], str]] = {
    "mfrac": _fraction,
    "mroot": _root,
    "msqrt": lambda parts: f"√{_whole(''.join(parts))}",
    "mfenced": lambda parts: f"({', '.join(parts)})",
    "mtr": ", ".join,
    "mtable": lambda parts: f"[{'; '.join(parts)}]",
}
