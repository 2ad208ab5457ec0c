"""HTML inside of documents to text, all of it: chapters of books, office files, mail, items of feeds."""

from __future__ import annotations

from cleaner.html.containers import mark
from cleaner.html.dom.tree import parse
from cleaner.html.extract import shipped_index
from cleaner.html.rendering.pieces import text_of
from cleaner.html.rendering.render import render
from cleaner.html.selection.blocks import page_blocks
from cleaner.html.selection.structures import tables


def whole_text(source: str, markdown: bool = False) -> str:
    """The text of all blocks of some HTML; nothing is taken for boilerplate.

    >>> whole_text("<h1>Reeds</h1><p>They grow &amp; grow.</p><ul><li>in mud</li><li>in water</li></ul>")
    'Reeds\\n\\nThey grow & grow.\\n\\n- in mud\\n- in water'
    """
    page = parse(source)
    mark(page, shipped_index(), lambda rule: False)
    field = page_blocks(page)
    rows = sorted([*field.rows, *field.aside], key=lambda row: row.block.runs[0].start)
    return text_of(page.source, render(page, [row.block for row in rows], markdown, tables(page, rows)))
