"""Mojibake: UTF-8 that was read as something else, repaired by ftfy's encoding step."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.derive import derive
from cleaner.document import Document
from cleaner.edits import Edit
from cleaner.rulebook import RuleSet


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """What ftfy's fix_encoding changes."""
    if document.text.isascii():
        return
    from ftfy import fix_encoding

    rule = rules["encoding.mojibake.utf8"]
    yield from derive(document.text, fix_encoding(document.text), rule.id, rule.why, rule.safety)
