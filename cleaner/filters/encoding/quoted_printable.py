"""Quoted-printable and encoded words that mail programs left in text: "=E2=80=9CGardens=E2=80=9D" -> "“Gardens”".

    utf-8          a run of escapes that is UTF-8 for characters beyond ASCII: nothing else looks like that
    bytes          single escapes of Windows-1252 inside words, where the text holds several
    line           "=" at a line end, and "=20", "=3D", in a text that holds one of the above, or that has no equals signs but
                   such and lines broken inside words
    encoded-word   "=?UTF-8?Q?Caf=C3=A9?="

Left alone: code and URLs, text that speaks of quoted-printable, and a mail with its header, whose parts are in order as
they are. Sources: RFC 2045, section 6.7; RFC 2047.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.models.wordlists.lexicon import accented_words
from cleaner.rulebook.packs import RuleSet

RULE = "encoding.quoted-printable."
# Where an escape may begin: a pattern with a literal first character, which is searched for at memory speed.
HINT = re.compile(r"=(?:[89A-F][0-9A-F]|[c-f][0-9a-f]=|\?[A-Za-z0-9_-]{3,20}\?[QqBb]\?)")
RUN = re.compile(r"(?:=[0-9A-F]{2}(?:=\r?\n(?==))?){2,}|(?:=[0-9a-f]{2}){2,}")
SINGLE = re.compile(r"=([89A-F][0-9A-F])(?=[a-z]|\b|[ .,;:!?)]|=\r?\n)")
INITIAL = re.compile(r"=([C-F][0-9A-F])(?=[a-z])")
ALONE = re.compile(r"=(C0|C9|E0|E8|E9|ED|F3|F2)(?<![^\s'’]...)(?=[\s,.;:!?])")  # words of one letter: "à", "é", "è"
LETTERS_BEFORE, LONGEST = re.compile("[A-Za-z]*\\Z"), 30  # letters of a word
LINE = re.compile(r"=[ \t]*\r?\n|=20(?=\r?\n|\Z)|=(?:3D|20|09)")
BREAK_IN_WORD = re.compile(r"[a-z]{2}=\r?\n[a-z]{2}")  # nothing but a soft line break stands so
PLAIN_EQUALS = re.compile(r"=(?![0-9A-F]{2}|[ \t]*\r?\n|[ \t]*\Z)")  # what no quoted-printable text holds
OF_ASCII = re.compile(r"=3D|=20(?=\r?\n|\Z)")
LONG_LINE = 60  # code points; mail programs break lines before the 76th
START = r"=\?[A-Za-z0-9_-]{3,20}\?[QqBb]\?"
WORDS = re.compile(r"=\?([A-Za-z0-9_-]{3,20})\?([QqBb])\?([!->@-~ ]{0,200}?)\?=(?:[ \t]*(?:\r?\n[ \t]+)?(?=" + START + "))?")
TREATISE = re.compile(r"quoted[- ]?printable|rfc ?204[5-7]|encoded[- ]word|content-transfer-encoding", re.IGNORECASE)
FEWEST = 2  # single escapes of a text
ADDRESS = re.compile(r"://|www\.|[?&]\w+=")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The characters for the escapes."""
    text = document.text
    hints = [match.start() for match in HINT.finditer(text)]
    wrapped = _is_wrapped(text)
    if not hints and not wrapped:
        return
    found = [*_runs(document, hints), *_single(document, hints)]
    words = list(_words(document, hints))
    if not (found or words or wrapped) or TREATISE.search(text):
        return
    for start, end, chars, rule in [*found, *words]:
        yield rules.edit(start, end, chars, RULE + rule)
    if not found and not wrapped:
        return
    taken = {place for start, end, _, _ in found for place in range(start, end)}
    for match in LINE.finditer(text):
        if match.start() not in taken and not _is_kept(document, *match.span()):
            yield rules.edit(match.start(), match.end(), _line(match.group()), RULE + "line")


