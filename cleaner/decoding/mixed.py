"""UTF-8 with bytes in it that are none: pieces of another encoding, cut characters, surrogate pairs as bytes (CESU-8).

Each line is read by itself. A line that is not UTF-8 throughout is either a line of the other encoding or UTF-8 with single
foreign bytes in it, whichever makes the likelier words. Of the foreign bytes a surrogate pair is its character; a lead byte
that its continuation bytes do not follow is a cut character and stays U+FFFD, unless the other encoding makes a letter of
it that fits the word; anything else is read in the other encoding. Start at :func:`read_mixed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.core.byte_edits import ByteEdit, Decoding
from cleaner.decoding.detection import detect, sample_of

PAIR = rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
PAIRS = re.compile(PAIR)
SEQUENCE = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
SEQUENCES = re.compile(rb"(?:" + SEQUENCE + rb")+")
CUT = (
    rb"[\xe1-\xef][\x80-\xbf]|\xe0[\xa0-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?"
)
PIECE = re.compile(
    rb"(?P<utf8>(?:[\x00-\x7f]|" + SEQUENCE + rb")+)|(?P<pair>" + PAIR + rb")|(?P<cut>" + CUT + rb")|(?P<foreign>[\x80-\xff])"
)
MORE_THAN_CUT = re.compile(rb"[\x80-\xc1\xf5-\xff]|[\xc2-\xf4][A-Za-z\xc2-\xff]")
# A lead byte of UTF-8 behind a small letter and before no letter; in Windows and Mac encodings a capital or a sign.
ONLY_CUT = re.compile(rb"(?<=[a-z])[\xc2-\xc5](?![A-Za-z\x80-\xff])")
USUAL = "cp1252"  # what single bytes within UTF-8 are in, unless another encoding is clearly likelier
PROOF = 8.0  # nats
MOST_FOREIGN = 6  # times the bytes of UTF-8
MOST_SCORED = 500  # code points of a line that are scored
LATIN = re.compile("[A-Za-z\xc0-\u024f]")
BEYOND = re.compile("[^\x00-\u024f\u2000-\u206f\ufffd]")


class Part(NamedTuple):
    """Bytes and their text; `exact` if the bytes are that text in UTF-8."""

    raw: bytes
    text: str
    exact: bool


def without_pairs(data: bytes) -> bytes:
    """The bytes without what CESU-8 makes of characters beyond U+FFFF."""
    return PAIRS.sub(b"", data) if b"\xed" in data else data


def mixes_a_little(data: bytes, encoding: str) -> bool:
    """Whether bytes with some UTF-8 in them are likelier as that with foreign bytes than as the encoding that was detected.

    >>> mixes_a_little("crème purée".encode() + b" g\\xe2teau \\xe0 la p\\xeache r\\xf4tie", "cp1252")
    True
    """
    if ONLY_CUT.sub(b"", data).isascii():
        return True
    sequences = sum(map(len, SEQUENCES.findall(data)))
    if not sequences or MOST_FOREIGN * sequences < sum(byte >= 0x80 for byte in data):
        return False
    sample = sample_of(data)
    return _cost(read_mixed(sample)[0]) < _cost(sample.decode(encoding, "replace"))


def read_mixed(data: bytes) -> tuple[str, Decoding]:
    """The text of bytes that are UTF-8 in part, and what gives the bytes back.

    >>> read_mixed("crème, pur".encode() + b"\\xe9e")[0], read_mixed(b"caf\\xc3\\xa9, caf\\xc3...")[0]
    ('crème, purée', 'café, caf\\ufffd...')
    >>> read_mixed(b"\\xc3\\xa9 \\xed\\xa0\\xbd\\xed\\xb8\\x80")[0]
    'é 😀'
    """
    lines = data.split(b"\n")
    foreign = [line for line in lines if not _is_utf8(line) and not _is_mostly_utf8(line)]
    encoding, _, confidence = detect(b"\n".join(foreign)) if _holds_words(foreign) else (USUAL, "", 0.5)
    if encoding != USUAL and not any(SEQUENCES.search(line) is None for line in foreign):
        head = b"\n".join(foreign)[:MOST_SCORED]  # the encoding was told by bytes that are UTF-8 in part
        if _cost(_read_in_pieces(head, encoding)) > _cost(_read_in_pieces(head, USUAL)) - PROOF:
            encoding, confidence = USUAL, 0.5
    repairs: list[ByteEdit] = []
    pieces: list[str] = []
    offset = size = 0
    for number, line in enumerate(lines):
        if number:
            pieces.append("\n")
            offset, size = offset + 1, size + 1
        for raw, text, exact in parts_of(line, encoding):
            if not exact:
                repairs.append(ByteEdit(offset, raw, size, text))
            pieces.append(text)
            offset, size = offset + len(raw), size + len(text)
    how = f"mixed with {encoding}" if any(not _is_pair(repair.raw) for repair in repairs) else "mixed with cesu-8"
    return "".join(pieces), Decoding("utf-8", how, confidence, b"", tuple(repairs))


def _read_in_pieces(data: bytes, encoding: str) -> str:
    """Lines as UTF-8 with bytes of an encoding, or as that encoding, whichever is likelier."""
    return "\n".join("".join([part.text for part in parts_of(line, encoding)]) for line in data.split(b"\n"))


def _is_mostly_utf8(line: bytes) -> bool:
    """Whether a line holds more characters of several bytes than bytes that are none."""
    found = SEQUENCES.findall(without_pairs(line))
    characters = sum(len(run.decode("utf-8")) for run in found)
    return characters > sum(byte >= 0x80 for byte in line) - sum(map(len, found))


def _is_pair(raw: bytes) -> bool:
    return PAIRS.fullmatch(raw) is not None


def _holds_words(lines: list[bytes]) -> bool:
    """Whether lines of another encoding hold more than cut characters: a byte that is no lead byte, or letters behind one."""
    return any(MORE_THAN_CUT.search(line) for line in lines)


def parts_of(line: bytes, encoding: str) -> Iterator[Part]:
    """A line in pieces of UTF-8 and of the other encoding."""
    if _is_utf8(line):
        yield Part(line, line.decode("utf-8"), exact=True)
        return
    pieces = list(_pieces(line, encoding))
    if not SEQUENCES.search(without_pairs(line)) and not PAIRS.search(line):
        whole = line.decode(encoding, "replace")
        if not _is_cut(pieces):
            yield Part(line, whole, exact=False)
            return
    elif _cost(line.decode(encoding, "replace")) < _cost("".join([part.text for part in pieces])):
        yield Part(line, line.decode(encoding, "replace"), exact=False)
        return
    yield from pieces


def _is_cut(pieces: list[Part]) -> bool:
    return all(part.exact or part.text == "\ufffd" for part in pieces)


def _pieces(line: bytes, encoding: str) -> Iterator[Part]:
    """The pieces of a line that is UTF-8 in part, character by character."""
    wide = len(BEYOND.findall(line.decode("utf-8", "replace"))) > 2
    before = ""
    for match in PIECE.finditer(line):
        raw = match.group()
        if match.lastgroup == "utf8":
            text, exact = raw.decode("utf-8"), True
        elif match.lastgroup == "pair":
            text, exact = raw.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16"), False
        elif match.lastgroup == "cut" and (wide or not _is_word(raw, encoding, before)):
            text, exact = "\ufffd", False
        else:
            text, exact = _foreign(raw, encoding, before, line[match.end() : match.end() + 1], wide=wide), False
        yield Part(raw, text, exact)
        before = text


def _is_word(raw: bytes, encoding: str, before: str) -> bool:
    """Whether two bytes or three are letters of the other encoding that go on a word, or end it with a mark."""
    text = raw.decode(encoding, "replace")
    return (
        bool(LATIN.match(text)) and before[-1:].isalpha() and text[0].islower() and all(c.isalpha() or c in "»”’…" for c in text)
    )


def _foreign(raw: bytes, encoding: str, before: str, after: bytes, *, wide: bool) -> str:
    """The text of a byte that is no UTF-8: U+FFFD if it began a character that is cut off."""
    text = raw.decode(encoding, "replace")
    if len(text) != len(raw) or "\ufffd" in text or any("\x80" <= char <= "\x9f" for char in text):
        return "\ufffd"
    if raw[0] in LEAD_BYTES and (wide or not _fits(text, before, after)):
        return "\ufffd"
    return text


LEAD_BYTES = frozenset(range(0xC2, 0xF5))


def _fits(text: str, before: str, after: bytes) -> bool:
    """Whether a letter fits its word by its case: no capital behind a small letter, none by itself."""
    if not text.isalpha():
        return False
    if text.isupper():
        inside = before[-1:].isalpha()
        return before[-1:].isupper() if inside else after.isalpha()
    return before[-1:].isalpha() or after.isalpha() or text in "àéèòóyè"


def _cost(text: str) -> float:
    """How unlikely a line is, in nats."""
    from cleaner.decoding.likelihood import shipped
    from cleaner.decoding.plausibility import oddity

    likelihood = shipped()
    text = text[:MOST_SCORED]
    return likelihood.score(text, likelihood.languages).cost + oddity(text.replace("\ufffd", " "), "cp1252")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
