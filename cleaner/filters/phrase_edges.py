"""How known phrases, labels and names of home pages begin and end, for the pass of the kernel (`kernel/scan.c`): its edges.

An edge is the sketch (:mod:`~cleaner.filters.boilerplate._evidence.sketches`) of a whole line, of its head or of its tail. Making
those of the shipped phrases takes 80 to 200 ms, so they are shipped as well, in one file that `python -m
training.boilerplate.phrase_edges` makes:

    b"CLNREDG1"
    u32 length of the head; the head: JSON, {"ascii": bytes, "inputs": {file: digest}}
    records: u8 part, u8 books, u16 length, the sketch; the first `ascii` bytes of them are those of ASCII texts

All little-endian. `part` is what the sketch is of a line, `books` has the bit 1 for phrases of ASCII texts, 2 for those of
others. A file that was made of other phrases or labels is not used.
"""

from __future__ import annotations

from struct import pack

from cleaner.core.resources import data_file, rules_folder
from cleaner.models.wordlists.packed import mapped_model, reading
from cleaner.models.wordlists.wordindex import digest

MAGIC = b"CLNREDG1"
FILE = "phrases.edges"
ASCII, OTHERS = 1, 2  # bits of the books
# What a sketch is of a line, beside those of phrases, which are numbered from 1, and those of phrases in plain lines from PLAIN.
LABEL, HOME, PLAIN = 7, 8, 9


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
    from cleaner.filters.boilerplate._evidence.rows import LABEL_SIZES, label_sketches, label_tails
    from cleaner.filters.boilerplate._evidence.sketches import sketch
    from cleaner.filters.boilerplate.phrases import shipped_book
    from cleaner.filters.boilerplate.structure import labels_of
    from cleaner.rulebook.packs import RuleSet

    pages = labels_of(RuleSet("boilerplate.structure"))
    homes = {key for key in sketch("\n".join(pages.homes)) if key}
    found = dict.fromkeys(
        [(LABEL, key) for key in label_sketches() | pages.sketches] + [(HOME, key) for key in homes], ASCII | OTHERS
    )
    for books, beyond_ascii in ((ASCII, False), (OTHERS, True)):
        book = shipped_book(beyond_ascii=beyond_ascii)
        whole, heads, tails = book.sketches()
        plain_heads, plain_tails = book.plain_edges()
        begun = book.beginnings | {key for key in label_sketches() if len(key) in LABEL_SIZES}
        parts = (whole, heads, tails, book.heads, book.tails | label_tails(), begun | heads)
        plain = (plain_heads, plain_tails, begun | plain_heads)
        for part, keys in (*enumerate(parts, 1), *enumerate(plain, PLAIN)):
            for key in keys:
                found[part, key] = found.get((part, key), 0) | books
    records = sorted((not books & ASCII, part, key, books) for (part, key), books in found.items())
    ascii_texts, others = bytearray(), bytearray()
    for is_other, part, key, books in records:
        (others if is_other else ascii_texts).extend(pack("<BBH", part, books, len(key)) + key)
    return bytes(ascii_texts), bytes(others)
