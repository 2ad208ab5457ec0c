"""What clean text seldom holds: evidence against a reading of bytes that letter pairs do not give.

Ideographs amidst Latin letters or of the rare half of their set, capitals inside words, quotation marks that nothing closes,
box drawings between letters, controls. A module of its own, because its classes of characters take longer to compile than a
short text takes to clean. Start at :func:`oddity`.
"""

from __future__ import annotations

import re

BAD_BYTE = 20.0  # nats for a byte or pair of bytes that an encoding does not have
CONTROL = re.compile("[\x80-\x9f]")
# A Latin letter that swallowed the one behind it ("na\u98d7e" for "naïve") leaves an ideograph in a word, or a single one at
# its edge where the text has no others.
CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
IDEOGRAPH_IN_WORD = re.compile(f"(?<=[A-Za-z])[{CJK}](?=[a-z])")
IDEOGRAPH_AT_WORD = re.compile(f"(?<=[a-z])[{CJK}]|[{CJK}](?=[a-z])")
IDEOGRAPHS = re.compile(f"[{CJK}]{{2}}")
DRAWN_IN_WORD = re.compile("(?<=[^\\W\\d_])[\u2500-\u259f](?=[^\\W\\d_])")
PRIVATE = re.compile("[\ue000-\uf8ff]")
HIRAGANA = re.compile("[\u3041-\u3096]")
# The common half of a national set of ideographs: the codec that numbers them, and its first and last lead byte.
COMMON_IDEOGRAPHS = {
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5": ("big5", 0xA4, 0xC6),
    "cp932": ("shift_jis", 0x88, 0x98),
    "euc_jp": ("shift_jis", 0x88, 0x98),
    "euc_jis_2004": ("shift_jis", 0x88, 0x98),
    "cp949": ("euc_kr", 0xFF, 0xFF),  # Koreans hardly write any
}
RARE_IDEOGRAPH = 2.0  # nats; one in a hundred of clean text, half of what a wrong encoding makes
CAPITAL_IN_WORD = re.compile(  # "значениЯ", "CÈline"
    "(?<=[a-zß-öø-ÿа-џά-ώ]{2})[À-ÖØ-ÞЀ-ЯΆΈ-Ϋ]|(?<![^\\W\\d_])[A-Z][À-ÖØ-Þ](?=[a-z]{2})"
)
# "and•" and "pi—" for "andò" and "più", "nomm‚" for "nommé", "„oступ" that nothing closes, "de … la" for "de à la".
STRAY_MARK = re.compile(
    "(?<=[^\\W\\d_])[‚„•]|(?<=[^\\W\\d_])[–—](?=[ ,.;:])|‚(?![^\n‚]*[‘’])|„(?![^\n„]*[“”])|(?<!\\S)[…“”‘’•](?!\\S)"
    "|[¤¦½¼¾¸¨](?=[^\\W\\d_])|(?<=[^\\W\\d_])[¤¦½¼¾¸¨]|(?<!\\S)[‘“](?=[^\\W\\d_])(?![^\n]*[’”])|(?<!\\S)”(?=[^\\W\\d_])(?![^\n]*”)"
)
# "’νοιξη" for "Άνοιξη": Windows-1253 and ISO 8859-7 have the capital where the other has an apostrophe.
CUT_GREEK = re.compile("(?<!\\S)[’¶](?=[α-ώ]{3})")
# Signs that texts of all languages hold: one that stands alone or behind a number is as good as a letter there.
LONE_SIGN = re.compile("(?<![^\\s\\d])[§°®©±²³µ¶·¼½¾«»](?![^\\s\\d])")
ODD_PLACE, ODD_MARK, LONE, CUT = 10.0, 10.0, 5.0, 3.0  # nats for each


def oddity(text: str, encoding: str) -> float:
    """Nats against a text that an encoding read, for all that clean text seldom holds.

    >>> oddity("Le nommé", "cp850"), oddity("Le nomm‚", "cp1252")
    (0.0, 10.0)
    """
    bad = text.count("\ufffd") + len(CONTROL.findall(text)) + len(PRIVATE.findall(text))
    odd = len(IDEOGRAPH_IN_WORD.findall(text)) + len(DRAWN_IN_WORD.findall(text))
    if not odd and not IDEOGRAPHS.search(text):
        odd = len(IDEOGRAPH_AT_WORD.findall(text))
    rare = _rare_ideographs(text, encoding) if encoding in COMMON_IDEOGRAPHS else 0
    marks = len(CAPITAL_IN_WORD.findall(text)) + len(STRAY_MARK.findall(text))
    marks += sum(line.count("«") != line.count("»") for line in text.split("\n"))
    lone = len(LONE_SIGN.findall(text))
    return (
        ODD_PLACE * odd
        + BAD_BYTE * bad
        + RARE_IDEOGRAPH * rare
        + ODD_MARK * marks
        + LONE * lone
        + CUT * len(CUT_GREEK.findall(text))
    )


def _rare_ideographs(text: str, encoding: str) -> int:
    """How many ideographs are not of the common half of their set; beside hiragana, of the Japanese one.

    >>> _rare_ideographs("古い橋", "euc_jp"), _rare_ideographs("概い抖", "gb18030")
    (0, 1)
    """
    codec, first, last = COMMON_IDEOGRAPHS["euc_jp" if HIRAGANA.search(text) else encoding]
    ideographs = "".join(char for char in text if "\u3400" <= char <= "\u9fff")
    codes = ideographs.encode(codec, "replace").replace(b"?", b"??")[::2]  # of those that the set lacks, "??"
    return sum(not first <= code <= last for code in codes)
