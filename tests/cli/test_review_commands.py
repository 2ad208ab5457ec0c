"""`cleaner review`, `apply`, `compare` and `rules learn-keeps` on files."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaner import CleanerError
from cleaner.cli.commands.apply import command as apply
from cleaner.cli.commands.compare import command as compare
from cleaner.cli.commands.learn_keeps import command as learn
from cleaner.cli.commands.learn_keeps import with_keep
from cleaner.cli.commands.log import command as log
from cleaner.cli.commands.review import command as review
from cleaner.cli.commands.undo import command as undo
from cleaner.rulebook.packs import pack_files
from tests.cli.test_log_commands import run

TEXT = "See the the cat.\nA schÃ¶n day, the the end.\n\n%d bloggers like this:\n".encode()
PACK = """\
filter = "boilerplate.phrases"

[[rule]]
id = "boilerplate.test.one"
safety = "safe"
why = "A test."
source = "this test"
examples = [{ before = "Text.\\n\\nRead on!", after = "Text." }]
keeps = [
    "Read [on] and on!", # a comment with ]
]
phrases = ["Read on!"]

[[rule]]
id = "boilerplate.test.two"
safety = "suggest"
why = "A second test."
source = "this test"
examples = [{ before = "Text.\\n\\nWrite on!", after = "Text." }]
keeps = ["Write on! and on"]
phrases = ["Write on!"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("in.txt").write_bytes(TEXT)
    Path("pack.toml").write_text(PACK)
    return tmp_path


def data_of(page: Path) -> dict[str, Any]:
    """What the page knows."""
    text = page.read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.split('id="data">')[1].split("</script>")[0])
    return found


def decisions(page: Path, rejected: set[int] = frozenset(), suggestions: set[int] = frozenset()) -> Path:  # type: ignore[assignment]
    """The file that the page saves when changes (by number) are rejected and suggestions taken."""
    documents = []
    for document in data_of(page)["documents"]:
        keys = ("n", "start", "end", "rule")
        items = document["items"]
        documents.append(
            {
                "name": document["name"],
                "sha256": document["sha256"],
                "rejected": [
                    {**{key: i[key] for key in keys}, "context": line_of(i)}
                    for i in items
                    if i["kind"] == "change" and i["n"] in rejected
                ],
                "accepted": [],
                "suggestions": [
                    {key: i[key] for key in keys} for i in items if i["kind"] == "suggestion" and i["n"] in suggestions
                ],
            }
        )
    path = page.with_suffix(".json")
    path.write_text(json.dumps({"kind": "cleaner-decisions", "version": 1, "documents": documents}))
    return path


def line_of(item: dict[str, Any]) -> str:
    left = "".join(part if isinstance(part, str) else part[0] for part in item["left"])
    right = "".join(part if isinstance(part, str) else part[0] for part in item["right"])
    return left.split("\n")[-1] + item["before"] + right.split("\n")[0]


def test_what_was_rejected_is_not_made_and_the_log_says_so(folder: Path) -> None:
    run(review, "in.txt", "--html", "page.html")
    items = data_of(Path("page.html"))["documents"][0]["items"]
    assert [item["before"] for item in items][:3] == [" the", "Ã¶", " the"]
    decided = decisions(Path("page.html"), rejected={1, 2})
    outcome = run(apply, "in.txt", "--decisions", str(decided), "-o", "out.txt", "--log", "log.jsonl")
    assert Path("out.txt").read_text(encoding="utf-8") == "See the the cat.\nA schÃ¶n day, the end.\n"
    assert "2 changes rejected, 0 suggestions taken" in outcome.stderr
    assert run(undo, "out.txt", "--log", "log.jsonl").stdout_bytes == TEXT
    assert Path("in.txt").read_bytes() == TEXT


def test_suggestions_are_taken(folder: Path) -> None:
    Path("in.txt").write_text("Text the the end.\n\nWrite on!\n\nRead on!")
    options = ["--rules", "pack.toml", "--select", "boilerplate.test,typos.doubled"]
    run(review, "in.txt", "--html", "page.html", *options)
    decided = decisions(Path("page.html"), suggestions={1})
    outcome = run(apply, "in.txt", "--decisions", str(decided), "--log", "log.jsonl", *options)
    assert outcome.stdout_bytes == b"Text the end."
    Path("out.txt").write_bytes(outcome.stdout_bytes)
    assert run(undo, "out.txt", "--log", "log.jsonl").stdout_bytes == Path("in.txt").read_bytes()
    outcome = run(apply, "in.txt", "--decisions", str(decided), "--select", "typos.doubled")
    assert "1 decision about" in outcome.stderr


def test_nothing_decided_is_plain_cleaning(folder: Path) -> None:
    run(review, "in.txt", "--html", "page.html")
    outcome = run(apply, "in.txt", "--decisions", str(decisions(Path("page.html"))))
    assert outcome.stdout_bytes.decode() == "See the cat.\nA schön day, the end.\n"


