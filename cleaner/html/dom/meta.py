"""Metadata that a page declares: title, date, author, language, canonical address, site name, description."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from cleaner.html.dom.elements import Page

MOST = 300  # characters of one value
FROM_META = {
    "og:title": "title", "twitter:title": "title", "dc.title": "title",
    "article:published_time": "date", "date": "date", "dc.date": "date", "dcterms.created": "date", "pubdate": "date",
    "publish_date": "date", "parsely-pub-date": "date", "datepublished": "date", "article:modified_time": "modified",
    "author": "author", "article:author": "author", "dc.creator": "author", "parsely-author": "author",
    "sailthru.author": "author",
    "og:url": "url", "og:site_name": "site", "description": "description", "og:description": "description",
    "og:type": "type", "content-language": "language", "og:locale": "locale",
}  # fmt: skip
FROM_LD = {"datePublished": "date", "headline": "title", "dateModified": "modified", "inLanguage": "language"}
TOLD_BY = frozenset(("meta", "link", "html", "title", "time", "script"))  # elements that say something of the page
LONGEST_LD = 400_000  # characters of one JSON-LD script


def metadata(page: Page) -> dict[str, str]:
    """What the page says of itself, as far as it says it; values are cut at 300 characters.

    >>> from cleaner.html.dom.tree import parse
    >>> metadata(parse('<html lang="de"><title>Ein Boot</title><meta name="author" content="A. B."></html>'))
    {'author': 'A. B.', 'language': 'de', 'title': 'Ein Boot'}
    """
    found: dict[str, str] = {}
    data: dict[str, str] = {}
    plain: dict[str, str] = {}
    for element in page.elements:
        name = element.name
        if name not in TOLD_BY:
            continue
        if name == "meta":
            attributes = element.attributes
            key = (
                attributes.get("property")
                or attributes.get("name")
                or attributes.get("itemprop")
                or attributes.get("http-equiv", "")
            )
            field = FROM_META.get(key.lower())
            if field and attributes.get("content", "").strip():
                found.setdefault(field, attributes["content"])
        elif name == "link" and "canonical" in element.attributes.get("rel", "").lower().split():
            found["url"] = _absolute(element.attributes.get("href", ""), found.get("url", ""))
        elif name == "html" and element.attributes.get("lang"):
            plain["language"] = element.attributes["lang"]
        elif name == "title" and "title" not in plain:
            plain["title"] = page.source[element.open_end : element.end].split("</", 1)[0]
        elif name == "time" and "datetime" in element.attributes:
            plain.setdefault("date", element.attributes["datetime"])
        elif name == "script" and "ld+json" in element.head:
            _read_ld(page.source[element.open_end : element.end], data)
    locale = found.pop("locale", "")
    merged = {**plain, **({"language": locale} if locale and "language" not in plain else {}), **data, **found}
    if "language" in plain:
        merged["language"] = plain["language"]
    values = {key: _tidy(value) for key, value in sorted(merged.items())}
    return {key: value for key, value in values.items() if value}


def _tidy(value: str) -> str:
    from html import unescape

    return " ".join(unescape(value).split())[:MOST]


def _absolute(href: str, base: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _read_ld(script: str, found: dict[str, str]) -> None:
    """The facts of a JSON-LD script, if it is one that can be read."""
    body = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)?|(?:-->|//\]\]>)?\s*(?:</script[^>]*>)?\s*$", "", script[:LONGEST_LD])
    try:
        table = json.loads(body)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [table]
    for _ in range(200):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting += item[:20]
        elif isinstance(item, dict):
            _read_item(item, found)
            waiting.append(item.get("@graph"))
            waiting.append(item.get("mainEntity"))


def _read_item(item: dict[str, Any], found: dict[str, str]) -> None:
    """Headline, date and authors of an item of JSON-LD."""
    if "datePublished" not in item and "headline" not in item:
        return
    for key, field in FROM_LD.items():
        if isinstance(item.get(key), str):
            found.setdefault(field, item[key])
    author = item.get("author")
    people = author if isinstance(author, list) else [author]
    names = [person.get("name") if isinstance(person, dict) else person for person in people]
    spoken = ", ".join(name for name in names if isinstance(name, str))
    if spoken:
        found.setdefault("author", spoken)
