"""One line of mojibake, repaired layer by layer: the steps of ftfy's encoding repair, judged by what stands around.

    whole         the line is UTF-8 in one of the encodings
    mostly        it is, but for bytes that were lost and for clean characters
    pieces        runs of UTF-8 within clean text
    controls      Windows-1252 that was read as ISO 8859-1

Start at :func:`repaired`. It differs from ftfy where ftfy invents: a dagger for a lost closing quote, an emoji for a cut
one, letters out of clean capitals before punctuation, quotation marks inside words out of the controls of another code
page.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from cleaner.filters.encoding._mojibake.capitals import MARKS, is_capital, is_clean_capital, is_clean_ending, is_spoken_of
from cleaner.filters.encoding._mojibake.controls import controls_read
from cleaner.filters.encoding._mojibake.expressions import CAPITAL_INSIDE, utf8_in_clean_text
from cleaner.filters.encoding._mojibake.judgement import foreign_letters, is_bad, is_likelier
from cleaner.filters.encoding._mojibake.lost import Context, closing_quotation, fits, is_cut, is_open, last_mark, letter, tail
from cleaner.filters.encoding._mojibake.pieces import (
    ENCODINGS,
    LOST,
    Piece,
    from_bytes,
    pieces_of,
    shown,
    to_bytes,
)
from cleaner.filters.encoding._mojibake.reasons import read_as, reason_of
from cleaner.filters.encoding._mojibake.words import (
    BEYOND,
    ORDINARY,
    STRAY_IN_WORD,
    WORD,
    first_reading,
    is_amid_strays,
    whole_word,
)

MOST_LAYERS = 8
MOST_ASKED = 100  # letters of a line that are looked for
HOPELESS = 20  # bytes that are no UTF-8, from which a line that holds less UTF-8 is given up
NEAR = 40  # code points behind a sequence that are looked at
FEWEST = 2  # sequences of UTF-8 in a line that is not UTF-8 throughout
WINDOWS = frozenset(name for name in ENCODINGS if name.startswith("windows"))
QUOTATION = "â€"  # how a quotation mark or dash begins: three characters that do not meet by chance
LOST_QUOTATION = re.compile("â€([\ufffd? ]|(?=[,.;:!)\\]\\s]|\\Z))")
# Three characters of which the last is a space: in clean text the space is one.
CUT_BY_BLANK = re.compile("[\xe0-\xef][^ ] \\Z")
MAY_HOLD_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf \x1a?]|[a-z]\xc3[a-z]")


class Layer(NamedTuple):
    """One step: the text after it, the last part of the rule id, and in words what had been read as what."""

    text: str
    rule: str
    what: str


class Repair(NamedTuple):
    """A repaired line, the last part of the rule id ("" if nothing was to repair), and the reason in words."""

    text: str
    rule: str = ""
    reason: str = ""


def repaired(line: str, context: Context, first: int = 0) -> Repair:
    """The line after all layers; the prefilter stops nowhere before `first`.

    >>> repaired("schÃ¶n", Context())
    Repair(text='schön', rule='latin-1', reason='UTF-8 that was read as ISO 8859-1.')
    >>> repaired("schÃƒÂ¶n", Context()).reason
    'UTF-8 that was read as ISO 8859-1, and the result again as Windows-1252.'
    """
    layers: list[Layer] = []
    text = line
    while len(layers) < MOST_LAYERS and is_bad(text, 0 if layers else first):
        layer = _one_layer(text, context)
        if layer is None or layer.text == text:
            break
        layers.append(layer)
        text = layer.text
    return Repair(text, layers[0].rule, reason_of([layer.what for layer in layers])) if layers else Repair(line)


def _one_layer(text: str, context: Context) -> Layer | None:
    """The text after one re-decoding, None if no encoding makes it better."""
    menders = []
    seen: set[tuple[bytes, bool]] = set()
    for encoding in ENCODINGS:
        data = to_bytes(text, encoding)
        if data is None or (data, encoding in WINDOWS) in seen:
            continue
        seen.add((data, encoding in WINDOWS))
        decoded = _whole(data, text)
        if decoded is None and MAY_HOLD_UTF8.search(data):
            mender = _Mender(text, data, encoding, context)
            menders.append(mender)
            if mender.is_whole and (not mender.guessed or is_likelier(mender.text, text, context)):
                decoded = mender.text
        if decoded is not None and decoded != text:
            if any(mender.is_mostly and foreign_letters(mender.text) < foreign_letters(decoded) for mender in menders):
                break  # "frÃ¥gade “ö”" is UTF-8 as Mac OS Roman, too: "fr̴gade Қ”"
            return _utf8_layer(decoded, encoding)
    best = max(menders, key=lambda mender: mender.certain - mender.strays, default=None)
    if best is not None and foreign_letters(best.text):
        best = next((mender for mender in menders if mender.is_mostly and not foreign_letters(mender.text)), best)
    if best is not None and best.is_mostly and is_likelier(best.text, text, context):
        return _utf8_layer(best.text, best.encoding)
    inner = _in_pieces(text, context)
    if inner != text:
        return Layer(inner, "inconsistent", "Within clean text, UTF-8 that was read as another encoding")
    plain = controls_read(text, is_bad)
    if plain != text:
        return Layer(plain, "c1", "Windows-1252 that was read as ISO 8859-1")
    return None


def _utf8_layer(text: str, encoding: str) -> Layer:
    return Layer(text, encoding, read_as(encoding))


def _whole(data: bytes, text: str) -> str | None:
    """A line that is UTF-8 throughout, unless all there is of it are capitals before a mark."""
    if LOST in data:
        return None
    decoded = from_bytes(data)
    if decoded is None or len(text) - len(decoded) > 4:
        return decoded
    return decoded if not all(MARKED.match(run) for run in BEYOND.findall(text)) else None


MARKED = re.compile(f"[À-ß][{MARKS}]\\Z")
# How ftfy reads a sequence with a space where its no-break space was, and one with U+FFFD or "?" for a byte.
WITH_BLANK = re.compile(
    rb"[\xc2\xc3\xc5\xce\xd0\xd9] |[\xe2\xe3] [\x80-\x84\x86-\x9f\xa1-\xbf]|[\xe0-\xe3][\x80-\x84\x86-\x9f\xa1-\xbf] "
    rb"|\xf0 [\x80-\xbf]{2}|\xf0[\x80-\xbf] [\x80-\xbf]|\xf0[\x80-\xbf]{2} "
)
WITH_GAP = re.compile(
    rb"[\xc2-\xdf]\x1a|[\xc2-\xc3]\?|[\xe0-\xef](?:[\x1a?][\x1a\x80-\xbf]|[\x1a\x80-\xbf][\x1a?])"
    rb"|[\xf0-\xf4](?:[\x1a?][\x1a\x80-\xbf]{2}|[\x1a\x80-\xbf][\x1a?][\x1a\x80-\xbf]|[\x1a\x80-\xbf]{2}[\x1a?])|\x1a"
)
CUT, FIRST_CONTINUATION = "\ufffd", 0x80  # for what is left of a character at the end of a text: no evidence of anything
GUILLEMET_STRAIGHT = b'\xc2"'  # "«" or "»" whose second byte was a guillemet and was made a straight quotation mark
CAPITALS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
TWO_OR_MORE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
LONG, FEWEST_FOR_LETTER = 60, 3  # code points, and sequences, of a line in which a letter is looked for behind U+FFFD
FIRST_OF_THREE, OF_THREE = "\u0800", re.compile(rb"[\xe0\xe1\xe3-\xef][\x80-\xbf]{2}")
NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]»”…\n]")
JOINED = ("quele", "quela", "quilo", "s ")  # Portuguese words that go on behind "à"


class _Mender:
    """A line as bytes of an encoding: whole UTF-8 sequences are read, broken ones looked into, everything else stays."""

    def __init__(self, line: str, data: bytes, encoding: str, context: Context) -> None:
        self.line, self.data, self.encoding, self.context = line, data, encoding, context
        self.clean: list[str] = []  # the line as it was, spaces for what was repaired: open quotation marks are looked for in it
        self.out: list[str] = []
        self.certain = self.strays = self.ordinary = 0
        self.asked = self.guessed = 0  # how often a letter was looked for, and found
        self.last_mark = ""  # the last of the quotation marks that open or close, in the repaired text
        position = 0
        for piece in pieces_of(data):
            self._keep(position, piece.start)
            getattr(self, f"_{piece.kind}")(piece)
            position = piece.end
            if self.strays > HOPELESS and self.strays > 2 * self.certain:
                break
        self._keep(position, len(data))
        self.text = "".join(self.out)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left that is not UTF-8."""
        return self.certain > 0 and not self.strays and not self.ordinary

    @property
    def is_mostly(self) -> bool:
        """Whether as much of the line is UTF-8 as is not: two sequences at least, for one may be chance."""
        return self.certain >= FEWEST and self.certain >= self.strays

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            text = self.line[start:end]
            self.out.append(text)
            self.clean.append(text)
            self.last_mark = last_mark(text) or self.last_mark

    def _put(self, text: str, piece: Piece, certain: int) -> None:
        self.out.append(text)
        self.clean.append(" " * len(piece.data))
        self.last_mark = last_mark(text) or self.last_mark
        self.certain += certain

    def _whole(self, piece: Piece) -> None:
        decoded = from_bytes(piece.data)
        if decoded is None or self._is_sound(piece, decoded):
            self._keep(piece.start, piece.end)
            self.ordinary += 1
            return
        self._put(decoded, piece, sum(FEWEST if char > "\uffff" else 1 for char in decoded))  # four bytes do not fit by chance

    def _broken(self, piece: Piece) -> None:
        restored = self._restored(piece)
        if restored is None:
            self._keep(piece.start, piece.end)
            self.strays += 1
        else:
            cut = restored == CUT and min(piece.data) >= FIRST_CONTINUATION  # nothing stands for the lost byte
            self._put(restored, piece, FEWEST if restored.startswith("”") else int(not cut))

    def _restored(self, piece: Piece) -> str | None:
        """What a broken sequence was; None if it is to stay."""
        after = self.line[piece.end : piece.end + NEAR]
        if piece.data[:2] == b"\xe2\x80" and piece.data[2:] in (b"", b" ", b"?", b"\x1a"):
            if is_open(self.last_mark or last_mark(self.context.before)):
                return closing_quotation(self.line[piece.start + 2 : piece.end], after, self.out[-1] if self.out else "")
            return "\ufffd" if piece.data[2:] == b"\x1a" else None
        if self._is_sound(piece, "") or is_spoken_of(self.line, piece.start, piece.end):
            return None
        if self.encoding in WINDOWS and WITH_GAP.fullmatch(piece.data):
            return self._replaced(piece, after) or "\ufffd"
        return CUT if self._is_cut(piece) else self._mark(piece) or self._letter(piece, after)

    def _mark(self, piece: Piece) -> str | None:
        """What "Â" and a space or straight quotation mark was."""
        if piece.data == GUILLEMET_STRAIGHT and self.line[piece.start - 1 : piece.start] not in ('"', *CAPITALS):
            return '"'
        return "\xa0" if piece.data == b"\xc2 " else None

    def _is_cut(self, piece: Piece) -> bool:
        """Whether the text ends here, inside a character, in a line that is UTF-8 else."""
        if not (self.context.is_last and piece.end == len(self.data) and self.certain and piece.data[-1] >= 0x80):
            return False
        if self.encoding not in WINDOWS and self.encoding != "latin-1":
            return False
        return is_cut(piece.data, self.encoding, self._before(), self.context)

    def _before(self) -> str:
        """The text before a piece, as it is repaired."""
        return "".join([text[-NEAR:] for text in self.out[-NEAR:]])

    def _letter(self, piece: Piece, after: str) -> str | None:
        """The letter that a sequence was: the likeliest, or the one that ends in a no-break space."""
        found = None
        if self.asked < MOST_ASKED and (self.encoding in WINDOWS or self.encoding == "latin-1"):
            self.asked += 1
            found = letter(piece.data, self.encoding, self._before(), self._read(after), self.context, dropped=self._has_dropped)
        if found in (None, "à "):
            return self._with_blank(piece, after)
        if is_capital(self._before(), self.line[piece.start : piece.end], after, found, self.context, self.encoding):
            return None
        self.guessed += 1
        return found

    def _replaced(self, piece: Piece, after: str) -> str | None:
        """The letter that a sequence with U+FFFD in it was, in a line that is long enough to tell its language."""
        if LOST not in piece.data or len(self.line) < LONG or len(TWO_OR_MORE.findall(self.data)) < FEWEST_FOR_LETTER:
            return None
        return letter(piece.data, self.encoding, self._before(), self._read(after), self.context)

    def _with_blank(self, piece: Piece, after: str) -> str | None:
        """The character that ends in a no-break space, where that became a space; a cut emoji only before another space."""
        if self.encoding == "macroman" or not WITH_BLANK.fullmatch(piece.data):
            return None
        if piece.data[0] == 0xF0 and piece.data[-1] == 0x20 and after[:1] != " ":
            return None
        decoded = from_bytes(piece.data.replace(b" ", b"\xa0"))
        if decoded == "à" and not after.startswith((" ", *JOINED)):
            return "à" if NO_SPACE_BEFORE.match(after) else "à "
        return decoded if decoded is None or not decoded.isalpha() or fits(tail(self._before()), decoded, "") else None

    def _stray(self, piece: Piece) -> None:
        self._keep(piece.start, piece.end)
        char = shown(self.encoding)[piece.data[0]]
        if char in ORDINARY:
            self.ordinary += 1
        elif char == "\ufffd":
            self.certain += 1
        else:
            self.strays += 1

    def _read(self, text: str) -> str:
        """The letters that begin a text, read as UTF-8."""
        data = to_bytes(text[:20], self.encoding)
        return (data or b"").decode("utf-8", "ignore")

    def _is_sound(self, piece: Piece, decoded: str) -> bool:
        """Whether a capital and the mark behind it, or a small letter at the end of a word, are what they look like."""
        before = "".join([text[-NEAR:] for text in self.clean[-NEAR:]])
        text, after = self.line[piece.start : piece.end], self.line[piece.end : piece.end + NEAR]
        lone = not decoded and not self._of_three
        if (not decoded or self._is_lone(decoded)) and is_clean_ending(before, text, after, lone=lone):
            return True
        return is_clean_capital(before, text, after, decoded, self.context, self.encoding)

    def _is_lone(self, decoded: str) -> bool:
        """Whether a character of three bytes is a letter of another script, and the only one of the line."""
        return len(decoded) == 1 and decoded.isalpha() and decoded > FIRST_OF_THREE and self._of_three == 1

    @cached_property
    def _has_dropped(self) -> bool:
        """Whether a word of the line has lost a byte without a trace ("policÃa")."""
        return CAPITAL_INSIDE.search(self.line) is not None

    @cached_property
    def _of_three(self) -> int:
        """How many characters of three bytes the line may hold, quotation marks and dashes aside."""
        return len(OF_THREE.findall(self.data))


