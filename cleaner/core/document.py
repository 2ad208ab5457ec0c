"""Document: decoded text, what is needed to give the bytes back, and views of the text that filters share.

Views (`lines`, `words`, `language`, ...) are computed when first asked for and kept: a filter that finds nothing by its
own cheap scan never pays for them. A document does not change; after a pass with edits the pipeline makes a new one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from itertools import accumulate, islice
from typing import NamedTuple, TypeVar

from cleaner.core.edits import Edit
from cleaner.core.folding import Words, fold, words_of
from cleaner.core.languages import language_of

View = TypeVar("View")

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
INSIDE_WORD = re.compile(r"[^\W\d_]['’]?\Z")  # before a letter that does not begin a WORD
SHORT, MUCH = 2_000, 50  # code points of a short text; one in so many beyond ASCII is much
FEW_WORDS = 24  # words that are searched for
FEW_PLACES, FEW_PLACES_A = 200, 1_000  # places that are looked at for one of them, and one more for so many code points

# Characters that the filters of the family `characters` may have to do with: controls, invisibles, variation selectors,
# presentation forms of Latin ligatures, surrogates; by the first byte of their UTF-8, which is searched for at memory speed.
ODD = {
    b"\xc2": rb"\xc2[\x80-\x9f\xad]",
    b"\xd8": rb"\xd8\x9c",
    b"\xe1": rb"\xe1(?:\x85[\x9f\xa0]|\xa0[\x8b-\x8f])",
    b"\xe2": rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf])",
    b"\xe3": rb"\xe3\x85\xa4",
    b"\xed": rb"\xed[\xa0-\xbf].",
    b"\xef": rb"\xef(?:\xac[\x80-\x86]|\xb8[\x80-\x8f]|\xbb\xbf|\xbe\xa0|\xbf[\xb9-\xbb])",
    b"\xf3": rb"\xf3\xa0[\x80-\xbf].",
}
ODD_ASCII = bytes([*range(9), 11, 12, *range(14, 32), 127])
MARKS = b"\xe2\x80"  # how U+2000 to U+203F begin: quotation marks, dashes and the ellipsis among them
# Any other of these, or what opens behind what closes: the prefilters of mojibake need one of these, or another character.
UNUSUAL_MARK = re.compile(rb"\xe2\x80(?:[^\x93\x94\x98\x99\x9c\x9d\xa6]|\x9d\xe2\x80[\x98\x9c])")

# What word-level repairs must leave alone, as a test of one token (a run of characters other than white space) and the
# letters around the edit: URLs, e-mail addresses, paths, handles, hashtags, file names, numbers, identifiers.
PROTECTED_TOKEN = re.compile(
    r"""
      [a-zA-Z][a-zA-Z0-9+.-]*://                # http://example.org
    | \bwww\.\w
    | \w@\w | (?:^|[(\["'“‘,;])[@\#]\w          # e-mail address, handle, hashtag
    | (?:^|[(\["'“‘=])[~.]{0,2}/\w+[/.]         # /usr/bin, ./run.sh
    | \w[/\\]\w+[/\\]\w                         # a/b/c
    | [a-zA-Z]:\\                               # a path of Windows
    | \w_\w | \w\(\) | \w::\w | [{}<>$=|]       # identifiers, code, markup
    | [a-z][A-Z]                                # camelCase
    | \w\.(?:com|org|net|gov|edu|info|io|co|uk|de|fr|py|js|ts|html?|php|txt|pdf|jpe?g|png|gif|zip|exe|md|csv|json|xml)\b
    """,
    re.VERBOSE,
)
NOT_SPACE = re.compile(r"\S*")
LONGEST_TOKEN = 500  # code points looked at on either side of an edit; longer runs without white space are not words
FENCE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$", re.MULTILINE)


class ByteEdit(NamedTuple):
    """Bytes that the encoding could not express: `raw` stood at byte `offset`; `text` stands for them at code point `start`."""

    offset: int
    raw: bytes
    start: int
    text: str


class Decoding(NamedTuple):
    """How bytes became text: enough to turn the text back into the very same bytes.

    `how` is "given", "bom", "utf-8", "declared", "detected", "fallback" or "mixed with" another encoding; `confidence` is
    between 0 and 1.
    `repairs` are sorted; `bom` are the bytes before the text.
    """

    encoding: str
    how: str
    confidence: float = 1.0
    bom: bytes = b""
    repairs: tuple[ByteEdit, ...] = ()

    def encode(self, text: str) -> bytes:
        """The bytes that this decoding read `text` from."""
        pieces, position = [self.bom], 0
        for repair in self.repairs:
            pieces += [self._encoded(text[position : repair.start]), repair.raw]
            position = repair.start + len(repair.text)
        return b"".join([*pieces, self._encoded(text[position:])])

    def notes(self) -> list[str]:
        """What people should know of the decision: a file of two encodings, bytes that are in neither.

        >>> Decoding("utf-8", "given", repairs=(ByteEdit(3, b"\\xe9", 3, "\\ufffd"),)).notes()
        ['decoding: bytes that are not in utf-8 in 1 place']
        """
        read = sum(repair.text != "\ufffd" for repair in self.repairs)
        lost = len(self.repairs) - read
        found = []
        if self.how.startswith("mixed with ") and read:
            found.append(f"decoding: {self.encoding} {self.how}, line by line ({read} {_places(read)})")
        if lost:
            found.append(f"decoding: bytes that are not in {self.encoding} in {lost} {_places(lost)}")
        return found

    def _encoded(self, text: str) -> bytes:
        """Bytes of a piece; of none, not even the mark that UTF-16 begins with."""
        return text.encode(self.encoding) if text else b""


@cache
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    """Compiled when a text first asks for it: all of them take longer than cleaning a line."""
    return re.compile(pattern, re.DOTALL)


def _holds_odd_ascii(data: bytes) -> bool:
    return len(data.translate(None, ODD_ASCII)) < len(data)


def _places_of(word: str, text: str) -> Iterator[int]:
    """Where a string stands in a text."""
    spot = text.find(word)
    while spot >= 0:
        yield spot
        spot = text.find(word, spot + len(word))


def _is_word(text: str, spot: int, word: str) -> bool:
    """Whether the string that stands at a spot is a whole WORD there."""
    found = WORD.match(text, spot)
    return found is not None and found.end() == spot + len(word) and not INSIDE_WORD.search(text[max(0, spot - 2) : spot])


def _places(number: int) -> str:
    return "place" if number == 1 else "places"


class Document:
    """Text with lazily computed views; offsets are code points.

    >>> document = Document("one two\\r\\ntwo https://example.org")
    >>> document.words["two"]
    2
    >>> document.is_protected(13, 18), document.is_protected(0, 3)
    (True, False)
    """

    def __init__(
        self,
        text: str,
        decoding: Decoding | None = None,
        meta: dict[str, str] | None = None,
        input_format: str = "text",
        evidence: Sequence[str] = (),
    ) -> None:
        self.text = text
        self.decoding = decoding
        self.meta: dict[str, str] = meta or {}
        self.input_format = input_format
        self._views: dict[Callable[[Document], object], object] = {}
        self.evidence = tuple(evidence)  # other texts of the same source, whose words count in `words`

    def after(self, edits: Sequence[Edit], text: str) -> Document:
        """The document after a pass; `text` is what its edits (sorted, apart) make of this one's.

        Views are computed afresh when asked for, but for the words: only those around the edits are looked at again.
        """
        if text == self.text:
            return self
        after = Document(text, self.decoding, self.meta, self.input_format, self.evidence)
        if "folded_words" in self.__dict__:
            after.__dict__["folded_words"] = self.folded_words.after(edits, after.folded)
        return after

    def part(self, text: str) -> Document:
        """Some lines of the document as a document in the same language, for filters that judge line by line."""
        part = Document(text, self.decoding, self.meta, self.input_format, self.evidence)
        part.__dict__["language"] = self.language
        return part

    def view(self, make: Callable[[Document], View]) -> View:
        """What `make` sees in the document, computed once: a view that a family of filters shares.

        >>> Document("one two").view(lambda document: len(document.text))
        7
        """
        if make not in self._views:
            self._views[make] = make(self)
        return self._views[make]  # type: ignore[return-value]  # what `make` gave

    @cached_property
    def lines(self) -> list[str]:
        """Lines without their line feed; a carriage return before it stays in the line."""
        return self.text.split("\n")

    @cached_property
    def line_starts(self) -> list[int]:
        """Code point at which each line of `lines` starts."""
        return list(accumulate((len(line) + 1 for line in self.lines[:-1]), initial=0))

    def line_of(self, offset: int) -> int:
        """Index in `lines` of the line that holds an offset."""
        return bisect_right(self.line_starts, offset) - 1

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word occurs, in its own spelling; letters and inner apostrophes only."""
        words = Counter(WORD.findall(self.text))
        for text in self.evidence:
            words.update(WORD.findall(text))
        return words

    def times(self, word: str) -> int:
        """How often a word of letters stands in the text and the evidence, as `words` counts it.

        The first few words are searched for, unless they are everywhere: that takes a tenth of counting all.

        >>> document = Document("Café, café's, cafés; café")
        >>> document.times("café"), document.times("tea")
        (1, 0)
        """
        if "words" in self.__dict__:
            return self.words[word]
        if word not in self._times:
            few = FEW_PLACES + len(self.text) // FEW_PLACES_A
            places = [(text, spot) for text in (self.text, *self.evidence) for spot in islice(_places_of(word, text), few)]
            if len(self._times) == FEW_WORDS or len(places) >= few:
                return self.words[word]
            self._times[word] = sum(_is_word(text, spot, word) for text, spot in places)
        return self._times[word]

    @cached_property
    def _times(self) -> dict[str, int]:
        return {}

    @cached_property
    def odd_characters(self) -> frozenset[str]:
        """Which controls, invisible characters, variation selectors, ligatures and surrogates the text holds (see ODD)."""
        data = self.utf8
        found = {bytes([byte]) for byte in set(data).intersection(ODD_ASCII)} if _holds_odd_ascii(data) else set[bytes]()
        if not self.is_plain:
            found.update(*(_pattern(pattern).findall(data) for lead, pattern in ODD.items() if lead in data))
        return frozenset([char.decode("utf-8", "surrogatepass") for char in found])

    @cached_property
    def utf8(self) -> bytes:
        """The text in UTF-8; lone surrogates as they would be if they were characters."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def is_plain(self) -> bool:
        """Whether the text holds nothing beyond ASCII but the usual quotation marks, dashes and ellipses.

        No glitch of an encoding looks like that, and most English texts do.
        """
        if self.text.isascii():
            return True
        beyond = len(self.utf8) - len(self.text)  # two for each of the marks, and some for any other character
        return beyond == 2 * self.utf8.count(MARKS) and UNUSUAL_MARK.search(self.utf8) is None

    @cached_property
    def beyond_ascii(self) -> list[tuple[int, int]]:
        """Runs of lines (with their line feeds) outside of which all is ASCII, to be scanned instead of the whole text.

        A text that is short, or holds much beyond ASCII, is one run.

        >>> document = Document("ASCII\\n" * 1000 + "café\\n" + "ASCII\\n" * 1000)
        >>> [document.text[start:end] for start, end in document.beyond_ascii]
        ['café\\n']
        """
        size = len(self.text)
        if size < SHORT or MUCH * (len(self.utf8) - size) > size:
            return [(0, size)]
        runs: list[tuple[int, int]] = []
        start = 0
        for line in self.lines:
            end = min(start + len(line) + 1, size)
            if not line.isascii():
                if runs and runs[-1][1] == start:
                    start = runs.pop()[0]
                runs.append((start, end))
            start = end
        return runs

    @cached_property
    def folded(self) -> bytes:
        """One byte a code point: lower case, digits `0`, everything else but Latin-1 letters a blank (cleaner.core.folding)."""
        return fold(self.text)

    @property
    def vocabulary(self) -> AbstractSet[bytes]:
        """The distinct words of `folded`: what a word list is intersected with."""
        return self.folded_words.vocabulary

    @property
    def doubles(self) -> list[tuple[int, bytes]]:
        """Where a word of `folded` stands twice with one or two characters between: (offset of the first, word)."""
        return self.folded_words.doubles

    @cached_property
    def folded_words(self) -> Words:
        """The words of `folded`, and where they stand."""
        return words_of(self.folded)

    @cached_property
    def language(self) -> str:
        """ISO 639-1 code of the language of most of the text, "" where it cannot be told."""
        return language_of(self.text)

    @cached_property
    def guarded(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
        """For Markdown, the spans that no filter may touch (see cleaner.core.markdown); None for other texts."""
        if self.input_format != "markdown":
            return None
        from cleaner.core.markdown import guarded_spans

        return guarded_spans(self.text)

    def token_around(self, start: int, end: int) -> tuple[int, int]:
        """The run without white space that holds `text[start:end]` (at most `LONGEST_TOKEN` beyond it)."""
        before = self.text[max(0, start - LONGEST_TOKEN) : start]
        last = 0 if not before or before[-1].isspace() else len(before.rsplit(maxsplit=1)[-1])
        after = NOT_SPACE.match(self.text, end, end + LONGEST_TOKEN)
        return start - last, after.end() if after else end

    def is_protected(self, start: int, end: int) -> bool:
        """Whether word-level repairs must keep off `text[start:end]`: part of a URL, address, path, number, code."""
        low, high = self.token_around(start, end)
        token = self.text[low:high]
        if not token.isalpha() and (any(map(str.isdigit, token)) or PROTECTED_TOKEN.search(token)):
            return True
        return self.in_code(start, end)

    def in_code(self, start: int, end: int) -> bool:
        """Between backticks of one line, or in a fenced block of Markdown."""
        if not self._may_hold_code:
            return False
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", end)
        before, after = self.text[line_start:start], self.text[end : line_end if line_end >= 0 else len(self.text)]
        if before.count("`") % 2 == 1 and "`" in after:
            return True
        k = bisect_right(self._fences, start)
        return k % 2 == 1 and k < len(self._fences)

    @cached_property
    def _may_hold_code(self) -> bool:
        return "`" in self.text or "~~~" in self.text

    @cached_property
    def _fences(self) -> list[int]:
        if "```" not in self.text and "~~~" not in self.text:
            return []
        return [match.start() for match in FENCE.finditer(self.text)]
