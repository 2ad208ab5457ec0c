"""Mail cleaned in place: headers and structure stay byte for byte, and so does what does not change."""

from __future__ import annotations

import base64
import io
import quopri
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.batch.file_digest import FileDigest
from cleaner.batch.restore import restore
from cleaner.changelog.read import read_log
from cleaner.formats import mail
from cleaner.formats.job import Job
from tests.cli.conftest import Command, run

__all__ = ["run"]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DIRTY = "Dear Zoë,\n\nwe walked to the the harbour, and recieved “it”.\nIt was a naïve idea.\n-- \nAnna\n"
CLEAN = "Dear Zoë,\n\nwe walked to the harbour, and received “it”.\nIt was a naïve idea.\n-- \nAnna\n"
ASCII, CLEAN_ASCII = DIRTY.encode("ascii", "replace").decode(), CLEAN.encode("ascii", "replace").decode()
HEAD = "From: a@x.example\nSubject: =?utf-8?q?the_the?=\nX-Odd:  two  spaces \n\tand a line\nMIME-Version: 1.0\n"


def written(body: bytes, *, transfer: str, charset: str, feed: str = "\n", kind: str = "text/plain") -> bytes:
    """A mail of one part."""
    named = f"; charset={charset}" if charset else ""
    head = f"{HEAD}Content-Type: {kind}{named}\n" + (f"Content-Transfer-Encoding: {transfer}\n" if transfer else "") + "\n"
    return head.replace("\n", feed).encode() + body


def encoded(text: str, transfer: str, charset: str, feed: str) -> bytes:
    data = text.replace("\n", feed).encode(charset or "utf-8")
    if transfer == "base64":
        return base64.encodebytes(data).replace(b"\n", feed.encode())
    if transfer == "quoted-printable":
        return quopri.encodestring(data.replace(b"\r\n", b"\n")).replace(b"\n", feed.encode())
    return data


def in_place(run: Command, data: bytes, name: str = "mail.eml") -> bytes:
    """What becomes of a file, which undo gives back."""
    Path(name).write_bytes(data)
    Path("log.jsonl").unlink(missing_ok=True)
    ran = run("-i", name, "--log", "log.jsonl")
    assert (ran.code, ran.err) == (0, "")
    made = Path(name).read_bytes()
    if made != data:
        assert run("undo", name, "--log", "log.jsonl").out == data
        assert run("log", "verify", "log.jsonl", "--text", name).code == 0
    return made


FORMS = [
    ("7bit", "", ASCII, CLEAN_ASCII), ("", "us-ascii", ASCII, CLEAN_ASCII), ("8bit", "utf-8", DIRTY, CLEAN),
    ("8bit", "cp1252", DIRTY, CLEAN), ("quoted-printable", "utf-8", DIRTY, CLEAN), ("quoted-printable", "cp1252", DIRTY, CLEAN),
    ("base64", "utf-8", DIRTY, CLEAN), ("base64", "utf-16", DIRTY, CLEAN), ("base64", "cp1252", DIRTY, CLEAN),
]  # fmt: skip


@pytest.mark.parametrize("feed", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("transfer", "charset", "dirty", "clean"), FORMS)
def test_a_part_keeps_its_encoding(run: Command, transfer: str, charset: str, dirty: str, clean: str, feed: str) -> None:
    data = written(encoded(dirty, transfer, charset, feed), transfer=transfer, charset=charset, feed=feed)
    made = in_place(run, data)
    edge = (feed * 2).encode()
    assert made.split(edge, 1)[0] == data.split(edge, 1)[0]
    assert made == written(encoded(clean, transfer, charset, feed), transfer=transfer, charset=charset, feed=feed)


@pytest.mark.parametrize("sample", ["mail", "mail-base64", "mail-legacy"])
def test_samples(run: Command, sample: str) -> None:
    data = (SAMPLES / sample / "input.eml").read_bytes()
    made = in_place(run, data)
    assert (made != data) == (sample == "mail"), "the others are clean"
    before, after = (list(message_from_bytes(text, policy=policy.default).walk()) for text in (data, made))
    assert [part.items() for part in after] == [part.items() for part in before]
    for old, new in zip(before, after, strict=True):
        if old.get_content_type() != "text/plain" and not old.is_multipart():
            assert old.get_payload() == new.get_payload()


