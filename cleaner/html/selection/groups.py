"""What the names around a block say: landmarks of the page, and words in class names, ids and item properties."""

from __future__ import annotations

import re
from functools import lru_cache

LANDMARKS = (
    "nav",
    "header",
    "footer",
    "aside",
    "main",
    "article",
    "form",
    "table",
    "list",
    "figure",
    "section",
    "dialog",
    "button",
    "noscript",
    "hidden",
)
LANDMARK_OF = {
    "nav": 0, "header": 1, "footer": 2, "aside": 3, "main": 4, "article": 5, "form": 6, "table": 7, "ul": 8, "ol": 8, "dl": 8,
    "figure": 9, "section": 10, "dialog": 11, "button": 12, "label": 12, "select": 6, "noscript": 13, "menu": 0,
}  # fmt: skip
ROLES = {
    "navigation": 0, "banner": 1, "contentinfo": 2, "complementary": 3, "main": 4, "article": 5, "search": 6, "form": 6,
    "dialog": 11, "alertdialog": 11, "menu": 0, "menubar": 0, "button": 12, "list": 8, "tablist": 12, "tab": 12,
}  # fmt: skip

# Words in class names, ids and item properties, by what their authors mean with them.
GROUPS = (
    ("nav", r"nav|menu|breadcrumbs?|navbar|toc|tabs?|pagination|pager|paging|crumbs?"),
    ("head", r"header|masthead|topbar|banner|hero|logo|branding"),
    ("foot", r"footer|foot|copyright|legal|colophon|bottom"),
    ("side", r"sidebar|aside|side|rail|widgets?|secondary|complementary|gadget"),
    (
        "related",
        r"related|recommend\w*|similar|more|also|trending|popular|recirc|teasers?|promos?|upsell|crosssell|suggest\w*|recent",
    ),
    ("share", r"share|sharing|social|follow|sharedaddy|addthis|socials|like|likes|bookmark"),
    ("comment", r"comments?|commentlist|disqus|respond|reply|replies|discussion"),
    ("ads", r"ads?|advert\w*|sponsor\w*|adsense|dfp|taboola|outbrain|affiliate"),
    ("sign", r"newsletter|subscribe|subscription|signup|login|signin|register|optin|mailchimp|paywall|account|user"),
    ("consent", r"cookies?|consent|gdpr|onetrust|cmp|privacy|ccpa"),
    ("over", r"modal|popup|overlay|dialog|lightbox|drawer|tooltip|dropdown|offcanvas|flyout|hidden|hide|sr|visually|screen"),
    ("search", r"search|filters?|facets?|sort|sorting|refine|toolbar|controls?|form"),
    ("byline", r"byline|author|authors|date|time|meta|metadata|published|timestamp|dateline|posted|postmeta|bio"),
    ("tags", r"tags?|category|categories|topics?|keywords?|labels?|badge"),
    ("caption", r"captions?|figure|image|img|photo|gallery|video|media|slider|carousel|slide|swiper|thumb\w*"),
    ("content", r"content|body|text|main|article|articlebody|story|entry|richtext|rte|prose|copy|markdown|wysiwyg|page"),
    (
        "post",
        r"post|posts|message|messages|thread|topic|topicbody|bbp|cooked|postbody|postcontent|messagebody|answer|answers|question",
    ),
    ("product", r"product|products|pdp|sku|description|desc|details?|spec|specs|specifications?|features?|accordion"),
    (
        "buy",
        r"cart|basket|checkout|price|prices|buy|stock|shipping|delivery|wishlist|quantity|variant|swatch\w*|size|sizes|offer",
    ),
    ("review", r"reviews?|ratings?|testimonials?|stars?|feedback|trustpilot|bazaarvoice|quote"),
    ("card", r"cards?|items?|grid|tiles?|list|listing|listings|results?|row|feed|loop|archive|collection"),
    ("doc", r"docs?|documentation|documentwrapper|api|reference|code|highlight|syntax|theorem|example"),
    ("title", r"title|headline|heading|subtitle|lead|intro|summary|excerpt|standfirst|dek"),
    ("faq", r"faqs?|question|answer|accordion|collapse|toggle|panel"),
    ("button", r"btn|buttons?|cta|link|links|action|actions"),
    ("profile", r"profile|avatar|member|userinfo|poster|signature|sig|postprofile|stats|count|counts|views|likes"),
)
GROUP_NAMES = tuple(name for name, _ in GROUPS)
NAME_PARTS = re.compile(r"[A-Za-z][a-z]+|[A-Z]{2,}|[a-z]+")
MEMO_WORDS = 5_000  # words of attributes that are remembered
COMPILED = tuple(re.compile(words) for _, words in GROUPS)


@lru_cache(MEMO_WORDS)
def bits_of_word(word: str) -> int:
    """The groups that a word belongs to, as bits."""
    return sum(1 << number for number, words in enumerate(COMPILED) if words.fullmatch(word))


def group_bits(text: str) -> int:
    """The groups that the words of a class attribute (or id) belong to, as bits.

    >>> [GROUP_NAMES[k] for k in range(len(GROUPS)) if group_bits("postBody__share") >> k & 1]
    ['share', 'content', 'post']
    """
    bits = 0
    for part in NAME_PARTS.findall(text):
        bits |= bits_of_word(part.lower())
    return bits
