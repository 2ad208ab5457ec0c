"""Formats: texts inside of records are cleaned, everything else stays byte for byte."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY, CLEAN = "They walked to the the house.", "They walked to the house."


# ---- JSON Lines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"text": "%s"}', None),
        ('{ "id" :1.50,"text":"%s" , "text2": "%s é" }  \r', '{ "id" :1.50,"text":"%s" , "text2": "DIRTY é" }  \r'),
        ('{"text": "caf\\u00e9. %s"}', None),
        ('{"a": {"text": "%s"}, "text": "%s"}', '{"a": {"text": "DIRTY"}, "text": "%s"}'),
        ('{"text": ["%s", 3, "\\ud83d\\ude00 fine"]}', None),
        ('{"text": null, "n": 1e400}', None),
        ('{"text": "x", "big": 123456789012345678901234567890, "text": "%s"}', None),
    ],
)
def test_jsonl_keeps_the_rest(run: Command, before: str, after: str | None) -> None:
    source = before.replace("%s", DIRTY)
    wanted = (after or before).replace("%s", CLEAN).replace("DIRTY", DIRTY)
    ran = run("--input-format", "jsonl", stdin=(source + "\n\n" + source).encode())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode() == wanted + "\n\n" + wanted


def test_jsonl_nested_field(run: Command) -> None:
    line = json.dumps({"meta": {"title": DIRTY, "n": [1, 2]}, "text": DIRTY})
    ran = run("--input-format", "jsonl", "--field", "meta.title", stdin=line.encode())
    assert json.loads(ran.out) == {"meta": {"title": CLEAN, "n": [1, 2]}, "text": DIRTY}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"body": "x"}', "line=2: no field 'text'"),
        (b'{"text": 3}', "line=2: the field 'text' is no text but 3"),
        (b'{"text": "x"', "line=2: not JSON"),
        (b'["x"]', "line=2: not an object"),
        (b'{"text": "x"} {}', "line=2: not JSON: more after the object"),
        (b'{"text": "\xff"}', "line=2: not UTF-8 at byte 10"),
        (b'{"text": "x",}', "line=2: not JSON"),
        (b"[" * 100_000, "line=2: not an object"),
        (b'{"a": ' + b"[" * 100_000, "line=2: "),
    ],
    ids=range(9),
)
def test_jsonl_reports_broken_records_and_does_the_rest(run: Command, line: bytes, says: str) -> None:
    good, clean = (json.dumps({"text": text}).encode() for text in (DIRTY, CLEAN))
    code, out, err = run("--input-format", "jsonl", stdin=b"\n".join([good, line, good]))
    assert code == 3
    assert out == b"\n".join([clean, line, clean])
    assert says in err
    assert err.count("\n") == 1


def test_jsonl_log_names_records(run: Command) -> None:
    Path("data.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ("Fine.", DIRTY)))
    assert run("data.jsonl", "-o", "clean.jsonl", "--log", "log.jsonl").code == 0
    heads = [json.loads(line) for line in Path("log.jsonl").read_text().splitlines()]
    assert [head["name"] for head in heads if head["kind"] == "head"] == ["data.jsonl#line=2:text", "data.jsonl"]


# ---- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("csv", 'id,text\r\n1,%s\r\n"2","%s"\r\n', None),
        ("csv", 'text;n\n"%s ""so""; and\n\nnew line";"a""b"\n\nx;2', None),
        ("tsv", "n\ttext\n1,5\t%s\n", None),
        ("csv", '\ufeff"text",n\n%s,"kept, ""as is"""\n', None),
        ("csv", '\ufeff"a\nb",text\n1,%s\n', None),
        ("csv", 'size,text\n5" pipe,%s\n3" nail,%s\n"6"" bolt","%s"\n', None),
        ("csv", 'text;n\n%s;"a;b"c"\n"x, ""y\n";1\n', None),
        ("csv", "n,text\n", None),
    ],
)
def test_tables_keep_the_rest(run: Command, kind: str, before: str, after: str | None) -> None:
    ran = run("--input-format", kind, stdin=before.replace("%s", DIRTY).encode())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode() == (after or before).replace("%s", CLEAN)


