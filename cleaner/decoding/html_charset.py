"""The encoding of a page, as browsers decide it: BOM, then what `<meta>` or the XML declaration says.

One thing is decided otherwise: a page that is valid UTF-8 beyond ASCII is UTF-8, whatever it says of itself; no text in an
older encoding looks like that by accident. And a declaration that the bytes belie is not believed. After that it is as with
any text: UTF-8, then detection (:mod:`cleaner.decoding.decode`). Labels are those of the WHATWG Encoding Standard
(:mod:`cleaner.decoding.labels`).
"""

from __future__ import annotations

import codecs
import re

from cleaner.decoding.labels import known

HEAD = 4096  # bytes searched; browsers search 1024, but many pages have longer heads
COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
CHARSET = re.compile(rb"""(?<![\w-])charset\s*=\s*["']?\s*([\w:.+-]+)""", re.IGNORECASE)
XML = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w:.+-]+)""", re.IGNORECASE)
MARKUP = re.compile(rb"<(?:!doctype|html|head|meta|body|title|\?xml)\b", re.IGNORECASE)
MOST_WRONG = 0.02  # of the characters beyond ASCII; with more of them undecodable, the declaration is wrong
BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
