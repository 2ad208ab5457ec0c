"""Everything in ASCII: "Müller, Δημητρα, 北京" -> "Mueller, Demetra, Bei Jing". Opt-in, lossy, on request only.

The table is Unidecode's. **Unidecode is licensed under the GNU GPL, version 2 or later**; it is a separate package, it is
imported in this one place, and only when this filter finds something to do. Who redistributes a program in which this
filter runs has that licence to heed; see the README. Where Unidecode is wrong for a language, `german.tsv` and the
like come first: German umlauts and Danish or Norwegian letters become two letters. The language is that of the document, or
the setting `language`. Emoji and other symbols that have no reading stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.rulebook.packs import RuleSet

BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
TABLES = {"de": "german.tsv", "da": "danish.tsv", "nb": "danish.tsv", "nn": "danish.tsv"}


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """ASCII for every run of other characters."""
    text = document.text
    if text.isascii():
        return
    name = TABLES.get(str(rules.settings.get("language") or document.language), "")
    table = _table(rules, name) if name else {}
    for match in BEYOND_ASCII.finditer(text):
        run, (start, end) = match.group(), match.span()
        plain = "".join(table.get(char) or _unidecode(char) for char in run)
        if plain[-1:] == " " and not text[end : end + 1].isalnum():
            plain = plain[:-1]  # Unidecode puts a space after every syllable of Chinese
        own = any(char in table for char in run)
        if own and _in_capitals(text, start, end):
            plain = plain.upper()
        if plain != run:
            rule = name.removesuffix(".tsv") if own else "unidecode"
            yield rules.edit(start, end, plain, f"transliterate.ascii.{rule}")


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether letters stand beside a capital, or between two: "ÖSTERREICH" is "OESTERREICH", "Österreich" is not.

    >>> _in_capitals("ÖSTERREICH", 0, 1), _in_capitals("Österreich", 0, 1), _in_capitals("GRÖSSE", 2, 3)
    (True, False, True)
    """
    beside = text[start - 1 : start] + text[end : end + 1] if start else text[end : end + 1]
    letters = [char for char in beside if char.isalpha()]
    return bool(letters) and all(map(str.isupper, (*letters, text[start])))


def _table(rules: RuleSet, name: str) -> dict[str, str]:
    rows = rules.file(name).read_text("utf-8").split("\n")
    return dict(row.split("\t") for row in rows if row)


def _unidecode(char: str) -> str:
    """Unidecode's reading; the character itself if it has none, or is half a character."""
    from unidecode import unidecode

    if "\ud800" <= char <= "\udfff":
        return char
    return unidecode(char) or char
