"""A whole tree and back: text, pages, records, large files, legacy encodings, compression."""

from __future__ import annotations

import bz2
import gzip
import json
import random
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.engines.formats import records, table, text
from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY = "They walked to the the house in the evening.\n"


def files() -> dict[str, bytes]:
    """One file of each kind, by name."""
    lines = [
        json.dumps({"id": 1, "text": f"“Café.” {DIRTY}"}),
        json.dumps({"id": 2, "text": f"“Café.” {DIRTY}"}, ensure_ascii=False),
        '{"text": ["%s", "Fine.", "%s"], "x": 1.0}' % ((DIRTY.strip(),) * 2),
        '{"text": "They walked to the the house\\u002e \\/"}',
        "",
    ]
    return {
        "plain.txt": DIRTY.encode(),
        "deep/latin.txt": ("Voilà le café, garçon!\r\n" * 5 + DIRTY).encode("latin-1"),
        "deep/marked.txt": ("é " + DIRTY).encode("utf-16"),
        "page.html": f"<!DOCTYPE html><html><body><article><p>{DIRTY}</p></article></body></html>".encode(),
        "data.jsonl": "\n".join(lines).encode(),
        "table.csv": f'n,text\r\n1,{DIRTY.strip()}\r\n2,"{DIRTY.strip()}"\r\n3,"say ""so"", {DIRTY}"\r\n'.encode(),
        "big.txt": "".join(f"{DIRTY}Line {k}.\n\n" for k in range(300)).encode(),
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_tree_and_back(run: Command, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(text, "WHOLE", 9000)
    monkeypatch.setattr(text, "BLOCK", 5000)
    for name, data in files().items():
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_bytes(data)
    assert run("in", "-o", "out", "--log", "log.jsonl", "-j", jobs, "-q") == (0, b"", "")
    assert run("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    for name, data in files().items():
        assert Path("back", name).read_bytes() == data, name
        if not name.endswith("html"):
            assert Path("out", name).read_bytes() != data, name


def test_compressed_texts_and_back(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.txt.gz").write_bytes(gzip.compress(DIRTY.encode()))
    Path("in/b.jsonl.bz2").write_bytes(bz2.compress(json.dumps({"text": DIRTY}).encode()))
    assert run("in", "-o", "out", "--log", "log.jsonl", "-q").code == 0
    assert run("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    assert gzip.decompress(Path("back/a.txt.gz").read_bytes()) == DIRTY.encode()
    assert json.loads(bz2.decompress(Path("back/b.jsonl.bz2").read_bytes())) == {"text": DIRTY}


def test_single_file_of_records(run: Command) -> None:
    data = files()["data.jsonl"]
    Path("data.jsonl").write_bytes(data)
    assert run("data.jsonl", "-o", "clean.jsonl", "--log", "log.jsonl").code == 0
    assert run("undo", "clean.jsonl", "--log", "log.jsonl").out == data


def test_any_spelling_of_json_comes_back(run: Command) -> None:
    chance = random.Random(4)
    lines = []
    for k in range(60):
        body = "".join(f"\\u{ord(c):04x}" if chance.random() < 0.2 else c for c in DIRTY.strip() + " é “x”")
        space = chance.choice(["", " ", "  "])
        lines.append(f'{{{space}"n":{k},{space}"text"{space}:{space}"{body}"{space}}}')
    data = "\r\n".join(lines).encode()
    Path("data.jsonl").write_bytes(data)
    assert run("data.jsonl", "-o", "clean.jsonl", "--log", "log.jsonl").code == 0
    assert Path("clean.jsonl").read_bytes() != data
    assert run("undo", "clean.jsonl", "--log", "log.jsonl").out == data


@pytest.mark.parametrize("form", [records, table])
def test_many_blocks_and_back(run: Command, monkeypatch: pytest.MonkeyPatch, form: ModuleType) -> None:
    monkeypatch.setattr(form, "BLOCK", 700)
    cells = [f"{k} {DIRTY.strip()}" if k % 5 == 0 else f"{k} Fine." for k in range(200)]
    if form is records:
        name, data = "data.jsonl", "".join(json.dumps({"text": cell}) + "\n" for cell in cells)
    else:
        name, data = "data.csv", "text,n\n" + "".join(f'"{cell}\nMore.",x\n' for cell in cells)
    Path(name).write_text(data)
    assert run(name, "-o", f"clean.{name}", "--log", "log.jsonl").code == 0
    assert Path(f"clean.{name}").read_text() == data.replace("to the the", "to the")
    assert run("undo", f"clean.{name}", "--log", "log.jsonl").out.decode() == data
