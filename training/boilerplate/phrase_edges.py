"""Make `cleaner/data/boilerplate/phrases.edges` from the shipped phrases: `python -m training.boilerplate.phrase_edges`.

To be made again when the phrases, the labels of structure.toml or cues.tsv, or the code of their sketches has changed;
`tests/filters/test_edges.py` tells. It takes a second.
"""

from __future__ import annotations

import json
from struct import pack

from cleaner.core.resources import data_file
from cleaner.filters.phrase_edges import FILE, MAGIC, inputs, made_edges


def make() -> bytes:
    """The bytes of the file."""
    ascii_texts, others = made_edges()
    head = json.dumps({"ascii": len(ascii_texts), "inputs": inputs()}, separators=(",", ":")).encode()
    return MAGIC + pack("<I", len(head)) + head + ascii_texts + others


if __name__ == "__main__":
    data_file("boilerplate", FILE).write_bytes(make())
