"""Every command, option and exit code that the documentation names is exercised by a test.

The first test reads the tree of click's commands and the command lines that stand in the tests, and says which option none of
them uses. Command lines are found in the source of the tests: the words of a call, list or tuple (`run("in", "-o", "out")`), and
strings of words (`"in -o out"`). Tests of options that nothing else needed are in test_options.py.
"""

from __future__ import annotations

import ast
import io
import os
import re
import signal
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import cleaner
from cleaner.cli.main import COMMANDS, load
from tests.cli.conftest import Command
from tests.cli.test_options import CHAINS, COMMANDS_OF_CHAINS

TESTS = Path(__file__).resolve().parent.parent
MODULE = "cleaner.cli.commands."
OPTION = re.compile(r"-[a-zA-Z0-9](?![a-z])|--[a-z][-a-z]+")
LONGEST = 500  # characters of a string that may be a command line
Words = tuple[str, ...]


# ---- the commands that there are ------------------------------------------------------------------------------------------


@cache
def commands() -> dict[Words, click.Command]:
    """All commands, by the words that call them: ("clean",), ("log", "show")."""
    found: dict[Words, click.Command] = {}
    for name in COMMANDS:
        found[name,] = command = load(name)
        if isinstance(command, click.Group):
            found |= {(name, below): command.commands[below] for below in command.list_commands(click.Context(command))}
    return found


def spellings(command: click.Command) -> Iterator[tuple[str, ...]]:
    """The spellings of each option, one of which has to be used; both sides of a switch are options."""
    for option in command.params:
        if isinstance(option, click.Option):
            yield tuple(option.opts)
            if option.secondary_opts:
                yield tuple(option.secondary_opts)


# ---- the command lines in the tests ---------------------------------------------------------------------------------------


class Lines(ast.NodeVisitor):
    """Collects the command lines of a module of tests: which command, and the words.

    Words that begin with an option, such as those of a list that is handed on (`options = ["--select", "typos"]`), count for the
    commands that the function calls, `clean` if it calls no other.
    """

    def __init__(self) -> None:
        self.found: list[tuple[Words, list[str]]] = []
        self._names: dict[str, Words] = {}  # of click commands that the module imports, of functions that call one
        self._loose: list[list[str]] = []

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if (node.module or "").startswith(MODULE):
            name = (node.module or "").removeprefix(MODULE).replace("_", "-")
            words = ("rules", name) if name == "learn-keeps" else (name,)
            self._names |= {alias.asname or alias.name: words for alias in node.names}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in COMMANDS:
            self._names[node.name] = (node.name,)
        before, self._loose = len(self.found), []
        self.generic_visit(node)
        called = {command for command, _ in self.found[before:]} or {("clean",)}
        self.found += [(command, words) for command in called for words in self._loose]
        self._loose = []

    def visit_Call(self, node: ast.Call) -> None:
        names = [part.id for part in (node.func, *node.args) if isinstance(part, ast.Name)]
        named = next((self._names[name] for name in names if name in self._names), ())
        self._add(named, [*_constants(node.args), *(word for arg in node.args for word in _constants(getattr(arg, "elts", ())))])
        self.generic_visit(node)

    def visit_List(self, node: ast.List | ast.Tuple) -> None:
        self._add((), _constants(node.elts))
        self.generic_visit(node)

    visit_Tuple = visit_List

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and " " in node.value and "-" in node.value and len(node.value) < LONGEST:
            self._add((), node.value.split())

    def _add(self, named: Words, words: list[str]) -> None:
        if "cleaner" in words:  # python -m cleaner ...
            words = words[words.index("cleaner") + 1 :]
        words = [*named, *words]
        if not words or (not named and words[0] not in COMMANDS and not any(map(OPTION.match, words))):
            return
        if words[0] not in COMMANDS:
            if words[0].startswith("-"):
                self._loose.append(words)
            else:
                self.found.append((("clean",), words))
        elif len(words) > 1 and (words[0], words[1]) in commands():
            self.found.append(((words[0], words[1]), words[2:]))
        else:
            self.found.append(((words[0],), words[1:]))


