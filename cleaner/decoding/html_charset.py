"""The encoding of a page, as browsers decide it: BOM, then what `<meta>` or the XML declaration says.

One thing is decided otherwise: a page that is valid UTF-8 beyond ASCII is UTF-8, whatever it says of itself; no text in an
older encoding looks like that by accident. And a declaration that the bytes belie is not believed. After that it is as
with any text: UTF-8, then detection (:mod:`cleaner.decoding.decode`). Labels are those of the WHATWG Encoding Standard.
"""

from __future__ import annotations

import codecs
import re

HEAD = 4096  # bytes searched; browsers search 1024, but many pages have longer heads
COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
CHARSET = re.compile(rb"""(?<![\w-])charset\s*=\s*["']?\s*([\w:.+-]+)""", re.IGNORECASE)
XML = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w:.+-]+)""", re.IGNORECASE)
MARKUP = re.compile(rb"<(?:!doctype|html|head|meta|body|title|\?xml)\b", re.IGNORECASE)
MOST_WRONG = 0.02  # of the characters beyond ASCII; with more of them undecodable, the declaration is wrong
BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# WHATWG labels that Python names otherwise, or reads in a narrower way than browsers do.
OTHERWISE = {
    "cp1252": "ansi_x3.4-1968 ascii cp819 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 "
    "latin1 us-ascii x-cp1252 x-user-defined windows-1252 cp1252 csisolatin1",
    "cp1254": "csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 l5 latin5 x-cp1254",
    "cp874": "dos-874 iso-8859-11 iso8859-11 tis-620 windows-874",
    "gb18030": "gb2312 gbk gb_2312-80 chinese csgb2312 x-gbk gb18030",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949 cseuckr",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5",
    "euc_jis_2004": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "iso8859_8": "iso-8859-8-i iso-8859-8-e logical visual",
    "koi8_u": "koi8-ru",
    "koi8_r": "koi koi8",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "mac_roman": "macintosh x-mac-roman mac",
    "cp1250": "x-cp1250", "cp1251": "x-cp1251", "cp1253": "x-cp1253", "cp1255": "x-cp1255", "cp1256": "x-cp1256",
    "cp1257": "x-cp1257", "cp1258": "x-cp1258",
    "utf-8": "utf-16 utf-16le utf-16be unicode-1-1-utf-8 x-unicode20utf8 utf8 unicode11utf8 unicode20utf8",
}  # fmt: skip
LABELS = {label: name for name, labels in OTHERWISE.items() for label in labels.split()}


def declared(data: bytes) -> str:
    """Python's name of the encoding that the head of a page declares, "" if it declares none that is known.

    >>> declared(b'<meta charset="ISO-8859-1">'), declared(b"<html><p>charset=koi8-r"), declared(b"<meta charset=nonsense>")
    ('cp1252', '', '')
    """
    head = COMMENT.sub(b"", data[:HEAD])
    said = XML.match(head)
    labels = [said[1]] if said else []
    for meta in META.finditer(head):
        found = CHARSET.search(meta[1])
        if found:
            labels.insert(0, found[1])
            break
    return next(filter(None, (known(label.decode("ascii", "replace")) for label in labels)), "")


def known(label: str) -> str:
    """Python's name for a WHATWG label, "" for an unknown one.

    >>> known("latin1"), known(" GB2312 "), known("rot13")
    ('cp1252', 'gb18030', '')
    """
    label = label.strip().lower()
    if label in LABELS:
        return LABELS[label]
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return info.name if info._is_text_encoding and info.name not in ("utf-7", "punycode", "idna") else ""


def page_encoding(data: bytes) -> str:
    """The declared encoding, if the bytes are a page, need it, and bear it out; else ""."""
    if MARKUP.search(data[:HEAD]) is None or data.startswith(BOMS):
        return ""
    name = declared(data)
    if not name or name == "utf-8":
        return ""
    if not (name.startswith("iso2022") and b"\x1b" in data):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return ""
    text = data.decode(name, "replace")
    foreign = sum(1 for char in text if char > "\x7f")
    return name if text.count("\ufffd") <= MOST_WRONG * foreign + 1 else ""