def test_table_errors(run: Command) -> None:
    code, out, err = run("--input-format", "csv", stdin=b"a,b\n1,2\n")
    assert (code, out) == (3, b"")
    assert "there is no column 'text' (--field: one of a, b)" in err
    code, out, err = run("--input-format", "csv", stdin=b"n,text\n1\n2,x\n")
    assert (code, out) == (3, b"n,text\n1\n2,x\n")
    assert "row=2: 1 cells, not 2" in err


def test_column_by_number(run: Command) -> None:
    assert run("--input-format", "csv", "--field", "1", stdin=f"a\n{DIRTY}\n".encode()).out.decode() == f"a\n{CLEAN}\n"


def test_parquet(run: Command) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    import pyarrow.parquet as pq

    table = pa.table({"id": [1, 2, 3], "text": [DIRTY, None, "Fine."], "other": [[DIRTY], [], None]})
    table = table.replace_schema_metadata({"made": "here"})
    pq.write_table(table, "in.parquet")
    for jobs in (1, 2):
        assert run("in.parquet", "-o", "out.parquet", "-j", jobs).code == 0
        found = pq.read_table("out.parquet")
        assert found.schema.equals(pq.read_table("in.parquet").schema, check_metadata=True)
        assert found.to_pylist() == [{**row, "text": CLEAN if row["text"] == DIRTY else row["text"]} for row in table.to_pylist()]
    code, _, err = run("in.parquet", "-o", "out2.parquet", "--field", "id")
    assert code == 3
    assert "the column 'id' holds no text but int64" in err
    assert not Path("out2.parquet").exists()
    Path("bad.parquet").write_bytes(b"PAR1 and no more")
    assert run("bad.parquet", "-o", "x.parquet").code == 3


# ---- WARC -------------------------------------------------------------------------------------------------------------