def _constants(nodes: Iterable[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@cache
def used() -> dict[Words, set[str]]:
    """The options that the tests give to each command."""
    found: dict[Words, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        lines = Lines()
        lines.visit(ast.parse(path.read_text(encoding="utf-8")))
        for command, words in lines.found:
            found.setdefault(command, set()).update(options_in(words))
    for command in COMMANDS_OF_CHAINS:  # each with all of them
        found[command,] |= set(options_in(" ".join(CHAINS).split()))
    return found


def options_in(words: Iterable[str]) -> Iterator[str]:
    return (match[0] for word in words if (match := OPTION.match(word)))


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_option_is_used_by_a_test(words: Words) -> None:
    there = used().get(words, set())
    missing = [names[-1] for names in spellings(commands()[words]) if not there & set(names)]
    assert not missing, f"no test uses {', '.join(missing)} of cleaner {' '.join(words)}"


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_is_used_by_a_test(words: Words) -> None:
    assert words in used() or isinstance(commands()[words], click.Group)


DOCS = [TESTS.parent / "README.md", *sorted((TESTS.parent / "docs").rglob("*.md"))]
SHELL = re.compile(r"(?:^|[`|$(;] *)cleaner ((?:[^`\n|;&#)]|\\\||\\\n)+)", re.MULTILINE)


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_the_documentation_names_options_that_there_are(page: Path) -> None:
    for match in SHELL.finditer(page.read_text(encoding="utf-8")):
        words = match[1].replace("\\", " ").split()
        if not words:
            continue
        name = (words[0],) if words[0] in COMMANDS else ("clean",)
        if len(words) > 1 and (words[0], words[1]) in commands():
            name = (words[0], words[1])
        known = {spelling for names in spellings(commands()[name]) for spelling in names} | {"-h", "--help"}
        wrong = [option for option in options_in(words) if option not in known and option != "--"]
        assert not wrong, f"{page.name}: cleaner {match[1]}: {wrong}"


# ---- exit codes -----------------------------------------------------------------------------------------------------------

ENDS = {  # exit code -> command lines that end with it
    0: ["a.txt -o b.txt", "--check fine.txt", "--check a.txt --exit-zero", "--help"],
    1: ["--check a.txt", "--diff a.txt", "log verify cut.jsonl", "rules test bad.toml", "compare web encoding a.txt -q"],
    2: ["--wat", "--preset nothing a.txt", "a.txt -o a.txt", "in", "undo"],
    3: ["gone.txt", "in gone.txt -o out", "undo fine.txt --log gone.jsonl"],
    130: ["int.txt --filter tests.cli.test_every_option:signalled"],
    129: ["hup.txt --filter tests.cli.test_every_option:signalled"],
    143: ["term.txt --filter tests.cli.test_every_option:signalled"],
}
BAD_PACK = """filter = "boilerplate.phrases"
[[rule]]
id = "boilerplate.mine.hello"
safety = "safe"
why = "It greets."
examples = [{ before = "Text.", after = "Nothing." }]
keeps = ["Good day and so on."]
phrases = ["Good day"]
"""


@cleaner.filter("signalled.text")
def signalled(document: cleaner.Document) -> list[cleaner.Edit]:
    """The process gets the signal that the text names."""
    os.kill(os.getpid(), getattr(signal, document.text.strip()))
    return []


@pytest.mark.parametrize(("code", "line"), [(code, line) for code, lines in ENDS.items() for line in lines])
def test_every_exit_code(run: Command, code: int, line: str) -> None:
    Path("in").mkdir()
    for name in ("int", "hup", "term"):
        Path(f"{name}.txt").write_text(f"SIG{name.upper()}\n")
    for name, text in (("a.txt", "See the the cat.\n"), ("fine.txt", "Fine.\n"), ("in/a.txt", "Fine.\n"), ("bad.toml", BAD_PACK)):
        Path(name).write_text(text)
    assert run("a.txt", "-o", "c.txt", "--log", "cut.jsonl").code == 0
    Path("cut.jsonl").write_text(Path("cut.jsonl").read_text()[:-40])
    assert run(*line.split()).code == code


def test_a_reader_that_goes_away(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.BytesIO):
        def write(self, data: object) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("cleaner.cli.run_clean.output_stream", Gone)
    assert run(stdin=b"Fine.\n").code == 141


def test_the_documentation_names_these_exit_codes() -> None:
    page = (TESTS.parent / "docs/cli.md").read_text(encoding="utf-8")
    section = page.split("## Exit codes")[1].split("\n## ")[0]
    assert {int(code) for code in re.findall(r"\b\d+\b", section)} == {*ENDS, 141}