def test_lines_that_do_not_change_stay_as_they_were_written(run: Command) -> None:
    lines = [b"=44ear =\n=\nall,", b"na=c3=afve =3D idea", b"we saw the th=\ne cat.", b"trailing=20", b"a=\n=\n b", b""]
    data = written(b"\n".join(lines), transfer="quoted-printable", charset="utf-8")
    made = in_place(run, data)
    assert made == data.replace(b"we saw the th=\ne cat.", b"we saw the cat.")


def test_long_lines_are_broken_and_joined_lines_go_on(run: Command) -> None:
    long = "It was said that " + "the boat of the harbour was late and " * 5 + "that the the cat was on it.\n"
    data = written(encoded(long, "quoted-printable", "utf-8", "\n"), transfer="quoted-printable", charset="utf-8")
    made = in_place(run, data)
    assert max(map(len, made.splitlines())) <= 76
    assert quopri.decodestring(made.split(b"\n\n", 1)[1]).decode() == long.replace("the the", "the")
    text = "a word of the\nthe harbour\nand more\n"
    body = mail._quoted(text.encode(), "utf-8")
    assert body
    assert body.write([(13, 17, "")], "a word of the harbour\nand more\n") == b"a word of the harbour\nand more\n"
    assert body.write([(0, 14, "")], "the harbour\nand more\n") == b"the harbour\nand more\n"
    assert body.write([(14, 35, "")], "a word of the\n") == b"a word of the\n"
    assert body.write([], text) == text.encode()


LEFT = {
    "HTML": written(b"<p>the the cat</p>\n", transfer="7bit", charset="utf-8", kind="text/html"),
    "unknown charset": written(b"We saw the the cat.\n", transfer="7bit", charset="x-klingon"),
    "unknown transfer": written(b"We saw the the cat.\n", transfer="x-uuencode", charset="utf-8"),
    "broken charset": written(b"We saw the the caf\xe9.\n", transfer="8bit", charset="utf-8"),
    "uneven Base64": written(b"V2Ugc2F3IHRo\nZSB0aGUgY2F0Lg==\n", transfer="base64", charset="utf-8"),
    "no Base64": written(b"We saw the the cat.\n", transfer="base64", charset="utf-8"),
    "PGP": written(b"-----BEGIN PGP SIGNED MESSAGE-----\n\nWe saw the the cat.\n", transfer="7bit", charset="utf-8"),
    "patch": written(b"Fix.\n\n@@ -1,2 +1,2 @@\n the the\n-cat\n+dog\n", transfer="7bit", charset="utf-8"),
    "not in the charset": written("It was schÃ¶n.\n".encode("latin-1"), transfer="8bit", charset="iso-8859-5"),
    "seven bits": written(b"The caf&eacute; was closed on the day.\n", transfer="7bit", charset="utf-8"),
    "attachment": written(b"We saw the the cat.\n", transfer="7bit", charset="utf-8").replace(
        b"MIME-Version", b"Content-Disposition: attachment; filename=a.txt\nMIME-Version"
    ),
}


@pytest.mark.parametrize("data", LEFT.values(), ids=LEFT)
def test_a_part_that_could_not_be_written_as_it_was_stays(run: Command, data: bytes) -> None:
    assert in_place(run, data) == data


def test_what_is_signed_stays_and_the_rest_does_not(run: Command) -> None:
    text, signed = "We saw the the cat.\n", EmailMessage()
    signed.set_content(text)
    whole = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: text/plain\n\n{text}\n--out\n"
        f"Content-Type: multipart/signed; boundary=in\n\n--in\nContent-Type: text/plain\n\n{text}\n--in\n"
        "Content-Type: application/pgp-signature\n\nabc\n--in--\n--out--\n"
    ).encode()
    made = in_place(run, whole)
    assert made == whole.replace(b"the the cat", b"the cat", 1)


