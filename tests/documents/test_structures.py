"""What stays of the structure of documents: notes, numbered lists, tables, nested lists of wikitext."""

from __future__ import annotations

import io
import zipfile

import pytest

import cleaner

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table", "style")
)
STYLES = (
    "<office:automatic-styles>"
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>'
)
MARKDOWN = {"documents": {"to": "markdown"}}


def odt(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}>{STYLES}<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return out.getvalue()


def test_a_note_does_not_part_its_sentence() -> None:
    body = "<text:note-body><text:p>As said.</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    text = cleaner.clean(odt(f"<text:p>The dyke{note} is old.</text:p><text:p>It leaks.</text:p>")).text
    assert text == "The dyke is old.\n\nIt leaks.\n\n1. As said.\n"


def test_lists_count_as_their_style_says() -> None:
    inner = "<text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list>"
    body = f'<text:list text:style-name="L1"><text:list-item><text:p>one</text:p>{inner}</text:list-item>'
    body += "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
    lines = cleaner.clean(odt(body), settings=MARKDOWN).text.splitlines()
    assert [line.lstrip() for line in lines] == ["1. one", "- inner", "2. two"]


def test_tables_have_rows_and_empty_cells() -> None:
    rows = [["Year", "Level"], ["1890", ""], ["1900", "2 m"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    data = odt(f"<table:table>{cells}</table:table>")
    assert cleaner.clean(data, settings=MARKDOWN).text == "| Year | Level |\n| --- | --- |\n| 1890 | |\n| 1900 | 2 m |\n"


WIKI = """== The ''old'' dyke ==
* one
** two
# a
#* b
; term : what it means
{| class="wikitable"
|+ Levels
! Year !! Level
|-
| 1890 || 2.1 m
|-
| 1900 ||
|}
After it.

{{Box}}

{{Box}}

End.
"""
PLANETS = """{|
! colspan="2" | Kind !! Name
|-
| rowspan="2" | Giants || rowspan="2" | Gas || Jupiter
|-
| Saturn
|}
"""
PLAIN = """The old dyke
- one
  - two
1. a
   - b
 term : what it means
Levels
Year | Level
1890 | 2.1 m
1900 |
After it.

End.
"""


def test_wikitext_keeps_lists_and_tables() -> None:
    pytest.importorskip("mwparserfromhell", reason="the extra documents")
    assert cleaner.clean(WIKI, input_format="mediawiki").text == PLAIN
    marked = cleaner.clean(WIKI, input_format="mediawiki", settings=MARKDOWN).text
    assert marked.startswith("## The old dyke\n- one\n  - two\n")
    assert "Levels\n\n| Year | Level |\n| --- | --- |\n| 1890 | 2.1 m |\n| 1900 | |\n" in marked


def test_cells_of_wikitext_span_over_rows_and_columns() -> None:
    pytest.importorskip("mwparserfromhell", reason="the extra documents")
    marked = cleaner.clean(PLANETS, input_format="mediawiki", settings=MARKDOWN).text
    assert marked == "| Kind | | Name |\n| --- | --- | --- |\n| Giants | Gas | Jupiter |\n| | | Saturn |\n"
