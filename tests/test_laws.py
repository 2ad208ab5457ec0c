"""The six laws, on any text and any bytes.

1. undo gives back exactly what went in.     2. Cleaning a clean text changes nothing.
3. The log is complete.                      4. Same input, same output.
5. No input crashes or hangs it.             6. Nothing protected is touched by word-level repairs.

Texts are generated from pieces that filters react to, so that edits meet, overlap and enable each other; the files of the
shared benchmarks join in where they are present.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import pickle
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Result
from cleaner.core.edits import Edit, apply
from tests import SHARED

EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "150"))  # of each law; the slow run takes more
BENCH = SHARED / "bench"
CLEANERS = {
    "web": Cleaner(),
    "unsafe": Cleaner(unsafe=True),
    "all": Cleaner(select=["all"], unsafe=True),
}
WORDS = Cleaner(select=["typos", "encoding"], unsafe=True)

PIECES = [
    "the the ", "Iraqi ", "Iraqí ", "naïve ", "The army to collapsed. ", "could of ", "teh ", "recieve ", "a apple ", "an cat ",
    "%d bloggers like this:", "12 bloggers like this:", "Share this:", "Skip to content", "Leave a Reply", "Loading...",
    "schÃ¶n ", "donâ€™t ", "Ã", "â‚¬", "ÐŸÑ€Ð¸Ð²ÐµÑ‚ ", "à¤¨ ", "\u00e2\u0080\u0099", "Â ", "\ufffd", "Ã©", "ÃƒÂ©",
    "&amp;", "&amp;lt;", "&eacute;", "&#146;", "<b>", "</p>", "```\n", "`code the the`", "https://a.b/the the/teh",
    "\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u2066",
    "\U000e0041", "\ufe0f", "\U000e0101", "👩\u200d👩", "\x00", "\x1b[0m",
    "\x85",
    "ﬁsh ", "ﬁ", "e\u0301", "Å", "\u212b", "pаypal ", "Ωmega ", "１２ ", "「日本」，",
    "سلام\u200c", "\ud800", "\udcff", "\U0001f600",
    "hy-\nphen ", "\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", " ", "  ", "\t", ".", ",", "-", "'", "’", "“", "”",
    "@", "#tag ",
    "a", "of ", "to ", "their ", "there ", "its ", "it's ", "you're ", "then ", "better then ", "1,234 ", "U.S. ",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=2, max_size=8).map(lambda parts: "".join(parts) * 3),
)
# Long enough that a second look is a look at the lines around the edits only.
PLAIN = [f"Line {n} of a plain text says that the mill by the river is open on day {n} of the month.\n" for n in range(40)]
long_texts = st.lists(st.tuples(st.integers(0, 39), st.lists(st.sampled_from(PIECES), max_size=6).map("".join)), max_size=5).map(
    lambda places: "".join(line[:30] + dict(places).get(n, "") + line[30:] for n, line in enumerate(PLAIN))
)
bytes_ = st.one_of(
    st.binary(max_size=80),
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    texts.map(lambda text: b"\xef\xbb\xbf" + text.encode("utf-8", "replace") + b"\xff\xc3"),
    texts.map(lambda text: text.encode("utf-16-le", "surrogatepass") + b"\x00"),
    texts.map(lambda text: text.encode("cp1252", "replace")),
    texts.map(lambda text: text.encode("iso2022_jp", "replace")),
)
law = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
chains = pytest.mark.parametrize("chain", CLEANERS)


def obeys(result: Result, cleaner: Cleaner) -> None:
    """Laws 1 to 3 on one result."""
    assert result.undo() == result.original, "law 1"
    assert type(result.undo()) is type(result.original), "law 1"
    again = cleaner.clean(result.text, input_format="text")
    assert again.text == result.text, f"law 2: {[c[:6] for c in again.changes]}"
    log_is_complete(result)


def log_is_complete(result: Result) -> None:
    changes = result.changes
    for step in result.passes:
        assert all(a.end <= b.start for a, b in itertools.pairwise(step.edits)), f"law 3: {step.filter} in order"
    assert apply(result.source, [Edit(c.start, c.end, c.after) for c in changes]) == result.text, "law 3"
    assert all(c.before == result.source[c.start : c.end] != c.after and c.rule and c.causes for c in changes), "law 3"
    assert all(a.end <= b.start for a, b in itertools.pairwise(changes)), "law 3: sorted, apart"
    for length, carry in ((len(result.source), result.to_clean), (len(result.text), result.to_original)):
        spots = sorted({0, length // 3, length // 2, length, *(min(length, c.start) for c in changes[:20])})
        spans = [carry(a, a) for a in spots]
        assert spans == sorted(spans), "law 3: monotone"
    for change in changes[:20]:
        low, high = result.to_clean(change.start, change.end)
        if change.start == change.end:  # an insert: its place in the clean text is behind what was put in
            assert result.text[:low].endswith(change.after), "law 3: maps agree with the changes"
        else:
            assert change.after == "" or change.after in result.text[low:high], "law 3: maps agree with the changes"


@chains
@law
@given(texts)
@example("\ud800 the the \udcff")
@example("")
@example("%d bloggers like this:\n" * 3)
def test_laws_on_text(chain: str, text: str) -> None:
    obeys(CLEANERS[chain].clean(text, input_format="text"), CLEANERS[chain])


@chains
@settings(law, max_examples=EXAMPLES // 3)
@given(long_texts)
def test_laws_on_long_texts_with_few_edits(chain: str, text: str) -> None:
    obeys(CLEANERS[chain].clean(text, input_format="text"), CLEANERS[chain])


@law
@given(bytes_)
@example(b"")
@example(bytes(range(256)))
@example(b"\xff\xfea\x00\xe9\x00\xd8")
@example(b"\xed\xa0\x80 \xc0\x80")
@example(b"\x1b$B\x1b(B")
@example(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2)
def test_laws_on_bytes(data: bytes) -> None:
    obeys(CLEANERS["web"].clean(data, input_format="text"), CLEANERS["web"])


@law
@given(
    st.lists(
        st.one_of(st.sampled_from(PIECES), st.sampled_from(["<p>", "<div hidden>", "<script>", "</div>", "<li>"])), max_size=20
    )
)
def test_laws_on_pages(pieces: list[str]) -> None:
    page = "<html><body>" + "".join(pieces)
    result = CLEANERS["web"].clean(page, input_format="html")
    assert result.undo() == page
    log_is_complete(result)


@law
@given(texts, texts)
def test_same_input_same_output(text: str, other: str) -> None:
    cleaner = CLEANERS["unsafe"]
    first = cleaner.clean(text)
    cleaner.clean(other)
    assert cleaner.clean(text).changes == first.changes == Cleaner(unsafe=True).clean(text).changes


@law
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_protected_text_stays(text: str) -> None:
    for kept in (
        "https://example.org/teh/the.the?a=recieve",
        "teh@recieve.example",
        "/usr/share/teh/recieve",
        "@teh_recieve",
        "#recieve",
    ):
        result = WORDS.clean(f"{text} {kept} {text}")
        assert kept in result.text


def test_worker_count_and_pickling_change_nothing() -> None:
    cleaner = CLEANERS["web"]
    documents = ["".join(PIECES[k : k + 9]) for k in range(70)]
    alone = [result.changes for result in cleaner.clean_many(documents)]
    assert [result.changes for result in cleaner.clean_many(documents, jobs=2)] == alone
    assert pickle.loads(pickle.dumps(cleaner)).clean(documents[3]).changes == alone[3]


@pytest.mark.parametrize(
    "piece", ["x", "Ã©", "the ", "teh the the ", "\u200b", "&amp;", "%d bloggers like this:\n", "`", "<", "а", "\r"]
)
@pytest.mark.parametrize("size", [5_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_long_inputs_take_linear_time(size: int, piece: str) -> None:
    """Eight times the text in at most 24 times the time: a quadratic step would take 64 times as long."""
    from time import process_time

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = process_time()
        len(CLEANERS["web"].clean(text, input_format="text").changes)
        return process_time() - start

    seconds(1000)
    most = 24 * max(min(seconds(size) for _ in range(3)), 0.01)
    assert any(seconds(8 * size) < most for _ in range(2))


def bench_texts() -> Iterator[tuple[str, str]]:
    """(name, text) of every text in the shared benchmarks."""
    for path in sorted(BENCH.rglob("data/**/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as records:
            for number, record in enumerate(records):
                yield from ((f"{path.name}:{number}", text) for text in _strings(json.loads(record)))
    for path in sorted(BENCH.rglob("data/**/*.txt")):
        yield path.name, path.read_text(encoding="utf-8")


def _strings(record: object) -> Iterator[str]:
    """Whole texts of a record: its strings, and its lists of lines as one text."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict):
        for value in record.values():
            yield from _strings(value)
    elif isinstance(record, list) and record and all(isinstance(item, str) for item in record):
        yield "\n".join(record)
    elif isinstance(record, list):
        yield "\n".join(item[0] for item in record if isinstance(item, list) and item and isinstance(item[0], str))


@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared benchmarks are not here")
def test_laws_on_a_sample_of_the_benchmarks() -> None:
    for k, (_, text) in enumerate(bench_texts()):
        if k % 97 == 0:
            obeys(CLEANERS["web"].clean(text[:20_000], input_format="text"), CLEANERS["web"])


@pytest.mark.slow
@pytest.mark.skipif(not BENCH.is_dir(), reason="the shared benchmarks are not here")
def test_laws_on_every_text_of_the_benchmarks() -> None:
    seen = 0
    for _, text in bench_texts():
        result = CLEANERS["web"].clean(text, input_format="text")
        obeys(result, CLEANERS["web"])
        seen += 1
    assert seen > 10_000