def record(kind: str, content: bytes, content_type: str, url: str = "http://example.org/") -> bytes:
    """A WARC record."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


INFO = record("warcinfo", b"software: none\r\n", "application/warc-fields")


def test_wet(run: Command) -> None:
    data = INFO + record("conversion", DIRTY.encode(), "text/plain") + record("conversion", b"Fine.", "text/plain")
    Path("a.wet.gz").write_bytes(b"".join(map(gzip.compress, [INFO, data[len(INFO) :]])))
    assert run("a.wet.gz", "-o", "out.wet.gz").code == 0
    out = gzip.decompress(Path("out.wet.gz").read_bytes())
    assert out.startswith(INFO)
    assert out.endswith(record("conversion", b"Fine.", "text/plain"))
    assert f"Content-Length: {len(CLEAN)}\r\n\r\n{CLEAN}\r\n\r\n".encode() in out
    members = io.BytesIO(Path("out.wet.gz").read_bytes()).getvalue().count(b"\x1f\x8b\x08")
    assert members == 3, "each record is a gzip member"


def test_warc_pages_become_text(run: Command) -> None:
    page = f"<html><head><title>T</title></head><body><p>{DIRTY} It rained all day and they went home.</p></body></html>"
    body = gzip.compress(page.encode())
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n" + body
    picture = record("response", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxxxx", "application/http")
    code, out, _ = run(
        "--input-format", "warc", stdin=INFO + record("response", response, "application/http; msgtype=response") + picture
    )
    assert code == 0
    assert out.startswith(INFO)
    assert out.endswith(picture)
    assert b"WARC-Type: conversion\r\n" in out
    assert CLEAN.encode() in out
    assert b"<p>" not in out


def test_broken_warc(run: Command) -> None:
    data = record("conversion", b"Fine.", "text/plain")
    assert run("--input-format", "warc", stdin=b"no archive").code == 3
    code, out, err = run("--input-format", "warc", stdin=data + data[:-6])
    assert (code, out) == (3, data)
    assert "record 1 is cut short" in err


# ---- compression ------------------------------------------------------------------------------------------------------


def _zstd(data: bytes) -> bytes:
    return pytest.importorskip("zstandard", reason="the extra zstd is not installed").ZstdCompressor().compress(data)


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", _zstd)]
)
def test_compressed(run: Command, suffix: str, pack: object) -> None:
    assert callable(pack)
    Path(f"a.txt{suffix}").write_bytes(pack(DIRTY.encode() * 3))
    assert run(f"a.txt{suffix}", "-o", f"b.txt{suffix}").code == 0
    assert run(f"b.txt{suffix}").out == (CLEAN * 3).encode() or run(f"b.txt{suffix}").out
    first = Path(f"b.txt{suffix}").read_bytes()
    assert run(f"a.txt{suffix}", "-o", f"b.txt{suffix}").code == 0
    assert Path(f"b.txt{suffix}").read_bytes() == first, "equal runs give equal files"
    Path("cut").mkdir()
    Path(f"cut/a.txt{suffix}").write_bytes(pack(bytes(range(97, 123)) * 999)[:-9])
    Path("cut/b.txt").write_text(DIRTY)
    code, _, err = run("cut", "-o", "out")
    assert code == 3
    assert f"cut/a.txt{suffix}: the compressed data is" in err
    assert [path.name for path in Path("out").iterdir()] == ["b.txt"]


# ---- large texts ------------------------------------------------------------------------------------------------------


def test_blocks_are_cut_by_content_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner import Cleaner
    from cleaner.formats import text
    from cleaner.formats.job import Job

    monkeypatch.setattr(text, "WHOLE", 5000)
    monkeypatch.setattr(text, "BLOCK", 3000)
    monkeypatch.setattr(text, "HEAD", 100)
    job = Job(Cleaner(select=["typos.doubled"]))
    data = "".join(f"Line {k} of them, é.\n{'' if k % 7 else chr(10)}" for k in range(2000)).encode()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 37))

    fast = list(text.blocks(io.BytesIO(data), job, "auto"))
    slow = list(text.blocks(Slow(data), job, "auto"))
    assert fast == slow
    assert b"".join(block.data for block in fast) == data
    assert len(fast) > 10
    assert all(block.data.endswith(b"\n\n") for block in fast[:-1])
    assert all(one.after == other.data and other.before == one.data for one, other in itertools.pairwise(fast))
    assert [block.place for block in fast[:2]] == ["#byte=0", f"#byte={len(fast[0].data)}"]
    for encoding in ("utf-16", "utf-32-be", "utf-8-sig"):
        wide = data.decode().encode(encoding)
        wide = b"\x00\x00\xfe\xff" + wide if encoding == "utf-32-be" else wide
        found = list(text.blocks(io.BytesIO(wide), job, "auto"))
        assert b"".join(block.data for block in found) == wide
        assert b"".join(text.clean(block, job, "auto", "x").data for block in found) == data, encoding
    line = "é€😀 ".encode() * 4000
    assert all(text._is_utf8(block.data) for block in text.blocks(io.BytesIO(line), job, "auto"))
    assert all(text._is_utf8(block.data) for block in text.blocks(io.BytesIO(line.replace(b" ", b"")), job, "auto"))


@pytest.mark.parametrize("more", [[], ["--line-buffered"]])
def test_a_quote_that_is_not_closed(run: Command, more: list[str]) -> None:
    """All behind it would be one cell: it is left alone, and said."""
    rows = [f'1,"{DIRTY}\nand on"\n', f"2,{DIRTY}\n", f'3,"{DIRTY}\n4,{DIRTY}\n']
    data = "id,text\n" + "".join(rows)
    done = run("--input-format", "csv", *more, stdin=data.encode())
    assert done.out.decode() == "id,text\n" + "".join(rows[:2]).replace(DIRTY, CLEAN) + rows[2]
    assert (done.code, "row=4: a quote is not closed in the row that begins in line 5" in done.err) == (3, True)


def test_a_header_whose_quote_is_not_closed(run: Command) -> None:
    done = run("--input-format", "csv", "--field", "1", stdin=b'"id,text\n1,the the\n')
    assert (done.code, done.out) == (3, b'"id,text\n1,the the\n')
    assert "begins in line 1" in done.err


def test_parquet_without_its_library(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    Path("a.parquet").write_bytes(b"PAR1PAR1")
    Path("a.jsonl").write_text(json.dumps({"text": DIRTY}) + "\n")
    done = run("a.parquet", "a.jsonl", "-o", "out")
    assert done.code == 3
    assert "a.parquet: reading Parquet needs pyarrow, which is not installed (pip install 'cleaner-text[arrow]')" in done.err
    assert [path.name for path in Path("out").iterdir()] == ["a.jsonl"]
