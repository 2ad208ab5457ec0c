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
# A box drawing amidst letters; a letter of another script amidst Latin ones.
ALIEN_IN_WORD = re.compile("(?<=[^\\W\\d_])[\u2500-\u259f](?=[^\\W\\d_])|(?<=[A-Za-z])[\u0370-\u06ff](?=[A-Za-z])")
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
    "|[¤¦½¼¾¸¨®¯](?=[^\\W\\d_])|(?<=[^\\W\\d_])[¤¦½¼¾¸¨¯]|(?<!\\S)[‘“](?=[^\\W\\d_])(?![^\n]*[’”])|(?<!\\S)”(?=[^\\W\\d_])(?![^\n]*”)"
)
# "proced‚.", "Fran‡ois", "cos¡", "’ак": what stands for a letter in code pages of DOS and Mac, where no text has it; a single
# small kana between Latin words.
NO_MARK = re.compile(
    "(?<=[^\\W\\d_])(?:‚|[†‡‰](?=[^\\W\\d_])|[¡¿])| \xa0(?= )|(?<!\\S)[’‚](?=[а-яё])|(?<=[A-Za-z ])[\uff61-\uff9f](?=[A-Za-z ])"
)
# "’νοιξη" for "Άνοιξη": Windows-1253 and ISO 8859-7 have the capital where the other has an apostrophe.
CUT_GREEK = re.compile("(?<!\\S)[’¶](?=[α-ώ]{3})")
# Signs that texts of all languages hold: one that stands alone or behind a number is as good as a letter there.
LONE_SIGN = re.compile("(?<![^\\s\\d])[§°®©±²³µ¶·¼½¾«»](?![^\\s\\d])|(?<=[A-Za-z])[®™](?![^\\W\\d_])")
# Mac OS Arabic has the signs of ASCII a second time, for text from right to left; seldom two in a row.
MIRRORED = re.compile(
    rb"[\xa3-\xa7\xbc-\xbe\xdb-\xdf\xfb-\xfd]|(?<=[\xa1-\xab\xad\xaf\xba-\xbe])[\xa1\xa2\xa8-\xab\xad\xaf\xba\xbb]"
)
# Encodings that texts without a letter beyond ASCII are in, for their quotation marks and signs.
OF_SIGNS = frozenset(("cp1252", "mac_roman", "cp437", "cp850", "cp932", "gb18030", "cp949", "big5", "euc_jp"))
LAST_LATIN = "\u036f"  # with the modifiers of its letters
OTHER_SCRIPT = frozenset((
    "cp1251", "cp1253", "cp1255", "cp1256", "cp874", "iso8859-5", "iso8859-6", "iso8859-7", "koi8-r", "koi8-u", "koi8_t",
    "cp866", "cp1125", "cp855", "cp862", "cp737", "cp869", "cp720", "mac_cyrillic", "mac_greek", "mac_arabic", "ptcp154",
))  # fmt: skip
ODD_PLACE, ODD_MARK, WORSE, LONE, CUT, NO_LETTER = 10.0, 10.0, 8.0, 5.0, 10.0, 8.0  # nats for each
NO_SCRIPT = 40.0  # nats against an encoding of another script where letters beyond ASCII are all Latin


def oddity(text: str, encoding: str) -> float:
    """Nats against a text that an encoding read, for all that clean text seldom holds.

    >>> oddity("Le nommé", "cp850"), oddity("Le nomm‚", "cp1252")
    (0.0, 18.0)
    """
    bad = text.count("\ufffd") + len(CONTROL.findall(text)) + len(PRIVATE.findall(text))
    odd = len(IDEOGRAPH_IN_WORD.findall(text)) + len(ALIEN_IN_WORD.findall(text))
    if not odd and not IDEOGRAPHS.search(text):
        odd = len(IDEOGRAPH_AT_WORD.findall(text))
    rare = _rare_ideographs(text, encoding) if encoding in COMMON_IDEOGRAPHS else 0
    marks = len(CAPITAL_IN_WORD.findall(text)) + len(STRAY_MARK.findall(text))
    marks += sum(line.count("«") != line.count("»") for line in text.split("\n"))
    lone = sum(sign not in "«»" for sign in LONE_SIGN.findall(text))  # whose number has been looked at
    return (
        ODD_PLACE * odd
        + BAD_BYTE * bad
        + RARE_IDEOGRAPH * rare
        + ODD_MARK * marks
        + WORSE * len(NO_MARK.findall(text))
        + LONE * lone
        + _lack_of_letters(text, encoding)
        + CUT * len(CUT_GREEK.findall(text))
    )


def _lack_of_letters(text: str, encoding: str) -> float:
    """Nats against a text that has no letter of the script that an encoding was made for, or more accented Latin ones.

    >>> _lack_of_letters("Declaraci’", "iso8859-7"), _lack_of_letters("Declaració", "cp850")
    (8.0, 0.0)
    >>> _lack_of_letters("JosÇ and ClÇment at 20 گ", "mac_arabic"), _lack_of_letters("Floáon", "mac_arabic")
    (8.0, 40.0)
    """
    if encoding in OF_SIGNS:
        return 0.0
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    own = sum(char > LAST_LATIN for char in letters) if encoding in OTHER_SCRIPT else len(letters)
    if letters and not own:
        return NO_SCRIPT
    return NO_LETTER if 2 * own <= len(letters) else 0.0


def _rare_ideographs(text: str, encoding: str) -> int:
    """How many ideographs are not of the common half of their set; beside hiragana, of the Japanese one.

    >>> _rare_ideographs("古い橋", "euc_jp"), _rare_ideographs("概い抖", "gb18030")
    (0, 1)
    """
    codec, first, last = COMMON_IDEOGRAPHS["euc_jp" if HIRAGANA.search(text) else encoding]
    ideographs = "".join(char for char in text if "\u3400" <= char <= "\u9fff")
    codes = ideographs.encode(codec, "replace").replace(b"?", b"??")[::2]  # of those that the set lacks, "??"
    return sum(not first <= code <= last for code in codes)
