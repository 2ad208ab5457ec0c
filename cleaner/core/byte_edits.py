"""How bytes became text, and the record that gives the very same bytes back."""

from __future__ import annotations

from typing import NamedTuple


class ByteEdit(NamedTuple):
    """Bytes that the encoding could not express: `raw` stood at byte `offset`; `text` stands for them at code point `start`."""

    offset: int
    raw: bytes
    start: int
    text: str


DOCUMENT = "read from "  # how text came from bytes that are no text, with the format behind it


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

    @property
    def is_of_document(self) -> bool:
        """Whether the text was read from a document (a PDF, say) whose bytes are not those of text: one repair holds them all."""
        return self.how.startswith(DOCUMENT)

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
        >>> Decoding("utf-8", "mixed with windows-1252").notes()
        []
        """
        read = sum(repair.text != "\ufffd" for repair in self.repairs)
        lost = len(self.repairs) - read
        found = []
        if self.how.startswith("mixed with ") and read:
            found.append(f"decoding: {self.encoding} {self.how} ({read} {_places(read)})")
        if lost:
            found.append(f"decoding: bytes that are not in {self.encoding} in {lost} {_places(lost)}")
        return found

    def _encoded(self, text: str) -> bytes:
        """Bytes of a piece; of none, not even the mark that UTF-16 begins with."""
        return text.encode(self.encoding) if text else b""


def _places(number: int) -> str:
    return "place" if number == 1 else "places"
