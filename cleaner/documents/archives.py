"""Zip files of e-books and office documents, within bounds: nothing is unpacked that is larger than it may be.

A member is never larger than its directory says (zipfile stops there), so the sizes in the directory are the bound.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree import ElementTree

from cleaner.core.errors import InputError

MOST_MEMBERS = 20_000
MOST_MEMBER = 64 << 20  # bytes of one member, unpacked
MOST_TEXT = 128 << 20  # bytes of all members that are read
DEEPEST = 200  # elements in each other
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """A zip file whose members are read one by one. Raises InputError for what is no zip, or breaks a bound."""

    def __init__(self, data: bytes, what: str) -> None:
        self.what = what
        self.read_so_far = 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise InputError(f"this is no {what}, or it is damaged: {first_line(error)}") from error
        self.sizes = {info.filename: info.file_size for info in self.zip.infolist()}
        if len(self.sizes) > MOST_MEMBERS:
            raise InputError(f"the {what} holds over {MOST_MEMBERS:,} files")

    def __contains__(self, name: str) -> bool:
        return name in self.sizes

    def check(self, names: Iterable[str]) -> None:
        """Whether some members are within the bounds together. Raises InputError."""
        total = 0
        for name in names:
            size = self.sizes.get(name, 0)
            total += size
            if size > MOST_MEMBER or total > MOST_TEXT:
                raise InputError(f"the {self.what} unpacks to more than it may: {name[:80]!r} to {size >> 20} MB")

    def read(self, name: str) -> bytes:
        """One member. Raises InputError."""
        if name not in self.sizes:
            raise InputError(f"the {self.what} lacks {name[:80]!r}: it is damaged, or something else")
        self.read_so_far += self.sizes[name]
        if self.sizes[name] > MOST_MEMBER or self.read_so_far > MOST_TEXT:
            raise InputError(f"the {self.what} unpacks to more than it may: {name[:80]!r} to {self.sizes[name] >> 20} MB")
        try:
            return self.zip.read(name)
        except BROKEN as error:
            raise InputError(f"the {self.what} is damaged: {name[:80]!r}: {first_line(error)}") from error

    def xml(self, name: str) -> ElementTree.Element:
        """One member as XML, without entities of its own. Raises InputError."""
        data = self.read(name)
        check_xml(data, self.what)
        try:
            return ElementTree.fromstring(data)  # noqa: S314 - entities are refused above
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise InputError(f"the {self.what} is damaged: {name[:80]!r}: {first_line(error)}") from error


def check_xml(data: bytes, what: str) -> None:
    """Refuse XML that declares entities (which may grow without bound, or name other files) or nests too deeply."""
    probe = data.replace(b"\0", b"") if b"\0" in data[:64] else data  # UTF-16
    if b"<!ENTITY" in probe:
        raise InputError(f"the {what} declares entities, which are not resolved")
    depth = deepest = 0
    position = probe.find(b"<")
    while position >= 0:
        following = probe[position + 1 : position + 2]
        end = probe.find(b">", position)
        if following == b"/":
            depth -= 1
        elif following not in (b"!", b"?") and end >= 0 and probe[end - 1 : end] != b"/":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEEPEST:
                raise InputError(f"the {what} nests over {DEEPEST} elements in each other")
        position = probe.find(b"<", end if end >= 0 else position + 1)


def first_line(error: BaseException) -> str:
    """What an error says, on one line."""
    return (str(error) or type(error).__name__).splitlines()[0][:120]
