"""Which tags do what: display types, void and raw text elements, and what closes what.

From the HTML Living Standard: 13.1.2 (kinds of elements), 13.2.6 (tree construction) and 15.3 (rendering), as far as the light
tree needs them. What is neither `BLOCK` nor `UNSEEN` is inline: text before, in and after it makes one paragraph.
"""

import re

# fmt: off
VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta",
    "param", "source", "track", "wbr",
))
RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
# display: block, list-item, table and its parts (15.3.2 to 15.3.10); `slot` and custom elements are inline.
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "xmp",
))
# display: none (15.3.1), and replaced elements whose content is shown only where they cannot be (15.4)
UNSEEN = frozenset((
    "applet", "area", "audio", "base", "canvas", "datalist", "embed", "head", "iframe", "link", "meta", "meter", "noembed",
    "noframes", "object", "param", "progress", "rp", "script", "select", "source", "style", "svg", "template", "textarea",
    "title", "track", "video",
))
# Elements that a start tag of a block-level element does not reach through to close a <p> (13.2.4.2, button scope).
BUTTON_SCOPE = frozenset((
    "applet", "button", "caption", "html", "marquee", "object", "select", "table", "td", "template", "th", "#page",
))
CLOSES_P = BLOCK - {
    "body", "caption", "frameset", "head", "html", "legend", "optgroup", "option", "tbody", "td", "tfoot", "th", "thead", "tr",
}
# In the head of a page; any other tag ends the head (13.2.6.4.4).
IN_HEAD = frozenset((
    "base", "basefont", "bgsound", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title",
))
FORMATTING = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CELLS = frozenset(("td", "th"))
_RUBY = frozenset(("rt", "rp"))
_TO_ITEM = BLOCK - {"address", "div", "p", "li", "dt", "dd"}  # an item is not closed through one of these
# A start tag on the left closes an open element on the right, unless one of the barriers stands between.
CLOSES = {
    "li": (frozenset(("li",)), _TO_ITEM),
    "dt": (frozenset(("dt", "dd")), _TO_ITEM),
    "dd": (frozenset(("dt", "dd")), _TO_ITEM),
    "td": (CELLS, frozenset(("tr", "table"))),
    "th": (CELLS, frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "thead": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "rt": (_RUBY, BLOCK | {"ruby"}),
    "rp": (_RUBY, BLOCK | {"ruby"}),
    "a": (frozenset(("a",)), BLOCK),
    "button": (frozenset(("button",)), BUTTON_SCOPE - {"button"}),
    "body": (frozenset(("head",)), frozenset()),
}
# No end tag inside closes what is outside.
SCOPE = frozenset(("applet", "body", "caption", "html", "marquee", "object", "table", "td", "template", "th"))
# Quotation marks around <q>, outer and inner, by language (Unicode CLDR 44); English ones for the others.
QUOTES = {
    "bg": "„“‚‘", "cs": "„“‚‘", "da": "”””’", "de": "„“‚‘", "el": "«»“”", "es": "«»“”", "et": "„“‚‘", "fi": "””’’",
    "fr": "«»‹›", "hu": "„”»«", "it": "«»“”", "ja": "「」『』", "nb": "«»‘’", "no": "«»‘’", "pl": "„”«»", "pt": "“”‘’",
    "ro": "„”«»", "ru": "«»„“", "sk": "„“‚‘", "sl": "„“‚‘", "sv": "””’’", "uk": "«»„“",
}  # fmt: skip
# fmt: on

# Attribute values in quotes may hold "<" and ">"; outside of quotes both end the tag. Possessive, so linear.
TAG = re.compile(
    r"""<(?: (/?) ([a-zA-Z][^\s/><]*+) ( (?: [^=><]++ | =\s*+(?:"[^"]*+"|'[^']*+')?+ )*+ ) >?
        | (!--) | (!\[CDATA\[) | [!?/] )""",
    re.VERBOSE,
)