def _in_pieces(text: str, context: Context) -> str:
    """Runs of UTF-8 within clean text, each repaired by itself if it looks like mojibake."""

    def replacement(match: re.Match[str]) -> str:
        run = match.group()
        body = run.rstrip(" ")
        if len(run) == len(text) or not is_bad(run) or CUT_BY_BLANK.search(run) or is_spoken_of(text, *match.span()):
            return run
        before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
        amid_strays = not body.startswith(QUOTATION) and is_amid_strays(before, after[:1])
        if run[0] == "Â" and before[-1:].islower() and STRAY_IN_WORD.search(text):
            return run  # "dÂ aldrig gl‰dja": Windows-1252 that was read as Mac OS Roman
        if amid_strays or is_clean_capital(before, run, after, first_reading(body), context):
            return run
        return repaired(run, context).text

    return utf8_in_clean_text().sub(replacement, WORD.sub(whole_word, _quotations_closed(text, context)))


def _quotations_closed(text: str, context: Context) -> str:
    """What is left of a closing quotation mark, where a quotation is open, in a line that is no text of one encoding."""
    pieces, position, mark = [], 0, last_mark(context.before)
    for match in LOST_QUOTATION.finditer(text):
        before, after = text[position : match.start()], text[match.end() : match.end() + NEAR]
        mark = last_mark(before) or mark
        closed = closing_quotation(match[1], after, before) if is_open(mark) else match.group()
        mark = "”" if is_open(mark) else mark
        pieces += [before, closed]
        position = match.end()
    return "".join([*pieces, text[position:]])
