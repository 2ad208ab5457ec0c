"""Document: decoded text, what is needed to give the bytes back, and views of the text that filters share.

Views (`lines`, `words`, `language`, ...) are computed when first asked for and kept: a filter that finds nothing by its
own cheap scan never pays for them. A document does not change; after a pass with edits the pipeline makes a new one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, islice
from typing import TypeVar

from cleaner.core.byte_edits import Decoding
from cleaner.core.edits import Edit
from cleaner.core.lazy import lazy
from cleaner.core.views.folding import Words, fold, words_of
from cleaner.core.views.languages import language_of
from cleaner.core.views.local import Earlier, LocalView, counted_after
from cleaner.core.views.odd_characters import odd_characters
from cleaner.core.views.protected import fences_of, in_backticks, in_fence, is_protected_token, token_around
from cleaner.core.views.sections import Scanned, Sections

View = TypeVar("View")
MARKUP = ("markdown", "rst", "asciidoc", "srt", "vtt")  # formats of texts in which some spans are not to be touched
# Views of as many bytes as the text, or more.
LARGE_VIEWS = frozenset(("lines", "line_starts", "words", "utf8", "beyond_ascii", "folded", "folded_words"))
CARRIED = frozenset(("words", "folded", "folded_words"))  # those of them that the document after edits is made of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
PIECE = 1 << 15  # code points that are looked at together
INSIDE_WORD = re.compile(r"[^\W\d_]['’]?\Z")  # before a letter that does not begin a WORD
SHORT, MUCH = 2_000, 50  # code points of a short text; one in so many beyond ASCII is much
FEW_WORDS, TEXT_A_WORD = 24, 10_000  # words of a short text that are searched for, and code points of a longer one for one more
FEW_PLACES, FEW_PLACES_A = 200, 1_000  # places that are looked at for one of them, and one more for so many code points

MARKS = b"\xe2\x80"  # how U+2000 to U+203F begin: quotation marks, dashes and the ellipsis among them
# Any other of these, or what opens behind what closes: the prefilters of mojibake need one of these, or another character.
UNUSUAL_MARK = re.compile(rb"\xe2\x80(?:[^\x93\x94\x98\x99\x9c\x9d\xa6]|\x9d\xe2\x80[\x98\x9c])")


def pieces(text: str) -> Iterator[str]:
    """A text in pieces that begin at a space: what is made of all its words or characters then takes no more memory at a time.

    >>> [len(piece) for piece in pieces("word " * 20_000)], "".join(pieces("one two")), list(pieces(""))
    ([32769, 32770, 32770, 1691], 'one two', [])
    """
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE)
        end = end if end >= 0 else len(text)
        yield text[start:end]
        start = end


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a string stands in a text."""
    spot = text.find(word)
    while spot >= 0:
        yield spot
        spot = text.find(word, spot + len(word))


