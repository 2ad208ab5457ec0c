"""Random mutations of bytes: flipped, dropped, repeated and swapped pieces, and pieces that formats trip over."""

from __future__ import annotations

from random import Random

TOKENS = (
    b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"\\u", b"{", b"}", b"[", b"]", b"<", b">",
    b"&#", b"&amp;",
    b"<!--", b"]]>", b"<script>", b"</", b"<table>", b"=", b"-1", b"1e999", b"null",
    b"the the ", "é".encode(), "â€".encode(), "\u202e".encode(),
)  # fmt: skip
LONGEST = 20_000  # bytes of a mutated input


def mutated(data: bytes, chance: Random) -> bytes:
    """The data with a few random changes."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 64)))
        piece = data[start:end]
        change = chance.randrange(5)
        if change == 0:
            piece = b""
        elif change == 1:
            piece = piece * chance.choice((2, 3, 50))
        elif change == 2:
            piece = chance.choice(TOKENS) + piece
        elif change == 3:
            piece = bytes(byte ^ (1 << chance.randrange(8)) for byte in piece)
        else:
            other = chance.randint(0, len(data))
            piece = data[other : other + 16]
        data = (data[:start] + piece + data[end:])[:LONGEST]
    return data
