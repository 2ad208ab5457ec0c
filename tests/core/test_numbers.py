"""Digits that `int` does not take, wherever an input states a number: "²" is a digit, and 5,000 of them are too many."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cleaner import Cleaner, clean
from tests.cli.conftest import Command, run

__all__ = ["run"]

MANY = "9" * 5000
HEAD = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\nabc\r\n\r\n"


@pytest.mark.parametrize("number", ["²", "٣", MANY, "-1", "", "1" * 19])
@pytest.mark.parametrize(
    ("name", "content", "arguments", "code"),
    [
        ("a.warc", HEAD, "a.warc", 3),
        ("cleaner.toml", 'preset = "web"\nx = {}\n', "--config cleaner.toml t.csv", 2),
        ("p.toml", 'filter = "boilerplate.phrases"\n[[rule]]\nid = "boilerplate.x.y"\nmatch = {}\n', "--rules p.toml t.csv", 2),
        ("t2.csv", "text\nOne.\n", "t2.csv --field {}", 3),
    ],
    ids=["warc", "configuration", "pack", "field"],
)
def test_a_number_that_is_none(run: Command, name: str, content: str, arguments: str, code: int, number: str) -> None:
    Path("t.csv").write_text("text,n\nOne.,1\n")
    Path(name).write_text(content.replace("{}", number), encoding="utf-8")
    found, _, err = run(*[part.replace("{}", number) or "x" for part in arguments.split(" ")])
    assert found == code or (name == "t2.csv" and found == 2), err
    assert b"Traceback" not in err.encode() if isinstance(err, str) else b"Traceback" not in err


@pytest.mark.parametrize("number", ["²", "٣", MANY, "-1"])
def test_a_page_and_a_document(number: str) -> None:
    page = (
        f"<html><body><h{number}>One</h{number}><ol start='{number}'><li value='{number}'>Two</li></ol>"
        f"<table><tr><td colspan='{number}' rowspan='{number}'>Three</td></tr></table></body></html>"
    )
    assert clean(page, input_format="html").undo() == page
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f'<text:h text:outline-level="{number}">Head</text:h><text:p>One<text:s text:c="{number}"/>two.</text:p>'
        "</office:text></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", content)
    result = clean(packed.getvalue(), input_format="odt")
    assert "Head" in result.text
    assert result.undo() == packed.getvalue()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_json_with_a_long_number_is_json(run: Command, name: str) -> None:
    Path(name).write_text('{"text": "They walked to the the house.", "n": ' + MANY + "}\n")
    code, out, err = run(name)
    assert (code, out) == (0, ('{"text": "They walked to the house.", "n": ' + MANY + "}\n").encode()), err


@pytest.mark.parametrize("letter", "ıſİK²٣ⅷ")
def test_letters_and_digits_that_only_look_like_those_of_a_page_number(letter: str) -> None:
    """Without case, a dotless i matches `[i]` and a long s matches `[s]`; what reads the match must know that."""
    cleaner = Cleaner(select=["all"], unsafe=True)
    for line in (letter, f"- {letter} -", f"page {letter}", f"{letter}v", f"p. {letter} of {letter}", f"1{letter}"):
        text = "\f".join(f"A line of a page that is long enough.\nAnother one of {n}.\n{line}\n" for n in range(6))
        assert cleaner.clean(text, input_format="text").undo() == text