def _is_wrapped(text: str) -> bool:
    """Whether a text of ASCII is quoted-printable: its lines are broken inside words, and no equals sign stands for itself.

    >>> _is_wrapped("a very lo=\\nng line =3D sad"), _is_wrapped("name=\\nvalue=\\n")
    (True, False)
    """
    if "=\n" not in text and "=\r\n" not in text:
        return False
    broken = BREAK_IN_WORD.search(text)
    if broken is None or PLAIN_EQUALS.search(text):
        return False
    line = text[text.rfind("\n", 0, broken.start()) + 1 : broken.start()]
    return len(line) > LONG_LINE or (" " in line and OF_ASCII.search(text) is not None)


Found = tuple[int, int, str, str]


def _runs(document: Document, hints: list[int]) -> Iterator[Found]:
    done = 0
    for start in hints:
        match = RUN.match(document.text, start) if start >= done else None
        if match is None:
            continue
        done = match.end()
        chars = _text_of(bytes.fromhex("".join(re.findall("=([0-9A-Fa-f]{2})", match.group()))))
        if chars and not _is_kept(document, *match.span()):
            yield match.start(), match.end(), chars, "utf-8"


def _text_of(data: bytes) -> str:
    """UTF-8 in which something is beyond ASCII, "" for other bytes.

    >>> _text_of(b"\\xc3\\xa9"), _text_of(b"\\xe9\\xe8"), _text_of(b"ab")
    ('é', '', '')
    """
    try:
        chars = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if chars.isascii() or any(not char.isprintable() and char not in "\xa0\r\n\t\xad" for char in chars) else chars


def _single(document: Document, hints: list[int]) -> list[Found]:
    """Escapes of one byte, if several words hold them."""
    found: list[Found] = []
    text = document.text
    for start in hints:
        before = text[start - 1 : start]
        follows = bool(found) and found[-1][1] == start  # "Gr=F6=DFe"
        inside = follows or (before.isascii() and before.isalpha())
        match = (
            (SINGLE if inside else INITIAL).match(text, start)
            if before != "=" and not (before.isalnum() and not inside)
            else None
        )
        if match is None:
            continue
        char = bytes.fromhex(match[1]).decode("cp1252", "replace")
        if (char.isalpha() or char in "’–—“”…") and not _is_kept(document, *match.span()):
            found.append((match.start(), match.end(), char, "bytes"))
    if not found:
        return []
    inside_words = sum(text[end : end + 1].isalpha() or _ends_word(text, start, char) for start, end, char, _ in found)
    breaks = FEWEST if BREAK_IN_WORD.search(text) else "=\n" in text
    if inside_words + breaks < FEWEST:
        return []
    alone = (match for start in hints if (match := ALONE.match(text, start)))
    words = [(match.start(), match.end(), bytes.fromhex(match[1]).decode("cp1252"), "bytes") for match in alone]
    return sorted({*found, *(word for word in words if not _is_kept(document, *word[:2]))})


def _ends_word(text: str, start: int, char: str) -> bool:
    """Whether a character ends a word that is known with it."""
    head = LETTERS_BEFORE.search(text, max(0, start - LONGEST), start)
    return head is not None and head.group() != "" and (head.group() + char).lower() in accented_words()


def _words(document: Document, hints: list[int]) -> Iterator[Found]:
    """Encoded words; the space between two of them is none."""
    for start in hints:
        match = WORDS.match(document.text, start)
        if match is None:
            continue
        chars = _decoded(*match.groups())
        if chars and not document.in_code(*match.span()):
            yield match.start(), match.end(), chars, "encoded-word"


def _decoded(charset: str, kind: str, body: str) -> str:
    """The text of an encoded word, "" if it cannot be read."""
    import binascii
    import quopri

    try:
        if kind in "Qq":
            data = quopri.decodestring(body.encode("ascii").replace(b"_", b" "))
        else:
            data = binascii.a2b_base64(body + "=" * (-len(body) % 4))
        chars = data.decode(charset)
    except (ValueError, LookupError):
        return ""
    return chars if isinstance(chars, str) and all(char.isprintable() or char == "\xa0" for char in chars) else ""


def _line(escape: str) -> str:
    """What an escape of ASCII or a soft line break becomes."""
    return {"=3D": "=", "=20": " ", "=09": "\t"}.get(escape, "")


def _is_kept(document: Document, start: int, end: int) -> bool:
    low, high = document.token_around(start, end)
    return bool(ADDRESS.search(document.text, low, high)) or document.in_code(start, end)
