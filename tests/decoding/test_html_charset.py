"""Encodings of pages: declared, not declared, declared wrongly."""

from __future__ import annotations

import pytest

import cleaner

CASES = {
    "latin1 is windows-1252": (b'<meta charset="iso-8859-1"><p>\x93caf\xe9\x94 \x96 5 \x80', "“café” – 5 €", "declared"),
    "http-equiv": (
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0',
        "Привет, мир",
        "declared",
    ),
    "in a comment": (
        b"<!-- <meta charset=koi8-r> --><meta charset=shift_jis><p>" + "日本語".encode("cp932"),
        "日本語",
        "declared",
    ),
    "valid UTF-8 is UTF-8": (
        b"<meta charset=iso-8859-1><p>" + "Zürich, Århus, naïveté".encode(),
        "Zürich, Århus, naïveté",
        "utf-8",
    ),
    "XML": ('<?xml version="1.0" encoding="iso-8859-2"?><html><p>Łódź</html>'.encode("iso8859-2"), "Łódź", "declared"),
    "BOM first": (b"\xef\xbb\xbf<meta charset=koi8-r><p>" + "é".encode(), "é", "bom"),
    "iso-2022-jp": (b"<meta charset=iso-2022-jp><p>" + "日本語".encode("iso2022_jp"), "日本語", "declared"),
    "unknown label": (b"<meta charset=klingon><p>" + "Zürich".encode(), "Zürich", "utf-8"),
}


@pytest.mark.parametrize("name", CASES)
def test_encoding(name: str) -> None:
    data, text, how = CASES[name]
    result = cleaner.clean(data, input_format="html", select=["html"])
    assert result.text == text + "\n"
    assert result.document.decoding is not None
    assert result.document.decoding.how == how
    assert result.undo() == data


def test_a_declaration_that_the_bytes_belie() -> None:
    data = b"<meta charset=euc-jp><p>" + "Größe, Maße, Füße über Äpfel und Öl für Österreich".encode("cp1252")
    result = cleaner.clean(data, input_format="html")
    assert "Größe" in result.text
    assert result.undo() == data
