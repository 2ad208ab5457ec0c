"""The edges for the pass of the kernel (`kernel/sketches.c`): how phrases, labels and paths to a page begin and end.

An edge is the sketch (:mod:`~cleaner.filters.boilerplate._evidence.sketches`) of a whole line, of its head or of its tail. Making
those of the shipped phrases takes 80 to 200 ms, so they are shipped as well, in one file that `python -m
training.boilerplate.phrase_edges` makes:

    b"CLNREDG1"
    u32 length of the head; the head: JSON, {"ascii": bytes, "inputs": {file: digest}}
    records: u8 part, u8 books, u16 length, the sketch; the first `ascii` bytes of them are those of ASCII texts

Names of home pages, and labels of the law and of consent in rows of links, are told by their letters (:func:`letters_alone`).
Lines that begin with a letter of another script than Latin are told by their first ten letters, or their last six, without
case: of such scripts a sketch has little more than the length. "$" behind them says that the phrase has no more letters, "|" that
another letter follows.

All little-endian. `part` is what sketch or letters are of a line, `books` has the bit 1 for phrases of ASCII texts, 2 for those
of others. A file that was made of other phrases or labels is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from struct import pack

from cleaner.core.resources import data_file, rules_folder
from cleaner.models.wordlists.packed import mapped_model, reading
from cleaner.models.wordlists.wordindex import digest

MAGIC = b"CLNREDG1"
FILE = "phrases.edges"
ASCII, OTHERS = 1, 2  # bits of the books
# What a sketch is of a line, beside those of phrases, which are numbered from 1, and those of phrases in plain lines from PLAIN.
LABEL, HOME, PLAIN, FIRST_LETTERS, LAST_LETTERS, OF_LAW = 7, 8, 9, 12, 13, 14
MOST_LETTERS, MOST_LAST_LETTERS = 10, 6
COUNTS = ("", "%d")  # what may stand for a number: no letters, or such of Latin
# Letters of scripts in which case is a matter of one character, and what is no letter in any; the same in kernel/scripts.c.
SCRIPT_LETTERS = (
    "[\u0400-\u045f\u05d0-\u05ea\u0620-\u063f\u0641-\u064a\u0671-\u06d3\u0904-\u0939\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46"
    "\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]"
)
NO_LETTERS = (
    "[\0-@\\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u060c\u061b\u061f\u0640\u064b-\u0669\u06f0-\u06f9"
    "\u0900-\u0903\u093a-\u096f\u0e31\u0e34-\u0e3f\u0e47-\u0e5b\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\uff01-\uff0f"
    "\uff1a-\uff20\ufeff]"
)
# What is the same letter where case does not count.
SAME_LETTER = {
    **dict(zip("\u0130\u0131\u017f\u212a\u03c2\u03f4\u2126", "iisk\u03c3\u03b8\u03c9", strict=True)),
    **dict(zip(map(chr, range(0x1C80, 0x1C87)), "вдосттъ", strict=True)),
}


def edges(*, beyond_ascii: bool) -> bytes | memoryview:
    """The records of the shipped phrases: those of ASCII texts, or all."""
    path = data_file("boilerplate", FILE)
    with reading(path):
        head, data, start = mapped_model(path, MAGIC)
        if head["inputs"] != inputs():
            made = made_edges()
            return b"".join(made) if beyond_ascii else made[0]
        return data[start:] if beyond_ascii else data[start : start + head["ascii"]]


def inputs() -> dict[str, str]:
    """Digests of the files that the edges are made of. The code counts as well: a test makes them again."""
    phrases, rules = data_file("boilerplate", "phrases"), rules_folder() / "boilerplate"
    files = phrases / "ascii.tsv", phrases / "unicode.tsv", rules / "structure.toml", rules / "structure" / "cues.tsv"
    return {path.name: digest(path.read_bytes()) for path in files}


def made_edges() -> tuple[bytes, bytes]:
    """The records of ASCII texts, and the others, made of the phrases."""
    from cleaner.filters.boilerplate._evidence.cues import YOU_ARE_HERE, labels
    from cleaner.filters.boilerplate._evidence.rows import LABEL_SIZES, label_sketches, label_tails
    from cleaner.filters.boilerplate._evidence.shipped_books import ascii_book, book_of_all
    from cleaner.filters.boilerplate._page.footers import TELLING
    from cleaner.filters.boilerplate.structure import labels_of
    from cleaner.rulebook.packs import RuleSet

    pages = labels_of(RuleSet("boilerplate.structure"))
    homes = map(letters_alone, [*pages.homes, *YOU_ARE_HERE.split("|")])
    of_law = (letters_alone(label) for label, kind in labels().items() if kind in TELLING)
    of_pages = [(LABEL, key) for key in label_sketches() | pages.sketches]
    of_pages += [(part, key.encode()) for part, keys in ((HOME, homes), (OF_LAW, of_law)) for key in keys]
    found = dict.fromkeys(of_pages, ASCII | OTHERS)
    for books, book in ((ASCII, ascii_book()), (OTHERS, book_of_all())):
        whole, heads, tails = book.sketches()
        plain_heads, plain_tails = book.plain_edges()
        begun = book.beginnings | {key for key in label_sketches() if len(key) in LABEL_SIZES}
        parts = (whole, heads, tails, book.heads, book.tails | label_tails(), begun | heads)
        plain = (plain_heads, plain_tails, begun | plain_heads)
        for part, keys in (*enumerate(parts, 1), *enumerate(plain, PLAIN)):
            for key in keys:
                found[part, key] = found.get((part, key), 0) | books
    found |= dict.fromkeys(_letters_of_phrases(book_of_all().phrases.texts), OTHERS)
    records = sorted((not books & ASCII, part, key, books) for (part, key), books in found.items())
    ascii_texts, others = bytearray(), bytearray()
    for is_other, part, key, books in records:
        (others if is_other else ascii_texts).extend(pack("<BBH", part, books, len(key)) + key)
    return bytes(ascii_texts), bytes(others)


def _letters_of_phrases(texts: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """The first letters of phrases and labels, and the last ones of phrases that begin with an open slot."""
    from cleaner.filters.boilerplate._evidence.cues import labels
    from cleaner.filters.boilerplate._evidence.plain_edges import EDGE
    from cleaner.filters.boilerplate._evidence.sketches import sketch
    from cleaner.filters.boilerplate._evidence.slots import with_counts

    firsts, lasts = [(text, "$") for text in labels()], list[str]()
    for text in texts:
        if "{" not in text.replace("{count}", ""):
            firsts.append((text, "$"))
            continue
        head, tail = with_counts(text)
        sizes = [len(sketch(variant.replace("{count}", ""))[0]) for variant in (head, head.upper(), head.lower())]
        if max(sizes) >= EDGE:
            firsts.append((head, ""))
        if min(sizes) < EDGE:
            lasts.append(tail)
    for count in COUNTS:
        for text, end in firsts:
            letters = letters_of(text.replace("{count}", count), MOST_LETTERS, end)
            if re.match(SCRIPT_LETTERS, letters):
                yield FIRST_LETTERS, letters.encode()
        for text in lasts:
            yield LAST_LETTERS, letters_of(text.replace("{count}", count)[::-1], MOST_LAST_LETTERS, "").encode()


def letters_alone(text: str) -> str:
    """The letters by which names of home pages and labels of the law are told: without case, marks and accented letters.

    >>> letters_alone("Página Principal"), letters_alone("О нас | ΑΡΧΙΚΉ"), letters_alone("Çerez tercihleri")
    ('pginaprincipal', 'онасαρχικ', 'ereztercihleri')
    """
    return "".join(map(_letter_alone, text))


def _letter_alone(char: str) -> str:
    if char in SAME_LETTER:
        return SAME_LETTER[char]
    return char.lower() if re.match(f"[A-Za-z\u0391-\u03a9\u03b1-\u03c9]|{SCRIPT_LETTERS}", char) else ""


def letters_of(text: str, most: int, end: str) -> str:
    """The first letters of a text of another script than Latin, and what follows them.

    >>> [letters_of(text, 6, "$") for text in ("«Ещё 5 записей»", "Вход", "Мы в Facebook", "Re")]
    ['ещёзап', 'вход$', 'мыв|', '|']
    """
    found = ""
    for char in text:
        if re.match(SCRIPT_LETTERS, char):
            found += char.lower()
            if len(found) == most:
                return found
        elif not re.match(NO_LETTERS, char):
            return f"{found}|"
    return found + end
