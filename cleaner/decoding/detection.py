"""Which legacy encoding bytes are in: the one that makes the likeliest words of some language.

Every encoding of CANDIDATES reads a sample (lines with bytes beyond ASCII). :mod:`cleaner.decoding.likelihood` scores what
comes out, :mod:`cleaner.decoding.plausibility` adds what letter pairs do not show, and the cheapest reading wins. Encodings
are ordered by how much text there is in them; a later one must be cheaper by more than a grain, and much cheaper than
Windows-1252 if even the best reading is no language that the models know. EBCDIC is not looked for: its letters are ASCII's
controls and signs, and it has to be given. Start at :func:`detect`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

# By how much text is in them: each place further down costs GRAIN nats, one of RARER RARE more.
COMMON = (
    "cp1252", "cp1251", "cp932", "gb18030", "cp949", "big5", "euc_jp", "cp1250", "cp1254", "cp1253", "cp1256", "cp1255",
    "iso8859-15", "cp1257", "cp874", "iso8859-2", "iso8859-7", "koi8-r", "koi8-u", "cp866", "mac_roman", "cp850", "cp437",
    "cp852", "iso8859-5", "iso8859-6", "mac_cyrillic", "iso8859-9", "cp855", "cp862", "cp737", "cp857", "cp775", "cp1258",
    "euc_jis_2004",
)  # fmt: skip
RARER = (
    "iso8859-16", "iso8859-4", "iso8859-3", "iso8859-10", "iso8859-13", "iso8859-14", "mac_latin2", "mac_turkish",
    "mac_greek", "mac_iceland", "mac_arabic", "mac_croatian", "mac_romanian", "cp1125", "cp869", "cp720", "cp860", "cp861",
    "cp863", "cp865", "johab", "ptcp154", "koi8_t",
)  # fmt: skip
CANDIDATES = COMMON + RARER
RARE = 4.0  # nats
WIDER = {"big5": "big5hkscs", "euc_jp": "euc_jis_2004"}
GRAIN = 0.15  # nats
GRAIN_OF_PROOF = 2.0  # nats by which another encoding must beat Windows-1252
SAMPLE = 2_000  # bytes of lines beyond ASCII that are read
STRANGE_GRAIN = 10.0  # the same where no reading is a language that the models know
FALLBACK = "cp1252"
HEAD = 400  # bytes of the sample that rule most candidates out
NEAR = 60.0  # nats from the best reading, within which others are looked at again
MOST_UNSEEN = 40  # bytes beyond ASCII that the sample does not hold; in an encoding of several bytes there are more
# Second bytes of the blocks up to Arabic, all as zero: "when is a byte the upper half of a letter".
HIGH_BYTES = bytes([0] * 9) + bytes(range(9, 256))
LETTER_IN_WORD = re.compile("(?:(?<=[A-Za-z])[^\\W\\d_\x00-\x7f]|[^\\W\\d_\x00-\x7f](?=[A-Za-z]))")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
CHARACTERS, BROKEN = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]+"), re.compile("[\udc80-\udcff]+")
FEWEST_CHARACTERS = 3


def detect(data: bytes) -> tuple[str, str, float]:
    """(encoding, how, confidence) for bytes that are not UTF-8; `how` is "detected" or "fallback".

    >>> detect("Съвет на града".encode("cp1251"))[:2]
    ('cp1251', 'detected')
    """
    sample = sample_of(data)
    readings = _readings(sample)
    if rest := _unseen_of(data, sample):
        near = [reading[1] for reading in readings if reading[0] < readings[0][0] + NEAR or reading[1] == FALLBACK]
        readings = sorted(_costs(sample + b"\n" + rest, near))
    cost, encoding, text, clean = readings[0]
    usual = next(reading for reading in readings if reading[1] == FALLBACK)
    if not clean and cost > usual[0] - STRANGE_GRAIN:
        return FALLBACK, "fallback", 0.3
    if usual[0] - cost < GRAIN_OF_PROOF or _only_signs_for_letters(encoding, text, usual[2]):
        return FALLBACK, "fallback", 0.5
    encoding = _wider(data, encoding)
    rival = next((other for other, _, reading, _ in readings if reading != text), cost + 100.0)
    return encoding, "detected", round(1.0 - 0.5 * math.exp(-(rival - cost) / 4.0), 3)


def _wider(data: bytes, encoding: str) -> str:
    """The larger set of characters of an encoding, where only that has all of the data.

    >>> _wider("覑".encode("big5hkscs"), "big5"), _wider(b"plain", "big5")
    ('big5hkscs', 'big5')
    """
    wider = WIDER.get(encoding)
    return wider if wider and not _is_in(data, encoding) and _is_in(data, wider) else encoding


def _is_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _only_signs_for_letters(encoding: str, text: str, usual: str) -> bool:
    """Whether a reading has nothing but signs where Windows-1252 has letters: "na’ve" for "naïve". One letter in a word is
    commoner than the encoding of an old system that has a sign there, but for the quotation marks of a Mac.

    >>> _only_signs_for_letters("cp775", "na’ve", "naïve"), _only_signs_for_letters("mac_roman", "don’t", "donÕt")
    (True, False)
    """
    if encoding.startswith("mac"):
        return False
    return LETTER_IN_WORD.search(usual) is not None and not any(char > "\x7f" and char.isalpha() for char in text)


def _unseen_of(data: bytes, sample: bytes) -> bytes:
    """Lines with bytes that the sample does not hold: what tells encodings apart that differ in a few letters.

    >>> _unseen_of(b"\\xe9 " * 2000 + b"\\xbduvre", b"\\xe9 " * 1000)[-5:]
    b'\\xbduvre'
    """
    if len(sample) >= len(data):
        return b""
    unseen = set(data.translate(None, bytes({*range(0x80), *sample})))
    if not unseen or len(unseen) > MOST_UNSEEN:
        return b""
    found = re.compile(b"[" + re.escape(bytes(sorted(unseen))) + b"]")
    lines, size = [], 0
    for match in found.finditer(data):
        start = max(data.rfind(b"\n", 0, match.start()) + 1, match.start() - SAMPLE // 8)
        end = data.find(b"\n", match.start(), match.start() + SAMPLE // 8)
        lines.append(data[start : end if end >= 0 else match.start() + SAMPLE // 8])
        size += len(lines[-1])
        if size > SAMPLE:
            break
    return b"\n".join(lines)


def _readings(sample: bytes) -> list[tuple[float, str, str, bool]]:
    """(cost, encoding, text, whether the text is clean) ; candidates are ruled out by the head of the sample."""
    head = _head_of(sample)
    costs = _costs(head, CANDIDATES)
    least = min(cost for cost, *_ in costs)
    near = [encoding for cost, encoding, *_ in costs if cost < least + NEAR or encoding == FALLBACK]
    return sorted(costs if head == sample else _costs(sample, near))


def _head_of(sample: bytes) -> bytes:
    """The start of a sample, up to a space or line end: what nearly all candidates are ruled out by."""
    if len(sample) <= HEAD:
        return sample
    ends = [end for end in (sample.rfind(b" ", 0, HEAD), sample.rfind(b"\n", 0, HEAD)) if end > HEAD // 2]
    return sample[: max(ends, default=HEAD)]


def _costs(sample: bytes, encodings: Iterable[str]) -> list[tuple[float, str, str, bool]]:
    """The readings of candidates; a text that several of them read is scored once, and one too odd for any words is left out."""
    from cleaner.decoding.likelihood import Score, shipped
    from cleaner.decoding.plausibility import LONE_SIGN

    likelihood = shipped()
    scores: dict[str, Score] = {}
    least, readings = math.inf, []
    for encoding in encodings:
        text = _text(sample, encoding)
        against = _against(sample, encoding, text)
        if against > least + NEAR and encoding != FALLBACK:
            continue
        if text not in scores:
            scores[text] = likelihood.score(LONE_SIGN.sub(" ", text), likelihood.languages)
        score = scores[text]
        readings.append((score.cost + against, encoding, text, score.cost <= score.allowed))
        least = min(least, score.cost + against)
    return readings


def _text(sample: bytes, encoding: str) -> str:
    text = sample.decode(encoding, "replace")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text  # whose tones stand behind their letters


def _against(sample: bytes, encoding: str, text: str) -> float:
    """Nats against an encoding and what it reads, apart from the words."""
    from cleaner.decoding.plausibility import MIRRORED, ODD_MARK, oddity

    place = CANDIDATES.index(encoding)
    mirrored = len(MIRRORED.findall(sample)) if encoding == "mac_arabic" else 0
    return oddity(text, encoding) + GRAIN * place + RARE * (encoding in RARER) + ODD_MARK * mirrored


def sample_of(data: bytes) -> bytes:
    """Whole lines with bytes beyond ASCII, from the start of the data; at least one, and of a long line its head."""
    picked, size, position = [], 0, 0
    while size < SAMPLE:
        found = BEYOND_ASCII.search(data, position)
        if not found:
            break
        start = max(data.rfind(b"\n", 0, found.start()) + 1, found.start() - SAMPLE // 4)
        end = data.find(b"\n", found.start())
        end = min(end if end >= 0 else len(data), start + SAMPLE)
        picked.append(data[start:end])
        size, position = size + end - start, max(end, found.end())
    return b"\n".join(picked)


def is_mostly_utf16(data: bytes) -> str:
    """The UTF-16 or UTF-32 that bytes without a mark are in, told by their zero bytes; "" if they are in neither.

    >>> is_mostly_utf16("a text".encode("utf-16-le")), is_mostly_utf16(b"a\\0 text")
    ('utf-16-le', '')
    """
    head = data[:4096].translate(HIGH_BYTES)
    zeros = [head[place::4].count(0) for place in range(4)]
    quarter = max(1, len(head) // 4)
    if len(head) % 4 == 0 and len(head) >= 8:
        if zeros[3] == quarter and zeros[2] >= 0.9 * quarter and not zeros[0]:
            return _if_decodes(data, "utf-32-le")
        if zeros[0] == quarter and zeros[1] >= 0.9 * quarter and not zeros[3]:
            return _if_decodes(data, "utf-32-be")
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    few, many = sorted((even, odd))
    if many >= 2 and few <= 0.02 * many and many >= 0.2 * len(head):
        return _if_decodes(data, "utf-16-le" if odd > even else "utf-16-be")
    return ""


def _if_decodes(data: bytes, encoding: str) -> str:
    """The encoding, if the bytes are text in it: no controls, and characters that are assigned."""
    unit = 4 if encoding.startswith("utf-32") else 2
    try:
        text = data[: len(data) // unit * unit].decode(encoding)
    except UnicodeDecodeError:
        return ""
    head = text[:2000]
    printable = sum(char.isprintable() or char in "\t\r\n\f\xa0\xad\u3000\u200b\u200c\u200d\u200e\u200f" for char in head)
    return encoding if printable >= 0.98 * len(head) and "\0" not in head else ""


def mixes_utf8(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 throughout hold characters in UTF-8 that cannot be there by accident.

    A line of UTF-8 throughout, with three characters or more, is no accident; within lines, as many characters as other bytes.

    >>> mixes_utf8("naïve\\n".encode() + b"caf\\xe9"), mixes_utf8("また放す".encode("euc_jp"))
    (True, False)
    """
    text = data.decode("utf-8", "surrogateescape")
    if sum(map(len, CHARACTERS.findall(text))) >= sum(map(len, BROKEN.findall(text))):
        return True
    lines = (line for line in text.split("\n") if not line.isascii() and not BROKEN.search(line))
    return any(sum(map(len, CHARACTERS.findall(line))) >= FEWEST_CHARACTERS for line in lines)
