"""Options that no other test needed: what each does, in every command that has it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cleaner
from tests.cli.conftest import Command

TEXT = "See the the QUIET fog, schÃ¶n.\nWe recieved it.\n\nRead on!\n"
CLEAN = "See the QUIET fog, schön.\nWe received it.\n\nRead on!\n"
PACK = """filter = "boilerplate.phrases"
[[rule]]
id = "boilerplate.mine.read-on"
safety = "safe"
why = "It leads to another page."
examples = [{ before = "Text.\\n\\nRead on!", after = "Text." }]
keeps = ["Read on! and on"]
phrases = ["Read on!"]
"""
PAGE = """<html><body><nav class="menu"><a href="/">Boats</a> <a href="/a">Harbour</a></nav>
<article><h1>The boat</h1><p>The boat left the harbour at nine in the morning, and it was late again, as on most days.</p>
<p>On the wall hung <img src="w.png" alt="a clock without hands"> and a list of all tides.</p>
<p class="aside">Nobody on the pier had thought of asking the captain, who was asleep below the deck.</p></article>
<section class="comments"><h2>Comments</h2><p>Ruth: it was not the boat, it was the tide that came in too late.</p></section>
</body></html>
"""


@cleaner.filter("shout.lower", safety="unsafe")
def lower(document: cleaner.Document) -> Iterator[cleaner.Edit]:
    """Not so loud."""
    for match in re.finditer("QUIET", document.text):
        yield cleaner.Edit(match.start(), match.end(), "quiet", "shout.lower", "not so loud", "unsafe")


@pytest.fixture
def files(run: Command) -> Command:
    Path("in.txt").write_text(TEXT)
    Path("pack.toml").write_text(PACK)
    Path("words.txt").write_text("recieved\n")
    Path("de_XX.aff").write_text("SET UTF-8\n")
    Path("de_XX.dic").write_text("1\nrecieved\n")
    Path("mine.toml").write_text('ignore = ["typos"]\nunsafe = true\n')
    Path("page.html").write_text(PAGE)
    return run


# ---- which chain cleans ---------------------------------------------------------------------------------------------------

SHOUT = "--filter tests.cli.test_options:lower"
CHAINS = {  # options -> what becomes of TEXT
    "": CLEAN,
    "--preset encoding": TEXT.replace("Ã¶", "ö"),
    "--config mine.toml": TEXT.replace("Ã¶", "ö"),
    "--select typos.doubled,encoding": CLEAN.replace("received", "recieved"),
    "--ignore typos": TEXT.replace("Ã¶", "ö"),
    SHOUT: CLEAN,
    f"{SHOUT} --unsafe": CLEAN.replace("QUIET", "quiet"),
    f"{SHOUT} --config mine.toml": TEXT.replace("Ã¶", "ö").replace("QUIET", "quiet"),
    f"{SHOUT} --config mine.toml --safe": TEXT.replace("Ã¶", "ö"),
    "--rules pack.toml": CLEAN.replace("\n\nRead on!", ""),
    "--words words.txt": CLEAN.replace("received", "recieved"),
    "--language de,fr": CLEAN,
    "--dictionary de_XX.dic": CLEAN,
    "--isolated": CLEAN,
}


def of_clean(run: Command, options: list[str]) -> str:
    ran = run("clean", "in.txt", *options)
    assert ran.code == 0, ran.err
    return ran.out.decode()


def of_review(run: Command, options: list[str]) -> str:
    """The text with the changes that the page asks about."""
    assert run("review", "in.txt", "--html", "review.html", *options).code == 0
    page = Path("review.html").read_text(encoding="utf-8")
    items: list[dict[str, Any]] = json.loads(page.split('id="data">')[1].split("</script>")[0])["documents"][0]["items"]
    text = TEXT
    for item in reversed([item for item in items if item["kind"] == "change"]):
        text = text[: item["start"]] + item["after"] + text[item["end"] :]
    return text


def of_apply(run: Command, options: list[str]) -> str:
    """With decisions that decide nothing."""
    import hashlib

    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    document = {"name": "in.txt", "sha256": digest, "rejected": [], "accepted": [], "suggestions": []}
    Path("decided.json").write_text(json.dumps({"kind": "cleaner-decisions", "version": 1, "documents": [document]}))
    ran = run("apply", "in.txt", "--decisions", "decided.json", *options)
    assert ran.code == 0, ran.err
    return ran.out.decode()


def of_corpus(run: Command, options: list[str]) -> str:
    pa = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"text": [TEXT]}), "in.parquet")
    ran = run("corpus", "in.parquet", "-o", "tables", "-q", *options)
    assert ran.code == 0, ran.err
    [made] = Path("tables").glob("*.parquet")
    return str(parquet.read_table(made).column("text").to_pylist()[0])


COMMANDS_OF_CHAINS = {"clean": of_clean, "review": of_review, "apply": of_apply, "corpus": of_corpus}


@pytest.mark.parametrize("options", CHAINS)
@pytest.mark.parametrize("command", COMMANDS_OF_CHAINS)
def test_every_command_that_cleans_takes_the_same_chain(files: Command, command: str, options: str) -> None:
    if options == "--isolated":
        Path("cleaner.toml").write_text('ignore = ["typos"]\n')
    assert COMMANDS_OF_CHAINS[command](files, options.split()) == CHAINS[options]


# ---- pages ----------------------------------------------------------------------------------------------------------------


def page(run: Command, *options: str) -> str:
    ran = run("page.html", *options)
    assert ran.code == 0, ran.err
    return ran.out.decode()


def test_pages(files: Command) -> None:
    text = page(files)
    assert "The boat left" in text
    assert "Harbour" not in text
    assert "# The boat\n" in page(files, "--html-to", "markdown")
    for option, title in (("--title", True), ("--no-title", False)):
        assert page(files, option) == cleaner.Cleaner(settings={"html": {"title": title}}).clean(PAGE, input_format="html").text
    assert "the tide" in page(files, "--comments", "keep")
    assert "the tide" not in page(files, "--comments", "drop")
    assert page(files, "--title").startswith("The boat\n")
    assert "On the wall hung and a list" in text
    assert "On the wall hung a clock without hands and a list" in page(files, "--alt")
    assert "![a clock without hands](w.png) and" in page(files, "--alt", "--html-to", "markdown")
    assert "Harbour" in page(files, "--keep", "nav.menu")
    assert "captain" not in page(files, "--drop", "p.aside")
    assert "The boat left" in page(files, "--html-engine", "soup")
    assert files("page.html", "--html-engine", "nothing").code == 2


def test_boilerplate_may_be_marked(files: Command) -> None:
    ran = files("--rules", "pack.toml", "--keep-boilerplate-as", "aside", "in.txt")
    assert ran.code == 0
    assert "<aside>Read on!</aside>" in ran.out.decode()


def test_originals_of_documents_may_be_kept(files: Command) -> None:
    pytest.importorskip("pypdfium2", reason="the extra documents is not installed")
    data = (Path(__file__).resolve().parents[2] / "samples/pdf/input.pdf").read_bytes()
    Path("in.pdf").write_bytes(data)
    assert files("in.pdf", "-o", "out.txt", "--log", "log.jsonl", "--keep-originals").code == 0
    assert files("undo", "out.txt", "--log", "log.jsonl").out == data


# ---- the rest of `clean` --------------------------------------------------------------------------------------------------


def test_a_bar_if_asked(files: Command) -> None:
    Path("tree").mkdir()
    Path("tree/a.txt").write_text(TEXT)
    assert "\r" in files("tree", "-o", "out", "--progress").err
    assert "\r" not in files("tree", "-o", "out2", "--no-progress").err


def test_what_parquet_needs_is_said_in_one_line(files: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files("in.txt", "-o", "out.txt", "--log", "log.jsonl").code == 0
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    Path("in.parquet").write_bytes(b"PAR1")
    for line in (
        "log convert log.jsonl --to parquet -o log.parquet", "in.txt -o again.txt --log log.parquet",
        "in.parquet -o out.parquet",
    ):  # fmt: skip
        code, out, err = files(*line.split())
        assert (code, out) in ((2, b""), (3, b"")), line
        assert "pip install 'cleaner-text[arrow]'" in err, line
        assert err.count("\n") == 1, err
    assert not Path("again.txt").exists()


# ---- other commands -------------------------------------------------------------------------------------------------------


def test_one_document_of_a_log(files: Command) -> None:
    Path("b.txt").write_text("Fine.\n")
    Path("tree").mkdir()
    Path("in.txt").rename("tree/in.txt")
    Path("b.txt").rename("tree/b.txt")
    assert files("tree", "-o", "out", "--log", "log.jsonl", "-q").code == 0
    assert "--name" in files("map", "--log", "log.jsonl", "8:11").err
    assert files("map", "--log", "log.jsonl", "--name", "tree/in.txt", "12:17").out == b"8:13\n"


def test_logs_show_suggestions_and_convert_with_the_text_beside(files: Command) -> None:
    Path("suggest.toml").write_text(PACK.replace('"safe"', '"suggest"'))
    assert files("in.txt", "-o", "out.txt", "--log", "log.jsonl", "--rules", "suggest.toml").code == 0
    assert b"read-on" in files("log", "show", "log.jsonl", "--suggestions").out
    assert b"read-on" not in files("log", "show", "log.jsonl").out
    Path("in.txt").rename("elsewhere.txt")
    diff = files("log", "convert", "log.jsonl", "--to", "diff", "--text", "elsewhere.txt")
    assert b"+See the QUIET fog" in diff.out


def test_compare_takes_a_format(files: Command) -> None:
    Path("page.txt").write_text(PAGE)
    assert files("compare", "web", "encoding", "page.txt", "--input-format", "text", "-q").code in (0, 1)
    assert files("compare", "web", "encoding", "page.txt", "--input-format", "nothing").code == 2


def test_review_and_apply_take_an_encoding_and_a_format(files: Command) -> None:
    Path("in.txt").write_bytes("Wir recieved “das schöne”.\n".encode("cp1252"))
    shown = {}
    for name in ("cp1252", "cp437"):
        assert files("review", "in.txt", "--html", "a.html", "--encoding", name, "--input-format", "text").code == 0
        shown[name] = json.loads(Path("a.html").read_text(encoding="utf-8").split('id="data">')[1].split("</script>")[0])
    assert shown["cp1252"] != shown["cp437"]
    assert files("review", "in.txt", "--html", "b.html", "--encoding", "klingon").code == 2
    ran = files("apply", "in.txt", "--decisions", "gone.json", "--encoding", "cp1252", "--input-format", "text")
    assert "gone.json" in ran.err


def test_review_in_the_terminal_adds_words_to_a_file(files: Command) -> None:
    ran = files("review", "-t", "in.txt", "--decisions", "d.json", "--to", "mine.txt", "--select", "typos", stdin=b"r\nw\nq\n")
    assert ran.code == 0, ran.err
    assert "recieved" in Path("mine.txt").read_text()


def test_corpus_takes_another_field_a_format_and_parts(files: Command) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pa.table({"body": [PAGE] * 3}), "in.parquet")
    options = "--field body --input-format html --part-size 1 --jobs 1 -q"
    assert files("corpus", "in.parquet", "-o", "out", *options.split()).code == 0
    [made] = Path("out").glob("*.parquet")
    assert all("The boat left" in text and "<p" not in text for text in parquet.read_table(made).column("body").to_pylist())


def test_some_rules_are_tested(files: Command) -> None:
    assert files("rules", "test", "--select", "typos.doubled").code == 0
    assert files("rules", "test", "--select", "typos.dubled").code == 2


def test_the_configuration_of_a_file(files: Command) -> None:
    shown = json.loads(files("config", "show", "--config", "mine.toml").out)
    assert shown["file"].endswith("mine.toml")
    assert shown["unsafe"] is True


def test_serve_listens_where_it_is_told(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    uvicorn = pytest.importorskip("uvicorn", reason="the extra serve is not installed")
    import click

    from cleaner.serve import app

    opened: list[str] = []
    limits: list[Any] = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.setattr(app, "make_app", lambda limit, hosts: limits.append((limit, hosts)))
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: sockets[0].close())
    words = "serve --host localhost --port 0 --open --max-size 2 --timeout 7 --jobs 1"
    ran = run(*words.split())
    assert ran.code == 0
    [(limit, hosts)] = limits
    assert (limit.size, limit.seconds, limit.jobs) == (2_000_000, 7.0, 1)
    assert hosts
    assert opened == [ran.err.split()[0]]
    assert run("serve", "--host", "no.such.name.invalid", "--port", "0").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        *(["a.txt", option, ""] for option in ("-o", "--log", "--config", "--journal", "--rules", "--words", "--files-from")),
        ["a.txt", "--output="],
        ["undo", "a.txt", "--log", ""],
        ["undo", "a.txt", "--log", "log.jsonl", "-o", ""],
        ["mine", ".", "-o", ""],
    ],
)
def test_an_empty_name_is_a_mistake(run: Command, arguments: list[str]) -> None:
    """`-o "$TO"` where no variable TO is set: the text would go to standard output, and `--log` would write no log."""
    Path("a.txt").write_text(TEXT)
    done = run(*arguments)
    assert (done.code, done.out) == (2, b"")
    assert "the name is empty" in done.err
    assert os.listdir() == ["a.txt"]


def test_a_pipe_works_in_a_folder_that_is_gone(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(stdin=b"See the the fog.\n")[:2] == (0, b"See the fog.\n")
