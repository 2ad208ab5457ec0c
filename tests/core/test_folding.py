"""The words of a folded text, looked at again only where edits touched it."""

from __future__ import annotations

import random

import pytest

from cleaner.core.edits import Edit, apply
from cleaner.core.views import folding
from cleaner.core.views.folding import TABLE, WordBlock, _table, blocks, fold, places, places_in, stands_alone, words_of


def test_words_after_edits_are_those_of_the_new_text(monkeypatch) -> None:
    """Also at the edges: text put before the first block, after the last one, between two blocks."""
    monkeypatch.setattr(folding, "BLOCK", 64)
    chance = random.Random(3)
    for _ in range(300):
        text = "".join(chance.choices(["the ", "cat ", "and ", "dog\n", "42 "], k=chance.randint(1, 80)))
        spots = sorted(chance.sample(range(len(text) + 1), min(len(text), chance.randint(0, 3))))
        spots = chance.choice([spots, [0], [len(text)], [0, len(text)]])
        edits = [Edit(at, at, chance.choice(["new words here ", "x", "cat cat "])) for at in spots]
        after = apply(text, edits)
        moved, afresh = words_of(fold(text)).after(edits, fold(after)), words_of(fold(after))
        assert moved.vocabulary == afresh.vocabulary
        assert sorted(moved.places({b"cat", b"new", b"x"})) == sorted(afresh.places({b"cat", b"new", b"x"}))
        assert sorted(moved.doubles) == sorted(afresh.doubles)


def test_letters_of_latin_1_stay_in_lower_case_and_all_else_is_a_space() -> None:
    assert _table() == TABLE
    for code in range(256):
        letter, folded = chr(code), fold(chr(code)).decode("latin-1")
        if letter.isalpha():
            assert folded == (letter.lower() if letter.lower() < "\u0100" else letter)
        else:
            assert folded == ("0" if letter in "0123456789" else "_" if letter == "_" else " ")
    assert fold("\u0178\u4e00a") == b"  a", "letters beyond Latin-1"


@pytest.mark.parametrize(
    ("folded", "cut"),
    [
        (b"", []),
        (b"abcdefghijklmnop", [0]),
        (b"abcdefghijklmnop ", [0, 16]),
        (b"abc def ghi jkl mno pqr", [0, 16]),
        (b"abc def ghi jklm no", [0, 12]),
        (b"abcdefghijklmnopqrstuvwxyz abc", [0, 16]),
        (b" bcdefghijklmnopqrstuvwxyz", [0, 1, 17]),
    ],
)
def test_blocks_are_cut_behind_spaces(monkeypatch: pytest.MonkeyPatch, folded: bytes, cut: list[int]) -> None:
    monkeypatch.setattr(folding, "BLOCK", 16)
    found = list(blocks(folded))
    assert [start for start, _ in found] == cut
    assert b"".join(piece for _, piece in found) == folded


def test_a_text_of_one_block_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "BLOCK", 16)
    assert words_of(b"abc def ghi jklm").starts == [0]
    assert words_of(b"abc def ghi jklm ").starts == [0, 12]


@pytest.mark.parametrize(
    ("folded", "doubles"),
    [
        (b"the cat cat and", [(4, b"cat")]),
        (b"cat  cat", [(0, b"cat")]),
        (b"cat   cat", []),
        (b"the the the", [(0, b"the"), (4, b"the")]),
        (b"00 00 0a 0a", []),
        (b"a0 a0", [(0, b"a0")]),
        (b"aaaaaaaaaaaa bbb bbb ccc", [(13, b"bbb")]),
        (b"the old and new and  and 00 00 the the end", [(16, b"and"), (31, b"the")]),
        (b"aaaaaaaa bbb bbb ccc ccc", [(9, b"bbb"), (17, b"ccc")]),
        (b"aaaaaaaaaaaa 00 00 ccc", []),
        (b"aaaaaaaaaaa bcd cd", []),
        (b"aaaaaaaaaa cat  cat", [(11, b"cat")]),
        (b"aaaaaaaaa cat   cat", []),
    ],
)
@pytest.mark.parametrize("size", [16, 16_384])
@pytest.mark.parametrize("many", [0, 40])
def test_doubles(monkeypatch: pytest.MonkeyPatch, folded: bytes, doubles: list[object], size: int, many: int) -> None:
    """In one block or across two, and whether they are searched for or met on a walk over all words."""
    monkeypatch.setattr(folding, "BLOCK", size)
    monkeypatch.setattr(folding, "MANY", many)
    words = words_of(folded)
    assert sorted(words.doubles) == doubles
    assert words.vocabulary == set(folded.split())
    assert b"the" in words or b"the" not in folded.split()
    assert b"th" not in words


