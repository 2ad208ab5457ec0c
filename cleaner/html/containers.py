"""Containers that are never the text of a page: cookie consent, share buttons, the likes line, ... by rules of CSS selectors.

The rules are in `rules/html/containers/*.toml`; each names selectors, and what they match is left out with all that it
holds. :func:`mark` writes the rule's id into :attr:`Element.drop` of every element concerned. Selectors are found by
the type, class or id of their last part, so that their number does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cleaner.html.dom.elements import UNSHOWN, Element, Page
from cleaner.html.dom.selectors import Compound, Selector, chain_matches
from cleaner.html.dom.tags import VOID
from cleaner.rulebook.packs import RuleSet

FILTER = "html.containers"  # the filter that the shipped rules about pages belong to
ROOTS = frozenset(("blockquote", "figure"))  # a footer in one of them is not that of the page
KEPT_WHOLE = VOID | {"html", "body", "main", "#page"}  # never left out as a whole


class Index(NamedTuple):
    """Selectors of all rules, by the key of their last compound."""

    by_class: dict[str, list[tuple[str, list[Compound]]]]
    by_id: dict[str, list[tuple[str, list[Compound]]]]
    by_type: dict[str, list[tuple[str, list[Compound]]]]
    by_attribute: dict[str, list[tuple[str, list[Compound]]]]
    others: list[tuple[str, list[Compound]]]


def compile_rules(rules: RuleSet) -> Index:
    """The index over the selectors of a rule set; made once."""
    index = Index({}, {}, {}, {}, [])
    for rule in rules:
        for source in rule.data.get("selectors", ()):
            for chain in Selector(source).chains:
                add_chain(index, rule.id, chain)
    return index


def add_chain(index: Index, rule_id: str, chain: list[Compound]) -> None:
    """File one selector under the key of its last compound."""
    kind, key = chain[-1].key
    tables = {"class": index.by_class, "id": index.by_id, "type": index.by_type, "attribute": index.by_attribute}
    table = tables.get(kind)
    if table is None:
        index.others.append((rule_id, chain))
    else:
        table.setdefault(key, []).append((rule_id, chain))


def named_by(index: Index, element: Element) -> list[tuple[str, list[Compound]]]:
    """Selectors that could name the element, by its type, id, classes and attributes."""
    attributes = element.attributes
    candidates = [*index.by_type.get(element.name, ()), *index.others]
    for name in attributes:
        if name in index.by_attribute:
            candidates += index.by_attribute[name]
    for name in attributes.get("class", "").split():
        if name in index.by_class:
            candidates += index.by_class[name]
    candidates += index.by_id.get(attributes.get("id", ""), ())
    return candidates


def mark(page: Page, index: Index, allows: Callable[[str], bool] = lambda _: True) -> None:
    """Set `drop` of every element that a rule keeps out of the text; the parser has done so for what is not displayed."""
    harmless: set[tuple[str, str]] = set()  # start tags that no selector could name, whatever is around them
    for element in page.elements:
        parent, name = element.parent, element.name
        if parent is not None and parent.drop:
            element.drop = parent.drop
        elif element.drop != UNSHOWN and name not in KEPT_WHOLE and (name, element.head) not in harmless:
            candidates = named_by(index, element) if name != "footer" or not _of_quotation(element) else []
            named = next((rule for rule, chain in candidates if chain_matches(chain, element) and allows(rule)), "")
            element.drop = named or element.drop
            if not candidates and name != "footer":
                harmless.add((name, element.head))


def _of_quotation(footer: Element) -> bool:
    """Whether a footer is that of a quotation, a figure or a cell: it says who is quoted (HTML Living Standard, 4.4.4)."""
    return any(up.name in ROOTS for up in footer.ancestors())
