"""Make `cleaner/data/english.numbers` from the lists of words of the models: `python -m training.sentences.word_numbers`.

To be made again when a model has other words; `tests/models/test_word_numbers.py` tells. It takes a second.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator
from struct import pack

from cleaner.core.resources import data_file
from cleaner.models import cloze, error_detector, masked, sequences
from cleaner.models.wordlists.packed import mapped_model
from cleaner.models.wordlists.word_numbers import FILE, MAGIC, digest_of, made_places

MODELS = {
    "english.sequences": sequences.MAGIC,
    "english.errors": error_detector.MAGIC,
    "english.to-past": error_detector.MAGIC,
    "english.cloze": cloze.MAGIC,
    "english.masked": masked.MAGIC,
}


def lists() -> Iterator[tuple[str, bytes]]:
    """The models and their words."""
    for name, magic in MODELS.items():
        head, data, start = mapped_model(data_file(name), magic)
        yield name, bytes(data[start : start + head["words"]])


def make() -> bytes:
    """The bytes of the file."""
    head: dict[str, list[int]] = {}
    body = array("I")
    for _, words in lists():
        if (digest := digest_of(words)) not in head:
            places = made_places(words)
            head[digest] = [len(places.starts) - 1, len(body)]
            for part in places:
                body.extend(part)
    if sys.byteorder == "big":
        body.byteswap()
    line = json.dumps(head, separators=(",", ":")).encode()
    line += b" " * (-len(line) % 4)
    return MAGIC + pack("<I", len(line)) + line + body.tobytes()


if __name__ == "__main__":
    data_file(FILE).write_bytes(make())