@pytest.mark.parametrize("many", [0, 1, 40])
def test_places_of_words(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(folding, "MANY", many)
    block = WordBlock(b"teh cat and teh dog")
    assert sorted(places_in(block, {b"teh"})) == [(0, b"teh"), (12, b"teh")]
    assert sorted(places_in(block, {b"teh", b"dog"})) == [(0, b"teh"), (12, b"teh"), (16, b"dog")]


@pytest.mark.parametrize(
    ("folded", "phrase", "at"),
    [
        (b"the cat", b"the cat", [0]),
        (b"the cat sat", b"the cat", [0]),
        (b"the cats", b"the cat", []),
        (b"a the cat", b"the cat", [2]),
        (b"a the cat b", b"the cat", [2]),
        (b"bathe cat", b"the cat", []),
        (b"the the the the", b"the the", [0, 4, 8]),
        (b"", b"the", []),
        (b" the ", b"the", [1]),
    ],
)
def test_places_of_phrases(folded: bytes, phrase: bytes, at: list[int]) -> None:
    assert sorted(start for start, _ in places(folded, [phrase])) == at


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("an", True),
        ("an apple", True),
        ("is an", True),
        ("(an)", True),
        ("an.", True),
        ("an. apple", True),
        ("an.com", False),
        (".an", False),
        ("-an", False),
        ("an/", False),
        ("\u011fan", False),
        ("an\u0142", False),
        ("an7", False),
        ("1an", False),
        ("an.-", True),
    ],
)
def test_whole_words(text: str, alone: bool) -> None:
    start = text.index("an")
    assert stands_alone(text, start, start + 2) is alone


def test_a_view_of_a_block_is_made_once() -> None:
    made = []
    block = WordBlock(b"the cat")
    assert [block.view(lambda_of(made)) for _ in range(1)] == [7]
    view = lambda_of(made)
    assert (block.view(view), block.view(view)) == (7, 7)
    assert len(made) == 2


def lambda_of(made: list[int]):
    """A view that tells how often it was made."""

    def size(block: WordBlock) -> int:
        made.append(1)
        return len(block.letters)

    return size


def test_blocks_that_no_edit_touches_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "BLOCK", 16)
    text = "the old and new cat and the dog on the small pier"
    words = words_of(fold(text))
    assert len(words.blocks) == 4

    def kept(*edits: Edit) -> list[int]:
        moved = words.after(edits, fold(apply(text, edits)))
        assert b"".join(block.letters for block in moved.blocks) == fold(apply(text, edits))
        assert moved.starts[0] == 0
        assert all(start + len(b.letters) == after for (start, b), after in zip(moved, moved.starts[1:], strict=False))
        return [number for number, block in enumerate(words.blocks) if any(block is other for other in moved.blocks)]

    second = words.starts[1]
    assert kept() == [0, 1, 2, 3]
    assert kept(Edit(4, 7, "young")) == [1, 2, 3]
    assert kept(Edit(second + 1, second + 2, "x")) == [0, 2, 3]
    assert kept(Edit(second, second + 1, "x")) == [2, 3], "it touches the end of the first"
    assert kept(Edit(second - 2, second - 1, "")) == [1, 2, 3]
    assert kept(Edit(len(text), len(text), "s")) == [0, 1, 2]


def test_the_words_of_a_long_text_are_not_kept_block_by_block() -> None:
    words = words_of(b"the cat sat there " * (folding.BLOCK // 18 * (folding.FEW_BLOCKS + 8)))
    assert words.vocabulary == {b"the", b"cat", b"sat", b"there"}
    assert not any(block._words for block in words.blocks)
    few = words_of(b"the cat sat there " * (folding.BLOCK // 18 * 3))
    assert few.vocabulary == words.vocabulary
    assert all(block._words for block in few.blocks)
