"""Which tags do what: void, raw text, block-level, formatting, and what closes what.

From the HTML Living Standard (13.1.2, 13.2.6 and the style sheet of 15.3), as far as the light tree needs it.
"""

# fmt: off
VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
))
RAW = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "math", "menu", "nav", "noscript", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "select", "summary", "svg", "table", "tbody", "td", "template", "tfoot",
    "th", "thead", "tr", "ul",
))
FORMATTING = frozenset((
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "label", "mark", "nobr", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
))
CELLS = frozenset(("td", "th"))
# A start tag on the left closes an open element on the right, unless one of the barriers stands between.
CLOSES = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "dir", "table"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl", "table"))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl", "table"))),
    "td": (CELLS, frozenset(("tr", "table"))),
    "th": (CELLS, frozenset(("tr", "table"))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "tbody": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "thead": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "tfoot": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "a": (frozenset(("a",)), BLOCK),
    "body": (frozenset(("head",)), frozenset()),
}
# Their neighbours get a space between.
APART = frozenset(("a", "audio", "button", "iframe", "img", "input", "label", "object", "video"))
# No end tag inside closes what is outside.
SCOPE = frozenset(("body", "caption", "html", "table", "td", "th"))
# fmt: on
