"""Codec pairs: how text that was written in one encoding looks when it is read as another, and how to re-decode it."""

from __future__ import annotations

import codecs
from collections.abc import Set
from functools import cache
from typing import NamedTuple

from cleaner.rulebook.packs import RuleSet

SEVERAL_BYTES = frozenset(("utf-8", "gbk", "gb18030", "big5", "cp932", "cp949", "euc_jp"))  # a character may take several


# What Windows-1252 shows for the bytes that a strict reader of ISO 8859-1 shows as controls.
STRICT = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}


class CodecPair(NamedTuple):
    """Text written as `written` and read as `read`: `damage` breaks it so, `repair` undoes it; None where that fails."""

    rule: str
    written: str
    read: str

    @property
    def unicode(self) -> bool:
        """Whether the text was written in UTF-8, which hardly anything else decodes as."""
        return self.written == "utf-8"

    @property
    def charwise(self) -> bool:
        """Whether every character has one byte on both sides: re-decoding is a table, and ASCII stays as it is."""
        return table(self.written) is not None and table(self.read) is not None

    def fits(self, beyond_ascii: Set[str]) -> bool:
        """Whether text with such characters may have come through it, as far as the characters tell: else `repair` gives None.

        >>> CodecPair("", "utf-8", "koi8-r").fits({"ц", "╘"}), CodecPair("", "utf-8", "koi8-r").fits({"é"})
        (True, False)
        """
        chars = _alphabet(self.read)
        if chars is None or chars >= beyond_ascii:
            return True
        return self.read == "cp1252" and not self.unicode and chars.union(map(chr, STRICT)) >= beyond_ascii

    def damage(self, text: str) -> str | None:
        """What a reader of the wrong encoding sees.

        >>> CodecPair("", "utf-8", "koi8-r").damage("déjà")
        'dц╘jц═'
        """
        data = encode(text, self.written)
        return None if data is None else decode(data, self.read)

    def repair(self, text: str) -> str | None:
        """The text that was written; None if it cannot have come through this codec pair.

        >>> CodecPair("", "utf-8", "koi8-r").repair("dц╘jц═"), CodecPair("", "utf-8", "koi8-r").repair("déjà")
        ('déjà', None)
        """
        if self.read == "cp1252" and not self.unicode:
            text = text.translate(STRICT)
        data = encode(text, self.read)
        return None if data is None else decode(data, self.written, strict=True)


@cache
def table(encoding: str) -> str | None:
    """The 256 characters of a one-byte encoding, undefined bytes as the controls of their number; None for others."""
    if encoding in SEVERAL_BYTES:
        return None
    chars = [bytes([byte]).decode(encoding, "replace") for byte in range(256)]
    return "".join(chr(i) if char == "\ufffd" else char for i, char in enumerate(chars))


@cache
def _alphabet(encoding: str) -> frozenset[str] | None:
    """The characters of a one-byte encoding; None for others."""
    chars = table(encoding)
    return None if chars is None else frozenset(chars)


@cache
def reverse(encoding: str) -> object:
    """The encoding map of a one-byte encoding."""
    return codecs.charmap_build(table(encoding) or "")


def encode(text: str, encoding: str) -> bytes | None:
    """Bytes of a text, None if the encoding does not have all its characters."""
    if table(encoding) is None:
        try:
            return text.encode(encoding)
        except UnicodeEncodeError:
            return None
    try:
        return codecs.charmap_encode(text, "strict", reverse(encoding))[0]  # type: ignore[arg-type]
    except UnicodeEncodeError:
        return None


def decode(data: bytes, encoding: str, *, strict: bool = False) -> str | None:
    """Text of bytes, None if they are not in the encoding; `strict` refuses bytes that a one-byte encoding leaves undefined."""
    chars = table(encoding)
    try:
        if chars is None or strict:
            return data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return codecs.charmap_decode(data, "strict", chars)[0]


def codec_pairs_of(rules: RuleSet) -> list[CodecPair]:
    """The codec pairs that the rules name, in their order."""
    return [CodecPair(rule.id, rule.data["written"], rule.data["read"]) for rule in rules]
