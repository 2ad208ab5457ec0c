"""Containers that are never the text of a page: cookie consent, share buttons, the likes line, ... by rules of CSS selectors.

The rules are in `rules/html/containers/*.toml`; each names selectors, and what they match is left out with all that it
holds. :func:`mark` writes the rule's id into :attr:`Element.drop` of every element concerned. Selectors are found by
the type, class or id of their last part, so that their number does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleaner.html.selectors import Compound, Selector, chain_matches
from cleaner.html.tree import Element, Page
from cleaner.rulebook import RuleSet

UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "noembed",
        "noframes",
        "textarea",
        "head",
        "object",
        "select",
        "datalist",
        "canvas",
        "audio",
        "video",
    ]
)
HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


class Index(NamedTuple):
    """Selectors of all rules, by the key of their last compound."""

    by_class: dict[str, list[tuple[str, list[Compound]]]]
    by_id: dict[str, list[tuple[str, list[Compound]]]]
    by_type: dict[str, list[tuple[str, list[Compound]]]]
    others: list[tuple[str, list[Compound]]]


def compile_rules(rules: RuleSet) -> Index:
    """The index over the selectors of a rule set; made once."""
    index = Index({}, {}, {}, [])
    for rule in rules:
        for source in rule.data.get("selectors", ()):
            for chain in Selector(source).chains:
                add_chain(index, rule.id, chain)
    return index


def add_chain(index: Index, rule_id: str, chain: list[Compound]) -> None:
    """File one selector under the key of its last compound."""
    kind, key = chain[-1].key
    table = {"class": index.by_class, "id": index.by_id, "type": index.by_type}.get(kind)
    if table is None:
        index.others.append((rule_id, chain))
    else:
        table.setdefault(key, []).append((rule_id, chain))


def rule_for(index: Index, element: Element, allows: Callable[[str], bool]) -> str:
    """The id of the first rule that names the element, "" if none does."""
    attributes = element.attributes
    candidates: Iterable[tuple[str, list[Compound]]] = index.by_type.get(element.name, ())
    if attributes:
        found = list(candidates)
        for name in element.classes:
            found += index.by_class.get(name, ())
        found += index.by_id.get(attributes.get("id", ""), ())
        found += index.others
        candidates = found
    for rule_id, chain in candidates:
        if chain_matches(chain, element) and allows(rule_id):
            return rule_id
    return ""


def mark(page: Page, index: Index, allows: Callable[[str], bool] = lambda _: True) -> None:
    """Set `drop` of every element that a rule, or its nature, keeps out of the text."""
    for element in page.elements:
        parent = element.parent
        if parent is not None and parent.drop:
            element.drop = parent.drop
        elif element.name in UNSEEN:
            element.drop = "html.unseen"
        elif (len(element.head) > 3 or element.name in index.by_type) and element.name not in ("html", "body", "main"):
            element.drop = rule_for(index, element, allows)
            if not element.drop and is_hidden(element):
                element.drop = "html.hidden"


def is_hidden(element: Element) -> bool:
    """Whether the element's own attributes keep it from being shown."""
    attributes = element.attributes
    if "hidden" in attributes:
        streamed = attributes.get("id", "").startswith("S:")  # React moves it to its place when the page has arrived
        return attributes["hidden"].lower() != "until-found" and not streamed
    return "style" in attributes and HIDING.search(attributes["style"]) is not None
