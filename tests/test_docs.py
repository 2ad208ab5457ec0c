"""Every command and snippet of README and the documentation is run; what a page says it prints is what comes out.

A block ```console holds commands after `$ ` and what they print, ```sh is a script, ```python a program (or a session with
`>>>`). The blocks of a page run one after the other in a folder with the files of `workspace`. What cannot be run has
`<!-- not run: the reason -->` above it. `python -m tests.test_docs PAGE...` writes what the commands print into pages.
"""

from __future__ import annotations

import difflib
import doctest
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cleaner
from cleaner.rulebook.catalogue import shipped_rules

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted(path for path in (ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^(?:<!-- (?P<note>[^\n]*?) -->\n)?```(?P<kind>[\w-]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = "not run: "
PLAIN = ("text", "yaml", "diff", "xml", "html", "jsonl", "dockerfile")  # for reading
SECONDS = re.compile(r"\(\d[\d.,]* s\)")  # how long a run took is another time
LOOK = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")


class Block(NamedTuple):
    """A fenced block: what it is, what it holds, the comment above it."""

    kind: str
    body: str
    note: str
    line: int
    start: int
    end: int


def blocks(page: str) -> Iterator[Block]:
    for match in BLOCK.finditer(page):
        line = page.count("\n", 0, match.start("body"))
        yield Block(match["kind"], match["body"], match["note"] or "", line, match.start("body"), match.end("body"))


# ---- the files that the pages work on -----------------------------------------------------------------------------------

NOTES = "We recieved teh letters.\nIt was the the end.\n"
POST = "The boat was late agian.\n\nShare this:\n\n12 bloggers like this:\n"
MENU = "Home | Boats | Harbour\n\n{}\n\nSubscribe to the Harbour Letter\n"
DAYS = (
    "The boat left at nine.",
    "Rain came in from the west.",
    "The pier was painted.",
    "Nobody was on board.",
    "The lamp was lit again.",
)


def workspace(folder: Path) -> None:
    """What README calls samples, and a few small files."""
    samples = ROOT / "samples"
    (folder / "samples").symlink_to(samples)
    for name, sample in (
        ("article.txt", "article/input.txt"),
        ("page.html", "page/input.html"),
        ("records.jsonl", "records/input.jsonl"),
    ):
        (folder / name).write_bytes((samples / sample).read_bytes())
    (folder / "letter.txt").write_bytes((samples / "legacy/input.txt").read_bytes())
    (folder / "notes.txt").write_text(NOTES, encoding="utf-8")
    (folder / "posts.csv").write_text('id,body\n1,"We recieved it."\n2,"Fine."\n', encoding="utf-8")
    (folder / "crawl/blog").mkdir(parents=True)
    (folder / "crawl/notes.txt").write_text(NOTES, encoding="utf-8")
    (folder / "crawl/blog/post.txt").write_text(POST, encoding="utf-8")
    (folder / "crawl/script.py").write_text("teh = 1\n", encoding="utf-8")
    (folder / "site").mkdir()
    for number, day in enumerate(DAYS):
        (folder / f"site/{number}.txt").write_text(MENU.format(day), encoding="utf-8")


TEXT = "It was the the cat."
SPAN = {"type": "SpecificResource", "source": "x", "selector": {"type": "TextPositionSelector", "start": 8, "end": 11}}
PRESUPPOSED = {  # names that snippets use without saying what they are
    "cleaner": cleaner,
    "data": TEXT.encode(),
    "text": TEXT,
    "page": "<html><body><p>It was the the cat.</p></body></html>",
    "texts": [MENU.format(day) for day in DAYS],
    "lines": ["T1\tAnimal 8 11\tcat"],
    "web_annotation": {"type": "Annotation", "target": SPAN},
}

# ---- running ------------------------------------------------------------------------------------------------------------


def shell(command: str, folder: Path, strict: bool = False) -> tuple[str, int]:
    """What a command prints, standard error too, and its exit code."""
    environment = {key: os.environ[key] for key in LOOK if key in os.environ}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    options = ["-euo", "pipefail"] if strict else []
    done = subprocess.run(
        ["bash", *options, "-c", command],
        cwd=folder,
        env={**environment, "LC_ALL": "C.UTF-8", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )
    return SECONDS.sub("(0.1 s)", done.stdout.decode("utf-8")), done.returncode


def console(body: str, folder: Path) -> str:
    """A block ```console as it comes out: its commands, each with what it prints."""
    written: list[str] = []
    lines = iter(body.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            continue
        command = line[2:]
        written.append(line)
        while command.endswith("\\"):
            following = next(lines)
            written.append(following)
            command = command[:-1] + following
        printed, code = shell(command, folder)
        written += printed.splitlines()
        if code:
            written.append(f"(exit code {code})")
    return "".join(line + "\n" for line in written)


def python(body: str, names: dict[str, Any]) -> None:
    """A program, or a session with what it prints."""
    if ">>>" not in body:
        exec(compile(body, "<page>", "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(body, names, "page", None, 0)
    names_before = names
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
    names_before.update(test.globs)
    assert not told, "".join(told)


def run(block: Block, folder: Path, names: dict[str, Any]) -> str:
    """Run a block; the body as it should stand on the page."""
    if block.kind == "console":
        return console(block.body, folder)
    if block.kind == "sh":
        printed, code = shell(block.body, folder, strict=True)
        assert code == 0, f"{block.body}{printed}exit code {code}"
    elif block.kind == "python":
        python(block.body, names)
    elif block.kind == "toml":
        tomllib.loads(block.body)
    elif block.kind == "json":
        json.loads(block.body)
    else:
        assert block.kind in PLAIN, f"a block says what it is: {block.kind!r}"
    return block.body


def page_as_it_comes_out(page: str, folder: Path, tell: Callable[[Block, str], None]) -> str:
    """The page with what its commands print; `tell` hears of every block that was run."""
    workspace(folder)
    names: dict[str, Any] = {"__name__": "page", **PRESUPPOSED}
    pieces, position = [], 0
    for block in blocks(page):
        if block.note.startswith(NOT_RUN) or block.note.startswith("ci:"):
            continue
        body = run(block, folder, names)
        tell(block, body)
        pieces += [page[position : block.start], body]
        position = block.end
    return "".join(pieces) + page[position:]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=short)
def test_what_a_page_says_is_what_comes_out(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def compare(block: Block, body: str) -> None:
        told = "\n".join(
            difflib.unified_diff(block.body.splitlines(), body.splitlines(), "the page", "what comes out", lineterm="")
        )
        assert body == block.body, f"{short(path)}, line {block.line}:\n{told}"

    page_as_it_comes_out(path.read_text(encoding="utf-8"), tmp_path, compare)


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_blocks_say_what_they_are_and_why_they_are_not_run(path: Path) -> None:
    for block in blocks(path.read_text(encoding="utf-8")):
        assert block.kind, f"{short(path)}, line {block.line}: a block without a kind"
        if block.note.startswith(NOT_RUN):
            assert len(block.note) > len(NOT_RUN) + 10, f"{short(path)}, line {block.line}: no reason"
        if block.kind in PLAIN:
            assert not re.search(r"^\$? ?cleaner [-a-z]", block.body, re.MULTILINE), (
                f"{short(path)}, line {block.line}: a command"
            )


def hooks() -> Any:
    """The module that makes pages of commands and rules; it is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_hooks", ROOT / "docs" / "hooks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_option_and_rule_is_in_the_reference(tmp_path: Path) -> None:
    made = hooks().pages()
    options = made["reference/options.md"]
    for words, command in hooks().commands():
        assert f"\n## {words}\n" in options
        for parameter in command.params:
            if not getattr(parameter, "hidden", False):
                spellings = (*parameter.opts, *parameter.secondary_opts)
                assert all(spelling in options for spelling in spellings if spelling.startswith("--"))
    for rule in shipped_rules():
        assert f"\n## {rule.id}\n" in made[f"reference/{rule.id.split('.')[0]}.md"]
    hooks().write_man(tmp_path)
    assert (tmp_path / "cleaner.1").read_text(encoding="utf-8").startswith(".TH CLEANER 1")
    assert len(list(tmp_path.iterdir())) == len(list(hooks().commands()))


def test_figures_are_found_where_they_stand() -> None:
    page = hooks().figures_page()
    for sections in hooks().FIGURES.values():
        for _, title in sections:
            assert f"\n## {title}\n" in page


if __name__ == "__main__":
    for given in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            os.chdir(scratch)
            old = given.read_text(encoding="utf-8")
            new = page_as_it_comes_out(old, Path(scratch), lambda block, body: None)
            os.chdir(ROOT)
            if new != old:
                given.write_text(new, encoding="utf-8")
                print(short(given))
