"""HTML: a page to its text, as edits of the page, so that undo gives the page back and positions lead into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.document import Document
from cleaner.edits import Edit, Pass

RULE = "html.text"


def extract(document: Document, settings: Mapping[str, Any]) -> tuple[Document, list[Pass], list[str]]:
    """The text of a page as a document, the pass that made it, and notes."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(document.text, "html.parser")
    for element in soup(["script", "style", "template", "noscript"]):
        element.decompose()
    lines = (line.strip() for line in soup.get_text("\n").splitlines())
    text = "\n".join(line for line in lines if line)
    edit = Edit(0, len(document.text), text, RULE, "the text of the page")
    step = Pass("html.extract", (edit,), (document.text,))
    return Document(text, document.decoding, document.meta, "html"), [step], []
