"""Readers of documents: what comes out, undo, places in the log; and what broken or hostile documents do."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from pathlib import Path

import pytest

import cleaner
from cleaner.changelog.read import read_log
from cleaner.changelog.undo import undo_from_log
from cleaner.core.errors import ConfigError, InputError, LogError
from cleaner.documents import KINDS, sniff
from cleaner.formats import DOCUMENTS, MODULES, SUFFIXES

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
INPUTS = {
    "pdf": "pdf/input.pdf", "epub": "epub/input.epub", "docx": "docx/input.docx", "odt": "odt/input.odt",
    "eml": "mail/input.eml", "mediawiki": "wiki/input.wiki", "rss": "feed/input.rss",
}  # fmt: skip
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="c.opf"/></rootfiles></container>'
)


def sample(kind: str) -> bytes:
    if kind == "mbox":
        return b"From x Thu Jan  1 10:00:00 2026\n" + sample("eml") + b"\n\nFrom y Thu Jan  1 11:00:00 2026\n" + sample("eml")
    return (SAMPLES / INPUTS[kind]).read_bytes()


def needed(kind: str) -> None:
    if KINDS[kind].needs:
        pytest.importorskip(KINDS[kind].needs, reason="the extra documents")


def packed(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_tables_of_formats_agree() -> None:
    assert tuple(KINDS) == DOCUMENTS
    assert {suffix: name for name, kind in KINDS.items() for suffix in kind.suffixes}.items() <= SUFFIXES.items()
    assert all(MODULES[kind] == "documents" for kind in KINDS)


@pytest.mark.parametrize("kind", [*INPUTS, "mbox"])
def test_undo_and_log(kind: str) -> None:
    needed(kind)
    data = sample(kind)
    result = cleaner.clean(data, input_format=kind)
    assert result.text.strip()
    assert result.undo() == data
    lines = result.log("document").splitlines()
    changes = [json.loads(line) for line in lines if '"kind":"change"' in line]
    assert changes
    assert all(change["part"] for change in changes)
    [logged] = read_log(lines)
    if KINDS[kind].exact:
        assert undo_from_log(result.text.encode(), logged) == data
    else:
        with pytest.raises(LogError, match="does not hold the original"):
            undo_from_log(result.text.encode(), logged)
        kept = cleaner.clean(data, input_format=kind, settings={"documents": {"keep_originals": True}})
        [logged] = read_log(kept.log("document").splitlines())
        assert undo_from_log(kept.text.encode(), logged) == data


@pytest.mark.parametrize("kind", ["pdf", "epub", "odt", "docx", "rss"])
def test_content_tells_the_format(kind: str) -> None:
    needed(kind)
    assert sniff(sample(kind)) == kind
    assert cleaner.clean(sample(kind)).document.meta["documents.kind"] == kind


def test_pdf_reads_as_its_source() -> None:
    needed("pdf")
    result = cleaner.clean(sample("pdf"), input_format="pdf")
    assert result.text.split() == (SAMPLES / "pdf" / "source.txt").read_text(encoding="utf-8").split()
    assert result.text.strip().split("\n\n") == (SAMPLES / "pdf" / "source.txt").read_text(encoding="utf-8").strip().split("\n\n")


def test_markdown_keeps_headings_and_lists() -> None:
    settings = {"documents": {"to": "markdown"}}
    for kind in ("epub", "odt", "mediawiki"):
        needed(kind)
        text = cleaner.clean(sample(kind), input_format=kind, settings=settings).text
        assert "# " in text, kind
        assert "- " in text, kind


def test_a_page_is_read_once_however_often_a_book_names_it() -> None:
    needed("epub")
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample("epub"))) as old, zipfile.ZipFile(book, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".opf"):
                data = data.replace(b"</spine>", re.findall(rb"<itemref[^>]*>", data)[0] * 3 + b"</spine>")
                assert data != old.read(name)
            new.writestr(name, data)
    assert cleaner.clean(book.getvalue(), input_format="epub").text == cleaner.clean(sample("epub"), input_format="epub").text


def test_mail_shows_what_people_read() -> None:
    text = cleaner.clean(sample("eml"), input_format="eml").text
    assert "Subject: The café\n" in text
    assert "R0lGOD" not in text
    assert text.count("Subject:") == 1
    assert cleaner.clean(sample("mbox"), input_format="mbox").text.count("Subject:") == 2


@pytest.mark.parametrize("kind", [*INPUTS, "mbox"])
def test_broken_documents(kind: str) -> None:
    """Cut or altered anywhere, a document is read or refused in one line."""
    needed(kind)
    data = sample(kind)
    chance = random.Random(7)
    broken = [b"", data[: len(data) // 3], data[:-20], bytes(chance.randrange(256) for _ in range(3000))]
    for _ in range(6):
        altered = bytearray(data)
        for _ in range(15):
            altered[chance.randrange(len(altered))] = chance.randrange(256)
        broken.append(bytes(altered))
    for item in broken:
        try:
            assert cleaner.clean(item, input_format=kind).undo() == item
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;">]><a>&y;</a>'
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000
LARGE = b"<a>" + b"x" * (70 << 20) + b"</a>"


@pytest.mark.parametrize("content", [ENTITIES, DEEP, LARGE], ids=["entities", "deep", "bomb"])
@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_hostile_archives_are_refused(kind: str, content: bytes) -> None:
    needed(kind)
    inside = {"docx": {"word/document.xml": content}, "odt": {"content.xml": content}}
    files: dict[str, bytes | str] = {**inside.get(kind, {"META-INF/container.xml": CONTAINER, "c.opf": content})}
    with pytest.raises(InputError) as caught:
        cleaner.clean(packed(files), input_format=kind)
    assert "\n" not in str(caught.value)


MULTIPART = b"Content-Type: multipart/mixed; boundary=b\n\n"
HOSTILE = {
    "nested mail": ("eml", b"From: a\n" + MULTIPART + (b"--b\n" + MULTIPART) * 3000),
    "many parts": ("eml", b"From: a\n" + MULTIPART + b"--b\n\nx\n" * 50_000),
    "open braces": ("mediawiki", b"{{" * 20_000),
    "open links": ("mediawiki", b"[[" * 20_000),
    "open tables": ("mediawiki", b"{|\n" * 20_000),
    "open references": ("mediawiki", b"<ref>" * 20_000),
    "open fields": ("rss", b"<rss><item>" + b"<title>" * 50_000),
    "open CDATA": ("rss", b"<rss><item><title>" + b"<![CDATA[" * 50_000 + b"</title></item>"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_bounded_time(name: str) -> None:
    kind, data = HOSTILE[name]
    needed(kind)
    start = time.process_time()
    try:
        assert cleaner.clean(data, input_format=kind).undo() == data
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    assert time.process_time() - start < 40  # the slowest takes 4 on a busy machine


def test_options_that_make_no_sense() -> None:
    with pytest.raises(ConfigError):
        cleaner.clean("text", input_format="pdf")
    with pytest.raises(ConfigError):
        cleaner.Cleaner(settings={"documents": {"to": "html"}})
    with pytest.raises(ConfigError, match="unknown input format"):
        cleaner.clean("text", input_format="djvu")


CUES = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500 X1:100\r\n<i>Teh teh</i> end is recieved.\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000\r\nIt was was {\\an8}late.\r\n\r\n"
)


def test_subtitles_are_cleaned_in_place() -> None:
    for kind, text in (("srt", CUES), ("vtt", "WEBVTT - teh title\n\nNOTE\nteh note\n\nteh\n" + CUES.partition("\n")[2])):
        result = cleaner.clean(text, input_format=kind)
        assert result.undo() == text
        assert "received" in result.text
        before, after = text.splitlines(), result.text.splitlines()
        assert len(before) == len(after)
        assert [line for line in before if "-->" in line or line.strip().isdigit()] == [
            line for line in after if "-->" in line or line.strip().isdigit()
        ]
        assert "teh title" not in text or "teh title" in result.text
        assert '"part":"cue ' in result.log("x")


@pytest.mark.parametrize(
    "before", ["", "\ufeff", "\n  ", "<?xml version='1.0'?>\n<?xml-stylesheet href='/a.xsl'?>\n<!-- a -->\n"]
)
def test_feeds_in_a_str_and_behind_what_precedes_the_root(before: str) -> None:
    entry = "<entry><title>Eels</title><content type='html'>&lt;p&gt;They climb.&lt;/p&gt;</content></entry>"
    feed = f"{before}<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    assert cleaner.clean(feed).text == "Eels\n\nThey climb.\n"
    assert cleaner.clean(feed).undo() == feed
    assert cleaner.clean(feed.encode()).text.lstrip("\ufeff") == "Eels\n\nThey climb.\n"
    assert cleaner.clean("A <feed> holds entries.").text == "A <feed> holds entries."