# ---- mailboxes ------------------------------------------------------------------------------------------------------------


def mailbox(count: int) -> bytes:
    mails = []
    for k in range(count):
        text = f"Mail {k} tells of the the harbour.\n>From there we went on.\n" if k % 3 == 1 else f"Mail {k} is fine.\n"
        transfer = "base64" if k % 2 else "8bit"
        body = written(encoded(text, transfer, "utf-8", "\n"), transfer=transfer, charset="utf-8")
        mails.append(b"From a@x.example Thu Jan  1 10:00:00 2026\n" + body)
    return b"\n".join(mails)


def said(data: bytes) -> str:
    """What a mail of a mailbox says."""
    return message_from_bytes(data.split(b"\n", 1)[1]).get_payload(decode=True).decode()  # type: ignore[union-attr]


@pytest.mark.parametrize("piece", [1 << 20, 700])
def test_a_mailbox(run: Command, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(mail, "PIECE", piece)
    data = mailbox(20)
    made = in_place(run, data, "mails.mbox")
    assert len(mail.cut(made, "mailbox")) == 20
    for old, new in zip(mail.cut(data, "mailbox"), mail.cut(made, "mailbox"), strict=True):
        assert old.split(b"\n\n")[0] == new.split(b"\n\n")[0]
        assert said(new) == said(old).replace("the the", "the")
        assert (old == new) == (said(old) == said(new))


# ---- everywhere -----------------------------------------------------------------------------------------------------------


def test_mail_in_a_folder_and_as_mail_elsewhere(run: Command) -> None:
    data = written(ASCII.encode(), transfer="7bit", charset="us-ascii")
    Path("in").mkdir()
    Path("in/a.eml").write_bytes(data)
    Path("in/b.txt").write_text("See the the cat.\n")
    Path("in/no.eml").write_bytes(b"no header at all")
    code, _, err = run("-i.bak", "in", "-q")
    assert code == 3
    assert err == "cleaner: in/no.eml: this is no mail: it has no header\n"
    assert Path("in/a.eml").read_bytes() == data.replace(ASCII.encode(), CLEAN_ASCII.encode())
    assert Path("in/a.eml.bak").read_bytes() == data
    Path("a.eml").write_bytes(data)
    assert run("a.eml", "--input-format", "mail", "-o", "b.eml").code == 0
    assert Path("b.eml").read_bytes() == Path("in/a.eml").read_bytes()
    assert run("a.eml", "-o", "b.txt").code == 0
    assert Path("b.txt").read_bytes().startswith(b"From: a@x.example\nSubject: the")


PIECES = [
    b"From x Thu\n", b"Content-Type: text/plain; charset=utf-8\n", b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n",
    b"--b--\n", b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: quoted-printable\n", b"\n", b"\r\n",
    b"We saw the the cat.\n", b"=C3=A9 the the =\n", b"=20\n", b"=", b"\xc3\xa9 of of\n", b"\xff", b"dGhlIHRoZSBjYXQ=\n",
    b"\t", b"x: y\n",
]  # fmt: skip
CHAIN = Cleaner(select=["typos.doubled", "encoding", "characters"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)), max_size=30), st.sampled_from(["mail", "mailbox"]))
def test_undo_gives_any_mail_back(pieces: list[bytes], kind: str) -> None:
    data = b"a: b\n" + b"".join(pieces) if kind == "mail" else b"From y Fri\na: b\n" + b"".join(pieces)
    job, name = Job(CHAIN, kind, log=True), "m.eml" if kind == "mail" else "m.mbox"
    whole, lines, made = FileDigest(kind), list[str](), b""
    for block in mail.blocks(io.BytesIO(data), job, kind):
        cleaned = mail.clean(block, job, kind, name)
        whole.add(block.data, cleaned.data)
        lines += cleaned.log
        made += cleaned.data
    lines += whole.lines(name)
    out = io.BytesIO()
    restore(read_log(line.encode() for line in lines), name, io.BytesIO(made), out)
    assert out.getvalue() == data