@pytest.mark.parametrize(
    ("content", "said"), [("{}", "not a file of decisions"), ("[", "not a file of decisions"), (None, "another text")]
)
def test_decisions_that_do_not_fit_are_refused(folder: Path, content: str | None, said: str) -> None:
    run(review, "in.txt", "--html", "page.html")
    decided = decisions(Path("page.html"))
    if content is None:
        Path("in.txt").write_text("other")
    else:
        decided.write_text(content)
    with pytest.raises(CleanerError, match=said):
        run(apply, "in.txt", "--decisions", str(decided))


def test_a_page_becomes_a_text_and_is_not_written_over(folder: Path) -> None:
    Path("in").mkdir()
    page = "<html><body><p>Here the the end of a long day is told.</p></body></html>"
    Path("in/page.html").write_text(page)
    run(review, "in", "--html", "page.html")
    decided = str(decisions(Path("page.html")))
    run(apply, "in", "--decisions", decided, "-o", "out")
    assert [path.name for path in Path("out").iterdir()] == ["page.txt"]
    for given in ("in", "in/page.html"):
        with pytest.raises(CleanerError, match="name of a page"):
            run(apply, given, "--decisions", decided, "-i")
    assert Path("in/page.html").read_text() == page


def test_a_log_and_its_text_make_a_page_too(folder: Path) -> None:
    from cleaner import Cleaner

    Path("log.jsonl").write_text(Cleaner().clean(TEXT).log("in.txt"), encoding="utf-8")
    run(log, "convert", "log.jsonl", "--to", "html", "-o", "page.html")
    assert len(data_of(Path("page.html"))["documents"][0]["items"]) == 4


# ---- compare --------------------------------------------------------------------------------------------------------------


def test_compare_says_what_differs(folder: Path) -> None:
    Path("a.toml").write_text('select = ["typos.doubled", "encoding"]\n')
    Path("b.toml").write_text('select = ["encoding", "boilerplate"]\n')
    outcome = run(compare, "a.toml", "b.toml", "in.txt")
    assert outcome.return_value == 1
    signs = [line[0] for line in outcome.stdout.splitlines()]
    assert signs == ["-", "-", "+"]
    assert "1 files, 1 differ; 1 edits are the same" in outcome.stderr
    lines = run(compare, "a.toml", "b.toml", "in.txt", "--json").stdout.splitlines()
    assert [json.loads(line)["side"] for line in lines] == signs


def test_compare_of_equals_is_silent(folder: Path) -> None:
    (folder / "corpus" / "deep").mkdir(parents=True)
    (folder / "corpus" / "deep" / "x.txt").write_bytes(TEXT)
    outcome = run(compare, "web", "web", "corpus")
    assert (outcome.return_value, outcome.stdout) == (0, "")


def test_compare_reads_presets_and_refuses_what_it_cannot_read(folder: Path) -> None:
    Path("mine.toml").write_text('extends = "web"\nselect = ["typos.doubled"]\n')
    assert run(compare, "mine.toml", "web", "in.txt", "-q").return_value == 1
    for name in ("none.toml", "nothing"):
        with pytest.raises(CleanerError):
            run(compare, name, "web", "in.txt")


# ---- learning ---------------------------------------------------------------------------------------------------------------


def test_a_rejected_case_becomes_a_keep(folder: Path) -> None:
    Path("in.txt").write_text("Text.\n\nRead on!\n\nMore.")
    options = ["--rules", "pack.toml", "--select", "boilerplate.test"]
    run(review, "in.txt", "--html", "page.html", *options)
    decided = decisions(Path("page.html"), rejected={1})
    before = tomllib.loads(PACK)
    outcome = run(learn, str(decided), "--pack", "pack.toml")
    after = tomllib.loads(Path("pack.toml").read_text())
    assert after["rule"][0]["keeps"] == [*before["rule"][0]["keeps"], "Read on!\n\nMore."]
    assert after["rule"][1] == before["rule"][1]
    assert "Read on!" in outcome.stdout
    assert "# a comment with ]" in Path("pack.toml").read_text()
    run(learn, str(decided), "--pack", "pack.toml")
    assert tomllib.loads(Path("pack.toml").read_text()) == after, "the same case is learned once"


def test_a_dry_run_writes_nothing_and_an_unknown_rule_is_said(folder: Path) -> None:
    run(review, "in.txt", "--html", "page.html")
    decided = decisions(Path("page.html"), rejected={1})
    outcome = run(learn, str(decided), "--pack", "pack.toml")
    assert outcome.return_value == 1
    assert "in none of the packs" in outcome.stderr
    outcome = run(learn, str(decided), "--dry-run", "--pack", str(pack_files("typos.doubled")[0]))
    assert "keeps 'See the the cat.'" in outcome.stdout


@pytest.mark.parametrize(
    "keeps",
    ['["a"]', '["a",]', "['a]']", '["a" # x ]\n]', '[\n  "a", "b [",\n  # "c"\n]', '["""a\n]"""]', '[ "a\\"]" ]'],
)
def test_any_way_of_writing_the_list_can_be_added_to(keeps: str) -> None:
    text = f'[[rule]]\nid = "x.y"\nkeeps = {keeps}\nwhy = "z"\n'
    changed = with_keep(text, "x.y", 'new "é"\n\t\\')
    assert tomllib.loads(changed)["rule"][0]["keeps"] == [*tomllib.loads(text)["rule"][0]["keeps"], 'new "é"\n\t\\']
