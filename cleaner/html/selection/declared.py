"""What the head of a page and its structured data declare: the kind of page, its title, and texts that blocks can be found in."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple

from cleaner.html.dom.elements import Page

TYPES_OF_KIND = (
    ("article", re.compile(r"article|blogposting|newsarticle|report")),
    ("product", re.compile(r"product")),
    (
        "forum",
        re.compile(
            r"discussionforum|qapage|xenforo|phpbb|vbulletin|discourse|invision|flarum|simplemachines|mybb|vanilla|topic|thread"
        ),
    ),
    ("list", re.compile(r"collectionpage|itemlist|searchresults|offercatalog|category|archive")),
    (
        "docs",
        re.compile(r"sphinx|docusaurus|mkdocs|readthedocs|doxygen|gitbook|javadoc|vitepress|techarticle|mediawiki|docutils"),
    ),
    ("shop", re.compile(r"shopify|woocommerce|magento|bigcommerce|prestashop")),
    ("home", re.compile(r"website|organization|localbusiness|home")),
)
KINDS = tuple(name for name, _ in TYPES_OF_KIND)
LD_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')
LD_TEXT = re.compile(r'"(?:articleBody|description|text|headline|name|reviewBody|abstract)"\s*:\s*"((?:[^"\\]|\\.)*+)"')
LONGEST_LD = 400_000  # characters of one JSON-LD script
MOST_DECLARED = 60_000  # characters of declared text that blocks are looked up in


class Declared(NamedTuple):
    """What the head and the structured data say of the page: `kinds`, its title, and a text to look words up in."""

    kinds: list[float]
    title: str
    text: str


def declared(page: Page) -> Declared:
    """Open Graph, generator, JSON-LD and the classes of the body."""
    said, texts, titles = [], [], []
    for element in page.elements:
        name = element.name
        if name == "meta":
            attributes = element.attributes
            key = (attributes.get("property") or attributes.get("name") or "").lower()
            value = attributes.get("content", "")
            if key in ("og:type", "generator"):
                said.append(value)
            elif key in ("og:title", "twitter:title"):
                titles.append(value)
            elif key in ("description", "og:description"):
                texts.append(value)
        elif name == "title" and not titles:
            titles.append(unescape(page.source[element.open_end : element.end].split("<", 1)[0]))
        elif name == "script" and "ld+json" in element.head:
            body = page.source[element.open_end : element.end]
            said += LD_TYPE.findall(body)[:20]
            texts += [decoded(text) for text in LD_TEXT.findall(body[:LONGEST_LD])]
        elif name == "body":
            said.append(element.attributes.get("class", "")[:300])
            said.append(element.attributes.get("id", "")[:100])
    spoken = " ".join(said).lower()
    kinds = [min(3.0, float(len(pattern.findall(spoken)))) for _, pattern in TYPES_OF_KIND]
    return Declared(kinds, plain(" ".join(titles)), plain(" ".join(texts)[:MOST_DECLARED]))


WORDS = re.compile(r"\w+")


def plain(text: str) -> str:
    """Words in lower case with single spaces, a space at both ends."""
    return f" {' '.join(WORDS.findall(text.lower()))} "


TAG_IN_BODY = re.compile(r"<[^<>]{1,200}>")


def decoded(raw: str) -> str:
    """A JSON string without its quotes, read; character references and tags in it are resolved too."""
    try:
        text = str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return ""
    return TAG_IN_BODY.sub(" ", unescape(text)).strip()
