"""Mail (.eml) and mailboxes (.mbox) to text: who, when and what about, then what was written; exact, as edits of the mail.

Of alternatives the plain text is read, HTML where there is none. Attachments, and the raw header, are left out. Encodings of
headers (RFC 2047) and bodies (quoted-printable, Base64, any charset) are resolved. To clean mail in place, see
:mod:`cleaner.formats.mail`.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message

from cleaner.core.byte_edits import Decoding
from cleaner.core.errors import InputError
from cleaner.decoding.decode import decode
from cleaner.documents.cut import Cut
from cleaner.documents.markup import whole_text
from cleaner.documents.mime import Mail, Part, charset_of, mails
from cleaner.documents.reading import Reading

SHOWN = ("From", "To", "Cc", "Date", "Subject")
QUOTED_FROM = re.compile(r"^>(?=>*From )", re.MULTILINE)
MOST_MAILS = 1_000_000


def read(data: bytes, kind: str, markdown: bool) -> Reading:
    """The mails, one after the other. Raises InputError for what is no mail."""
    source = data.decode("latin-1")
    cut = Cut(source)
    parts: list[tuple[int, str]] = []
    count = 0
    for count, mail in enumerate(mails(data, kind), 1):
        if count > MOST_MAILS:
            raise InputError(f"the mailbox holds over {MOST_MAILS:,} mails")
        if not mail.header.keys() and kind != "mbox":
            break
        name = f"mail {count}, " if kind == "mbox" else ""
        _read_mail(data, mail, cut, parts, name, markdown)
    if not parts:
        raise InputError("this is no mail: it has no header" if kind == "eml" else "this is no mailbox: no mail begins in it")
    return Reading(source, tuple(parts), cut.finish("documents.mail.structure"), Decoding("latin-1", f"{kind}, part by part"))


def _read_mail(data: bytes, mail: Mail, cut: Cut, parts: list[tuple[int, str]], name: str, markdown: bool) -> None:
    """The header lines that people read, then the bodies."""
    lead = "\n\n" if cut.edits else ""
    shown = "".join(f"{field}: {value}\n" for field in SHOWN if (value := header_text(mail.header, field)))
    parts.append((cut.position, f"{name}header"))
    before = lead + shown
    for part in _read_parts(mail):
        parts.append((part.start, f"{name}part {part.number}" if part.number else f"{name}body"))
        text = text_of(data, part, markdown)
        cut.put(cut.position, part.start, before + ("\n" if before else ""), "documents.mail.structure")
        before = "\n"
        if text != cut.source[part.start : part.end]:
            cut.put(part.start, part.end, text, "documents.mail.body", _how(part.header))
        else:
            cut.keep(part.start, part.end)
    if before and before != "\n":
        cut.put(cut.position, mail.end, before, "documents.mail.structure")


def _read_parts(mail: Mail) -> Iterator[Part]:
    """The parts to be read: texts that are no attachments, one of each set of alternatives."""
    texts = [part for part in mail.parts if part.is_text]
    plain = {part.alternatives for part in texts if part.alternatives and part.header.get_content_type() == "text/plain"}
    for part in texts:
        if part.alternatives in plain and part.header.get_content_type() != "text/plain":
            continue
        yield part


def header_text(header: Message, field: str) -> str:
    """A header field as people read it, on one line; "" if it is not there."""
    value = header.get(field)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(str(value))))
    except (UnicodeError, LookupError, ValueError, binascii.Error):
        text = str(value)
    return " ".join(text.replace("\x00", "").split())


def body_of(data: bytes, part: Part) -> bytes:
    """The body of a part without its transfer encoding; as it stands where that is broken."""
    body = data[part.start : part.end]
    encoding = str(part.header.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            return body
    return body


def text_of(data: bytes, part: Part, markdown: bool = False) -> str:
    """What a part says."""
    body = body_of(data, part)
    try:
        text = decode(body, charset_of(part)).text
    except UnicodeError:
        text = body.decode("latin-1")
    if part.header.get_content_type() == "text/html":
        return whole_text(text, markdown) + "\n"
    return QUOTED_FROM.sub("", text.replace("\r\n", "\n"))


def _how(header: Message) -> str:
    encoding = str(header.get("Content-Transfer-Encoding", "7bit")).strip().lower()[:40]
    return f"{header.get_content_type()[:80]}, {encoding}, {header.get_content_charset() or 'no charset'}"
