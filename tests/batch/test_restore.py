"""A whole tree and back: text, pages, records, large files, legacy encodings, compression."""

from __future__ import annotations

import bz2
import gzip
import json
import random
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.batch.file_digest import FileDigest
from cleaner.formats import records, text
from cleaner.formats import tables as table
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
        "a.txt#byte=0.txt": DIRTY.encode(),
        "#line=1.txt": DIRTY.encode(),
        "a#row=2.jsonl": lines[0].encode(),
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


def test_the_last_run_counts_where_records_changed_between_runs(run: Command) -> None:
    Path("in").mkdir()
    lines = [json.dumps({"n": k, "text": f"{k} {DIRTY}"}) for k in range(6)]
    Path("in/data.jsonl").write_text("\n".join(lines))
    Path("in/data.csv").write_text("n,text\n" + "".join(f"{k},{k} {DIRTY}" for k in range(6)))
    assert run("in", "-o", "out", "--log", "log.jsonl", "--resume", "-q").code == 0
    lines[1:3] = [json.dumps({"text": f"New. {DIRTY}"}), json.dumps({"text": "Fine."})]
    Path("in/data.jsonl").write_text("\n".join(lines))
    Path("in/data.csv").write_text("n,text\n1,Fine.\n2," + DIRTY)
    assert run("in", "-o", "out", "--log", "log.jsonl", "--resume", "-q").code == 0
    assert run("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    for name in ("data.jsonl", "data.csv"):
        assert Path("back", name).read_bytes() == Path("in", name).read_bytes()
        assert run("undo", f"out/{name}", "--log", "log.jsonl").out == Path("in", name).read_bytes()
    assert run("log", "verify", "log.jsonl", "--text", "out").out.endswith(b"2 files undone, 0 wrong\n")


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_whole_tree_comes_back(run: Command, jobs: int) -> None:
    """Files of records without a change, files that are no text, links and modes too."""
    Path("in/deep").mkdir(parents=True)
    Path("in/dirty.txt").write_text(DIRTY)
    Path("in/dirty.txt").chmod(0o750)
    Path("in/fine.jsonl").write_text('{"text": "Fine."}\n')
    Path("in/deep/fine.csv").write_text("text\nFine.\n")
    Path("in/deep/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    Path("in/link.txt").symlink_to("dirty.txt")
    assert run("in", "-o", "out", "--log", "log.jsonl", "-j", jobs, "-q").code == 0
    ran = run("undo", "out", "--log", "log.jsonl", "-o", "back")
    assert (ran.code, ran.err) == (0, "3 files given back, 1 not in the log and copied\n")
    assert {path.relative_to("back") for path in Path("back").rglob("*")} == {
        path.relative_to("in") for path in Path("in").rglob("*")
    }
    for path in Path("in").rglob("*"):
        if path.is_file():
            assert Path("back", path.relative_to("in")).read_bytes() == path.read_bytes()
    assert Path("back/dirty.txt").stat().st_mode & 0o777 == 0o750
    assert Path("back/link.txt").is_symlink()


@pytest.mark.parametrize("place", [("-o", "back"), ("-i",)])
def test_undo_goes_on_after_a_failure(run: Command, place: tuple[str, ...]) -> None:
    Path("in").mkdir()
    for k in range(5):
        Path(f"in/{k}.txt").write_text(f"{k} {DIRTY}")
    Path("in/a.jsonl").write_text(json.dumps({"text": DIRTY}))
    assert run("in", "-o", "out", "--log", "log.jsonl", "-q").code == 0
    Path("out/1.txt").unlink()
    Path("out/3.txt").write_text("Something else.\n")
    Path("out/a.jsonl").write_text(Path("out/a.jsonl").read_text() + " ")
    ran = run("undo", "out", "--log", "log.jsonl", *place)
    assert ran.code == 3
    assert sorted(line.split(": ")[1] for line in ran.err.splitlines() if ": " in line) == ["in/1.txt", "in/3.txt", "in/a.jsonl"]
    assert ran.err.endswith("3 files given back, 3 failed\n")
    back = Path("out" if place == ("-i",) else "back")
    for k in (0, 2, 4):
        assert (back / f"{k}.txt").read_text() == f"{k} {DIRTY}"
    assert not list(Path().rglob(".cleaner-*"))


def test_a_log_that_is_cut_is_told(run: Command) -> None:
    Path("in").mkdir()
    for k in range(5):
        Path(f"in/{k}.txt").write_text(f"{k} {DIRTY}")
    assert run("in", "-o", "out", "--log", "log.jsonl", "-q").code == 0
    whole = Path("log.jsonl").read_text()
    Path("log.jsonl").write_text(whole[:-200])
    ran = run("undo", "out", "--log", "log.jsonl", "-o", "back")
    assert ran.code == 3
    assert "log.jsonl" in ran.err
    assert Path("back/0.txt").read_text() == f"0 {DIRTY}"


def test_records_that_were_gone_on_with_come_back(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The digests of a file whose run was cut short are those of the whole file."""
    whole = FileDigest("jsonl")
    for piece in (b"one\n", b"two\n"):
        whole.add(piece, piece.upper())
    again = FileDigest("jsonl")
    again.read(b"one\ntwo\n")
    again.wrote(b"ONE\nTWO\n")
    assert [*whole.lines("a")] == [*again.lines("a")]


@pytest.mark.parametrize("size", [1, 900, 1 << 20])
def test_a_log_in_shards(run: Command, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Cut to any position, gone on with, and read as one log by every command."""
    monkeypatch.setattr("cleaner.batch.shards.SHARD", size)
    monkeypatch.setattr("cleaner.batch.run.COMMIT", 3)
    for name, data in files().items():
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_bytes(data)
    assert run("in", "-o", "out", "--log", "log/", "--resume", "-q") == (0, b"", "")
    Path("in/new.txt").write_text(DIRTY)
    last = max(Path("log").iterdir())
    last.write_bytes(last.read_bytes() + b"what a crash left")
    Path("log/log-77777.jsonl.gz").write_bytes(gzip.compress(b"and a shard of it"))
    assert run("in", "-o", "out", "--log", "log/", "--resume", "-q") == (0, b"", "")
    assert (len(list(Path("log").iterdir())) > 2) == (size < 1 << 20)
    assert run("undo", "out", "--log", "log", "-o", "back").code == 0
    for name, data in {**files(), "new.txt": DIRTY.encode()}.items():
        assert Path("back", name).read_bytes() == data, name
    assert run("log", "verify", "log", "--text", "out").code == 0
    assert run("log", "convert", "log", "--to", "jsonl", "-o", "one.jsonl").code == 0
    assert run("log", "stats", "log").out == run("log", "stats", "one.jsonl").out
    assert run("in", "-o", "other", "--log", "log", "-q").code == 2, "without --resume it would begin anew"
