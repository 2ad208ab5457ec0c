"""Which words a block shares: with the title of the page, with its description, with the rest of the page, with any text.

A block that speaks of what the title names is likelier to be the text than one that does not; menus and labels do without
the small words (articles, prepositions, forms of "to be") that running text is full of. Both are told by their length alone,
so that no language needs a list.
"""

from __future__ import annotations

import re

from cleaner.html.selection.declared import Declared

WORD = re.compile(r"\w+")
NAMES = ("in_title", "of_title", "in_description", "small", "repeated")
SMALL = 3  # letters of a small word at most
LONG = 5  # letters of a word of content at least
MOST = 600  # characters of a block that are looked at
DESCRIPTION = 1500  # characters of the declared text that count as a description


def measure(texts: list[list[str]], facts: Declared, headline: str) -> list[list[float]]:
    """Of each block, given as words in lower case: the share of its different words of content that are in the title, how many
    of them, the share that the description has, the share of small words among all, and the share that other blocks have too."""
    title = content(WORD.findall(f"{facts.title} {headline.lower()}"))
    described = content(WORD.findall(facts.text[:DESCRIPTION]))
    once: set[str] = set()
    again: set[str] = set()
    blocks = [content(words) for words in texts]
    for weighty in blocks:
        again |= once & weighty
        once |= weighty
    result = []
    for words, weighty in zip(texts, blocks, strict=True):
        many = len(weighty) or 1
        titled = len(title & weighty)
        result.append(
            [
                titled / many,
                float(titled),
                len(described & weighty) / many,
                sum([len(word) <= SMALL for word in words]) / (len(words) or 1),
                len(again & weighty) / many,
            ]
        )
    return result


def content(words: list[str]) -> set[str]:
    """The words of content among them."""
    return {word for word in words if len(word) >= LONG}