def _is_word(text: str, spot: int, word: str) -> bool:
    """Whether the string that stands at a spot is a whole WORD there."""
    found = WORD.match(text, spot)
    return found is not None and found.end() == spot + len(word) and not INSIDE_WORD.search(text[max(0, spot - 2) : spot])


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
        heeds_marks: bool = False,
        parts: Iterable[tuple[int, str]] = (),
    ) -> None:
        self.text = text
        self.size = len(text)  # of a part: code points of the whole document
        self.decoding = decoding
        self.meta: dict[str, str] = meta or {}
        self.input_format = input_format
        self._views: dict[Callable[[Document], object], object] = {}
        self.earlier: dict[Callable[[Document], object], Earlier] = {}  # what local views of the document before say of this one
        self.heeds_marks = heeds_marks  # whether comments in the text may switch cleaning off
        self.evidence = tuple(evidence)  # other texts of the same source, whose words count in `words`
        self.sections: Sections | None = None  # of a long text: what the pass over it has found where
        self.scan: Scanned | None = None  # of a short text: the pass that has read it, until it reads another one
        self.phrase_lines: list[int] | None = None  # numbers of lines that may be phrases of web software, if known
        self.parts = tuple(parts)  # where pages and other parts of the original begin in its text, and what they are called

    def after(self, edits: Sequence[Edit], text: str) -> Document:
        """The document after a pass; `text` is what its edits (sorted, apart) make of this one's.

        Views are computed afresh when asked for, but for the words and what local views see, of which only that around the edits
        is looked at again, and odd characters, which only edits bring where there were none.
        """
        if text == self.text:
            return self
        after = Document(text, self.decoding, self.meta, self.input_format, self.evidence, self.heeds_marks, self.parts)
        if "folded_words" in self.__dict__:
            after.__dict__["folded_words"] = self.folded_words.after(edits, after.folded)
        if "words" in self.__dict__:
            after.__dict__["words"] = counted_after(self.words, WORD.findall, edits, self.text, text)
        if "odd_characters" in self.__dict__ and not self.odd_characters:
            added = "".join([edit.replacement for edit in edits])
            after.__dict__["odd_characters"] = odd_characters(added.encode("utf-8", "surrogatepass"), is_plain=False)
        for view in {*self._views, *self.earlier}:
            if isinstance(view, LocalView) and (earlier := view.after(self, edits)):
                after.earlier[view] = earlier
        after.sections = self.sections and self.sections.after(edits, len(text))
        return after

    def forget(self, *, but_carried: bool = False) -> None:
        """Let go of the views as large as the text, or of those that no edit carries over; who asks for one gets it made again.

        >>> document = Document("one two")
        >>> document.folded, document.forget(), document.folded
        (b'one two', None, b'one two')
        """
        self._views = {view: seen for view, seen in self._views.items() if but_carried and isinstance(view, LocalView)}
        for name in (LARGE_VIEWS - CARRIED if but_carried else LARGE_VIEWS) & self.__dict__.keys():
            del self.__dict__[name]

    def part(self, text: str) -> Document:
        """Some lines of the document as a document in the same language, for filters that judge line by line."""
        part = Document(text, self.decoding, self.meta, self.input_format, self.evidence)
        part.__dict__["language"] = self.language  # fills the cached property, as reading it would
        part.size = self.size
        return part

    def __getstate__(self) -> dict[str, object]:
        """What another process is sent: views are computed afresh there, for some hold models that cannot be sent."""
        return {**self.__dict__, "_views": {}, "earlier": {}, "scan": None}

    def view(self, make: Callable[[Document], View]) -> View:
        """What `make` sees in the document, computed once: a view that a family of filters shares.

        >>> Document("one two").view(lambda document: len(document.text))
        7
        """
        if make not in self._views:
            self._views[make] = make(self)
        return self._views[make]  # type: ignore[return-value]  # what `make` gave

    def has_seen(self, make: Callable[[Document], object]) -> bool:
        """Whether a view was computed."""
        return make in self._views

    @lazy
    def lines(self) -> list[str]:
        """Lines without their line feed; a carriage return before it stays in the line."""
        return self.text.split("\n")

    @lazy
    def line_starts(self) -> list[int]:
        """Code point at which each line of `lines` starts."""
        return list(accumulate((len(line) + 1 for line in self.lines[:-1]), initial=0))

    def line_of(self, offset: int) -> int:
        """Index in `lines` of the line that holds an offset."""
        return bisect_right(self.line_starts, offset) - 1

    @lazy
    def words(self) -> Counter[str]:
        """How often each word occurs, in its own spelling; letters and inner apostrophes only."""
        words: Counter[str] = Counter()
        for text in (self.text, *self.evidence):
            for piece in pieces(text):  # the words of a long text take ten times its size
                words.update(WORD.findall(piece))
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
            places = [(text, spot) for text in (self.text, *self.evidence) for spot in islice(places_of(word, text), few)]
            if len(self._times) >= self.few_words or len(places) >= few:
                return self.words[word]
            self._times[word] = sum(_is_word(text, spot, word) for text, spot in places)
        return self._times[word]

    def is_used(self, word: str, oftener: int) -> bool:
        """Whether a word of letters stands oftener than so many times: that is told without all of them.

        >>> document = Document("the cat, the dog, the hen")
        >>> document.is_used("the", oftener=2), document.is_used("cat", oftener=1)
        (True, False)
        """
        if "words" in self.__dict__ or word in self._times or len(self._times) >= self.few_words:
            return self.times(word) > oftener
        found = 0
        for text in (self.text, *self.evidence):
            for spot in places_of(word, text):
                found += _is_word(text, spot, word)
                if found > oftener:
                    return True
        self._times[word] = found
        return False

    @property
    def few_words(self) -> int:
        """How many words are searched for before all are counted, which takes the longer the longer the text is."""
        return FEW_WORDS + len(self.text) // TEXT_A_WORD

    @lazy
    def _times(self) -> dict[str, int]:
        return {}

    @lazy
    def odd_characters(self) -> frozenset[str]:
        """Which controls, invisible characters, variation selectors, ligatures and surrogates the text holds (see ODD)."""
        return odd_characters(self.utf8, self.is_plain)

    @lazy
    def utf8(self) -> bytes:
        """The text in UTF-8; lone surrogates as they would be if they were characters."""
        return self.text.encode("utf-8", "surrogatepass")

    @lazy
    def is_plain(self) -> bool:
        """Whether the text holds nothing beyond ASCII but the usual quotation marks, dashes and ellipses.

        No glitch of an encoding looks like that, and most English texts do.
        """
        if self.text.isascii():
            return True
        beyond = len(self.utf8) - len(self.text)  # two for each of the marks, and some for any other character
        # a single byte is counted in a fifth of the time, and there are more of it than of marks
        return beyond <= 2 * self.utf8.count(MARKS[:1]) and self._has_marks_alone(beyond)

    def _has_marks_alone(self, beyond: int) -> bool:
        """Whether all that makes the UTF-8 longer by so many bytes are usual marks."""
        return beyond == 2 * self.utf8.count(MARKS) and UNUSUAL_MARK.search(self.utf8) is None

    @lazy
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

    @lazy
    def folded(self) -> bytes:
        """One byte a code point: lower case, digits `0`, else but Latin-1 letters a space (cleaner.core.views.folding)."""
        return fold(self.text)

    @property
    def vocabulary(self) -> AbstractSet[bytes]:
        """The distinct words of `folded`: what a word list is intersected with."""
        return self.folded_words.vocabulary

    @property
    def doubles(self) -> list[tuple[int, bytes]]:
        """Where a word of `folded` stands twice with one or two characters between: (offset of the first, word)."""
        return self.folded_words.doubles

    @lazy
    def folded_words(self) -> Words:
        """The words of `folded`, and where they stand."""
        return words_of(self.folded)

    @lazy
    def language(self) -> str:
        """ISO 639-1 code of the language of most of the text, "" where it cannot be told."""
        return language_of(self.text)

    @lazy
    def guarded(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
        """For Markdown and its like, the spans that no filter may touch (cleaner.core.views.markdown); else None."""
        if self.input_format not in MARKUP:
            return None
        from cleaner.core.markup.spans import guarded_of

        return guarded_of(self.text, self.input_format)

    @lazy
    def marks(self) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        """What comments in the text switch off, by prefixes of rules (see core.markup.marks); nothing if they do not count."""
        if not self.heeds_marks or "cleaner:" not in self.text:
            return {}
        from cleaner.core.markup.marks import marks_of

        return marks_of(self.text)

    def token_around(self, start: int, end: int) -> tuple[int, int]:
        """The run without white space that holds `text[start:end]` (see cleaner.core.views.protected)."""
        return token_around(self.text, start, end)

    def is_protected(self, start: int, end: int) -> bool:
        """Whether word-level repairs must keep off `text[start:end]`: part of a URL, address, path, number, code."""
        low, high = token_around(self.text, start, end)
        return is_protected_token(self.text[low:high]) or self.in_code(start, end)

    def in_code(self, start: int, end: int) -> bool:
        """Between backticks of one line, or in a fenced block of Markdown."""
        if not self._may_hold_code:
            return False
        return in_backticks(self.text, start, end) or in_fence(self._fences, start)

    @lazy
    def _may_hold_code(self) -> bool:
        return "`" in self.text or "~~~" in self.text

    @lazy
    def _fences(self) -> list[int]:
        return fences_of(self.text)
