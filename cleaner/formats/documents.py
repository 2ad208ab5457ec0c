"""Documents that are more than text (:mod:`cleaner.documents`): a file in, its running text out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from cleaner.core.errors import InputError
from cleaner.documents.reading import LARGEST, require
from cleaner.formats import text
from cleaner.formats.job import Block, Cleaned, Job, NotTextError
from cleaner.formats.text import read_up_to


def blocks(stream: IO[bytes], job: Job, kind: str) -> Iterator[Block]:
    """The whole document as one block. Raises NotTextError if nothing installed can read it, InputError if it is too large."""
    try:
        require(kind)
    except InputError as error:
        raise NotTextError(error.what, remedy=error.remedy) from error
    data = read_up_to(stream, LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"a document of over {LARGEST >> 20} MB")
    yield Block(data)


def clean(block: Block, job: Job, kind: str, name: str) -> Cleaned:
    """The text of a document, cleaned."""
    return text.clean(block, job, kind, name)
