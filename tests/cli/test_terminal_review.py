"""`cleaner review -t`, `cleaner apply` on folders, and `cleaner words`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

TEXT = "We should of gone to the the house.\nWe could of stayed.\nSee the the end.\n"
CLEAN = "We should have gone to the house.\nWe could have stayed.\nSee the end.\n"


@pytest.fixture
def review(run: Command) -> Command:
    Path("a.txt").write_text(TEXT)
    Path("in/deep").mkdir(parents=True)
    Path("in/a.txt").write_text(TEXT)
    Path("in/deep/b.txt").write_text("He ate a apple.\n")
    Path("in/tool.py").write_text("x = 'the the'\n")

    def command(*arguments: object, keys: str) -> object:
        return run("review", "-t", *arguments, stdin="".join(f"{key}\n" for key in keys.split()).encode())

    return command  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("keys", "made"),
    [
        ("a a a a", CLEAN),
        ("r r r r", TEXT),
        ("r a a a", CLEAN.replace("should have", "should of")),
        ("N a a", CLEAN.replace("should have", "should of").replace("could have", "could of")),
        ("A r r", CLEAN.replace("to the house", "to the the house").replace("the end", "the the end")),
        ("r u a a a a", CLEAN),
        ("e ought a a a", CLEAN.replace("should have", "should ought")),
        ("r q", CLEAN.replace("should have", "should of")),
        ("x r q", CLEAN.replace("should have", "should of")),
    ],
)
def test_decisions(run: Command, review: Command, keys: str, made: str) -> None:
    assert review("a.txt", keys=keys).code == 0
    assert Path("a.txt").read_text() == TEXT
    assert run("apply", "a.txt", "--decisions", "cleaner-decisions.json", "--log", "log.jsonl", "-o", "b.txt").code == 0
    assert Path("b.txt").read_text() == made
    assert run("undo", "b.txt", "--log", "log.jsonl").out.decode() == TEXT


def test_a_review_goes_on_where_it_stopped(run: Command, review: Command) -> None:
    ran = review("a.txt", keys="r q")
    assert "1 decision in cleaner-decisions.json, 3 left" in ran.err
    ran = review("a.txt", keys="a a a")
    assert ran.out.count(b"a.txt:1:11") == 0, "what was decided is not asked again"
    assert "4 decisions in cleaner-decisions.json, 0 left" in ran.err
    saved = json.loads(Path("cleaner-decisions.json").read_text())
    assert len(saved["documents"][0]["rejected"]) == 1


def test_a_word_is_added_and_left_alone_from_then_on(run: Command, review: Command) -> None:
    Path("a.txt").write_text("I recieve it. They recieve it.\n")
    Path("cleaner.toml").write_text('[words]\nfiles = ["own.txt"]\n')
    Path("own.txt").write_text("Aaa\nZzz\n")
    assert review("a.txt", keys="w").code == 0
    assert Path("own.txt").read_text() == "Aaa\nrecieve\nZzz\n"
    assert run("a.txt").out.decode() == "I recieve it. They recieve it.\n"


def test_a_folder_is_reviewed_and_applied(run: Command, review: Command) -> None:
    assert review("in", keys="r a a a a").code == 0
    assert run("apply", "in", "--decisions", "cleaner-decisions.json", "-o", "out").code == 0
    assert Path("out/a.txt").read_text() == CLEAN.replace("should have", "should of")
    assert Path("out/deep/b.txt").read_text() == "He ate an apple.\n"
    assert not Path("out/tool.py").exists()
    Path("in/a.txt").write_text("Changed.\n")
    code, _, err = run("apply", "in", "--decisions", "cleaner-decisions.json", "-i")
    assert code == 3
    assert "in/a.txt: it was changed since the review" in err
    assert Path("in/a.txt").read_text() == "Changed.\n"
    assert Path("in/deep/b.txt").read_text() == "He ate an apple.\n"


def test_the_end_of_the_input_ends_a_review(run: Command, review: Command) -> None:
    assert review("a.txt", keys="").code == 0
    assert run("review", "a.txt").code == 2
    assert run("review", "-t", "a.txt", "--decisions", "a.txt").code == 2


def test_words(run: Command) -> None:
    assert run("words", "add", "Aberystwyth", "recieve", "--to", "w.txt").code == 0
    assert run("words", "add", "recieve", "--to", "w.txt").err.startswith("w.txt: 0 words added")
    assert run("words", "list", "--from", "w.txt").out == b"Aberystwyth\nrecieve\n"
    assert run("words", "add", "two words", "--to", "w.txt").code == 2
    assert run("--words", "w.txt", stdin=b"I recieve it.\n").out == b"I recieve it.\n"
